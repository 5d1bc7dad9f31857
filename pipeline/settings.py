"""The settings of a build, one model per stage: what may be set, its default, its limits."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from domains.templates import Style

_CONFIGS = ("all", "unfiltered", "rejected", "traces", "review")


class Settings(BaseModel):
    """Unknown keys fail; values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSettings(Settings):
    """What a configuration may say of a source that the code declares."""

    enabled: bool = True
    levels: tuple[str, ...] | None = None
    """Generators: the levels to make; None: all."""
    count: Annotated[int, Field(ge=1)] | None = None
    """Generators: rows per level; files: so many of their first rows."""
    seed: int | None = None


class Columns(Settings):
    """Which columns of the user's own rows hold what."""

    question: str = "question"
    ground_truth: str = "ground_truth"
    context: str | None = None
    spec: str | None = None
    group_id: str | None = None
    url: str | None = None


class OwnSource(Settings):
    """A source of the user's own: local jsonl, json or parquet files, and what grades them."""

    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    reward: str
    license: str = "NOASSERTION"
    template: str = "plain"
    match_key: Literal["text"] = "text"
    answer_type: str = ""
    priority: int = 50
    columns: Columns = Columns()


class IngestSettings(Settings):
    """What to do with a row that has another shape than its source expects."""

    malformed: Literal["stop", "drop"] = "stop"


class PromptSettings(Settings):
    """What stands in a prompt before the template of the row."""

    styles: Annotated[tuple[Style, ...], Field(min_length=1)] = ("none",)
    """Each row takes one of them, by its id; fixed before measuring, since rates depend on it."""


class DedupSettings(Settings):
    """Exact and near duplicates."""

    guard: bool = True
    """False: plain Jaccard; numbers, operators and answers tell no texts apart. For experiments."""
    threshold: Annotated[float, Field(gt=0, le=1)] = 0.8
    """Jaccard of word 3-grams from which on two questions are near."""


class DecontaminateSettings(Settings):
    """The evaluation sets to keep out."""

    benchmarks: tuple[str, ...] = ()
    contaminated: Annotated[float, Field(gt=0, le=1)] = 0.7
    """From this score on (see filters.contamination) a row is dropped."""
    suspect: Annotated[float, Field(gt=0, le=1)] = 0.5
    """From this score on a row is suspect."""
    suspects: Literal["drop", "keep"] = "drop"
    """A row lost costs little, a leaked item the benchmark; kept ones say so in their `meta`."""


class SelftestSettings(Settings):
    """The proof that every row's reward pays its gold and nothing else."""

    examine: bool = True
    """Audit suites of tests with the reference solutions: weak ones go, long ones are cut."""


class ModelSettings(Settings):
    """A model to sample, and the engine that runs it."""

    engine: str
    model: str
    options: dict[str, Any] = {}
    """Handed to the engine as they are."""
    sampling: dict[str, Any] = {}
    """What this model is sampled with in place of the common settings (Guru: other lengths)."""

    @field_validator("sampling")
    @classmethod
    def _is_known(cls, sampling: dict[str, Any]) -> dict[str, Any]:
        SamplingSettings.model_validate(sampling)
        return sampling


class SamplingSettings(Settings):
    """How answers are drawn."""

    temperature: Annotated[float, Field(ge=0)] = 1.0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    max_tokens: Annotated[int, Field(ge=1)] = 4096
    top_k: Annotated[int, Field(ge=1)] | None = None
    """None: from all tokens."""
    seed: int = 0


class MeasureSettings(Settings):
    """Which models answer which rows how often."""

    rule: str = "guru"
    """The rule whose decision ends the sampling of a row."""
    weak: ModelSettings | None = None
    strong: ModelSettings | None = None
    sampling: SamplingSettings = SamplingSettings()
    round_size: Annotated[int, Field(ge=1, le=4)] = 2
    undecided_max: Annotated[int, Field(ge=0)] = 4
    top_up: Literal[0, 8, 16] = 0
    concurrency: Annotated[int, Field(ge=1, exclude=True)] = 256
    """Draws under way at once. Changes no outcome, so it stands in no key."""
    outages: Literal["stop", "leave"] = "stop"
    """What a failing engine does: end the build (what was sampled is kept), or leave rows open."""
    max_problems: Annotated[int, Field(ge=0)] | None = None
    """Measure so many rows, spread evenly by id; the rest stands unmeasured. None: all."""
    max_prompt_chars: Annotated[int, Field(ge=1)] | None = None
    """Rows with a longer prompt stand unmeasured. None: all are measured."""
    traces: Literal["none", "shortest", "first", "all"] = "shortest"
    """Which of the answers that were paid are kept as verified traces of a row."""


class SelectSettings(Settings):
    """Which rows stay, by the outcomes that are stored."""

    rule: str = "guru"
    drop: tuple[Literal["too_easy", "too_hard", "unmeasured"], ...] = ("too_easy", "too_hard")


class ReleaseSettings(Settings):
    """What the published corpus is called and may hold."""

    name: str | None = None
    """None: the domain's name."""
    version: Annotated[
        str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]*$", coerce_numbers_to_str=True)
    ] = "1.0.0"
    """Named on the card; what a pushed corpus is tagged with."""
    repo: str | None = None
    """Its name on the Hub, for the snippets on the card. None: they name the local folder."""
    validation: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Share of the groups of rows that makes a validation split."""
    previous: str | None = None
    """The folder of the version before: the card then says what changed since."""


class BuildSettings(Settings):
    """Everything that a build depends on, beside the code."""

    domain: str
    profile: str
    title: str = ""
    description: str = ""
    limit: Annotated[int, Field(ge=1)] | None = None
    """At most so many raw rows of each source: a quick look."""
    left_out: tuple[str, ...] = ()
    """Sources that could not be reached, with --available."""
    sources: dict[str, SourceSettings] = {}
    own: dict[str, OwnSource] = {}
    ingest: IngestSettings = IngestSettings()
    prompt: PromptSettings = PromptSettings()
    dedup: DedupSettings = DedupSettings()
    decontaminate: DecontaminateSettings = DecontaminateSettings()
    selftest: SelftestSettings = SelftestSettings()
    measure: MeasureSettings = MeasureSettings()
    select: SelectSettings = SelectSettings()
    release: ReleaseSettings = ReleaseSettings()

    @field_validator("domain")
    @classmethod
    def _names_a_folder_and_a_config(cls, domain: str) -> str:
        """It stands in paths, in `<domain>__<source>`, and beside the configs of every corpus."""
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", domain) or "__" in domain:
            raise ValueError("letters, digits, - and single _ are allowed, a letter first")
        if domain in _CONFIGS:
            raise ValueError(f"{', '.join(_CONFIGS)} are configs that every corpus has")
        return domain
