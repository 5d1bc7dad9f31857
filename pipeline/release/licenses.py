"""Which rows may be published: what a license says of passing on rows that were worked over.

Licenses are SPDX expressions. NOASSERTION (and what stands for it) means that nobody found a
license: such rows are published only by someone who says that they may. Licenses that forbid
sharing adapted material (no-derivatives) or sharing at all are never published: every row of a
release is adapted, since it is normalized and rendered into a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

_FORBIDS = re.compile(r"(^|-)(nd|noderivatives|proprietary|noredistribution)(-|$)", re.IGNORECASE)
_UNKNOWN = re.compile(r"(noassertion|none|unknown|other|licenseref-.*|)$", re.IGNORECASE)

_OPERATORS = ("", "AND", "OR", "WITH")


class Standing(IntEnum):
    """May a row be published? The higher, the less."""

    FREE = 0
    UNKNOWN = 1
    FORBIDDEN = 2


def standing(expression: str | None) -> Standing:
    """Of an SPDX expression: of `A OR B` the freer counts, of `A AND B` the stricter.

    An expression with parentheses counts as the strictest license in it.
    """
    text = expression or ""
    if "(" in text:
        names = [name for name in re.split(r"[()\s]+", text) if name not in _OPERATORS]
        return max(map(_one, names))
    return min(
        max(_one(each) for each in re.split(r"\s+AND\s+", choice))
        for choice in re.split(r"\s+OR\s+", text)
    )


def _one(identifier: str) -> Standing:
    if _FORBIDS.search(identifier):
        return Standing.FORBIDDEN
    return Standing.UNKNOWN if _UNKNOWN.match(identifier.strip()) else Standing.FREE


def obstacles(rows: Mapping[tuple[str, str], int], allow_unlicensed: bool) -> list[str]:
    """Why rows, counted by (data source, license), must not be published; empty if they may."""
    found = []
    for (source, license_), number in sorted(rows.items()):
        judged = standing(license_)
        if judged is Standing.FORBIDDEN:
            found.append(
                f"{number:,} rows of {source} are under {license_}, which forbids to pass on "
                f"adapted rows: leave the source out (sources.{source.split('__')[-1]}.enabled="
                "false) and build again"
            )
        elif judged is Standing.UNKNOWN and not allow_unlicensed:
            found.append(
                f"{number:,} rows of {source} have no known license ({license_ or 'none'}): leave "
                "the source out, or give --allow-unlicensed if you may publish them"
            )
    return found
