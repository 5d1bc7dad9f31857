"""What a sampling engine is, and how one is found by name.

A file in this folder whose name does not start with `_` is an engine; it offers
`create(**options) -> Sampler`. Nothing else is edited to add one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, TypedDict, cast, runtime_checkable

from ..outcomes import FinishReason


class Message(TypedDict):
    """One turn of a chat: role is `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class SamplingParams:
    """How to sample; a part of the key that completions are stored under.

    No other sampler setting is in force: engines switch off defaults such as min-p.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int = 512
    top_k: int | None = None
    """None: from all tokens, whatever an engine or a model would do by default."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One sample. `stop`: the model ended it; `length`: cut at max_tokens; `error`: no sample."""

    text: str
    finish_reason: FinishReason
    completion_tokens: int
    prompt_tokens: int
    error: str = ""
    """What happened, when finish_reason is `error`."""


def finished(
    text: str, finish_reason: str | None, tokens: int, prompt_tokens: int, params: SamplingParams
) -> Completion:
    """What an engine answered, as a Completion.

    An end at fewer than `max_tokens` that the engine calls `length` was its own context running
    out: the model is not to blame, so it is an error.
    """
    if finish_reason == "length" and tokens < params.max_tokens:
        error = f"the engine's context ended the sample at {tokens} of {params.max_tokens} tokens"
        return Completion(text, "error", tokens, prompt_tokens, error)
    reason: FinishReason = "length" if finish_reason == "length" else "stop"
    return Completion(text, reason, tokens, prompt_tokens)


class SamplerError(RuntimeError):
    """An engine cannot be used, or failed: what, why, and how to mend it. Never a wrong answer."""

    def __init__(self, what: str, why: str = "", how: str = "") -> None:
        super().__init__("; ".join(part for part in (what, why, how) if part))


@runtime_checkable
class Sampler(Protocol):
    """An engine with one model loaded. Methods may be called from one event loop at a time."""

    model: str
    """`name@revision`; a part of the completion key."""
    engine: str
    concurrency: int
    """Samples worth having in flight; more only wait."""

    def render(self, messages: Sequence[Message]) -> str:
        """The exact text that is sampled from, chat template and generation prompt applied."""
        ...

    async def sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        """Sample number `sample_index` from a rendered prompt, seeded by `draw_seed`.

        A prompt this model cannot take is a Completion with finish_reason `error`; an outage may
        be that or a SamplerError. Cancelling the call is allowed at any time.
        """
        ...

    def close(self) -> None:
        """Free the engine; may be called twice. Sampling afterwards is a SamplerError."""
        ...


def draw_seed(prompt: str, sample_index: int, run_seed: int = 0) -> int:
    """A seed in 0..2**31-1 for one (prompt, sample): a hash, so that no two draws share a stream.

    Seeds in a row, or one seed for all prompts, give unrelated prompts the same random numbers;
    their outcomes are then correlated. 31 bits, since engines read larger ones as "random".
    """
    text = f"{run_seed}\0{sample_index}\0{prompt}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=4).digest(), "big") >> 1


def engines() -> tuple[str, ...]:
    """Names of the engines in this folder, sorted; whether they are installed shows on loading."""
    names = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return tuple(sorted(name for name in names if name != "base" and not name.startswith("_")))


def load_sampler(engine: str, **options: Any) -> Sampler:
    """The engine of that name, opened with its own options.

    ValueError for an unknown name (lists the known), SamplerError when it cannot be opened.
    """
    if engine not in engines():
        raise ValueError(f"unknown sampling engine {engine!r}; known: {', '.join(engines())}")
    module = importlib.import_module(f"{__package__}.{engine}")
    return cast(Sampler, module.create(**options))
