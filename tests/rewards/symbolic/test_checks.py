"""The labelled cases: none paid wrongly, none hangs, no place in the pool is lost."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rewards.symbolic import Comparison, _decided, compare_expressions, pool

CHECKS = os.environ.get("TOUCHSTONE_CHECKS", "")
pytestmark = pytest.mark.skipif(not CHECKS, reason="TOUCHSTONE_CHECKS names no labelled cases")

SYMBOLIC = frozenset(("polynomial", "trig", "radical_log", "complex", "real_l2s_tests"))
# The kinds on which the typed comparison has the first word: units, digits, names.
OF_TYPES = frozenset(("units", "scientific", "choice", "set_tuple_order", "real_mv_tests"))
_BOX = re.compile(r"\\boxed\{(.*)\}\$?\.?$", re.DOTALL)


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (Path(CHECKS) / name).read_text().splitlines()]


def pairs() -> list[dict[str, object]]:
    return [row for row in rows("math_pairs.jsonl") if not row["context"]]


def compare(row) -> Comparison:
    return compare_expressions(row["gold"], row["pred"])


def test_no_pair_is_paid_wrongly():
    assert [row for row in pairs() if not row["equal"] and compare(row).status == "equal"] == []


def test_symbolic_pairs_are_decided():
    wrong = [
        row
        for row in pairs()
        if row["kind"] in SYMBOLIC
        and compare(row).status != ("equal" if row["equal"] else "different")
    ]
    assert wrong == []


def test_hardly_an_equal_pair_is_called_different():
    wrong = [
        row
        for row in pairs()
        if row["equal"] and row["kind"] not in OF_TYPES and compare(row).status == "different"
    ]
    assert len(wrong) <= 0.01 * len(pairs())


def test_hostile_answers_from_threads_end_and_leave_the_pool_whole():
    cases = []
    for row in rows("hostile_math.jsonl"):
        box = _BOX.search(row["answer"])
        cases.append((row["gold"], row["answer"], row["expect"]))
        if box:
            cases.append((row["gold"], box[1], row["expect"]))
    for _ in range(3):
        _decided.cache_clear()
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda case: compare_expressions(*case[:2]).status, cases))
        wrong = [
            case
            for case, status in zip(cases, found, strict=True)
            if (status == "equal") > (case[2] == "equal")
        ]
        assert wrong == []
        assert pool().idle() == pool().size


def test_nothing_that_was_injected_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    marker = tmp_path / "ran"
    for text in (
        f'open("{marker}","w")',
        f'__import__("os").system("touch {marker}")',
        f"S(\"open('{marker}','w')\")",
        f"\\int \\operatorname{{open}}({marker}) dx",
        f"\\write18{{touch {marker}}}",
    ):
        assert compare_expressions("1", text).status != "equal"
        assert compare_expressions(text, text).status in ("equal", "undecided")
    assert not marker.exists()
