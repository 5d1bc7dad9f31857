"""Which sources a build reads, and how a stage gets from their plain description to a `Source`.

A description is JSON-able, enters the keys of `ingest` and `normalize`, and is all that a kernel
needs: it looks the declared source up by name, or makes the user's own one from its settings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from domains import readers, registry
from domains.base import Files, Generator, Joined, Problem, RawRow, Source, SourceRowError

from . import fingerprint
from .errors import UsageError
from .settings import BuildSettings, OwnSource, SourceSettings

if TYPE_CHECKING:
    from .locations import Locator

Description = Mapping[str, Any]


def chosen(settings: BuildSettings, locator: Locator) -> dict[str, Description]:
    """The training sources of a build, described, by data_source."""
    declared = _declared(settings)
    described: dict[str, Description] = {
        s.data_source: describe(s, settings.sources.get(s.name, SourceSettings()), locator)
        for s in declared
    }
    for name, own in settings.own.items():
        made = own_source(settings.domain, name, own)
        described[made.data_source] = {
            **describe(made, SourceSettings(), locator),
            "own": own.model_dump(mode="json"),
        }
    if not described:
        raise UsageError(
            f"{settings.domain}: no source is left to build from in profile {settings.profile}; "
            "declare one under [own.<name>] or enable one"
        )
    return described


def _declared(settings: BuildSettings) -> list[Source]:
    """What the code declares for this domain and profile; benchmarks never train."""
    if settings.domain not in registry.known_domains():
        return []
    known = registry.load_sources(settings.domain)
    unknown = sorted(set(settings.sources) - {source.name for source in known})
    if unknown:
        names = ", ".join(source.name for source in known)
        raise UsageError(f"unknown sources {unknown} in [sources]; {settings.domain} has: {names}")
    return [
        source
        for source in known
        if source.use == "training"
        and settings.profile in source.profiles
        and source.data_source not in settings.decontaminate.benchmarks
        and source.data_source not in settings.left_out
        and settings.sources.get(source.name, SourceSettings()).enabled
    ]


def describe(source: Source, settings: SourceSettings, locator: Locator) -> dict[str, Any]:
    """A source and its settings as plain values."""
    location: dict[str, Any] = {"kind": type(source.location).__name__.lower()}
    if isinstance(source.location, Generator):
        location |= _generator(source.location, source.name, settings)
    else:
        given = settings.model_dump(exclude={"enabled", "count"}, exclude_none=True)
        if given:
            raise UsageError(
                f"sources.{source.name}: {sorted(given)} is for generators; this source is read "
                "from files"
            )
        location |= {"name": source.location.name, "pins": locator.pins(source.location)}
        location["revision"] = locator.revision(source.location)
        if beside := {each.name: locator.pins(each) for each in source.remotes[1:]}:
            location["beside"] = beside
        if settings.count:
            location["count"] = settings.count
    return {
        "module": source.module, "location": location, "rewards": list(source.rewards),
        "priority": source.priority, "license": source.license,
    }  # fmt: skip


def _generator(location: Generator, name: str, settings: SourceSettings) -> dict[str, Any]:
    levels = settings.levels or tuple(location.levels)
    unknown = sorted(set(levels) - set(location.levels))
    if unknown:
        raise UsageError(
            f"sources.{name}.levels: unknown {unknown}; known: {', '.join(location.levels)}"
        )
    return {
        "name": location.name, "version": location.version, "levels": list(levels),
        "count": settings.count or location.count,
        "seed": location.seed if settings.seed is None else settings.seed,
        "parameters": {level: dict(location.levels[level]) for level in levels},
    }  # fmt: skip


def open_source(data_source: str, description: Description) -> Source:
    """The source behind a description."""
    if "own" in description:
        domain, name = data_source.split("__", 1)
        return own_source(domain, name, OwnSource.model_validate(description["own"]))
    return registry.find_source(data_source)


def raw_rows(
    source: Source, description: Description, files: Mapping[str, Path]
) -> Iterator[RawRow]:
    """The raw rows of a source, in its own order; `files` by their names in its location."""
    given = description["location"]
    if isinstance(source.location, Generator):
        yield from source.location.rows(given["levels"], given["count"], given["seed"])
    else:
        yield from islice(_read(source, files), given.get("count"))


def _read(source: Source, files: Mapping[str, Path]) -> Iterator[RawRow]:
    if isinstance(source.reader, Joined):
        yield from source.reader.read({n: partial(_open, path) for n, path in files.items()})
    elif source.reader is not None:
        for path in files.values():
            with path.open("rb") as file:
                yield from source.reader(file)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def own_source(domain: str, name: str, own: OwnSource) -> Source:
    """A source from the user's own files."""
    return Source(
        name=name, domain=domain, module="domains.readers", location=Files(own.paths),
        reader=_reader(own), normalize=_normalizer(own), license=own.license, rewards=(own.reward,),
        template=own.template, url="", profiles=(), priority=own.priority, row_filters=(),
        use="training",
    )  # fmt: skip


def _reader(own: OwnSource) -> Callable[[BinaryIO], Iterator[RawRow]]:
    kinds = {path.rsplit(".", 1)[-1] for path in own.paths}
    known = {"jsonl": readers.jsonl, "json": readers.json_array, "parquet": readers.parquet}
    if len(kinds) != 1 or not kinds <= set(known):
        raise UsageError(
            f"own files {list(own.paths)}: all must be .jsonl, all .json (an array of objects), or "
            "all .parquet"
        )
    return known[kinds.pop()]


def _normalizer(own: OwnSource) -> Callable[[RawRow], Problem]:
    columns = own.columns.model_dump(exclude_none=True)

    def normalize(row: RawRow) -> Problem:
        missing = sorted(set(columns.values()) - set(row.data))
        if missing:
            raise SourceRowError(f"no {missing}; the row has {sorted(row.data)}")
        values = {name: row.data[column] for name, column in columns.items()}
        not_text = sorted(n for n, v in values.items() if n != "spec" and not isinstance(v, str))
        if not_text:
            seen = {columns[n]: type(values[n]).__name__ for n in not_text}
            raise SourceRowError(f"{seen}; text is allowed (structured gold: as JSON text)")
        if isinstance(values.get("spec"), str):
            values["spec"] = json.loads(values["spec"])
        return Problem(**values, match_key=own.match_key, answer_type=own.answer_type)

    return normalize


def benchmark(name: str, locator: Locator) -> dict[str, Description]:
    """The description of an evaluation source, under its name."""
    try:
        source = registry.find_source(name)
    except (registry.UnknownSourceError, registry.UnknownDomainError) as error:
        raise UsageError(f"decontaminate.benchmarks: {error}") from None
    return {name: describe(source, SourceSettings(), locator)}


def source_modules(described: Mapping[str, Description]) -> tuple[str, ...]:
    """The modules that the sources of a build stand in."""
    return tuple(sorted({description["module"] for description in described.values()}))


def reward_modules(described: Mapping[str, Description]) -> tuple[str, ...]:
    """The modules of the rewards that grade the rows of a build."""
    return tuple(
        sorted({f"rewards.{name}" for found in described.values() for name in found["rewards"]})
    )


def package_modules(package: str) -> tuple[str, ...]:
    """Every module of one of our packages."""
    base = fingerprint.ROOT / package
    paths = (path.relative_to(base.parent).with_suffix("") for path in base.rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    return tuple(sorted(names))
