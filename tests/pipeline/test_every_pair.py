"""Any two files of a release load together, in either order, by every reader that there is here."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.schema import RELEASE
from pipeline.store import TableWriter
from tests.pipeline.test_diff import row

MEASURED = {
    "n_weak": 4, "correct_weak": 1, "undecided_weak": 0, "weak_model": "m@1", "n_strong": 16,
    "correct_strong": 9, "undecided_strong": 1, "strong_model": "s@2", "pass_rate_strong": 0.6,
    "target_length": 90, "sampling_weight": 0.5,
}  # fmt: skip
UNMEASURED = {"pass_rate_weak": None, "n_weak": None}
FILES = {
    "measured": [row("a", **MEASURED), row("b", **MEASURED)],
    "unmeasured": [row("c", **UNMEASURED)],
    "mixed": [row("d", **UNMEASURED), row("e", **MEASURED)],
    "two_turns": [row("f", prompt=[{"role": "system", "content": "s"},
                                   {"role": "user", "content": "u"}])],
    "empty": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """Each kind of rows in a file of its own, written as releases are."""
    home = tmp_path_factory.mktemp("pairs")
    for name, rows in FILES.items():
        writer = TableWriter(home / f"{name}.parquet", RELEASE)
        writer.write(pa.Table.from_pylist(rows, RELEASE))
        writer.close()
    return {name: home / f"{name}.parquet" for name in FILES}


@pytest.fixture(scope="module")
def load(tmp_path_factory):
    """`load_dataset` of one or several files, with a cache of its own."""
    from datasets import load_dataset

    cache = str(tmp_path_factory.mktemp("cache"))

    def loaded(*paths: Path):
        names = [str(path) for path in paths]
        return load_dataset("parquet", data_files=names, split="train", cache_dir=cache)

    return loaded


def same(rows: list[dict], dataset) -> bool:
    """Whether a dataset has these rows, all columns of them."""
    return pa.Table.from_pylist(rows, RELEASE).to_pylist() == [dict(found) for found in dataset]


@pytest.mark.parametrize(
    "pair", [p for p in itertools.permutations(FILES, 2) if "empty" not in p], ids="-".join
)
def test_two_configs_load_together(files, load, pair):
    from datasets import concatenate_datasets

    rows = [row for name in pair for row in FILES[name]]
    paths = [files[name] for name in pair]
    assert same(rows, concatenate_datasets([load(path) for path in paths]))
    assert same(rows, load(*paths))


def test_no_reader_is_needed_to_know_what_is_in_a_file(files):
    for name, path in files.items():
        schema = pq.read_schema(path)
        assert schema.equals(RELEASE)
        # The mark of one version of `datasets` is what another version cannot read.
        assert not schema.metadata
        assert pq.read_table(path).to_pylist() == (
            pa.Table.from_pylist(FILES[name], RELEASE).to_pylist()
        )
        assert list(pd.read_parquet(path)["id"]) == [row["id"] for row in FILES[name]]
