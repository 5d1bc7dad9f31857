"""Deduction puzzles in English: made-up words for kinds, and sentences for rules."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ._graph import Puzzle, Rule

# All begin with a consonant, so that "a" is right. The endings are those with which none of the
# 26,880 words is in `english-words` 2.0 (Webster's Second and GCIDE); with "ax", "ix", "ob", "og"
# and "unk" there were 25, such as "radix", "befog" and "debunk".
_STARTS = ("b", "br", "d", "dr", "f", "fl", "g", "gl", "gr", "j", "k", "kl", "l", "m", "n", "p",
    "pl", "r", "s", "sk", "sn", "t", "tr", "v", "w", "y", "z", "zw")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u")
_MIDDLES = ("b", "bl", "d", "f", "g", "k", "lm", "lv", "mb", "mp", "nd", "p", "rg", "rv", "v", "z")
_ENDS = ("amf", "elb", "ep", "irp", "oft", "olb", "olp", "orf", "oxt", "ulm", "umf", "urp")
_ONE = ("Every {0} is a {1}.", "Each {0} is a {1}.", "Any {0} is a {1}.",
    "If something is a {0}, it is a {1}.", "Whatever is a {0} is also a {1}.")  # fmt: skip
_TWO = ("Everything that is both a {0} and a {1} is a {2}.",
    "If something is a {0} and also a {1}, it is a {2}.")  # fmt: skip
_NONE = ("No {0} is a {1}.", "Nothing is both a {0} and a {1}.")
_ASK = {
    "is": ("Exactly one of these is certain: {0} is {1}. Which one?",
        "One of these follows from the statements, the others do not: {0} is {1}. Which one?"),
    "not": ("Exactly one of these is impossible: {0} is {1}. Which one?",
        "One of these is ruled out by the statements, the others are not: {0} is {1}. Which one?"),
}  # fmt: skip


def pick_words(rng: random.Random, count: int) -> list[str]:
    """Different made-up words, none of which is part of another."""
    words: list[str] = []
    while len(words) < count:
        word = "".join(map(rng.choice, (_STARTS, _VOWELS, _MIDDLES, _ENDS)))
        if not any(word in other or other in word for other in words):
            words.append(word)
    return words


def question_text(
    puzzle: Puzzle, words: Sequence[str], names: Sequence[str], rng: random.Random
) -> str:
    """The statements in random order, in lines or in one paragraph, and the question."""
    said = [_sentence(rule, words, rng) for rule in puzzle.rules]
    for name, facts in zip(names, puzzle.facts, strict=True):
        said.extend(f"{name} is a {words[kind]}." for kind in facts)
    rng.shuffle(said)
    listed = [f"a {words[choice]}" for choice in puzzle.choices]
    ask = rng.choice(_ASK[puzzle.question])
    asked = ask.format(names[0], f"{', '.join(listed[:-1])} or {listed[-1]}")
    return f"{rng.choice((' ', chr(10))).join(said)}\n{asked}"


def _sentence(rule: Rule, words: Sequence[str], rng: random.Random) -> str:
    parts = [words[kind] for kind in rng.sample(rule.conditions, len(rule.conditions))]
    if rule.result is None:
        return rng.choice(_NONE).format(*parts)
    forms = _ONE if len(parts) == 1 else _TWO
    return rng.choice(forms).format(*parts, words[rule.result])
