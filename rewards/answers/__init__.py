"""Typed answers: a text is parsed once into a type that keeps what it says, and compared exactly.

    from rewards.answers import compare_answers, parse_answer
    compare_answers(parse_answer("1/2"), parse_answer("0.5")).status  # "equal"

`types` says which kinds there are, `parse` how a text becomes one, `compare` when two are equal
(with the policy for cases on which sensible graders differ), `rounding` what a spec may loosen.
"""

from .compare import compare_answers
from .parse import parse_answer
from .types import Answer, Result

__all__ = ["Answer", "Result", "compare_answers", "parse_answer"]
