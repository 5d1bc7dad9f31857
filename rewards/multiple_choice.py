"""The right option, or options, of several: letters, or the text of an option.

Gold: a letter ("B") or letters ("A, C" or "AC"), compared as a set. Spec: optionally
{"choices": {"A": "12", "B": "mitosis", ...}}, the options as the prompt offers them. An answer is
letters ("B", "(b)", "Option B", "A and C"), a letter with its option's text ("(C) 12", "C: 12",
"12 (C)"), or the text of exactly one option. A letter with the text of another option is wrong, and
so is any word that belongs to no option; without `choices` only letters are read, as a text beside
them could say anything. All options at once are no answer, unless all are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple, TypeAlias, TypedDict

from ._plain_text import MAX_CHARS, plain, squashed
from .base import GroundTruthError, Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .extract import MATH, extract_answer

Letters: TypeAlias = frozenset[str]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GOLD = re.compile(r"\(?[A-Za-z]\)?(?:\s?(?:,|;|&|and\b)\s?\(?[A-Za-z]\)?)*|[A-Z]{2,26}")
_LETTER = r"[(\[]?[a-z][)\]]?[.:]?"
_ONLY_LETTERS = re.compile(
    rf"{_LETTER}(?:\s?(?:,\s?and\b|,|;|&|/|\+|\band\b)\s?{_LETTER}|\s{_LETTER})*|[a-z]{{2,26}}"
)
_SINGLE = re.compile(r"(?<![a-z])[a-z](?![a-z])")
_NOUN = re.compile(
    r"(?:the )?(?:(?:correct|right|final|best) )?(?:answer|option|choice|letter)s?"
    r"(?: (?:is|are)\b| ?:)? ?(?=[(\[]?[a-z][)\]]?(?![a-z]))"
)
_LETTER_FIRST = re.compile(r"[(\[]?([a-z])(?:[)\]][.:]?|[.:,=-]| [:=-]| (?=\S)) ?(.+)")
_LETTER_LAST = re.compile(r"(.+?) ?[(\[](?:option |choice )?([a-z])[)\]]")
_SEPARATORS = (re.compile(r"\n|;"), re.compile(r",|\band\b|\n|;"))


class MultipleChoiceSpec(TypedDict, total=False):
    """The options as the prompt offers them, by letter."""

    choices: dict[str, str]


class _Gold(NamedTuple):
    letters: Letters
    offered: Letters
    """The letters of all options; all of the alphabet if the options are not known."""
    texts: dict[str, str]
    """The options' texts by letter, without spaces and markup."""
    choices: dict[str, str]


class MultipleChoiceReward(Reward[_Gold]):
    """Equality of two sets of options."""

    name: ClassVar[str] = "multiple_choice"
    version: ClassVar[str] = "1"
    spec_keys: ClassVar[frozenset[str]] = MultipleChoiceSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("B", {}),
        ("A, C", {}),
        ("C", {"choices": {"A": "10", "B": "11", "C": "12", "D": "13"}}),
        ("D", {"choices": {"A": "red", "B": "blue", "C": "grün", "D": "None of these"}}),
        ("BC", {"choices": {"A": "mitosis", "B": "meiosis, twice", "C": "both", "D": "no cells"}}),
        ("A", {"choices": {"A": "$\\frac{1}{2}$", "B": "$x^2 + 1$", "C": "B"}}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold's letters; raises GroundTruthError for what is no letter that is offered."""
        choices = _choices(spec.get("choices", {}))
        letters = _gold_letters(ground_truth)
        offered = frozenset(choices or _ALPHABET)
        if not letters <= offered:
            raise GroundTruthError(f"gold {sorted(letters)} is not offered: {sorted(offered)}")
        return _Gold(letters, offered, {k: squashed(v) for k, v in choices.items()}, choices)

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response chooses the gold's options and no other."""
        found = extract_answer(response, MATH)
        if found is None:
            return no_answer("no complete final answer")
        if len(found.text) > MAX_CHARS:
            return wrong(found.text[:40], f"longer than {MAX_CHARS} characters", "parse")
        letters = _read(found.text, gold)
        if letters is None:
            return wrong(found.text, "neither letters nor the text of one option", "parse")
        if letters == gold.letters:
            return correct(found.text)
        if gold.choices and len(letters) > 2 and letters == gold.offered:
            return no_answer("all options at once")
        return wrong(found.text, f"{', '.join(sorted(letters))} chosen")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The letters in order, as in `A, C`."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return ", ".join(sorted(gold.letters))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        r"""The letters in `\boxed{...}`."""
        return _boxed(self.canonical(ground_truth, spec))

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Other options, all options, a letter with another's text, denials and doubts."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        right = ", ".join(sorted(gold.letters))
        others = sorted((gold.offered - gold.letters) or gold.letters)
        if gold.offered - gold.letters:
            yield Negative("other_option", _boxed(others[0]))
            yield Negative("one_more", _boxed(f"{right}, {others[0]}"))
            yield Negative("hedge", _boxed(f"{right} or {others[0]}"))
            yield Negative("all_options", _boxed(", ".join(sorted(gold.offered))))
            yield Negative("all_letters", _boxed("".join(sorted(gold.offered))))
        if len(gold.letters) > 1:
            yield Negative("one_less", _boxed(sorted(gold.letters)[0]))
        if gold.texts.get(others[0]) and len(gold.letters) == 1:
            yield Negative("other_text", _boxed(f"{right}. {gold.choices[others[0]]}"))
        yield Negative("negated", _boxed(f"not {right}"))
        yield Negative("denied", _boxed(f"{right} \\text{{ is wrong}}"))
        yield Negative("doubt", _boxed(f"{right}?"))


def _choices(choices: object) -> dict[str, str]:
    """The options by capital letter; raises GroundTruthError for anything else."""
    if not isinstance(choices, Mapping):
        raise GroundTruthError(
            f"choices is a {type(choices).__name__}; letters to texts is allowed"
        )
    found = {}
    for letter, text in choices.items():
        if not isinstance(letter, str) or letter not in _ALPHABET or len(letter) != 1:
            raise GroundTruthError(f"choice {letter!r}; capital letters from A to Z are allowed")
        if not isinstance(text, str) or len(text) > MAX_CHARS:
            raise GroundTruthError(f"choice {letter} is no text of at most {MAX_CHARS} characters")
        found[letter] = text
    if len(found) == 1:
        raise GroundTruthError("one choice is no choice; none or several are allowed")
    return found


def _gold_letters(text: object) -> Letters:
    """A gold's letters; raises GroundTruthError for what is not letters, each once."""
    bare = text.strip() if isinstance(text, str) else ""
    if len(bare) > MAX_CHARS or not _GOLD.fullmatch(bare):
        raise GroundTruthError(f"{bare[:40]!r} is no letter; 'B', 'A, C' and 'AC' are allowed")
    letters = list(bare) if len(bare) > 1 and bare.isalpha() else _singles(bare.lower())
    if len(set(letters)) != len(letters):
        raise GroundTruthError(f"{bare!r} names a letter twice")
    return frozenset(letters)


def _read(text: str, gold: _Gold) -> Letters | None:
    """The options that an answer chooses; None if it says anything else."""
    whole = _read_one(text, gold)
    if whole is not None:
        return whole
    for separator in _SEPARATORS if gold.texts else ():
        parts = [part for part in separator.split(text) if part.strip()]
        read = [_read_one(part, gold) for part in parts] if 1 < len(parts) <= 26 else [None]
        if all(read):
            return frozenset().union(*(letters for letters in read if letters))
    return None


def _read_one(text: str, gold: _Gold) -> Letters | None:
    """Letters alone, the text of one option, or a letter with its option's text."""
    answer = plain(text)
    answer = _NOUN.sub("", answer, count=1) if _NOUN.match(answer) else answer
    if _ONLY_LETTERS.fullmatch(answer):
        together = len(answer) > 1 and answer.isalpha()
        letters = frozenset(answer.upper() if together else _singles(answer))
        if letters <= gold.offered and (not together or len(letters) == len(answer)):
            return letters
    same = [letter for letter, option in gold.texts.items() if option == squashed(answer)]
    if len(same) == 1 and same[0] != "":
        return frozenset(same)
    for pattern, letter_group, text_group in ((_LETTER_FIRST, 1, 2), (_LETTER_LAST, 2, 1)):
        found = pattern.fullmatch(answer)
        option = gold.texts.get(found[letter_group].upper()) if found else None
        if found and option and option == squashed(found[text_group]):
            return frozenset(found[letter_group].upper())
    return None


def _singles(text: str) -> list[str]:
    """The letters that stand alone, in capitals; "and" is no letter."""
    return [letter.upper() for letter in _SINGLE.findall(text)]


def _boxed(text: str) -> str:
    return f"\\boxed{{{text}}}"


REWARD = MultipleChoiceReward()
