"""One scored draw: from the completion store if it is there, else from the engine, then graded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from filters.difficulty.outcomes import CORRECT, NO_ANSWER, UNKNOWN, WRONG, Draw, Letter
from filters.difficulty.samplers.base import Completion, Sampler, SamplerError, SamplingParams
from rewards import Reward, load_reward

from .completions import LEDGERS, Ledger, completion_key, verdict_key
from .fingerprint import code_digest, digest
from .meter import Meter

_LETTERS: dict[str, Letter] = {"correct": CORRECT, "wrong": WRONG, "no_answer": NO_ANSWER}
# Statuses that would be the same tomorrow; `undecided` and `error` are asked again.
_LASTING = frozenset(_LETTERS)
# Longer answers (programs, tables) are told apart by their digest.
_ANSWER_CHARS = 200


@dataclass
class Model:
    """A model to draw from; its engine starts with the first draw that is not in the store."""

    identity: str
    open: Callable[[], Sampler]
    sampling: Mapping[str, Any]
    rendering: Mapping[str, Any] = field(default_factory=dict)
    """The engine and those of its options that change how it renders a prompt."""
    meter: Meter = field(default_factory=Meter)
    _sampler: Sampler | None = None

    @property
    def sampler(self) -> Sampler:
        """The running engine."""
        if self._sampler is None:
            with self.meter.starting():
                self._sampler = self.open()
        return self._sampler

    @cached_property
    def params(self) -> SamplingParams:
        """How to sample."""
        return SamplingParams(**{k: v for k, v in self.sampling.items() if k != "seed"})

    async def sample(self, prompt: str, sample: int) -> Completion:
        """A completion from the engine, counted unless it is an error."""
        sampler = self.sampler
        with self.meter.working():
            completion = await sampler.sample(prompt, sample, self.params)
        if completion.finish_reason != "error":
            self.meter.add(completion.completion_tokens, completion.prompt_tokens)
        return completion

    def close(self) -> None:
        """Stop the engine if it runs."""
        if self._sampler is not None:
            self._sampler.close()


@dataclass
class Drawer:
    """Draws for the rows of one build; rows are known by their number."""

    folder: Path
    models: Mapping[str, Model]
    rows: Mapping[str, Mapping[str, Any]]
    reused: int = 0
    _prompts: Ledger = field(init=False)
    _completions: Ledger = field(init=False)
    _verdicts: Ledger = field(init=False)
    _versions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._prompts, self._completions, self._verdicts = (
            Ledger(self.folder / name, LEDGERS[name])
            for name in ("prompts", "completions", "verdicts")
        )

    @property
    def sampled(self) -> int:
        """Completions that the engines made."""
        return sum(model.meter.completions for model in self.models.values())

    @property
    def tokens(self) -> int:
        """Tokens of these completions."""
        return sum(model.meter.tokens for model in self.models.values())

    def throughput(self) -> dict[str, dict[str, Any]]:
        """What each engine did: role -> `Meter.facts`."""
        return {role: model.meter.facts() for role, model in self.models.items()}

    async def draw(self, key: str, role: str, sample: int) -> Draw:
        """Draw `sample` of a model on a row, scored."""
        model, row = self.models[role], self.rows[key]
        prompt = self._rendered(model, row)
        name = completion_key(prompt, model.identity, model.sampling, sample)
        completion = await self._completion(name, model, prompt, sample)
        if completion.finish_reason == "error":
            return Draw(UNKNOWN, "error", 0, completion.prompt_tokens, completion.error)
        status, answer = await self._verdict(name, completion.text, row)
        return Draw(
            _LETTERS.get(status, UNKNOWN), completion.finish_reason,
            completion.completion_tokens, completion.prompt_tokens, answer=answer,
        )  # fmt: skip

    def stored(self, key: str, role: str, sample: int) -> str | None:
        """The text of a stored completion, None where it would have to be sampled."""
        model = self.models[role]
        prompt = self._prompts.get(_prompt_key(model, self.rows[key]))
        if prompt is None:
            return None
        found = self._completions.get(
            completion_key(prompt["text"], model.identity, model.sampling, sample)
        )
        return None if found is None else str(found["text"])

    def _rendered(self, model: Model, row: Mapping[str, Any]) -> str:
        """The prompt as the model reads it; kept, so that grading anew needs no engine."""
        key = _prompt_key(model, row)
        found = self._prompts.get(key)
        if found is None:
            found = {"model": model.identity, "text": model.sampler.render(row["prompt"])}
            self._prompts.put(key, found)
        text: str = found["text"]
        return text

    async def _completion(self, name: str, model: Model, prompt: str, sample: int) -> Completion:
        if record := self._completions.get(name):
            self.reused += 1
            return Completion(
                record["text"], record["finish"], record["tokens"], record["prompt_tokens"]
            )
        completion = await model.sample(prompt, sample)
        if completion.finish_reason != "error":
            self._completions.put(
                name,
                {"model": model.identity, "prompt": digest(prompt), "sample": sample,
                 "sampling": dict(model.sampling), "text": completion.text,
                 "finish": completion.finish_reason, "tokens": completion.completion_tokens,
                 "prompt_tokens": completion.prompt_tokens},
            )  # fmt: skip
        return completion

    async def _verdict(
        self, completion: str, text: str, row: Mapping[str, Any]
    ) -> tuple[str, str | None]:
        """Status and normal form of the answer, from the store or graded now."""
        reward = load_reward(row["reward"])
        gold, spec = row["ground_truth"], row["spec"]
        version = self._version(reward)
        key = verdict_key(completion, reward.name, version, gold, spec)
        if record := self._verdicts.get(key):
            return record["status"], record.get("extracted")
        # In a thread, so that a slow grader holds up no other draw.
        verdict, answer = await asyncio.to_thread(_graded, reward, text, gold, spec)
        if verdict.status in _LASTING:
            self._verdicts.put(
                key,
                {"completion": completion, "reward": reward.name, "version": version,
                 "status": verdict.status, "value": verdict.value,
                 **({} if answer is None else {"extracted": answer})},
            )  # fmt: skip
        return verdict.status, answer

    def _version(self, reward: Reward[Any]) -> str:
        """The digest of the code beside the version: an edit must not bring old verdicts back."""
        if reward.name not in self._versions:
            code = code_digest([f"rewards.{reward.name}"])
            self._versions[reward.name] = f"{reward.version}+{code}"
        return self._versions[reward.name]

    def close(self) -> None:
        """Bring the store to disk and stop the engines."""
        for ledger in (self._prompts, self._completions, self._verdicts):
            ledger.close()
        for model in self.models.values():
            with suppress(SamplerError):
                model.close()


def _prompt_key(model: Model, row: Mapping[str, Any]) -> str:
    return digest([model.identity, dict(model.rendering), row["prompt"]])


def _graded(reward: Reward[Any], text: str, gold: str, spec: str) -> tuple[Any, str | None]:
    """The verdict and its answer in a form in which equal answers are equal texts."""
    verdict = reward.score(text, gold, spec)
    if verdict.extracted is None:
        return verdict, None
    if verdict.status == "correct":
        # All right answers are one, however they are written.
        return verdict, _short(gold)
    try:
        answer = reward.canonical(verdict.extracted, spec)
    except Exception:  # a wrong answer need not be a gold that this reward can read
        answer = " ".join(verdict.extracted.split())
    return verdict, _short(answer)


def _short(answer: str) -> str:
    return answer if len(answer) <= _ANSWER_CHARS else f"{answer[:80]}... {digest(answer)}"
