"""Golds that stand inside of worked solutions."""

from __future__ import annotations

import re

from domains.base import Drop

GSM8K_MARK = "####"
_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?=\{)")
# The last sentence, if it asks for an empty box; a box with something in it belongs to the problem.
_REQUEST = re.compile(r"(?:(?<=[.?!])\s|\n|\A)[^.?!\n]*\\boxed\{\{?\}?\}[^\n]{0,3}\Z")


def after_hashes(solution: str) -> str | Drop:
    """What follows the last `####`, as GSM8K marks its answers."""
    _, mark, answer = solution.rpartition(GSM8K_MARK)
    if mark and answer.strip():
        return answer.strip()
    return Drop("no_final_answer", f"no {GSM8K_MARK} with an answer: ...{solution[-120:]}")


def boxed(solution: str) -> str | Drop:
    r"""What stands in the last `\boxed{...}`, as MATH marks its answers."""
    depth, inside = 0, ""
    for start in reversed([found.end() for found in _BOX.finditer(solution)]):
        for place, sign in enumerate(solution[start:], start):
            depth += (sign == "{") - (sign == "}")
            if depth == 0:
                inside = solution[start + 1 : place].strip()
                break
        if inside:
            return inside
        depth = 0
    return Drop("no_final_answer", f"no box with an answer: ...{solution[-120:]}")


def without_instruction(prompt: str) -> str:
    """A question to which its publisher has added the request for a box: without it."""
    return _REQUEST.sub("", prompt.rstrip())


def whole(number: float | str) -> str:
    """A number that went through a float, as it was written: 27.0 is 27."""
    text = str(number)
    return text.removesuffix(".0")
