"""One OpenAI-compatible server: asks it, measures its speed, and tells its failures apart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from .base import Completion, SamplingParams, finished

PROBE_TIMEOUT_S: Final = 10.0
CONNECT_TIMEOUT_S: Final = 10.0
WATCH_S: Final = 30.0
"""A server that has been silent for so long is asked whether it is still there."""
_MEMORY: Final = 0.95
"""Weight that the past keeps with each completion: the speed is that of the last 20 or so."""
_REFUSALS: Final = frozenset({400, 413, 422})
_MISCONFIGURED: Final = frozenset({401, 403, 404, 405})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class RefusedError(Exception):
    """The server does not take this request and never will; another server would not either."""


class FailedError(Exception):
    """The server failed; the request may be made again, there or elsewhere."""

    def __init__(self, why: str, *, gone: bool = False, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.gone = gone
        """Nothing answers there, or nothing of use: no second try is needed to know."""
        self.wait_s = wait_s
        """The server is well and busy (429): come back after so many seconds."""


class Endpoint:
    """One server. Lives in one event loop; `close` belongs there too."""

    def __init__(self, base_url: str, served_model: str, api_key: str | None) -> None:
        self.url = checked_url(base_url)
        self.served_model = served_model
        self.in_flight = 0
        self.strikes = 0
        """Failures since the last success."""
        self.up = True
        self.trouble = ""
        """Why it failed last."""
        self._tokens = self._seconds = 0.0
        self._heard = time.monotonic()
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx2.AsyncClient(
            base_url=self.url,
            headers=headers,
            timeout=httpx2.Timeout(None, connect=CONNECT_TIMEOUT_S),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=256),
            # A proxy from the environment must not stand between us and our own machine.
            trust_env=urlsplit(self.url).hostname not in _LOOPBACK,
        )

    @property
    def seconds_per_token(self) -> float | None:
        """Of one request, under the load it had; None before the first completion."""
        return self._seconds / max(self._tokens, 1.0) if self._seconds else None

    async def complete(
        self, request: Mapping[str, Any], params: SamplingParams, timeout_s: float
    ) -> Completion:
        """One completion; RefusedError or FailedError otherwise. Cancelling closes the request."""
        started = time.monotonic()
        self.in_flight += 1
        try:
            async with asyncio.timeout(timeout_s):
                response = await self._watched(self._client.post("completions", json=request))
            completion = _completion(_json(response), params)
        except TimeoutError:
            raise FailedError(f"no answer in {timeout_s:.0f} s") from None
        except httpx2.HTTPError as problem:
            raise _failure(problem) from problem
        finally:
            self.in_flight -= 1
        self._learn(time.monotonic() - started, completion.completion_tokens)
        return completion

    def _learn(self, seconds: float, tokens: int) -> None:
        self._seconds = self._seconds * _MEMORY + seconds
        self._tokens = self._tokens * _MEMORY + tokens
        self._heard = time.monotonic()
        self.strikes = 0

    async def _watched(self, work: Coroutine[Any, Any, httpx2.Response]) -> httpx2.Response:
        """The response, unless the server falls silent on probes too: then FailedError."""
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=WATCH_S)
                if not task.done() and time.monotonic() - self._heard > WATCH_S:
                    await self.probe()
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def probe(self) -> None:
        """Ask which models it serves. FailedError if it does not answer, or serves another."""
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_S):
                listed = _json(await self._client.get("models"))
            names = [str(entry["id"]) for entry in listed["data"]]
        except TimeoutError:
            raise FailedError(f"no answer in {PROBE_TIMEOUT_S:.0f} s", gone=True) from None
        except httpx2.HTTPError as problem:
            raise _failure(problem) from problem
        except RefusedError as problem:
            raise FailedError(str(problem), gone=True) from problem
        except (KeyError, TypeError) as problem:
            raise FailedError("GET models is not answered as OpenAI does", gone=True) from problem
        if self.served_model not in names:
            raise FailedError(
                f"it serves {', '.join(names) or 'nothing'}, not {self.served_model} "
                "(options.served_model)",
                gone=True,
            )
        self._heard = time.monotonic()

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()


def checked_url(base_url: str) -> str:
    """The URL with a `/v1/` path unless it has another; ValueError for what is none.

    Credentials in it are refused: URLs stand in manifests and messages.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"base_urls: {base_url!r} is no URL such as http://host:8000/v1")
    if parts.username or parts.password or parts.query:
        raise ValueError(
            f"base_urls: {parts.hostname}: no user, password or query there; name an environment "
            "variable in api_key_env"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or '/v1'}/"


def _json(response: httpx2.Response) -> Any:
    """The body of a success; RefusedError or FailedError by status otherwise."""
    status, said = response.status_code, " ".join(response.text[:300].split())
    if status in _REFUSALS:
        raise RefusedError(f"HTTP {status}: {said}")
    if status == 429:
        raise FailedError("HTTP 429: too many requests", wait_s=_retry_after(response))
    if status != 200:
        raise FailedError(f"HTTP {status}: {said}", gone=status in _MISCONFIGURED)
    try:
        return response.json()
    except (ValueError, RecursionError) as problem:
        raise FailedError(f"an answer that is no JSON: {said[:80]!r}") from problem


def _retry_after(response: httpx2.Response) -> float:
    """Seconds that the server asks for; 0 where it does not say (dates are not read)."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "0")))
    except ValueError:
        return 0.0


def _failure(problem: httpx2.HTTPError) -> FailedError:
    gone = isinstance(problem, httpx2.ConnectError | httpx2.ConnectTimeout)
    return FailedError(f"{type(problem).__name__}: {problem}", gone=gone)


def _completion(reply: Any, params: SamplingParams) -> Completion:
    """The one choice of a reply; FailedError for garbage, which is never a wrong answer."""
    try:
        choice, usage = reply["choices"][0], reply["usage"]
        text, reason = choice["text"], choice["finish_reason"]
        tokens, prompt_tokens = usage["completion_tokens"], usage["prompt_tokens"]
    except (KeyError, IndexError, TypeError) as problem:
        raise FailedError(f"an answer of another shape: {str(reply)[:80]!r}") from problem
    counts = (tokens, prompt_tokens)
    sound = isinstance(text, str) and all(type(n) is int and n >= 0 for n in counts)
    if not sound or reason not in ("stop", "length") or tokens > params.max_tokens:
        raise FailedError(f"an answer that cannot be: {str(reply)[:80]!r}")
    return finished(text, reason, tokens, prompt_tokens, params)
