"""When to ask the Hub again. Its client retries uploads; it does not retry a commit, a tag, a read.

Asked again after: 409 and 412 (someone else was first), 408 and 429 (with the wait that the answer
asks for), 5xx, an answer that is cut or lost, and trouble of the Xet upload. Never after a refusal
(401, 403, 404, a card that is not accepted): those stay what they are.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ..errors import PushError

T = TypeVar("T")

_PASSING = frozenset({408, 409, 412, 425, 429})
_SERVER_ERROR = 500
_SAID_CHARS = 400


@dataclass(frozen=True)
class Retry:
    """Asks up to `attempts` times, with growing pauses (seconds)."""

    say: Callable[[str], None]
    attempts: int = 6
    pause: float = 1.0
    longest: float = 30.0
    patience: float = 600.0
    """The longest wait that an answer may ask for."""
    read_timeout: float = 300.0

    def __call__(
        self, what: str, ask: Callable[[], T], also: tuple[type[Exception], ...] = ()
    ) -> T:
        """What `ask` returns; errors of the kinds in `also` pass too. Raises PushError."""
        for attempt in range(1, self.attempts + 1):
            try:
                self._limit()
                return ask()
            # The client raises errors of its own, of its HTTP library, of Xet, and plain ones.
            except Exception as error:
                if isinstance(error, PushError):
                    raise
                wait = self._wait(error, attempt)
                if not (passes(error) or isinstance(error, also)) or attempt == self.attempts:
                    raise PushError(f"{what} failed: {said(error)}") from error
                if wait > self.patience:
                    raise PushError(
                        f"{what}: the Hub asks to wait {wait:,.0f} s; run the same command then"
                    ) from error
                self.say(
                    f"{what}: {said(error, 120)}; again in {wait:.0f} s "
                    f"({attempt} of {self.attempts - 1})"
                )
                time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, error: Exception, attempt: int) -> float:
        asked = asked_wait(error)
        if asked is not None:
            return asked
        # Two that push at once must not meet again each time.
        return min(self.longest, self.pause * 2.0 ** (attempt - 1)) * random.uniform(0.75, 1.25)

    def _limit(self) -> None:
        """The client waits for ever for an answer; a dead connection must end."""
        import httpx2
        from huggingface_hub import get_session

        get_session().timeout = httpx2.Timeout(30.0, read=self.read_timeout, write=300.0)


def passes(error: BaseException) -> bool:
    """Is it worth another attempt?"""
    import httpx2

    status = status_of(error)
    if status is not None:
        return status in _PASSING or status >= _SERVER_ERROR
    for each in _chain(error):
        # An answer without JSON where JSON must come: an error page of a proxy.
        if isinstance(each, (httpx2.TransportError, json.JSONDecodeError)):
            return True
        if type(each).__module__.split(".")[0] == "hf_xet":
            return True
    # Xet's own trouble comes as a plain RuntimeError; the client's end of retries too.
    return type(error) is RuntimeError or type(error) in (ConnectionError, TimeoutError)


def status_of(error: BaseException) -> int | None:
    """The HTTP status behind an error, or behind what caused it."""
    for each in _chain(error):
        status = getattr(getattr(each, "response", None), "status_code", None)
        if status is not None:
            return int(status)
    return None


def asked_wait(error: BaseException) -> float | None:
    """Seconds that the answer asks to wait (Retry-After), if it does."""
    for each in _chain(error):
        headers = getattr(getattr(each, "response", None), "headers", None) or {}
        value = str(headers.get("Retry-After", "")).strip()
        if value.isdigit():
            return float(value)
    return None


def said(error: BaseException, length: int = _SAID_CHARS) -> str:
    """An error in one line, without the token."""
    from huggingface_hub import get_token

    # What the client says of a failed upload names the file; why it failed is the cause.
    chain = [error, error.__cause__] if error.__cause__ else [error]
    text = ": ".join(map(_words, chain))
    token = get_token()
    return (text.replace(token, "***") if token else text)[:length]


def _words(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "the answer is no JSON, perhaps an error page"
    return " ".join(f"{error}".split()) or type(error).__name__


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
