"""`touchstone measure` over files: kept, dropped, graded anew, estimated."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from filters.difficulty.rules import load_rule
from filters.difficulty.samplers.recorded import chatml
from pipeline import estimate, measuring
from pipeline.cli import app
from pipeline.errors import MeasureError, UsageError
from pipeline.measurement import LEAST_OUTAGES, decision_draws
from pipeline.stages.select import annotate
from rewards import load_reward

DRAWS = 16
SHARES = (0.0, 0.25, 0.5, 1.0)


def letters(number: int) -> str:
    """The outcomes of all draws of a row."""
    share, stream = SHARES[number % 4], random.Random(number)
    return "".join("1" if stream.random() < share else "0" for _ in range(DRAWS))


def text(gold: str, letter: str) -> str:
    return load_reward("math").render(gold if letter == "1" else "999")


class Files:
    """Rows, a recording of a model on them, and the command."""

    def __init__(self, folder: Path, number: int = 40) -> None:
        self.folder, self.number = folder, number
        self.rows = [
            {"question": f"What is {n} + 1?", "ground_truth": str(n + 1), "extra": n}
            for n in range(number)
        ]
        (folder / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in self.rows))
        self.record(range(number))
        self.out = folder / "out.parquet"

    def record(self, which) -> None:
        lines = [
            {"prompt": chatml([{"role": "user", "content": row["question"]}]), "sample": sample,
             "text": text(row["ground_truth"], letter), "completion_tokens": 10 + sample}
            for n, row in enumerate(self.rows) if n in which
            for sample, letter in enumerate(letters(n))
        ]  # fmt: skip
        (self.folder / "recording.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")

    def run(self, *args: str, rule: str = "dapo", code: int = 0) -> dict:
        recording = json.dumps(str(self.folder / "recording.jsonl"))
        given = [
            "measure", str(self.folder / "in.jsonl"), str(self.out), "--reward", "math", "--json",
            "--data", str(self.folder / "data"), "--set", f"measure.rule={rule}",
            "--set", f"select.rule={rule}", "--set", "measure.weak.engine=recorded",
            "--set", "measure.weak.model=oracle@1",
            "--set", f"measure.weak.options={{recording = {recording}}}", *args,
        ]  # fmt: skip
        ran = CliRunner().invoke(app, given)
        if code:
            assert ran.exit_code
            assert ran.exception is not None
            raise ran.exception
        assert ran.exception is None, ran.exception
        return json.loads(ran.stdout)


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path)


def expected(number: int) -> str:
    right = letters(number).count("1")
    return "too_easy" if right == DRAWS else "too_hard" if right == 0 else "keep"


def test_rows_are_kept_and_dropped_as_all_draws_would_have_it(files):
    report = files.run("--set", 'select.drop=["too_easy","too_hard"]')
    counted = Counter(map(expected, range(files.number)))
    assert report["decisions"] == dict(sorted(counted.items()))
    kept = pq.read_table(files.out).to_pylist()
    assert [row["extra"] for row in kept] == [
        n for n in range(files.number) if expected(n) == "keep"
    ]
    drops = pq.read_table(measuring.beside(files.out, "drops")).to_pylist()
    assert Counter(drop["reason"] for drop in drops) == counted - Counter(keep=counted["keep"])
    assert all(json.loads(drop["evidence"])["weak"] for drop in drops)
    for row in kept:
        assert letters(row["extra"]).startswith(row["weak_outcomes"])
    assert report["draws"] == report["draws_to_decide"] < report["draws_fixed_k"] == 16 * 40
    assert sum(report["histogram_weak"].values()) == files.number


def test_a_second_run_samples_nothing_and_a_top_up_is_told_apart(files):
    first = files.run()
    again = files.run()
    assert (again["sampled"], again["reused"]) == (0, first["sampled"])
    topped = files.run("--set", "measure.top_up=16")
    assert topped["draws_to_decide"] == first["draws"] < topped["draws"]
    assert topped["decisions"] == first["decisions"]


def test_what_is_sampled_otherwise_is_sampled_anew_and_recorded(files):
    def stored() -> list[dict]:
        folder = files.folder / "data" / "completions" / "completions"
        lines = [line for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]
        return [json.loads(line.partition(" ")[2])["sampling"] for line in lines]

    first = files.run()
    assert all("top_k" not in sampling for sampling in stored())
    narrow = files.run("--set", "measure.sampling.top_k=20")
    assert (narrow["reused"], narrow["sampled"]) == (0, first["sampled"])
    assert sum(sampling.get("top_k") == 20 for sampling in stored()) == first["sampled"]
    own = files.run("--set", "measure.weak.sampling.top_k=20")
    assert (own["reused"], own["sampled"]) == (first["sampled"], 0)
    assert files.run()["sampled"] == 0
    with pytest.raises(UsageError, match=r"measure\.weak\.sampling\.top_k = 0"):
        files.run("--set", "measure.weak.sampling.top_k=0", code=1)


def test_the_report_says_what_each_engine_did(files):
    report = files.run("--set", "measure.top_up=16")
    weak = report["throughput"]["weak"]
    assert weak["completions"] == report["sampled"] > 0
    assert weak["tokens"] == report["tokens_sampled"] > 0
    assert weak["tokens_per_second"] > weak["completions_per_second"] > 0
    again = files.run("--set", "measure.top_up=16")["throughput"]["weak"]
    assert (again["completions"], again["seconds"], again["tokens_per_second"]) == (0, 0.0, None)


def test_wrong_majorities_are_listed_and_never_dropped_for_it(files):
    files.run("--set", "select.drop=[]")
    review = pq.read_table(measuring.beside(files.out, "review")).to_pylist()
    never = [n for n in range(files.number) if expected(n) == "too_hard"]
    named = [row for row in review if row["reason"] == "majority_against_gold"]
    assert len(named) >= len(never)
    told = json.loads(named[0]["evidence"])
    assert told["weak"]["answers"][0][0] == "999"
    assert pq.read_table(files.out).num_rows == files.number


@pytest.mark.parametrize("which", ["none", "shortest", "first", "all"])
def test_traces_are_correct_answers(files, which):
    files.run("--traces", which, "--set", "measure.top_up=16")
    traces = pq.read_table(measuring.beside(files.out, "traces")).to_pylist()
    solved = [n for n in range(files.number) if "1" in letters(n)]
    assert bool(traces) == (which != "none")
    if which in ("first", "shortest"):
        assert len(traces) == len(solved)  # tokens grow with the sample here
    for trace in traces:
        question, answer = trace["messages"]
        gold = str(int(question["content"].split()[2]) + 1)
        assert load_reward("math").score(answer["content"], gold).status == "correct"
        assert (trace["model"], trace["role"]) == ("oracle@1", "weak")
    if which == "all":
        assert len(traces) > len(solved)


def test_a_changed_reward_grades_stored_completions_without_a_model(files, monkeypatch):
    first = files.run()
    reward = type(load_reward("math"))
    sound = reward.score

    def mean(self, response, gold, spec=None):
        return sound(self, response, "no such answer" if gold == "3" else gold, spec)

    monkeypatch.setattr(reward, "score", mean)
    monkeypatch.setattr(reward, "version", "changed")
    (files.folder / "recording.jsonl").unlink()
    report = files.run("--rescore", "--set", "select.drop=[]")
    assert report["sampled"] == 0
    rows = pq.read_table(files.out).to_pylist()
    assert [r["decision"] for r in rows if r["extra"] not in (2,)] == [
        expected(n) if n != 2 else None for n in range(files.number) if n != 2
    ]
    changed = rows[2]
    assert "1" not in changed["weak_outcomes"]
    assert first["decisions"] != report["decisions"]


def test_rescoring_under_another_rule_counts_what_is_lacking(files):
    files.run(rule="guru_weak")
    report = files.run("--rescore", "--set", "select.drop=[]")
    rows = pq.read_table(files.out).to_pylist()
    open_rows = [row for row in rows if row["decision"] == "unmeasured"]
    assert report["lacking_rows"] == len(open_rows) > 0
    assert all(row["pass_rate_weak"] is None for row in open_rows)
    assert 0 < report["lacking_least"] < report["lacking_most"] <= 16 * len(open_rows)
    for row in rows:
        if row["decision"] != "unmeasured":
            assert row["decision"] == expected(row["extra"])
    assert files.run()["decisions"] == Files(files.folder).run()["decisions"]


def test_rescoring_an_empty_store_leaves_every_row_open(files):
    report = files.run("--rescore")
    assert report["decisions"] == {"unmeasured": files.number}
    assert report["draws"] == 0


def test_an_outage_ends_the_run_and_says_so_and_the_next_goes_on(files):
    files.record(range(20))
    with pytest.raises(MeasureError, match="What was sampled is kept"):
        files.run(code=1)
    files.record(range(files.number))
    report = files.run()
    assert report["reused"] > 0
    assert "unmeasured" not in report["decisions"]


def test_an_engine_that_is_gone_ends_the_run_early(tmp_path):
    files = Files(tmp_path, 4 * LEAST_OUTAGES)
    files.record([])
    with pytest.raises(MeasureError) as caught:
        files.run("--set", "measure.concurrency=4", code=1)
    assert "draws failed" in str(caught.value)
    assert not files.out.exists()


def test_a_dry_run_estimates_what_the_run_then_takes(files):
    found = files.run("--dry-run", "--probe", "20", "--gpus", "2")
    assert not files.out.exists()
    assert found["probed"] == 20
    assert found["gpu_hours"] == pytest.approx(2 * found["hours"])
    report = files.run()
    assert report["reused"] > 0
    draws = found["draws_weak"]
    assert draws["least"] <= report["draws"] <= draws["most"]
    assert files.run("--dry-run", "--probe", "40")["hours"] is None


def test_totals_grow_with_rows_and_their_interval_with_the_spread():
    assert estimate.total([2.0, 2.0], 10) == (20.0, 20.0, 20.0)
    expected_, least, most = estimate.total([1.0, 3.0], 10)
    assert (expected_, least) == (20.0, pytest.approx(20 - 1.96 * 10))
    assert most - expected_ == pytest.approx(expected_ - least)
    assert estimate.total([], 10) == (0.0, 0.0, 0.0)


def test_rows_of_a_release_are_read_as_they_are(files):
    rows = [
        {"prompt": [{"role": "user", "content": r["question"]}],
         "reward_model": {"style": "rule", "ground_truth": r["ground_truth"]},
         "extra_info": {"reward": "math", "spec": "{}"}, "id": f"id{n}"}
        for n, r in enumerate(files.rows)
    ]  # fmt: skip
    found = measuring.problems(pa.Table.from_pylist(rows), measuring.Columns())
    assert [row["id"] for row in found.values()] == [f"id{n}" for n in range(files.number)]
    assert found["3"]["ground_truth"] == "4"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"ground_truth": "1", "reward": "math"}, "question"),
        ({"question": "q", "reward": "math"}, "ground_truth"),
        ({"question": "q", "ground_truth": "1"}, "reward"),
        ({"question": "q", "ground_truth": "1", "reward": "telepathy"}, "telepathy"),
    ],
)
def test_a_row_that_cannot_be_measured_is_named(row, said):
    with pytest.raises(UsageError, match=rf"row 0: .*{said}"):
        measuring.problems(pa.Table.from_pylist([row]), measuring.Columns())


@pytest.mark.parametrize("name", ["rows.txt", "none.parquet", "broken.jsonl"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    (tmp_path / "rows.txt").write_text("x")
    (tmp_path / "broken.jsonl").write_text("{")
    with pytest.raises(UsageError, match=name):
        measuring.read(tmp_path / name)


def test_jsonl_out_has_the_same_rows(files):
    files.run()
    first = pq.read_table(files.out).to_pylist()
    files.out = files.folder / "out.jsonl"
    files.run()
    assert [json.loads(line) for line in files.out.read_text().splitlines()] == first


def test_decision_draws_leave_the_top_up_out(files):
    rule = load_rule("guru")
    from filters.difficulty.cascade import Measured
    from filters.difficulty.outcomes import Outcomes

    topped = Measured("k", Outcomes("00" + "1" * 14), Outcomes("01" + "0" * 14), "keep")
    assert decision_draws(rule, [topped]) == 4
    assert decision_draws(rule, [topped], 4) == 8
    short = Measured("k", Outcomes("00"), Outcomes("1"), "keep")
    assert decision_draws(rule, [short]) == 3
    dropped = Measured("k", Outcomes("1" * 15), Outcomes(), "too_easy")
    assert decision_draws(rule, [dropped]) == 15


def test_published_rows_have_length_and_weight(built):
    _, build = built
    measured = next(stage for stage in build.stages if stage.stage == "measure")
    rows = annotate(measured.table(), "guru_weak").to_pylist()
    for row in rows:
        assert (row["sampling_weight"] is None) == (not row["n_weak"])
        assert (row["target_length"] is None) == ("1" not in (row["weak_outcomes"] or ""))
    assert any(row["target_length"] for row in rows)
    assert measured.folder.table("traces").num_rows
    assert "messages" in measured.folder.table("traces").column_names
    assert "reason" in measured.folder.table("review").column_names
    ran = json.loads((measured.folder.path / "run.json").read_text())["throughput"]
    assert ran["weak"]["completions"] > 0
    assert ran["weak"]["tokens_per_second"] > 0
    assert "throughput" not in json.dumps(measured.manifest)
