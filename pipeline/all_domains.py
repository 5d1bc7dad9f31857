"""`build all`: every domain built apart, then compared, then released as one corpus.

What compares rows of two domains happens here alone, so that a change of one domain leaves the
stages of the others as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domains import registry

from . import config, runner, sources
from .context import Context
from .settings import BuildSettings, ReleaseSettings
from .stage import Artifact
from .stages.across import Across
from .stages.unite import Unite

NAME = "all"


@dataclass(frozen=True)
class Corpus:
    """The finished builds of all domains, what became of them, and where the corpus stands."""

    builds: tuple[runner.Build, ...]
    stages: tuple[Artifact, ...]
    corpus: Path


def settings(
    profile: str | None, changes: Sequence[str] = (), limit: int | None = None
) -> list[BuildSettings]:
    """The resolved settings of every domain, by name.

    A change is for all domains, unless a domain stands before it: `math.measure.max_problems=50`.
    """
    names = registry.known_domains()
    return [
        config.load(
            name, profile, None, [own for c in changes if (own := _own(c, name, names))], limit
        )
        for name in names
    ]


def _own(change: str, domain: str, domains: Sequence[str]) -> str:
    """The change as it is for a domain; empty if it is for another."""
    first, _, rest = change.partition(".")
    if first.strip() not in domains:
        return change
    return rest if first.strip() == domain else ""


def build(given: Sequence[BuildSettings], context: Context) -> Corpus:
    """Build or reuse every domain, drop what two of them have, release what is left as one."""
    name = given[0].release.name or NAME
    built = []
    for each in given:
        context.say(f"building {each.domain} (profile {each.profile})")
        # The name is that of the whole: the parts are shown under their domains.
        plain = each.model_copy(update={"release": _nameless(each.release)})
        built.append(runner.build(plain, context))
    selected = tuple(_stage(each, "select") for each in built)
    across = context.run(Across(runner.plain(given[0].dedup), selected), NAME)
    united = context.run(
        Unite(
            {"settings": [runner.plain(each.settings) for each in built]},
            (across, *(_stage(each, "release") for each in built)),
            sources.package_modules("rewards"),
        ),
        NAME,
    )
    shown = runner.link(context.data / "releases", name, united)
    return Corpus(tuple(built), (across, united), shown)


def _nameless(release: ReleaseSettings) -> ReleaseSettings:
    return release.model_copy(update={"name": None})


def _stage(built: runner.Build, name: str) -> Artifact:
    return next(artifact for artifact in built.stages if artifact.stage == name)
