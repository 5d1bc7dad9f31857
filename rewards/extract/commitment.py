"""Whether a response stands by its last mark: examples, hedges, denials, retractions."""

from __future__ import annotations

import re

from .marks import CUT_OFF, Mark, boxes, tags
from .peel import bare, is_placeholder
from .wording import (
    ALTERNATIVE,
    CORRECTED,
    DENIED,
    DOUBTED,
    EXAMPLE,
    EXAMPLE_AFTER,
    GAP_MARKS,
    GUESSES,
    JOINED,
    NAMED,
    OR_AFTER,
    OR_BEFORE,
    TAKEN_BACK,
    UNSURE,
)

_MAX_GAP = 60
_NEAR = 120
"""Characters looked at before a mark; a sentence that says what the mark is stands close to it."""

# A retraction stands soon after the answer or at the very end.
_AFTER = 4_000
# More are looked at only by who repeats himself without end.
_MAX_MARKS = 500

# More values than this in a row are a spray of guesses and no list of solutions.
_MAX_JOINED = 8


def last_commitment(text: str, marks: list[Mark], joins: bool) -> list[Mark] | None:
    """The marks that together are the answer; None if the response does not stand by them.

    An empty list says that no mark is meant as an answer: they are examples or name the format.
    `joins`: marks that touch are one list; otherwise only the last counts.
    """
    marks = [mark for mark in marks[-_MAX_MARKS:] if not _is_mention(text, mark)]
    if not marks:
        return []
    run = _last_run(text, marks, joins)
    if run is None or any(mark.end == CUT_OFF or _is_empty(text, mark) for mark in run):
        return None
    before = text[max(0, run[0].opens - _NEAR) : run[0].opens]
    if _is_denied(before):
        return None
    if len(run) > 1 and GUESSES.search(before):
        return None
    if DOUBTED.search(text[run[0].start : run[0].end]):
        return None
    return None if takes_back(text, run[-1]) else run


def takes_back(text: str, mark: Mark) -> bool:
    """Whether what follows retracts the answer, begins another one or says that it is a guess."""
    after = text[mark.closes :]
    if len(after) > 2 * _AFTER:
        after = f"{after[:_AFTER]}\n{after[-_AFTER:]}"
    if OR_AFTER.match(after) or TAKEN_BACK.search(after) or UNSURE.search(after):
        return True
    if any(marks and marks[-1].end == CUT_OFF for marks in (boxes(after), tags(after))):
        return True
    answer = _plain(text[mark.start : mark.end])
    return any(answer not in _plain(found[1]) for found in CORRECTED.finditer(after))


def is_disowned(text: str, opens: int) -> bool:
    """Whether what stands before a mark makes it an example, or denies it."""
    before = text[max(0, opens - _NEAR) : opens]
    return bool(EXAMPLE.search(before)) or _is_denied(before)


def _is_denied(before: str) -> bool:
    return bool(DENIED.search(before) or OR_BEFORE.search(before))


def is_unsure(text: str) -> bool:
    """Whether the text says that its author does not know."""
    return bool(UNSURE.search(text))


def _is_mention(text: str, mark: Mark) -> bool:
    """Whether a mark only shows the format: an example of it, or its name."""
    before = text[max(0, mark.opens - _NEAR) : mark.opens]
    if mark.end != CUT_OFF and _is_empty(text, mark):
        return bool(NAMED.search(before))
    return bool(EXAMPLE.search(before) or EXAMPLE_AFTER.match(text, mark.closes))


def _is_empty(text: str, mark: Mark) -> bool:
    return is_placeholder(bare(text[mark.start : mark.end]))


def _last_run(text: str, marks: list[Mark], joins: bool) -> list[Mark] | None:
    """The last mark with those that touch it; None for alternatives and sprays.

    The same answer given again and again is one answer.
    """
    run = [marks[-1]]
    for mark in reversed(marks[:-1]):
        gap = _gap(text, mark, run[0])
        same = text[mark.start : mark.end].strip() == text[run[0].start : run[0].end].strip()
        alternative = bool(ALTERNATIVE.fullmatch(gap))
        if alternative and not same:
            return None
        if not joins or not (alternative or gap in JOINED):
            break
        if same:
            run[0] = run[0]._replace(opens=mark.opens)
        elif len(run) == _MAX_JOINED:
            return None
        else:
            run.insert(0, mark)
    return run


def _gap(text: str, mark: Mark, following: Mark) -> str:
    """The words between two marks, run together; "..." if they stand too far apart."""
    if not 0 <= following.opens - mark.closes <= _MAX_GAP:
        return "..."
    return GAP_MARKS.sub("", text[mark.closes : following.opens].lower())


def _plain(text: str) -> str:
    return re.sub(r"[\s$*{}`\\]|text|boxed|dfrac|tfrac|frac", "", text).lower()
