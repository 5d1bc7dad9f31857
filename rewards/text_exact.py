"""A short text: a word, a name, a term, a date as it is written.

Gold: one line of text without brackets, braces and bars. Spec: optionally {"aliases": [...]}, other
texts that are right, and {"case": true}: capitals count, and so does a leading article. Otherwise
case, a leading "a", "an" or "the", quotes, LaTeX's `\\text`, emphasis, doubled spaces and a final
full stop are harmless. Everything else counts: other words, their order, hyphens, accents. There
is no partial match: an answer with a word more, a denial, a doubt or two texts is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple, TypedDict

from ._plain_text import MAX_CHARS, plain
from .base import GroundTruthError, Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .extract import MATH, extract_answer

MAX_GOLD_CHARS = 300
MAX_ALIASES = 1_000
_REFUSED = re.compile(r"[\[\]{}<>|\\\x00-\x1f\x7f]")
# What a missing value looks like once it is text; as a gold it is a mistake of the source.
_MISSING = frozenset(("null", "none", "nan"))
_ARTICLE = re.compile(r"^(?:a|an|the) (?=\S)")


class TextExactSpec(TypedDict, total=False):
    """How texts are compared, and which others are right."""

    aliases: list[str]
    case: bool


class _Gold(NamedTuple):
    text: str
    keys: tuple[str, ...]
    """The normal forms that are right, the gold's own first."""
    case: bool


class TextExactReward(Reward[_Gold]):
    """Equality of two short texts in normal form."""

    name: ClassVar[str] = "text_exact"
    version: ClassVar[str] = "1"
    spec_keys: ClassVar[frozenset[str]] = TextExactSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("Paris", {}),
        ("the derivative", {}),
        ("United Kingdom", {"aliases": ["UK", "U.K.", "Great Britain"]}),
        ("NaCl", {"case": True}),
        ("12 March 1999", {}),
        ("O'Brien (elder)", {}),
        ("北京", {"aliases": ["Beijing"]}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold's normal forms; raises GroundTruthError for what is no short text."""
        case, aliases = spec.get("case", False), spec.get("aliases", [])
        if not isinstance(case, bool):
            raise GroundTruthError(f"case is {case!r}; true and false are allowed")
        if not isinstance(aliases, Sequence) or isinstance(aliases, str):
            raise GroundTruthError(f"aliases is a {type(aliases).__name__}; a list is allowed")
        if len(aliases) > MAX_ALIASES:
            raise GroundTruthError(f"more than {MAX_ALIASES} aliases")
        keys = tuple(dict.fromkeys(_gold_key(text, case) for text in (ground_truth, *aliases)))
        return _Gold(" ".join(ground_truth.split()), keys, case)

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's answer is the gold or one of its aliases."""
        found = extract_answer(response, MATH)
        if found is None:
            return no_answer("no complete final answer")
        if len(found.text) > MAX_CHARS:
            return wrong(found.text[:40], f"longer than {MAX_CHARS} characters", "parse")
        if _key(found.text, gold.case) in gold.keys:
            return correct(found.text)
        return wrong(found.text, "another text")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The gold's normal form."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return gold.keys[0]

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        r"""The text in `\boxed{\text{...}}`."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return _boxed(gold.text)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """A stranger, the gold inside something else, and answers that leave a way out."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        text = gold.text
        yield Negative("stranger", _boxed("Zyxwvut"))
        yield Negative("in_longer_word", _boxed(f"{text}oth"))
        yield Negative("negated", _boxed(f"not {text}"))
        yield Negative("denied", f"\\boxed{{{text} \\text{{ is wrong}}}}")
        yield Negative("hedge", _boxed(f"{text} or Zyxwvut"))
        yield Negative("two_texts", _boxed(f"{text}, Zyxwvut"))
        yield Negative("doubt", _boxed(f"{text}?"))
        yield Negative("twice", _boxed(f"{text} {text}"))
        if gold.case and text.swapcase() not in (text, *gold.keys):
            yield Negative("other_case", _boxed(text.swapcase()))


def _key(text: str, case: bool) -> str:
    """What two texts share if they are the same."""
    text = plain(text, case)
    return text if case else _ARTICLE.sub("", text)


def _gold_key(text: object, case: bool) -> str:
    """A gold's or alias's key; raises GroundTruthError for what is no short text."""
    if not isinstance(text, str):
        raise GroundTruthError(f"a text is a {type(text).__name__}; text is allowed")
    bare = text.strip()
    if len(bare) > MAX_GOLD_CHARS or _REFUSED.search(bare):
        raise GroundTruthError(
            f"{bare[:40]!r}: one line of at most {MAX_GOLD_CHARS} characters without brackets, "
            "braces, bars and backslashes is allowed"
        )
    key = _key(bare, case)
    if not any(char.isalnum() for char in key) or key.lower() in _MISSING:
        raise GroundTruthError(f"{bare[:40]!r} says nothing")
    return key


def _boxed(text: str) -> str:
    return f"\\boxed{{\\text{{{text}}}}}"


REWARD = TextExactReward()
