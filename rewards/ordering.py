"""The order of several things: who stands where in a row, who finished first to last.

Gold: JSON list of at least two distinct names, in the order that the prompt asks for. An answer is
all of these names once, in that order: as a JSON or Python list, separated by commas, semicolons,
line breaks or arrows ("A > B", "A, then B"), numbered from 1 or bulleted, with "and" before the
last. Case, quotes, articles, markup, a label and a final full stop are harmless. Every word must
be a name or known here; any other ("not", "or", "<", a stranger, a number out of place) makes the
answer wrong, so that nothing is paid which was not understood. Names are never sought inside words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from .base import (
    GroundTruthError,
    Negative,
    Reward,
    Spec,
    Verdict,
    correct,
    load_json,
    no_answer,
    wrong,
)
from .clauses import MAX_TEXT_CHARS, MAX_WORD_CHARS, Token
from .entity import ARTICLES, LABELS, MAX_NAME_TOKENS, Key, answer_tokens, without_article
from .extract import closing_paragraph, extract_answer

# Puzzles have 3 to 12 things; a thousand leaves room and bounds the vocabulary.
MAX_NAMES = 1_000
_LATEX_ARROW = re.compile(r"\\(?:long)?(?:to|[rR]ightarrow|gt|succ)\b")
# "<" is not among them: after "from the tallest on", "A < B" may well mean that B comes first.
_SEPARATORS = frozenset(
    (",", ";", "\n", "|", ".", "，", "、", "；", "•", "+", "-", "–", "—", ">", "->", "=>", "→",
     "⇒", "➔", "➜", "then", "next", "finally", "lastly")
)  # fmt: skip
_ANDS = frozenset(("and", "&"))
_NUMBER = re.compile(r"([1-9][0-9]{0,3})(?:st|nd|rd|th)?", re.ASCII)
_NUMBER_WORDS = frozenset(("position", "place", "rank", "spot"))
_NUMBER_MARKS = frozenset((".", ")", ":", "-", "–", "|", "=", "is"))
_LABELS = LABELS | {"full", "complete", "order", "ordering", "sequence", "list", "as", "follows"}


class _UnreadableError(ValueError):
    """The answer is no order of these names; the message says where it stops being one."""


class _Gold(NamedTuple):
    names: list[str]
    keys: dict[Key, int]
    """By the name's tokens: its place in the gold."""


class OrderingReward(Reward[_Gold]):
    """Exact equality of two orders of names."""

    name: ClassVar[str] = "ordering"
    version: ClassVar[str] = "2"
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ('["Ann", "Bob", "Cid"]', {}),
        ('["B", "A"]', {}),
        ('["red car", "red", "car", "blue car"]', {}),
        ('["Zoë", "O\'Brien", "Dr. Who", "李"]', {}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold's names; raises GroundTruthError unless they are distinct and readable."""
        names = load_json(ground_truth, "order")
        if not isinstance(names, list) or not 2 <= len(names) <= MAX_NAMES:
            raise GroundTruthError(f"an order is a JSON list of 2 to {MAX_NAMES} names")
        keys = {_key(name): place for place, name in enumerate(names)}
        if len(keys) != len(names):
            raise GroundTruthError("two names are the same")
        return _Gold(names, keys)

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's one order is the gold's."""
        found = extract_answer(response)
        if found is None:
            return _grade_unmarked(response, gold)
        try:
            places = _read(found.text, gold)
        except _UnreadableError as error:
            return wrong(found.text, str(error), "parse")
        return _compared(found.text, places, gold)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON of composed names; raises too if the rendered gold cannot be read back."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        if not _reads_back(gold):
            raise GroundTruthError("a name is part of the answer's grammar")
        composed = [unicodedata.normalize("NFC", name) for name in gold.names]
        return json.dumps(composed, ensure_ascii=False, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The names in answer tags, separated by commas."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return _tagged(gold.names)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Other orders, other names, and answers that leave a way out."""
        names: list[str] = self.read_gold(ground_truth, spec).names
        right, last = ", ".join(names), names[-1]
        swapped = [*names[:-2], last, names[-2]]
        yield Negative("last_two_swapped", _tagged(swapped))
        yield Negative("first_two_swapped", _tagged([names[1], names[0], *names[2:]]))
        yield Negative("reversed", _tagged(names[::-1]))
        yield Negative("rotated", _tagged([*names[1:], names[0]]))
        yield Negative("one_missing", _tagged(names[:-1]))
        yield Negative("one_repeated", _tagged([*names, last]))
        yield Negative("one_twice_one_missing", _tagged([*names[:-1], names[0]]))
        yield Negative("stranger", _tagged([*names, "Zyxwvut"]))
        yield Negative("name_in_longer_word", _tagged([*names[:-1], f"{last}xyz"]))
        yield Negative("hedge", f"<answer>{right} or {', '.join(swapped)}</answer>")
        yield Negative("two_orders", f"<answer>{right}\n{', '.join(swapped)}</answer>")
        yield Negative("doubt", f"<answer>{right}?</answer>")
        yield Negative("negated", f"<answer>not {right}</answer>")
        numbered = "\n".join(f"{len(names) - i}. {name}" for i, name in enumerate(names))
        yield Negative("numbered_backwards", f"<answer>{numbered}</answer>")


def _grade_unmarked(response: str, gold: _Gold) -> Verdict:
    """A last paragraph that orders all the names, and does nothing else, is an answer."""
    text = closing_paragraph(response)
    if text is None:
        return no_answer("no complete final answer")
    try:
        places = _read(text, gold)
    except _UnreadableError:
        return no_answer("no complete final answer")
    if set(places) != set(range(len(gold.names))):
        return no_answer("the last paragraph does not order all names")
    return _compared(text, places, gold)


def _compared(text: str, places: Sequence[int], gold: _Gold) -> Verdict:
    right = range(len(gold.names))
    if list(places) == list(right):
        return correct(text)
    missing = sorted(set(right) - set(places))
    if missing:
        return wrong(text, f"{gold.names[missing[0]]!r} is missing")
    first = next(
        i for i, (seen, want) in enumerate(zip(places, right, strict=False)) if seen - want
    )
    return wrong(text, f"differs first at place {first + 1}")


def _read(text: str, gold: _Gold) -> list[int]:
    """The gold's places of the names of an answer, in the answer's order."""
    if len(text) > MAX_TEXT_CHARS:
        raise _UnreadableError(f"longer than {MAX_TEXT_CHARS} characters")
    tokens = answer_tokens(_LATEX_ARROW.sub("→", text), _LABELS)
    if tokens[:1] == ["first"] and not _name_length(tokens, 0, gold):
        tokens = tokens[1 + (tokens[1:2] == [":"]) :]
    # Words of one-word names need no mark between them: "Ann Bob Cid" is read in one way only.
    loose = all(len(key) == 1 for key in gold.keys)
    places: list[int] = []
    ands: list[int] = []
    at, separated = 0, True
    while at < len(tokens):
        start = _item_start(tokens, at, len(places) + 1, gold)
        if start is not None and (separated or loose or start > at):
            length = _name_length(tokens, start, gold)
            places.append(gold.keys[tuple(tokens[start : start + length])])
            at, separated = start + length, False
            if len(places) > len(gold.names):
                raise _UnreadableError("a name stands twice")
        elif tokens[at] in _SEPARATORS or tokens[at] in _ANDS:
            if tokens[at] in _ANDS:
                ands.append(len(places))
            at, separated = at + 1, True
        else:
            raise _UnreadableError(f"unexpected {tokens[at][:40]!r}")
    # "Ann and Bob, Cid" may be a tie.
    if any(place != len(places) - 1 for place in ands):
        raise _UnreadableError('"and" does not stand before the last name')
    return places


def _item_start(tokens: Sequence[Token], at: int, number: int, gold: _Gold) -> int | None:
    """Where the name begins of which number and article stand here; None without a name.

    Raises _UnreadableError for a number that is not the item's own.
    """
    start = at
    if not _name_length(tokens, start, gold):
        start = _after_number(tokens, at, number)
    if tokens[start : start + 1] and tokens[start] in ARTICLES and start + 1 < len(tokens):
        start += 0 if _name_length(tokens, start, gold) else 1
    return start if _name_length(tokens, start, gold) else None


def _after_number(tokens: Sequence[Token], at: int, number: int) -> int:
    """The position after `1.`, `(1)`, `1st:`, `Position 1:`, `| 1 |`; `at` if there is none."""
    start = at + (tokens[at] == "(")
    start += start < len(tokens) and tokens[start] in _NUMBER_WORDS
    found = _NUMBER.fullmatch(tokens[start]) if start < len(tokens) else None
    if not found:
        return at
    if int(found[1]) != number:
        raise _UnreadableError(f"number {found[1]} at place {number}")
    end = start + 1
    end += end < len(tokens) and tokens[end] in _NUMBER_WORDS
    return end + (end < len(tokens) and tokens[end] in _NUMBER_MARKS)


def _name_length(tokens: Sequence[Token], at: int, gold: _Gold) -> int:
    """How many tokens here are a name, the longest that fits; 0 if none."""
    for length in range(min(MAX_NAME_TOKENS, len(tokens) - at), 0, -1):
        if tuple(tokens[at : at + length]) in gold.keys:
            return length
    return 0


def _reads_back(gold: _Gold) -> bool:
    """Whether the rendered gold is read as the gold: false for names such as "then"."""
    try:
        return _read(", ".join(gold.names), gold) == list(range(len(gold.names)))
    except _UnreadableError:
        return False


def _key(name: object) -> Key:
    """A name as the tokens that it has in an answer; raises GroundTruthError."""
    key = without_article(answer_tokens(name)) if isinstance(name, str) else ()
    if not 1 <= len(key) <= MAX_NAME_TOKENS or "\n" in key or len(str(name)) > MAX_WORD_CHARS:
        raise GroundTruthError(
            f"{str(name)[:40]!r} is no name: 1 to {MAX_NAME_TOKENS} words in one line of at most "
            f"{MAX_WORD_CHARS} characters are allowed"
        )
    return key


def _tagged(names: Sequence[str]) -> str:
    return f"<answer>{', '.join(names)}</answer>"


REWARD = OrderingReward()
