"""Row filters of the field: small predicates that a source names, each with its reason.

A filter returns None to keep a problem, or a Drop whose evidence is what was seen. What a reward
cannot grade is dropped without them (`ungradable_gold`), and what it grades wrongly fails the
self-test; these are for rows that no grader can save: pictures that are not there, proofs, several
questions with one answer.
"""

from __future__ import annotations

import re

from .base import Drop, Problem, RowFilter

_IMAGE = re.compile(r"<image|<img\b|!\[[^\]]*\]\(|\\includegraphics", re.IGNORECASE)
_LINK = re.compile(r"https?://|\bwww\.\w", re.IGNORECASE)
_PROOF = re.compile(r"\b(?:prove|show|disprove|demonstrate)\s+(?:that|the following)\b", re.I)
_ASKS = re.compile(
    r"\b(?:find|determine|compute|calculate|evaluate|what|how (?:many|much)|which)\b", re.I
)
_PART = re.compile(r"(?:^|[\s.;:])\(?([a-e]|i{1,3}|iv|[1-4])\)\s", re.MULTILINE)
_SENTINELS = frozenset(
    ("", "?", "-", "n/a", "na", "none", "null", "nan", "notfound", "not found", "no answer",
     "unknown", "see solution", "proof", "no solution found")
)  # fmt: skip
# Characters per token of English and LaTeX text under the tokenizers of Qwen2.5 and Llama 3 lie
# between 2.5 and 4.5; three errs on the side of dropping too few rows by some 10 %.
_CHARS_PER_TOKEN = 3


def no_images(problem: Problem) -> Drop | None:
    """Drops questions that show a picture which is not there."""
    return _seen("image", _IMAGE, problem.question + problem.context)


def no_links(problem: Problem) -> Drop | None:
    """Drops questions that send the reader elsewhere."""
    return _seen("link", _LINK, problem.question)


def no_proofs(problem: Problem) -> Drop | None:
    """Drops questions that ask for a proof and for nothing else: no answer shows it."""
    if _ASKS.search(problem.question):
        return None
    return _seen("proof", _PROOF, problem.question)


def one_question(problem: Problem) -> Drop | None:
    """Drops questions with parts (a), (b)... : one answer says too little or too much."""
    parts = _PART.findall(problem.question)
    for first, second in (("a", "b"), ("i", "ii"), ("1", "2")):
        if first in parts and second in parts[parts.index(first) + 1 :]:
            return Drop("several_questions", f"parts {', '.join(parts)}")
    return None


def no_sentinels(problem: Problem) -> Drop | None:
    """Drops golds that say that there is none."""
    gold = problem.ground_truth.strip().strip("$.").lower()
    return Drop("sentinel_gold", repr(problem.ground_truth)) if gold in _SENTINELS else None


def gold_at_most(characters: int) -> RowFilter:
    """Drops golds longer than this: sentences, whose wording no grader compares."""

    def check(problem: Problem) -> Drop | None:
        size = len(problem.ground_truth)
        if size <= characters:
            return None
        return Drop("long_gold", f"{size} characters, at most {characters} are kept")

    return check


def question_tokens(most: int, least: int = 0) -> RowFilter:
    """Drops questions outside of a length, estimated at three characters per token."""

    def check(problem: Problem) -> Drop | None:
        tokens = -(-len(problem.question + problem.context) // _CHARS_PER_TOKEN)
        if least <= tokens <= most:
            return None
        return Drop("question_length", f"about {tokens} tokens; {least} to {most} are kept")

    return check


def answer_types(*allowed: str) -> RowFilter:
    """Drops rows whose source declares another type of answer."""

    def check(problem: Problem) -> Drop | None:
        if problem.answer_type in allowed:
            return None
        return Drop("answer_type", f"{problem.answer_type!r}; kept: {', '.join(allowed)}")

    return check


def _seen(reason: str, pattern: re.Pattern[str], text: str) -> Drop | None:
    found = pattern.search(text)
    return Drop(reason, text[max(0, found.start() - 40) : found.end() + 40]) if found else None
