"""MinHash signatures: what a release leaves behind, so that the next can drop what it had.

datasketch's MinHash is the interchange format: 128 permutations of seed 1, scheme `affine32`, over
the low 32 bits of the hashed word 3-grams of a text (`filters.shingles`, no boilerplate cut off):
`MinHash(hashvalues=row, scheme="affine32")`. The guard stands beside, since J alone takes a problem
with other numbers for the same. Estimates of J have a standard error of sqrt(J(1-J)/128): 0.035 at
0.8, so a pair of J = 0.8 is found half of the time and one of 0.9 nearly always.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from .reading import guards
from .shingles import I64, U64, Texts, shingles
from .spelling import normal

PERMUTATIONS = 128
SCHEME = "affine32"
SEED = 1
# A pair is looked at if one of so many bands of 4 values agrees: P = 1 - (1 - J^4)^32, 1 - 5e-8
# at J = 0.8.
BANDS = 32
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Of the signatures that share a band and the guard so many are compared.
_MOST = 64
_values: pa.DataType = pa.list_(pa.uint32(), PERMUTATIONS)
_guards: pa.DataType = pa.uint64()
_ids: pa.DataType = pa.string()
_FACTS = {"scheme": SCHEME, "permutations": str(PERMUTATIONS), "seed": str(SEED), "shingles": "3"}
SCHEMA = pa.schema(
    [("id", _ids), ("guard", _guards), ("minhash", _values)], metadata=cast(Any, _FACTS)
)


class Signatures(NamedTuple):
    """One row per text."""

    values: NDArray[np.uint32]
    """Rows x PERMUTATIONS; all ones for a text without tokens."""
    guards: U64


def sign(texts: Texts) -> Signatures:
    """The signatures of texts; 512 bytes each."""
    from datasketch import MinHash

    from .kernels import signing

    spelled = normal(texts)
    sets = shingles(spelled, latex=True)
    permutations = MinHash(PERMUTATIONS, seed=SEED, scheme=SCHEME).permutations
    a, b = (np.ascontiguousarray(part, np.uint32) for part in permutations)
    out = np.full((len(spelled), PERMUTATIONS), 0xFFFFFFFF, np.uint32)
    signing.sign(sets.values, sets.offsets, a, b, out)
    return Signatures(out, guards(spelled))


def write(path: Path, ids: list[str], signed: Signatures) -> None:
    """Write signatures as parquet."""
    values = pa.FixedSizeListArray.from_arrays(pa.array(signed.values.ravel()), PERMUTATIONS)
    table = pa.Table.from_arrays(
        [pa.array(ids, _ids), pa.array(signed.guards, _guards), values], schema=SCHEMA
    )
    pq.write_table(table, path, compression="zstd")


def read(path: Path) -> tuple[list[str], Signatures]:
    """Ids and signatures; raises ValueError for a file that holds none of this scheme."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"{path}: no signatures: {error}") from None
    facts = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    if table.schema.names != SCHEMA.names or any(facts.get(k) != v for k, v in _FACTS.items()):
        raise ValueError(
            f"{path}: no signatures of scheme {SCHEME} with {PERMUTATIONS} permutations; it has "
            f"the columns {', '.join(table.schema.names)} and says {facts}"
        )
    column: Any = table["minhash"].combine_chunks()
    values = column.flatten().to_numpy().reshape(-1, PERMUTATIONS)
    ids = cast(list[str], table["id"].to_pylist())
    return ids, Signatures(values, table["guard"].to_numpy().astype(np.uint64))


def match(signed: Signatures, against: Signatures, threshold: float) -> tuple[I64, Any]:
    """Per row the earlier signature of the same guard that is most like it, and the estimated J.

    -1 where none reaches the threshold; among equals the first.
    """
    found = np.full(len(signed.guards), -1, np.int64)
    best = np.zeros(len(signed.guards))
    for band in range(BANDS):
        keys, theirs = _keys(signed, band), _keys(against, band)
        order = np.argsort(theirs, kind="stable")
        begins = np.searchsorted(theirs[order], keys, "left")
        ends = np.searchsorted(theirs[order], keys, "right")
        for step in range(min(_MOST, int((ends - begins).max(initial=0)))):
            rows = np.flatnonzero(begins + step < ends)
            others = order[begins[rows] + step]
            alike = (signed.values[rows] == against.values[others]).mean(axis=1)
            better = (alike >= threshold) & (
                (alike > best[rows]) | ((alike == best[rows]) & (others < found[rows]))
            )
            rows, others = rows[better], others[better]
            found[rows], best[rows] = others, alike[better]
    return found, best


def _keys(signed: Signatures, band: int) -> U64:
    """The guard and the values of a band in one number."""
    size = PERMUTATIONS // BANDS
    key = signed.guards * _FACTOR
    for column in range(band * size, (band + 1) * size):
        key = (key ^ signed.values[:, column]) * _FACTOR
        key ^= key >> np.uint64(29)
    return key
