"""What a measurement will cost, from a small probe that is really drawn.

The probe's completions stay in the store: nothing is paid twice.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from math import sqrt
from typing import Any, NamedTuple

from tqdm import tqdm

from filters.difficulty.cascade import Measured

from .context import Context
from .measurement import ROLES, Measurement
from .settings import BuildSettings

_Z = 1.96


class Total(NamedTuple):
    """An estimate for all rows, and the ends of its 95 % interval."""

    expected: float
    least: float
    most: float


def estimate(
    rows: Mapping[str, Mapping[str, Any]], probe: int, gpus: int, chosen: BuildSettings,
    context: Context,
) -> dict[str, Any]:  # fmt: skip
    """Measure `probe` rows, an even sample by id, and multiply.

    `tokens_per_second` is that of the probe: with few rows in flight an engine is slower than it
    will be, so time is rather an upper bound; it is null when the probe was in the store already.
    """
    keys = nsmallest(probe, rows, key=lambda key: (rows[key]["id"], key))
    plain = chosen.measure.model_dump(mode="json")
    few = {key: rows[key] for key in keys}
    measurement = Measurement(
        plain, few, context.completions, context.locator, chosen.measure.concurrency
    )
    with measurement, context.progress("probe", len(few), "problems") as progress:
        for model in measurement.drawer.models.values():
            _ = model.sampler  # starting an engine is no sampling
        started = time.monotonic()
        results = list(measurement.sample(progress).values())
        seconds = time.monotonic() - started
    found = _of(results, len(rows))
    speed = measurement.drawer.tokens / seconds if measurement.drawer.sampled else None
    tokens = sum(found[f"tokens_{role}"].expected for role in ROLES)
    hours = tokens / speed / 3600 if speed else None
    return {
        "problems": len(rows), "probed": len(few),
        "draws_fixed_k": len(rows) * (measurement.rule.weak_k + measurement.rule.strong_k),
        **{name: total._asdict() for name, total in found.items()},
        "tokens_per_second": speed, "hours": hours,
        "gpu_hours": hours * gpus if hours is not None else None,
    }  # fmt: skip


def _of(results: Sequence[Measured], rows: int) -> dict[str, Total]:
    found = {}
    for role in ROLES:
        drawn = [r.weak if role == "weak" else r.strong for r in results]
        found[f"draws_{role}"] = total([len(o.outcomes) for o in drawn], rows)
        found[f"tokens_{role}"] = total([sum(o.tokens) for o in drawn], rows)
    return found


def total(values: Sequence[float], rows: int) -> Total:
    """The sum over `rows` rows of which these are an even sample, by the normal approximation."""
    if not values:
        return Total(0.0, 0.0, 0.0)
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / max(len(values) - 1, 1)
    spread = _Z * sqrt(variance / len(values)) * rows
    return Total(mean * rows, max(mean * rows - spread, 0.0), mean * rows + spread)


def lines(found: Mapping[str, Any]) -> list[str]:
    """The estimate as text."""
    said = [f"{found['problems']:,} problems, estimated from {found['probed']:,}"]
    for role in ROLES:
        draws, tokens = found[f"draws_{role}"], found[f"tokens_{role}"]
        if draws["expected"]:
            said.append(f"{role} model: {_range(draws)} draws, {_range(tokens)} tokens")
    drawn = sum(found[f"draws_{role}"]["expected"] for role in ROLES)
    fixed = max(found["draws_fixed_k"], 1)
    said.append(f"instead of {found['draws_fixed_k']:,} draws: {1 - drawn / fixed:.0%} saved")
    if found["hours"] is None:
        said.append("the probe was in the store already, so the speed is not known")
    else:
        time_left = tqdm.format_interval(found["hours"] * 3600)
        said.append(
            f"at {found['tokens_per_second']:,.0f} tokens/s: {time_left}, "
            f"{found['gpu_hours']:.2f} GPU hours"
        )
    return said


def _range(found: Mapping[str, float]) -> str:
    return f"{found['expected']:,.0f} ({found['least']:,.0f} to {found['most']:,.0f})"
