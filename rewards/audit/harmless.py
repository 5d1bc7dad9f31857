"""The right answer in forms that mean the same: a grader that refuses one gives a false fail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .target import Target

_THOUGHT = "<think>\nFirst I expand, then I check. Maybe not.\n</think>\n\n"
# Brackets of two kinds, as in a half-open interval, and words are not sized with `\\left`.
_UNSIZED = re.compile(r"[\[\]]|\\left|\\text")
_TAG_AFTER = "I wrapped it in <answer></answer> as asked."
_BOX_AFTER = "The answer is written in \\boxed{} as asked."


def harmless_forms(target: Target) -> Iterator[tuple[str, str]]:
    """(form, response) pairs that are all to be paid."""
    yield from _around(target.right)
    if target.slot and target.slot.how == "tag":
        yield "empty_tags_named_before", f"I wrap it in <answer></answer>.\n{target.right}"
        yield "empty_tags_named_after", f"{target.right}\n{_TAG_AFTER}"
    if target.slot and target.slot.how == "box":
        yield from _around_a_box(target)
    if target.inside:
        yield from _inside(target)


def _around(right: str) -> Iterator[tuple[str, str]]:
    yield "plain", right
    yield "spaces", f"\n\n  {right}  \n\n"
    yield "text_before", f"Let us see. First we expand, then we collect terms.\n\n{right}"
    yield "text_after", f"{right}\n\nLet me know if you want me to explain a step."
    yield "sentence_after", f"{right}\nThat is my final answer."
    yield "think_block", f"{_THOUGHT}{right}"
    yield "think_block_that_opened_in_the_prompt", f"Hm.\n</think>\n{right}"
    yield "windows_lines", f"So:\n{right}\n".replace("\n", "\r\n")


def _around_a_box(target: Target) -> Iterator[tuple[str, str]]:
    yield "full_stop_after", f"So it is ${target.right}$."
    yield "display_math", f"\\[\n{target.right}\n\\]"
    yield "bold", f"**{target.right}**"
    yield "empty_box_named_before", f"I put the answer in \\boxed{{}}.\n{target.right}"
    yield "empty_box_named_after", f"{target.right}\n{_BOX_AFTER}"
    yield "empty_box_in_brackets", f"{target.right}. (An empty \\boxed{{}} would not count.)"
    yield "said_twice", f"{target.right}\n\nTo recap: {target.right}"
    yield "fbox", target.right.replace("\\boxed", "\\fbox")
    yield "dollars_inside", target.put(f"${target.inside.strip('$')}$")
    if "(" in target.inside and not _UNSIZED.search(target.inside):
        sized = target.inside.replace("(", "\\left(").replace(")", "\\right)")
        yield "left_right", target.put(sized)


def _inside(target: Target) -> Iterator[tuple[str, str]]:
    yield "spaces_inside", target.put(f"  {target.inside}  ")
    yield "lines_inside", target.put(f"\n{target.inside}\n")
    if "\n" not in target.inside:
        yield "full_stop_inside", target.put(f"{target.inside}.")
