"""Golds beside the rewards' own examples: for `math`, two or more of every type of answer."""

from __future__ import annotations

from .target import Row

OWN_GOLDS: dict[str, tuple[Row, ...]] = {
    "math": tuple(
        (gold, None)
        for gold in (
            "5", "42", "-12", "0", "1000", "3/4", "\\frac{7}{3}", "-\\frac{1}{2}", "0.5", "3.14",
            "62\\%", "2\\sqrt{3}", "\\sqrt{2}+1", "\\pi", "\\frac{3\\pi}{4}", "e^2", "2^{10}",
            "3+4i", "10!", "x^2+1", "2x+1", "\\sin x", "\\frac{x+1}{x-1}", "x=5", "y=2x+1",
            "(1,2)", "(3,-4,5)", "\\{1,2,3\\}", "1, 2", "[0,1)", "(-\\infty,3]", "(1,2)\\cup(3,4)",
            "x>3", "0<x\\le 2", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "12\\text{ cm}",
            "5 \\text{ m/s}", "90^\\circ", "\\$18", "2:3", "10:30", "204_5", "1.6\\times 10^{-19}",
            "B", "\\text{east}", "\\text{no solution}", "\\infty",
        )
    )
}  # fmt: skip
