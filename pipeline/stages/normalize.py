"""normalize: from raw rows to problems, with identity, prompt and provenance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from domains import templates
from domains.base import Drop, Problem, RawRow, Source, SourceRowError
from filters.guard import guard
from filters.text import normal_form
from rewards import GroundTruthError, Reward, load_reward

from ..errors import RowError
from ..fingerprint import canonical_json, digest
from ..schema import PROBLEM
from ..sources import Description, open_source
from ..stage import Dropped, MapStage, Outcome

# What a source's function raises when a row has another shape than it was written for.
_SHAPE_ERRORS = (SourceRowError, KeyError, IndexError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Normalize(MapStage):
    """Config: `sources` (data_source -> description), `malformed` (stop or drop), `styles`."""

    name: ClassVar[str] = "normalize"
    schema: ClassVar[pa.Schema] = PROBLEM

    def prepare(self) -> dict[str, tuple[Source, Description]]:
        """The sources by name."""
        described = self.config["sources"]
        return {name: (open_source(name, found), found) for name, found in described.items()}

    def kernel(
        self, batch: pa.RecordBatch, state: dict[str, tuple[Source, Description]]
    ) -> Outcome:
        """Row by row: problem, filters, reward's view of the gold, stamp."""
        kept: list[dict[str, Any]] = []
        drops: list[Dropped] = []
        for raw in batch.to_pylist():
            source, description = state[raw["data_source"]]
            row = RawRow(raw["source_row"], json.loads(raw["data"]))
            try:
                found = _row(source, description, row, self.config["styles"])
            except _SHAPE_ERRORS as error:
                found = self._malformed(source, row, error)
            if isinstance(found, Drop):
                drops.append(Dropped("", source.data_source, row.key, found.reason, found.evidence))
            else:
                kept.append(found)
        return Outcome(pa.Table.from_pylist(kept, PROBLEM), drops)

    def _malformed(self, source: Source, row: RawRow, error: Exception) -> Drop:
        said = f"{type(error).__name__}: {error}"
        if self.config["malformed"] == "drop":
            return Drop("malformed_row", said)
        raise RowError(
            f"{source.data_source}, row {row.key} has the wrong shape: {said}. The row has "
            f"{_shape(row)}; {source.module} says what it expects. Mend the row, or drop such "
            "rows with --set ingest.malformed=drop"
        ) from error


def _row(
    source: Source, description: Description, row: RawRow, styles: Sequence[str]
) -> dict[str, Any] | Drop:
    """The row of the problem, or why there is none."""
    found = source.normalize(row)
    if isinstance(found, Drop):
        return found
    for row_filter in source.row_filters:
        if dropped := row_filter(found):
            return dropped
    return _stamped(source, description, row.key, found, styles)


def _stamped(
    source: Source, description: Description, key: str, problem: Problem, styles: Sequence[str]
) -> dict[str, Any] | Drop:
    """The row of a problem; a Drop if its reward cannot grade its gold."""
    reward = problem.reward or source.reward
    if reward not in source.rewards:
        raise SourceRowError(f"reward {reward!r} is not declared; declared: {source.rewards}")
    grader = load_reward(reward)
    canonical = _canonical(grader, problem)
    if isinstance(canonical, Drop):
        return canonical
    identity = problem_id(source.domain, problem, canonical)
    template = templates.styled(problem.template or source.template, styles, identity)
    return {
        "id": identity, "data_source": source.data_source, "domain": source.domain,
        "source_row": key, "priority": description["priority"], "question": problem.question,
        "context": problem.context, "template": template,
        "prompt": templates.render(template, problem.question, problem.context),
        "match_key": problem.match_key, "match_parts": list(problem.match_parts),
        "reward": reward, "ground_truth": problem.ground_truth, "canonical": canonical,
        "several_golds": grader.several_golds, "spec": canonical_json(problem.spec),
        "answer_type": problem.answer_type,
        "reference": problem.reference, "group_id": problem.group_id or identity,
        "split": "train", "location": source.location.name,
        "revision": description["location"].get("revision", source.location.revision),
        "license": source.license,
        "url": problem.url or source.url, "seed": problem.seed,
        "parameters": canonical_json(problem.parameters), "meta": canonical_json(problem.meta),
    }  # fmt: skip


def problem_id(domain: str, problem: Problem, canonical: str) -> str:
    """Hex blake2b-128 of what the problem is: not of its template, its reward or its origin."""
    texts = [f(text) for text in (problem.question, problem.context) for f in (normal_form, guard)]
    return digest([domain, *texts, canonical])


def _canonical(reward: Reward[Any], problem: Problem) -> str | Drop:
    try:
        reward.read_spec(problem.spec)
    except GroundTruthError as error:
        raise SourceRowError(str(error)) from error
    try:
        return reward.canonical(problem.ground_truth, problem.spec)
    except GroundTruthError as error:
        return Drop("ungradable_gold", f"{error}: {problem.ground_truth:.200}")


def _shape(row: RawRow) -> str:
    return ", ".join(f"{name}: {type(value).__name__}" for name, value in row.data.items())
