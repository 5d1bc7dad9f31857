"""Which of several people or statements are true: knights and knaves, entailment tables.

Gold: JSON object from name to true or false. Spec: the words of the prompt for both values, such
as {"true": "knight", "false": "knave"}; without it they are "true" and "false".

An answer is a list of clauses, "Ann: knight", "Ann and Bob are knights" or "Knights: Ann, Bob",
in any case and order, with the usual marks of lists, tables and JSON. Every word must be a name,
one of the two words, or known to the little grammar in `clauses`; any other ("not", "or",
"probably", a stranger) makes the answer wrong, so that nothing is paid which was not understood.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import ClassVar, NamedTuple, TypedDict

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
from .clauses import MAX_WORD_CHARS, ClauseError, Token, Vocabulary, read_clauses, tokenize
from .extract import closing_paragraph, extract_answer

# Puzzles have 2 to 20 people; a thousand leaves room and bounds the vocabulary.
MAX_NAMES = 1_000
# Bounds the words that are tried as one name at each place of an answer.
MAX_NAME_TOKENS = 12


class TruthAssignmentSpec(TypedDict, total=False):
    """The prompt's words for both values."""

    true: str
    false: str


class _Gold(NamedTuple):
    values: dict[str, bool]
    """By name as the prompt writes it, in the gold's order."""
    words: dict[bool, str]
    vocabulary: Vocabulary


class TruthAssignmentReward(Reward[_Gold]):
    """Exact equality of two assignments of truth values to names."""

    name: ClassVar[str] = "truth_assignment"
    version: ClassVar[str] = "2"
    spec_keys: ClassVar[frozenset[str]] = TruthAssignmentSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ('{"Ann": true, "Bob": false}', {"true": "knight", "false": "knave"}),
        ('{"Zoë Lee": false, "Zoë": true, "Dr. Who": true}', {"true": "spy", "false": "liar"}),
        ('{"A": true, "B": true, "C": true}', {}),
        ('{"statement 1": false}', {}),
        ('{"李": true, "O\'Brien": false}', {"true": "truth teller", "false": "liar"}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold by name; raises GroundTruthError for values or names that cannot be graded."""
        values = load_json(ground_truth, "assignment")
        if not isinstance(values, dict) or not 1 <= len(values) <= MAX_NAMES:
            raise GroundTruthError(f"an assignment is a JSON object of 1 to {MAX_NAMES} names")
        for name, value in values.items():
            if type(value) is not bool:
                raise GroundTruthError(f"{name!r} is {value!r}; true and false are allowed")
        words = {True: spec.get("true", "true"), False: spec.get("false", "false")}
        return _Gold(values, words, _vocabulary(values, words))

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if every name, and no other, has its value."""
        found = extract_answer(response)
        if found is None:
            return _grade_unmarked(response, gold)
        try:
            values = read_clauses(found.text, gold.vocabulary)
        except ClauseError as error:
            return wrong(found.text, str(error), "parse")
        return _compared(found.text, values, gold)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON, names sorted and in Unicode's composed form."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        values = gold.values
        if not _reads_back(gold):
            raise GroundTruthError("a name or word is part of the answer's grammar")
        composed = {unicodedata.normalize("NFC", name): values[name] for name in values}
        return json.dumps(composed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """`Ann: knight, Bob: knave` in answer tags, in the gold's order."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return _tagged(_pairs(gold.values, gold.words))

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Other assignments, other people, and answers that leave a way out."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        values, words = gold.values, gold.words
        last = list(values)[-1]
        rest = {name: values[name] for name in values if name != last}
        stranger = "Zyxwvut"
        while stranger in values:
            stranger += "x"
        pairs = _pairs(values, words)
        told, untold = words[values[last]], words[not values[last]]
        yield Negative("one_flipped", _tagged(_pairs({**values, last: not values[last]}, words)))
        yield Negative("all_flipped", _tagged(_pairs({n: not values[n] for n in values}, words)))
        yield Negative("one_missing", _tagged(_pairs(rest, words)))
        yield Negative("extra_name", _tagged(f"{pairs}, {stranger}: {words[True]}"))
        yield Negative("name_in_longer_word", _tagged(pairs.replace(last, f"{last}xyz")))
        yield Negative("both_words", _tagged(f"{pairs}, {last}: {untold}"))
        yield Negative("hedge", _tagged(f"{pairs} or {untold}"))
        yield Negative("doubt", _tagged(f"{pairs}?"))
        before = _pairs(rest, words) + ", " if rest else ""
        yield Negative("negated", _tagged(f"{before}{last} is not {told}"))
        yield Negative("probably", _tagged(f"{before}{last} is probably {told}"))


def _grade_unmarked(response: str, gold: _Gold) -> Verdict:
    """A last paragraph that says what everyone is, and nothing else, is an answer."""
    text = closing_paragraph(response)
    if text is not None:
        with suppress(ClauseError):
            values = read_clauses(text, gold.vocabulary)
            if set(values) == set(gold.values):
                return _compared(text, values, gold)
    return no_answer("no complete final answer")


def _compared(text: str, values: Mapping[str, bool], gold: _Gold) -> Verdict:
    missing = [name for name in gold.values if name not in values]
    differing = [name for name in values if values[name] != gold.values[name]]
    if missing:
        return wrong(text, f"{missing[0]!r} is missing")
    if differing:
        return wrong(text, f"{len(differing)} of {len(values)} differ")
    return correct(text)


def _reads_back(gold: _Gold) -> bool:
    """Whether the rendered gold is read as the gold: false for names such as "is" or ":"."""
    try:
        return read_clauses(_pairs(gold.values, gold.words), gold.vocabulary) == gold.values
    except ClauseError:
        return False


def _vocabulary(values: Mapping[str, bool], words: Mapping[bool, object]) -> Vocabulary:
    """Names and words as tokens; raises GroundTruthError where two of them are the same."""
    names: dict[tuple[Token, ...], str] = {}
    roles: dict[tuple[Token, ...], bool] = {}
    plurals: set[tuple[Token, ...]] = set()
    for value, word in words.items():
        if not isinstance(word, str):
            raise GroundTruthError(f"the word for {value} is {word!r}; text is allowed")
        for form in (word, *_plurals(word)):
            if roles.setdefault(_key(form), value) != value:
                raise GroundTruthError(f"the word {form!r} stands for both values")
        plurals.update(map(_key, _plurals(word)))
    for name in values:
        key = _key(name)
        if key in names or key in roles:
            raise GroundTruthError(f"the name {name!r} is the same as another name or word")
        names[key] = name
    return Vocabulary(names, roles, frozenset(plurals))


def _key(text: str) -> tuple[Token, ...]:
    """A name or word as the tokens that it has in an answer."""
    key = tuple(tokenize(text))
    if not key or len(key) > MAX_NAME_TOKENS or "\n" in key or len(text) > MAX_WORD_CHARS:
        raise GroundTruthError(
            f"{text[:40]!r} is no name: 1 to {MAX_NAME_TOKENS} words in one line of at most "
            f"{MAX_WORD_CHARS} characters are allowed"
        )
    return key


def _plurals(word: str) -> tuple[str, ...]:
    """Regular English plurals of a word."""
    return (f"{word}s", f"{word[:-1]}ies") if word.endswith("y") else (f"{word}s",)


def _pairs(values: Mapping[str, bool], words: Mapping[bool, str]) -> str:
    return ", ".join(f"{name}: {words[value]}" for name, value in values.items())


def _tagged(text: str) -> str:
    return f"<answer>{text}</answer>"


REWARD = TruthAssignmentReward()
