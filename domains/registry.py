"""Finds the sources: every module of `domains/<domain>/` that has no leading underscore is one.

Nothing is registered by hand, so that adding a source means adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from .base import Source

_ROOT = Path(__file__).parent


class UnknownDomainError(ValueError):
    """No folder of `domains/` with a `domain.toml` has this name."""


class UnknownSourceError(ValueError):
    """No source of the domain has this name."""


class SourceModuleError(ValueError):
    """A module stands where a source is expected and does not offer exactly one."""


def known_domains() -> tuple[str, ...]:
    """The folders of `domains/` that hold a `domain.toml`, sorted."""
    return tuple(sorted(found.parent.name for found in _ROOT.glob("*/domain.toml")))


def load_sources(domain: str) -> tuple[Source, ...]:
    """All sources of a domain, sorted by name."""
    if domain not in known_domains():
        raise UnknownDomainError(
            f"unknown domain {domain!r}; known: {', '.join(known_domains()) or 'none'}"
        )
    modules = pkgutil.iter_modules([str(_ROOT / domain)])
    names = sorted(found.name for found in modules if not found.name.startswith("_"))
    return tuple(_load(domain, name) for name in names)


def find_source(data_source: str) -> Source:
    """The source that rows name `<domain>__<name>`."""
    domain, separator, name = data_source.partition("__")
    if not separator:
        raise UnknownSourceError(
            f"{data_source!r} is not of the form <domain>__<source>; "
            f"domains: {', '.join(known_domains()) or 'none'}"
        )
    sources = load_sources(domain)
    for found in sources:
        if found.name == name:
            return found
    known = ", ".join(each.data_source for each in sources) or "none"
    raise UnknownSourceError(f"unknown source {data_source!r}; known: {known}")


def _load(domain: str, name: str) -> Source:
    module = importlib.import_module(f"{__package__}.{domain}.{name}")
    # A source that is imported from elsewhere is not this module's own.
    offered = [
        value
        for value in vars(module).values()
        if isinstance(value, Source) and value.module == module.__name__
    ]
    if len(offered) != 1:
        raise SourceModuleError(
            f"{module.__name__} offers {len(offered)} sources; exactly one is allowed "
            "(helper modules start with an underscore)"
        )
    return offered[0]
