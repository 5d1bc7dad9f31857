"""Golds of programs: suites of standard input and output, and suites of calls."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

_DECIMAL = re.compile(r"\d\.\d")
_BLOCK = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)\n?```", re.DOTALL | re.IGNORECASE)
_TOLERANCE = "float:1e-6"


def stdio_gold(
    inputs: Sequence[str | Sequence[str]], outputs: Sequence[str | Sequence[str]]
) -> str:
    """The gold of `code_stdio`; texts or lists of lines. Decimals may differ by 1e-6."""
    printed = [_text(output) for output in outputs]
    gold: dict[str, Any] = {"inputs": [_text(given) for given in inputs], "outputs": printed}
    if any(_DECIMAL.search(output) for output in printed):
        gold["compare"] = _TOLERANCE
    return json.dumps(gold)


def call_gold(
    function: str, inputs: Sequence[Sequence[Any]], outputs: Sequence[Any], class_name: str = ""
) -> str:
    """The gold of `code_call`; floats may differ by 1e-6."""
    gold: dict[str, Any] = {"fn_name": function, "inputs": inputs, "outputs": outputs}
    if class_name:
        gold["class"] = class_name
    if _DECIMAL.search(json.dumps(outputs)):
        gold["compare"] = _TOLERANCE
    return json.dumps(gold)


def asked_by_name(question: str, function: str) -> str:
    """The question; the function's name is said at its end if nothing in it says it."""
    if re.search(rf"\b{re.escape(function)}\b", question):
        return question
    return f"{question}\n\nThe function is to be named `{function}`."


def without_fence(solution: str) -> str:
    """A solution that its publisher has put in a block of Markdown: the last block's program."""
    blocks = _BLOCK.findall(solution)
    return blocks[-1] if blocks else solution


def _text(lines: str | Sequence[str]) -> str:
    text = lines if isinstance(lines, str) else "\n".join(map(str, lines))
    return text.replace("\r\n", "\n")
