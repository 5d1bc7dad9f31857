"""Two values: the right answer beside a wrong one, in one slot or in two."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Either order, joined by what a lenient parser may read over."""
    for wrong in target.competing[:2] if target.inside else ():
        for order, (first, last) in {
            "right_first": (target.inside, wrong),
            "wrong_first": (wrong, target.inside),
        }.items():
            for name, joint in _JOINTS.items():
                if not _means_one_value(name, first, last):
                    yield f"{name}_{order}", target.put(f"{first}{joint}{last}")
            yield f"either_{order}", target.put(f"either {first} or {last}")
            yield f"slots_or_{order}", f"{target.put(first)} or {target.put(last)}"
            yield f"slots_{order}", f"{target.put(first)} {target.put(last)}"
        yield "outside_after", f"{target.right} or {wrong}"
        yield "outside_before", f"It is {wrong} or {target.right}"
        yield "could_also_be", f"It is {target.put(wrong)}, but it could also be {target.right}"


def _means_one_value(joint: str, first: str, last: str) -> bool:
    """Whether the joint is a difference: "5 -3"."""
    return joint in ("space", "newline") and last.startswith(("-", "+"))


_JOINTS = {
    "or": " or ",
    "or_in_latex": " \\text{ or } ",
    "lor": " \\lor ",
    "slash_or": "/or/",
    "comma": ", ",
    "semicolon": "; ",
    "space": " ",
    "newline": "\n",
    "and": " and ",
    "implies": " \\Rightarrow ",
    "bar": " | ",
    "question": "? ",
}
