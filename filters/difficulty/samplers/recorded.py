"""Replay of recorded completions: no model, the same answers every time.

A draw that was not recorded is an outage, never a wrong answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, get_args

from ..outcomes import FinishReason
from .base import Completion, Message, SamplerError, SamplingParams

Recording: TypeAlias = Mapping[tuple[str, int], "str | Completion"]
"""(rendered prompt, sample index) -> the completion, or its text alone."""


def chatml(messages: Sequence[Message]) -> str:
    """The default rendering: plain ChatML, with nothing added to the messages."""
    turns = (f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
    return "".join(turns) + "<|im_start|>assistant\n"


class RecordedSampler:
    """Answers from a mapping. `renderer` must be that of the engine that made the recording."""

    engine = "recorded"

    def __init__(
        self,
        recording: Recording,
        *,
        model: str = "recorded@0",
        concurrency: int = 64,
        renderer: Callable[[Sequence[Message]], str] = chatml,
    ) -> None:
        self.model = model
        self.concurrency = concurrency
        self._recording: Recording | None = recording
        self._renderer = renderer

    def render(self, messages: Sequence[Message]) -> str:
        """The messages through the renderer."""
        return self._renderer(messages)

    async def sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        """The recorded completion; `params` are those of the recording. SamplerError if none."""
        if self._recording is None:
            raise SamplerError("the recorded sampler is closed", how="open it again")
        found = self._recording.get((prompt, sample_index))
        if found is None:
            raise SamplerError(
                f"no completion is recorded for sample {sample_index} of the prompt "
                f"{prompt[:80]!r}",
                why="the recording is of another prompt, template or number of samples",
                how="record it, or measure with another engine",
            )
        return found if isinstance(found, Completion) else Completion(found, "stop", 0, 0)

    def close(self) -> None:
        """Forget the recording."""
        self._recording = None


def read_recording(path: Path) -> dict[tuple[str, int], Completion]:
    """A jsonl file of objects with `prompt`, `sample`, `text`.

    Optional: `finish_reason` (else `stop`), `completion_tokens`, `prompt_tokens` (else 0, that is
    not known). SamplerError names the line that is malformed or contradicts an earlier one.
    """
    try:
        lines: Iterable[str] = path.read_text("utf-8").splitlines()
    except OSError as problem:
        raise SamplerError(f"cannot read the recording {path}", why=str(problem)) from problem
    recording: dict[tuple[str, int], Completion] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            key, completion = _parsed(json.loads(line))
        except (ValueError, KeyError, TypeError) as problem:
            raise SamplerError(f"{path}:{number} is no recorded draw", repr(problem)) from problem
        if recording.setdefault(key, completion) != completion:
            raise SamplerError(
                f"{path}:{number} contradicts an earlier line",
                why=f"sample {key[1]} of this prompt is there with another completion",
            )
    return recording


def _parsed(row: Any) -> tuple[tuple[str, int], Completion]:
    if not isinstance(row, dict):
        raise TypeError("a line must be an object")
    reason: FinishReason = row.get("finish_reason", "stop")
    if reason not in get_args(FinishReason):
        raise ValueError(f"finish_reason {reason!r}; known: {', '.join(get_args(FinishReason))}")
    if not (isinstance(row["prompt"], str) and isinstance(row["text"], str)):
        raise TypeError("prompt and text must be strings")
    tokens, prompt_tokens = int(row.get("completion_tokens", 0)), int(row.get("prompt_tokens", 0))
    completion = Completion(row["text"], reason, tokens, prompt_tokens, row.get("error", ""))
    return (row["prompt"], int(row["sample"])), completion


def create(
    *,
    recording: Recording | Path | str,
    model: str = "recorded@0",
    concurrency: int = 64,
    renderer: Callable[[Sequence[Message]], str] = chatml,
) -> RecordedSampler:
    """A sampler over a mapping or a jsonl file; the options are RecordedSampler's."""
    if isinstance(recording, (str, Path)):
        recording = read_recording(Path(recording))
    return RecordedSampler(recording, model=model, concurrency=concurrency, renderer=renderer)
