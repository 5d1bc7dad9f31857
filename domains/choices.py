"""Multiple choice: options by letter, as a question shows them and as the reward reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from .base import Drop, Problem

# "A) True", "(b) x", "C. y", "D: z" ahead of an option.
_MARK = re.compile(r"\s*\(?([A-Za-z])\s?[).:]\s*")


def lettered(options: Sequence[str], *, marked: bool = False) -> dict[str, str]:
    """Options by letter; `marked` options already begin with theirs, which is taken off."""
    texts = [_MARK.sub("", option, count=1) if marked else option for option in options]
    return dict(zip(ascii_uppercase, (text.strip() for text in texts), strict=False))


def choice_problem(
    question: str, choices: Mapping[str, str], answer: str, **fields: Any
) -> Problem | Drop:
    """The question with its options below, a line each; the answer is a letter of them."""
    if answer not in choices:
        return Drop("no_such_option", f"answer {answer!r} of options {', '.join(choices)}")
    same = [letter for letter, text in choices.items() if text == choices[answer]]
    if len(same) > 1 or not choices[answer]:
        return Drop("answer_is_two_options", f"{', '.join(same)} are {choices[answer]!r:.150}")
    listed = "\n".join(f"{letter}. {text}" for letter, text in choices.items())
    return Problem(
        question=f"{question.strip()}\n\n{listed}",
        ground_truth=answer,
        spec={"choices": dict(choices)},
        answer_type="choice",
        **fields,
    )
