"""What plugs into Touchstone: raw rows, problems, locations, and the `source` decorator.

A source is one file in `domains/<domain>/`: a docstring (what, where from, license, one row), and
one decorated function from a raw row to a `Problem` or to a `Drop` with its reason. Nothing else
is edited to add one. Declarations only: resolving a location is the pipeline's work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as its origin has it. `key` is unique within the source; `data` is JSON-able."""

    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drop:
    """A row that goes no further: `reason` is a short constant, `evidence` what shows it."""

    reason: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a source makes of a raw row; provenance is stamped on by the pipeline."""

    question: str
    """The problem's own text; templates are added around it, dedup looks at it."""
    ground_truth: str
    """The gold as text, in the form of its reward."""
    context: str = ""
    """A table, a passage or a list of premises that the question is about."""
    reward: str = ""
    """Registry name, one of those that the source declares; empty: the first of them."""
    spec: Mapping[str, Any] = field(default_factory=dict)
    """The reward's options for this row."""
    template: str = ""
    """Name of the prompt template; empty: the source's."""
    match_key: str = "text"
    """`text`, or `structure:<hash>` where only the canonical structure tells rows apart."""
    match_parts: tuple[str, ...] = ()
    """Hashes of parts that give the row away (each pair of a grid task): decontamination only."""
    answer_type: str = ""
    reference: str = ""
    """A solution, if the source has one."""
    group_id: str = ""
    """Rows that belong together share it; empty: the row stands alone."""
    url: str = ""
    seed: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The difficulty parameters of a generated row."""
    meta: Mapping[str, Any] = field(default_factory=dict)


class SourceRowError(ValueError):
    """A raw row has another shape than its source expects: what was seen, what is allowed."""


Reader: TypeAlias = Callable[[BinaryIO], Iterator[RawRow]]
"""From an open file to raw rows. Raises SourceRowError with the row's key or line number.

`file.name` is the path that was opened: where the rows of a file are named after it (ARC tasks),
the reader takes its last part. Nothing else may depend on it, since caches and mirrors differ.
"""

Opener: TypeAlias = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Joined:
    """A reader of a location whose rows are spread over files: questions here, tables there.

    It is given all files by the names that their locations have for them, and opens what it needs.
    """

    read: Callable[[Mapping[str, Opener]], Iterator[RawRow]]
    beside: tuple[Remote, ...] = ()
    """Other locations that it reads from: tables that stand in another commit, say."""


_REPO = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Pypi:
    """Files inside a wheel: a file origin. Nothing of it is installed, imported or built."""

    package: str
    version: str
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        """How lock file, manifest and card call it."""
        return f"pypi:{self.package}=={self.version}"

    @property
    def revision(self) -> str:
        """The pinned version."""
        return self.version

    @property
    def folder(self) -> str:
        """How cache and mirrors call it."""
        return f"pypi__{self.package}-{self.version}"


@dataclass(frozen=True, slots=True)
class Hub:
    """Files of a repository on the Hugging Face Hub, as data: no code of it is ever loaded.

    `revision` is a commit, a tag or a branch; what is read is the commit that the lock pins for it.
    A file may be a pattern (`data/*.parquet`; `*` stays within a folder), resolved by the lock.
    """

    repo: str
    revision: str
    files: tuple[str, ...]
    repo_type: Literal["dataset", "model"] = "dataset"

    def __post_init__(self) -> None:
        _check_repo(self.repo)

    @property
    def name(self) -> str:
        """How lock file, manifest and card call it."""
        return f"hub:{self.repo}@{self.revision}"

    @property
    def folder(self) -> str:
        """How mirrors call it."""
        return self.repo.replace("/", "__")

    @property
    def members(self) -> tuple[str, ...]:
        """Its files, or patterns of them."""
        return self.files


@dataclass(frozen=True, slots=True)
class Github:
    """Files of a GitHub repository at a commit (all 40 digits: tags and branches move).

    A path may be a pattern (`data/training/*.json`; `*` stays within a folder), resolved by the
    lock.
    """

    repo: str
    commit: str
    paths: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_repo(self.repo)
        if not _COMMIT.fullmatch(self.commit):
            raise ValueError(f"{self.repo}: {self.commit!r}; a commit of 40 hex digits is allowed")

    @property
    def name(self) -> str:
        """How lock file, manifest and card call it."""
        return f"github:{self.repo}@{self.commit}"

    @property
    def revision(self) -> str:
        """The pinned commit."""
        return self.commit

    @property
    def folder(self) -> str:
        """How mirrors call it."""
        return self.repo.replace("/", "__")

    @property
    def members(self) -> tuple[str, ...]:
        """Its paths, or patterns of them."""
        return self.paths


def _check_repo(repo: str) -> None:
    if not _REPO.fullmatch(repo):
        raise ValueError(f"{repo!r}; a repository of the form owner/name is allowed")


@dataclass(frozen=True, slots=True)
class Files:
    """Local files of the user's own (`touchstone build -c FILE`), pinned by their hash."""

    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """How manifest and card call it."""
        return "file:" + ",".join(path.rsplit("/", 1)[-1] for path in self.paths)

    @property
    def revision(self) -> str:
        """Nothing names a version: the hash of the files, kept by the build, does."""
        return ""


@dataclass(frozen=True, slots=True)
class Generator:
    """A procedural family: `levels` gives, per level, its difficulty parameters.

    The raw rows are (seed, index, level, parameters); the source function makes the problem of
    one from a random stream of its own (`domains.streams.stream`).
    """

    family: str
    version: str
    levels: Mapping[str, Mapping[str, Any]]
    count: int
    """Rows per level, unless the configuration says otherwise."""
    seed: int = 42

    @property
    def name(self) -> str:
        """How manifest and card call it."""
        return f"generator:{self.family}"

    @property
    def revision(self) -> str:
        """The family's version: raised by hand when the same seed gives other problems."""
        return self.version

    def rows(self, levels: Iterable[str], count: int, seed: int) -> Iterator[RawRow]:
        """The raw rows of some levels, `count` each, in order."""
        for level in levels:
            parameters = dict(self.levels[level])
            for index in range(count):
                data = {"index": index, "seed": seed, "level": level, "parameters": parameters}
                yield RawRow(f"{level}-{seed}-{index}", data)


Remote: TypeAlias = Pypi | Hub | Github
"""Locations whose files are downloaded: each has name, revision, folder and members."""
Location: TypeAlias = Remote | Files | Generator
Normalizer: TypeAlias = Callable[[RawRow], "Problem | Drop"]
RowFilter: TypeAlias = Callable[[Problem], Drop | None]
Use: TypeAlias = Literal["training", "evaluation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One declared source. `data_source` (`<domain>__<name>`) is how rows name it."""

    name: str
    domain: str
    module: str
    location: Location
    reader: Reader | Joined | None
    normalize: Normalizer
    license: str
    """SPDX, or NOASSERTION where none was found: builds, but is not published unasked."""
    rewards: tuple[str, ...]
    """What may grade its rows; the first unless a problem names another."""
    template: str
    url: str
    profiles: tuple[str, ...]
    priority: int
    """Among duplicates the row of the source with the lower number stays."""
    row_filters: tuple[RowFilter, ...]
    use: Use

    @property
    def data_source(self) -> str:
        """`<domain>__<name>`."""
        return f"{self.domain}__{self.name}"

    @property
    def remotes(self) -> tuple[Remote, ...]:
        """The locations that it downloads from."""
        beside = self.reader.beside if isinstance(self.reader, Joined) else ()
        return (self.location, *beside) if isinstance(self.location, Remote) else beside

    @property
    def reward(self) -> str:
        """What grades a row that names no other."""
        return self.rewards[0]


def source(
    *,
    location: Location,
    license: str,
    reward: str | tuple[str, ...],
    template: str,
    url: str = "",
    reader: Reader | Joined | None = None,
    profiles: tuple[str, ...] = ("local", "guru"),
    priority: int = 50,
    row_filters: tuple[RowFilter, ...] = (),
    use: Use = "training",
) -> Callable[[Normalizer], Source]:
    """Declare a source; its name and domain are those of the file that it stands in."""

    def declare(function: Normalizer) -> Source:
        found = re.fullmatch(r"domains\.(\w+)\.(\w+)", function.__module__)
        if not found:
            raise ValueError(
                f"{function.__module__}: a source lives in domains/<domain>/<source>.py"
            )
        if not isinstance(location, Generator) and reader is None:
            raise ValueError(f"{function.__module__}: a location of files needs a reader")
        return Source(
            name=found[2], domain=found[1], module=function.__module__, location=location,
            reader=reader, normalize=function, license=license,
            rewards=(reward,) if isinstance(reward, str) else reward,
            template=template, url=url, profiles=profiles, priority=priority,
            row_filters=row_filters, use=use,
        )  # fmt: skip

    return declare
