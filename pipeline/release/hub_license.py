"""How a card names the licenses of its rows: the Hub takes one, by its own spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

# https://huggingface.co/docs/hub/repositories-licenses: SPDX in lower case, but for these.
_SPELLED: Final[Mapping[str, str]] = {
    "ODC-By-1.0": "odc-by", "ODbL-1.0": "odbl", "PDDL-1.0": "pddl", "C-UDA-1.0": "c-uda",
    "GPL-2.0-only": "gpl-2.0", "GPL-2.0-or-later": "gpl-2.0", "GPL-3.0-only": "gpl-3.0",
    "GPL-3.0-or-later": "gpl-3.0", "GFDL-1.3-only": "gfdl",
}  # fmt: skip
_SAME: Final = re.compile(
    r"apache-2\.0|mit|isc|wtfpl|unlicense|zlib|cc0-1\.0|bsd-[23]-clause|mpl-2\.0|afl-3\.0|ms-pl"
    r"|artistic-2\.0|cdla-(permissive|sharing)-1\.0|cdla-permissive-2\.0"
    r"|cc-by-(2\.0|2\.5|3\.0|4\.0)|cc-by-sa-[34]\.0|cc-by-nc-[234]\.0|cc-by-nc-sa-[234]\.0"
)


def fields(licenses: Iterable[str]) -> dict[str, str]:
    """The fields of the YAML block for the licenses of all rows (SPDX).

    Several, or one that the Hub has no name for, are `other`, with the file that says which rows
    have which.
    """
    found = sorted(set(licenses))
    if len(found) == 1:
        name = _SPELLED.get(found[0], found[0].lower())
        if found[0] in _SPELLED or _SAME.fullmatch(name):
            return {"license": name}
    name = "per-row" if len(found) > 1 else "unknown"
    return {"license": "other", "license_name": name, "license_link": "LICENSE.md"}
