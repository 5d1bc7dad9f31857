"""The program in a response: its last fenced block, found in linear time.

A block that is labelled with another language than Python (`text`, `bash`, `json`, ...) shows
output or a command and is passed over. A last block that never closes was cut off: no program.
An `<answer>` tag that opens after the block takes the block back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..extract import final_text

# A program above this is runaway text; the largest published solutions stay below a tenth of it.
MAX_PROGRAM_CHARS = 400_000

_OPEN = re.compile(r"([ \t]*)(?:<\w{1,20}>[ \t]*)?(`{3,}|~{3,})[ \t]*([^`\s]*)")
_CLOSING_TAG = re.compile(r"</\w{1,20}>$")
_ANSWER_TAG = re.compile(r"<answer>", re.IGNORECASE | re.ASCII)
_PYTHON = frozenset({"", "python", "python3", "py", "py3", "python2", "pypy", "pypy3", "{.python}"})
# Markdown closes a fence that is indented by up to three spaces more than its opening.
_MAX_EXTRA_INDENT = 3


class _Block(NamedTuple):
    text: str | None
    """None if the block never closes."""
    language: str
    end: int


def last_program(response: str) -> str | None:
    """The program to which a response commits itself, or None."""
    text = final_text(response)
    if text is None:
        return None
    blocks = [block for block in _blocks(text) if block.language.lower() in _PYTHON]
    if not blocks or blocks[-1].text is None or _ANSWER_TAG.search(text, blocks[-1].end):
        return None
    program = blocks[-1].text
    return program if program.strip() and len(program) <= MAX_PROGRAM_CHARS else None


def fenced(program: str) -> str:
    """A program as a response shows it: in a fence longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", program)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}python\n{program.rstrip()}\n{ticks}"


def _blocks(text: str) -> list[_Block]:
    """All fenced blocks. A fence closes on a line of its own.

    Only if the last one does not, it is read again, and from there a fence may close at the end of
    a line of code, or in front of a closing tag.
    """
    lines = text.split("\n")
    blocks, opened = _scan(lines, 0, 0, strict=True)
    if opened is None:
        return blocks
    number, position = opened
    again, still_open = _scan(lines, number, position, strict=False)
    if still_open is not None:
        again.append(_Block(None, "", len(text)))
    return blocks + again


def _scan(
    lines: list[str], first: int, position: int, *, strict: bool
) -> tuple[list[_Block], tuple[int, int] | None]:
    """Blocks from a line on, and where an unclosed one begins (line, position in the text)."""
    blocks: list[_Block] = []
    body: list[str] = []
    opening: re.Match[str] | None = None
    opened = (0, 0)
    for number in range(first, len(lines)):
        line = lines[number]
        if opening is None:
            opening = _opened(line)
            opened, body = (number, position), []
        else:
            rest = _closed(line, opening, strict=strict)
            if rest is None:
                body.append(line)
            else:
                body += [rest] if rest else []
                indent = opening[1]
                program = "\n".join(each.removeprefix(indent) for each in body)
                blocks.append(_Block(program, opening[3], position + len(line)))
                opening = None
        position += len(line) + 1
    return blocks, None if opening is None else opened


def _opened(line: str) -> re.Match[str] | None:
    """The opening of a fence; code in backticks within one line is none."""
    opening = _OPEN.match(line)
    return opening if opening and "`" not in line[opening.end() :] else None


def _closed(line: str, opening: re.Match[str], *, strict: bool) -> str | None:
    """The code in front of a closing fence, empty if there is none; None if nothing closes."""
    mark = opening[2]
    bare = _CLOSING_TAG.sub("", line.rstrip()).rstrip()
    code = bare.rstrip(mark[0])
    if len(bare) - len(code) < len(mark):
        return None
    if not code.strip():
        indented = len(code.expandtabs()) - len(opening[1].expandtabs())
        return "" if indented <= _MAX_EXTRA_INDENT else None
    return None if strict else code
