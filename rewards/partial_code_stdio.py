"""The share of tests that a printing program passes: partial credit, and named so.

Gold, spec and forms of answers are those of `code_stdio`. Every test runs, also after a failure.
The value is 1.0 exactly where `code_stdio` says correct, and the status is `correct` only there.
"""

from __future__ import annotations

from typing import ClassVar

from .code_stdio import StdioReward


class PartialStdioReward(StdioReward):
    """Share of the tests that are right."""

    name: ClassVar[str] = "partial_code_stdio"
    partial: ClassVar[bool] = True


REWARD = PartialStdioReward()
