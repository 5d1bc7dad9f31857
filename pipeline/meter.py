"""What an engine has sampled, and how long it had anything to do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Meter:
    """Counts the samples of one engine in one run; one event loop at a time."""

    completions: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    start_seconds: float = 0.0
    """To load the model."""
    _seconds: float = 0.0
    _in_flight: int = 0
    _since: float = 0.0

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Around the start of the engine."""
        started = time.monotonic()
        yield
        self.start_seconds += time.monotonic() - started

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around one sample; time counts once, however many are under way."""
        if not self._in_flight:
            self._since = time.monotonic()
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._seconds += time.monotonic() - self._since

    def add(self, tokens: int, prompt_tokens: int) -> None:
        """One completion is there."""
        self.completions += 1
        self.tokens += tokens
        self.prompt_tokens += prompt_tokens

    @property
    def seconds(self) -> float:
        """With at least one sample under way."""
        now = time.monotonic() - self._since if self._in_flight else 0.0
        return self._seconds + now

    def facts(self) -> dict[str, Any]:
        """Counts, seconds and rates as plain values; rates are None where nothing was sampled."""
        seconds = self.seconds if self.completions else 0.0
        return {
            "completions": self.completions, "tokens": self.tokens,
            "prompt_tokens": self.prompt_tokens, "seconds": round(seconds, 3),
            "start_seconds": round(self.start_seconds, 3),
            "tokens_per_second": round(self.tokens / seconds, 2) if seconds else None,
            "completions_per_second": round(self.completions / seconds, 3) if seconds else None,
        }  # fmt: skip


def said(role: str, facts: Mapping[str, Any]) -> str:
    """The facts of an engine that sampled something, in one line."""
    return (
        f"the {role} engine made {facts['completions']:,} completions of {facts['tokens']:,} "
        f"tokens in {facts['seconds']:,.0f} s: {facts['tokens_per_second']:,.0f} tokens/s, "
        f"{facts['completions_per_second']:,.2f} completions/s"
    )
