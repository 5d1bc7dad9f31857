"""The share of calls under asserts that hold: partial credit, and named so.

Gold, spec and forms of answers are those of `code_assert`. Every test runs, also after a failure.
The value is 1.0 exactly where `code_assert` says correct, and the status is `correct` only there.
A suite that runs in two boxes is paid whole or not at all.
"""

from __future__ import annotations

from typing import ClassVar

from .code_assert import AssertReward


class PartialAssertReward(AssertReward):
    """Share of the calls that are right."""

    name: ClassVar[str] = "partial_code_assert"
    partial: ClassVar[bool] = True


REWARD = PartialAssertReward()
