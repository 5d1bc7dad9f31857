"""Chat templates and token ids through transformers: the same text for every engine.

The rendered text is what completions are stored under, so it is made here and not by a server,
whose template nobody sees.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from .base import Message, SamplerError

_PROMPTS_REMEMBERED = 4096  # the samples of a prompt come close to each other


class ChatTemplate:
    """A model's tokenizer and chat template, from a folder or the Hub."""

    def __init__(self, model: str, tokenizer: str | None, options: Mapping[str, Any]) -> None:
        """`model` is `name@revision`; `tokenizer` another folder or Hub name (its main branch).

        `options` go to the template, as `{"enable_thinking": false}`. SamplerError when it cannot
        be loaded or has no chat template.
        """
        self._options = dict(options)
        name, _, revision = model.partition("@")
        self._tokenizer = _load(tokenizer or name, None if tokenizer else revision or None)
        if not self._tokenizer.chat_template:
            raise SamplerError(
                f"the tokenizer of {tokenizer or name} has no chat template",
                how="give options.tokenizer: a folder or Hub name that has one",
            )
        self.token_ids = lru_cache(maxsize=_PROMPTS_REMEMBERED)(self._token_ids)
        """The ids of a rendered text; special tokens stand in it already, so none is added."""

    def render(self, messages: Sequence[Message]) -> str:
        """The messages and the opening of the answer, as text; SamplerError if refused."""
        try:
            text = self._tokenizer.apply_chat_template(
                [dict(message) for message in messages],
                tokenize=False,
                add_generation_prompt=True,
                **self._options,
            )
        except Exception as problem:  # jinja's errors, and whatever a template raises
            raise SamplerError(
                "the chat template refuses these messages", str(problem)
            ) from problem
        return str(text)

    def _token_ids(self, prompt: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(prompt, add_special_tokens=False))


def _load(name: str, revision: str | None) -> Any:
    # Without torch transformers says so at every import, and only tokenizers are wanted.
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(name, revision=revision)
    except (OSError, ValueError) as problem:
        raise SamplerError(
            f"no tokenizer for {name}" + (f" at {revision}" if revision else ""),
            why=str(problem).split("\n")[0],
            how="give options.tokenizer: a folder, or a Hub name that can be reached",
        ) from problem


def check_identity(model: str) -> None:
    """ValueError unless `model` is `name@revision`: completions are kept for ever under it."""
    name, at, revision = model.partition("@")
    if not (name and at and revision) or "@" in revision:
        raise ValueError(
            f"model = {model!r}: give name@revision, such as Qwen/Qwen2.5-7B-Instruct@<commit>; "
            "completions are stored under it"
        )
