"""One name: the person, thing or kind that a question asks for.

Gold: the name as text, in one line, of letters, digits and what names contain ("Dr. Who",
"O'Brien", "New York"). Spec: optionally {"choices": [...]}, the names that the prompt offers; the
gold is one of them. An answer is the name and nothing else: case, articles, quotes, markup, a
label such as "Answer:" and a final full stop are harmless. Names are compared whole, word by word,
never as parts of a text: "B" is not in "Both", and an answer that gives two choices is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple, TypeAlias, TypedDict

from .base import GroundTruthError, Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .clauses import MAX_TEXT_CHARS, MAX_WORD_CHARS, Token, tokenize
from .extract import closing_paragraph, extract_answer

Key: TypeAlias = tuple[Token, ...]
"""A name as the tokens in which equal names are equal."""

# Bounds the words that are tried as one name at each place of an answer.
MAX_NAME_TOKENS = 12
MAX_CHOICES = 1_000
ARTICLES = frozenset(("a", "an", "the"))
_NO_NAME_MARKS = re.compile(r"[\[\]{}<>|\\\x00-\x1f\x7f]")
# What a missing value looks like once it is text; as a gold it is a mistake of the source.
_MISSING = frozenset(("null", "none", "nan"))
_LATEX_TEXT = re.compile(r"\\(?:text(?:bf|it|rm)?|math(?:rm|bf|it)|mbox)\s{0,3}\{")
_LATEX_SPACE = re.compile(r"\\(?:[,;: ]|q?quad\b)")
_BRACES = frozenset("{}$")
_BRACKETS = {"[": "]", "(": ")"}
LABELS = frozenset(
    ("the", "my", "final", "correct", "answer", "solution", "result", "choice", "it", "is")
)


class EntitySpec(TypedDict, total=False):
    """The names that the prompt offers."""

    choices: list[str]


class _Gold(NamedTuple):
    name: str
    key: Key
    choices: dict[Key, str]


class EntityReward(Reward[_Gold]):
    """Equality of two names."""

    name: ClassVar[str] = "entity"
    version: ClassVar[str] = "2"
    spec_keys: ClassVar[frozenset[str]] = EntitySpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("dax", {"choices": ["fep", "dax", "daxen"]}),
        ("B", {}),
        ("The Hague", {"choices": ["The Hague", "New York"]}),
        ("Dr. Who", {}),
        ("李", {"choices": ["李", "O'Brien"]}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold name; raises GroundTruthError for what is no name or not among the choices."""
        key = _key(ground_truth)
        choices = spec.get("choices", [])
        if not isinstance(choices, Sequence) or isinstance(choices, str):
            raise GroundTruthError(f"choices is a {type(choices).__name__}; a list is allowed")
        if len(choices) > MAX_CHOICES:
            raise GroundTruthError(f"more than {MAX_CHOICES} choices")
        named = {_key(choice): choice for choice in choices}
        if len(named) != len(choices):
            raise GroundTruthError("two choices are the same name")
        if named and key not in named:
            raise GroundTruthError(f"gold {ground_truth[:40]!r} is not among the choices")
        return _Gold(" ".join(ground_truth.split()), key, named)

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's answer is the gold's name."""
        found = extract_answer(response)
        text = found.text if found else closing_paragraph(response)
        if text is None:
            return no_answer("no complete final answer")
        if len(text) > MAX_TEXT_CHARS:
            return wrong(text[:40], f"longer than {MAX_TEXT_CHARS} characters", "parse")
        tokens = answer_tokens(text)
        if without_article(tokens) == gold.key:
            return correct(text)
        # A last paragraph without a mark is an answer only if it is a name.
        if found is None and without_article(tokens) not in gold.choices:
            return no_answer("no complete final answer")
        return wrong(text, "another name, or more than a name")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The name's words, case-folded, without its article."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return " ".join(gold.key)

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The name in answer tags."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return _tagged(gold.name)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Other choices, two at once, and the gold inside something else."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        others = [choice for key, choice in gold.choices.items() if key != gold.key]
        other = others[0] if others else "Zyxwvut"
        yield from (Negative("other_choice", _tagged(each)) for each in others)
        yield Negative("stranger", _tagged("Zyxwvuts"))
        yield Negative("in_longer_word", _tagged(f"{gold.name}oth"))
        yield Negative("hedge", _tagged(f"{gold.name} or {other}"))
        yield Negative("two_names", _tagged(f"{gold.name}, {other}"))
        yield Negative("all_in_a_list", _tagged(f"[{other}, {gold.name}]"))
        yield Negative("negated", _tagged(f"not {gold.name}"))
        yield Negative("doubt", _tagged(f"{gold.name}?"))


def answer_tokens(text: str, labels: frozenset[str] = LABELS) -> list[Token]:
    """An answer's words and marks without label, markup, enclosing brackets and final stop.

    Linear: each mark is peeled off by moving an end of the list.
    """
    text = _LATEX_SPACE.sub(" ", _LATEX_TEXT.sub("{", text))
    tokens = [token for token in tokenize(text) if token not in _BRACES]
    start, end = _label(tokens, labels), len(tokens)
    while start < end:
        if tokens[start] == "\n":
            start += 1
        elif tokens[end - 1] in ("\n", ".", "。"):
            end -= 1
        elif end - start > 2 and _BRACKETS.get(tokens[start]) == tokens[end - 1]:
            # Only of "(dax)": the first of "(1) Ann (2)" is closed again before the end.
            if tokens[end - 1] in tokens[start : end - 1]:
                break
            start, end = start + 1, end - 1
        else:
            break
    return tokens[start:end]


def without_article(tokens: Sequence[Token]) -> Key:
    """A name's tokens without its article; "A" alone is a name."""
    return tuple(tokens[1:] if len(tokens) > 1 and tokens[0] in ARTICLES else tokens)


def _label(tokens: Sequence[Token], labels: frozenset[str]) -> int:
    """How many tokens ahead are a label: `Final answer:`, `The answer is`, `It is`."""
    end = 0
    while end < len(tokens) and (tokens[end] in labels or tokens[end] == "\n"):
        end += 1
    if end and tokens[end : end + 1] == [":"]:
        return end + 1
    return end if end > 1 and tokens[end - 1] in ("is", "follows") else 0


def _key(text: object) -> Key:
    """A gold's or choice's key; raises GroundTruthError for what is no name."""
    if not isinstance(text, str):
        raise GroundTruthError(f"a name is a {type(text).__name__}; text is allowed")
    bare = text.strip()
    if _NO_NAME_MARKS.search(bare) or len(bare) > MAX_WORD_CHARS:
        raise GroundTruthError(
            f"{bare[:40]!r} is no name: one line of at most {MAX_WORD_CHARS} characters without "
            "brackets, braces and bars is allowed"
        )
    key = without_article(answer_tokens(bare))
    if not any(char.isalnum() for word in key for char in word) or len(key) > MAX_NAME_TOKENS:
        raise GroundTruthError(f"{bare[:40]!r} is no name of 1 to {MAX_NAME_TOKENS} words")
    if len(key) == 1 and key[0] in _MISSING:
        raise GroundTruthError(f"{bare!r} says that there is no gold")
    return key


def _tagged(text: str) -> str:
    return f"<answer>{text}</answer>"


REWARD = EntityReward()
