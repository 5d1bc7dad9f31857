"""The share of calls with the right result: partial credit, and named so.

Gold, spec and forms of answers are those of `code_call`. Every test runs, also after a failure.
The value is 1.0 exactly where `code_call` says correct, and the status is `correct` only there.
"""

from __future__ import annotations

from typing import ClassVar

from .code_call import CallReward


class PartialCallReward(CallReward):
    """Share of the calls that are right."""

    name: ClassVar[str] = "partial_code_call"
    partial: ClassVar[bool] = True


REWARD = PartialCallReward()
