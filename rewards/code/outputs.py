"""What a program printed against what is expected: one declared mode, linear in the output.

- `tokens` (default): the same words between white space (ASCII white space; words as bytes).
- `exact`: the same lines; line ends may be CRLF, the last newline is optional.
- `nocase`: as `tokens`, letter case apart.
- `float:1e-6`: as `tokens`, but two numbers of which one is no integer may differ by that much,
  absolutely or relatively. Integers stay exact. `nan` and `inf` are words, never numbers.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

# `float()` and `int()` of a token are quadratic in its length: longer tokens are compared as text.
MAX_NUMBER_CHARS = 400
_INTEGER = re.compile(rb"[+-]?[0-9]+")
_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_MODE = re.compile(r"float:([0-9.]{1,20}(?:[eE][+-]?[0-9]{1,3})?)")
_SHOWN = 40


class Mode(NamedTuple):
    """How to compare; `tolerance` is 0 for all but `float`."""

    name: str
    tolerance: float = 0.0


def parse_mode(text: str) -> Mode:
    """The mode of a gold; raises ValueError that names the allowed ones."""
    if text in ("tokens", "exact", "nocase"):
        return Mode(text)
    found = _MODE.fullmatch(text)
    try:
        tolerance = float(found[1]) if found else math.nan
    except ValueError:
        tolerance = math.nan
    if not 0.0 < tolerance < 1.0:
        raise ValueError(f"compare {text!r}; tokens, exact, nocase or float:TOLERANCE (0 to 1)")
    return Mode("float", tolerance)


def difference(printed: bytes, expected: bytes, mode: Mode) -> str | None:
    """Where an output first differs from the expected one, in one line; None if it does not."""
    if mode.name == "exact":
        return _line_difference(printed, expected)
    if mode.name == "nocase":
        printed, expected = _caseless(printed), _caseless(expected)
    right = expected.split()
    # One word more than expected is enough to see that there are too many.
    words = printed.split(None, len(right))
    if words == right:
        return None
    for number, (word, wanted) in enumerate(zip(words, right, strict=False), 1):
        if word != wanted and not (mode.tolerance and close(word, wanted, mode.tolerance)):
            return f"word {number} is {_shown(word)}, not {_shown(wanted)}"
    if len(words) == len(right):
        return None
    return f"{'more' if len(words) > len(right) else 'fewer'} words than the {len(right)} expected"


def close(word: bytes, wanted: bytes, tolerance: float) -> bool:
    """Whether two words are numbers that agree within a tolerance, absolute or relative."""
    if max(len(word), len(wanted)) > MAX_NUMBER_CHARS:
        return False
    if not (_NUMBER.fullmatch(word) and _NUMBER.fullmatch(wanted)):
        return False
    if _INTEGER.fullmatch(word) and _INTEGER.fullmatch(wanted):
        return int(word) == int(wanted)
    return close_numbers(float(word), float(wanted), tolerance)


def close_numbers(number: float, wanted: float, tolerance: float) -> bool:
    """Whether two finite numbers agree within a tolerance, absolute or relative to the wanted."""
    if not (math.isfinite(number) and math.isfinite(wanted)):
        return False
    return abs(number - wanted) <= tolerance * max(1.0, abs(wanted))


def _line_difference(printed: bytes, expected: bytes) -> str | None:
    found, wanted = _text_lines(printed), _text_lines(expected)
    if found == wanted:
        return None
    for number, (line, other) in enumerate(zip(found, wanted, strict=False), 1):
        if line != other:
            return f"line {number} is {_shown(line)}, not {_shown(other)}"
    return f"{len(found)} lines instead of {len(wanted)}"


def _text_lines(output: bytes) -> list[bytes]:
    return output.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")


def _caseless(output: bytes) -> bytes:
    """Case-folded text; bytes that are no UTF-8 stay as they are."""
    folded = output.decode("utf-8", "surrogateescape").casefold()
    return folded.encode("utf-8", "surrogateescape")


def _shown(word: bytes) -> str:
    return repr(word[:_SHOWN].decode("utf-8", "replace")) + ("..." if len(word) > _SHOWN else "")
