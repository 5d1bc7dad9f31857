"""Parquet segments of the completion store: the same records, found fast, read by any reader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipeline import completions, segments
from pipeline.completions import COMPLETIONS, Ledger
from pipeline.fingerprint import digest

SAMPLING = {"temperature": 0.7, "top_p": 1.0, "max_tokens": 64, "seed": 0}


def sampled(number: int, text: str | None = None) -> dict:
    return {
        "model": "m@1", "prompt": digest(number), "sample": number % 16, "sampling": SAMPLING,
        "text": text if text is not None else f"answer {number}", "finish": "stop",
        "tokens": number, "prompt_tokens": 7,
    }  # fmt: skip


def filled(folder: Path, numbers: range) -> None:
    ledger = Ledger(folder, COMPLETIONS)
    for number in numbers:
        ledger.put(digest(number), sampled(number))
    ledger.close()


def assert_has(folder: Path, numbers: range) -> None:
    ledger = Ledger(folder, COMPLETIONS)
    assert len(ledger) == len(numbers)
    for number in numbers:
        assert ledger.get(digest(number)) == sampled(number)
        assert digest(number) in ledger
    assert ledger.get(digest("absent")) is None
    assert digest("absent") not in ledger
    ledger.close()


def test_records_are_the_same_from_lines_and_from_parquet(tmp_path):
    filled(tmp_path, range(2500))
    assert segments.compact(tmp_path, COMPLETIONS) == 2500
    assert not list(tmp_path.glob("*.jsonl"))
    assert_has(tmp_path, range(2500))
    filled(tmp_path, range(2500, 2600))
    assert_has(tmp_path, range(2600))
    assert segments.compact(tmp_path, COMPLETIONS) == 100
    assert len(list(tmp_path.glob("*.parquet"))) == 2
    assert_has(tmp_path, range(2600))
    assert segments.compact(tmp_path, COMPLETIONS) == 0


def test_any_parquet_reader_loads_it(tmp_path):
    filled(tmp_path, range(50))
    segments.compact(tmp_path, COMPLETIONS)
    table = ds.dataset(sorted(map(str, tmp_path.glob("*.parquet")))).to_table()
    assert table["text"].to_pylist() == [f"answer {n}" for n in range(50)]
    assert sum(table["tokens"].to_pylist()) == sum(range(50))


@pytest.mark.parametrize(
    "odd",
    [
        sampled(1, "\udc00"),
        sampled(2) | {"tokens": 2**40},
        sampled(3) | {"more": "than the columns"},
        sampled(4) | {"finish": None},
        {"text": "alone"},
    ],
)
def test_what_the_columns_cannot_hold_survives(tmp_path, odd):
    ledger = Ledger(tmp_path, COMPLETIONS)
    ledger.put(digest("odd"), odd)
    ledger.put(digest(7), sampled(7))
    ledger.close()
    segments.compact(tmp_path, COMPLETIONS)
    again = Ledger(tmp_path, COMPLETIONS)
    assert again.get(digest("odd")) == odd
    assert again.get(digest(7)) == sampled(7)
    again.close()


def test_the_first_record_stays_whether_in_lines_or_in_parquet(tmp_path):
    first, second = Ledger(tmp_path, COMPLETIONS), Ledger(tmp_path, COMPLETIONS)
    first.put(digest(1), sampled(1))
    second.put(digest(1), sampled(1, "later"))
    first.close()
    second.close()
    assert segments.compact(tmp_path, COMPLETIONS) == 1
    ledger = Ledger(tmp_path, COMPLETIONS)
    ledger.put(digest(1), sampled(1, "later still"))
    assert ledger.get(digest(1)) == sampled(1)
    ledger.close()
    assert not list(tmp_path.glob("*.jsonl"))


def test_a_store_in_use_is_left_alone(tmp_path):
    filled(tmp_path, range(3))
    reader = Ledger(tmp_path, COMPLETIONS)
    assert segments.compact(tmp_path, COMPLETIONS) is None
    assert reader.get(digest(0)) == sampled(0)
    reader.close()
    assert segments.compact(tmp_path, COMPLETIONS) == 3


def test_two_keys_that_begin_alike_are_told_apart(tmp_path):
    ledger = Ledger(tmp_path, COMPLETIONS)
    keys = [f"{'ab' * 8}{n:016x}" for n in range(3)]
    for number, key in enumerate(keys[:2]):
        ledger.put(key, sampled(number))
    ledger.close()
    segments.compact(tmp_path, COMPLETIONS)
    again = Ledger(tmp_path, COMPLETIONS)
    assert [again.get(key) for key in keys] == [sampled(0), sampled(1), None]
    again.close()


def test_a_crash_while_compacting_loses_and_doubles_nothing(tmp_path, monkeypatch):
    filled(tmp_path, range(30))
    real = Path.unlink

    def die(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".jsonl":
            raise KeyboardInterrupt
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", die)
    with pytest.raises(KeyboardInterrupt):
        segments.compact(tmp_path, COMPLETIONS)
    monkeypatch.undo()
    assert_has(tmp_path, range(30))
    assert segments.compact(tmp_path, COMPLETIONS) == 0
    assert_has(tmp_path, range(30))
    (tmp_path / "half.tmp").write_bytes(b"PAR1 half")
    assert_has(tmp_path, range(30))


def test_many_lines_become_parquet_on_closing(tmp_path, monkeypatch):
    monkeypatch.setattr(completions, "COMPACT_BYTES", 2000)
    filled(tmp_path, range(2))
    assert not list(tmp_path.glob("*.parquet"))
    filled(tmp_path, range(2, 30))
    assert not list(tmp_path.glob("*.jsonl"))
    assert_has(tmp_path, range(30))


def test_harmed_lines_are_left_behind(tmp_path):
    filled(tmp_path, range(3))
    (path,) = tmp_path.glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1][:40] + b"\n\xff\xfe\n" + lines[2])
    assert segments.compact(tmp_path, COMPLETIONS) == 2


WRITER = """
import sys
from pathlib import Path
from pipeline.completions import COMPLETIONS, Ledger
from pipeline.fingerprint import digest
ledger = Ledger(Path(sys.argv[1]), COMPLETIONS)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    ledger.put(digest(number), {"text": str(number)})
    print(number, flush=True)
if len(sys.argv) > 4:
    sys.stdin.read()
ledger.close()
"""


def test_several_writers_and_one_that_is_killed_lose_nothing_acknowledged(tmp_path):
    spans = [(0, 200), (100, 300), (250, 400)]
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    running = [
        subprocess.Popen(
            [*command, str(low), str(high), *(["wait"] if low == 100 else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd(),
        )
        for low, high in spans
    ]  # fmt: skip
    killed = running[1]
    assert killed.stdout is not None
    acknowledged = [int(next(killed.stdout)) for _ in range(150)]
    os.kill(killed.pid, 9)
    for process in running:
        process.communicate()
    segments.compact(tmp_path, COMPLETIONS)
    ledger = Ledger(tmp_path, COMPLETIONS)
    for number in {*range(200), *acknowledged, *range(250, 400)}:
        assert ledger.get(digest(number)) == {"text": str(number)}
    ledger.close()


def test_the_whole_store_at_once(tmp_path):
    filled(tmp_path / "completions", range(3))
    assert completions.compact(tmp_path) == {"completions": 3}
