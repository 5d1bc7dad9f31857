"""The self-test drops rows whose reward does not tell right from wrong, with the failing case."""

from __future__ import annotations

import json
import threading
from collections import Counter

import pyarrow as pa
import pytest

from pipeline.schema import PROBLEM
from pipeline.stages import selftest
from rewards import Verdict, load_reward
from rewards.base import Examined


def row(gold: str, reward: str = "grid") -> dict:
    prompt = [{"role": "user", "content": "What grid?"}]
    return {"prompt": prompt, "reward": reward, "ground_truth": gold, "spec": "{}"}


def broken(monkeypatch, verdict):
    """The reward `grid`, grading by another function."""
    reward = load_reward("grid")
    monkeypatch.setattr(type(reward), "score", lambda self, r, g, s=None: verdict(r, g))
    monkeypatch.setattr(selftest, "load_reward", lambda name: reward)


CORRECT, WRONG = Verdict(1.0, "correct"), Verdict(0.0, "wrong")


def test_a_sound_row_passes_and_every_case_is_counted():
    counts: Counter[str] = Counter()
    assert selftest.check(row("[[1,2]]"), [row("[[3]]")], counts) is None
    assert counts["gold"] == counts["negative:next_gold"] == 1
    assert counts["negative:prompt_echo"] == counts["negative:empty"] == 1
    assert not counts["next_gold_not_applicable"]


def test_no_other_gold_is_recorded_not_passed_over():
    counts: Counter[str] = Counter()
    assert selftest.check(row("[[1,2]]"), [], counts) is None
    assert counts["next_gold_not_applicable"] == 1


def test_gold_that_is_not_paid_drops_the_row(monkeypatch):
    broken(monkeypatch, lambda response, gold: WRONG)
    failure = selftest.check(row("[[1,2]]"), [], Counter())
    assert failure is not None
    assert (failure.reason, failure.case, failure.status) == ("gold_not_paid", "gold", "wrong")


def test_a_reward_that_pays_everything_drops_the_row(monkeypatch):
    broken(monkeypatch, lambda response, gold: CORRECT)
    failure = selftest.check(row("[[1,2]]"), [row("[[3]]")], Counter())
    assert failure is not None
    assert failure.reason == "wrong_answer_paid"


def test_a_reward_that_pays_another_rows_gold_drops_the_row(monkeypatch):
    grid = load_reward("grid")
    paid = {grid.render("[[1,2]]"), grid.render("[[3]]")}
    broken(monkeypatch, lambda response, gold: CORRECT if response in paid else WRONG)
    failure = selftest.check(row("[[1,2]]"), [row("[[3]]")], Counter())
    assert failure is not None
    assert (failure.reason, failure.case) == ("wrong_answer_paid", "next_gold")


@pytest.mark.parametrize("status", ["undecided", "error"])
def test_an_unclear_verdict_on_a_plain_wrong_answer_drops_the_row(monkeypatch, status):
    right = load_reward("grid").render("[[1,2]]")
    unclear = Verdict(0.0, status)
    broken(monkeypatch, lambda response, gold: CORRECT if response == right else unclear)
    failure = selftest.check(row("[[1,2]]"), [], Counter())
    assert failure is not None
    assert (failure.reason, failure.status) == ("wrong_answer_undecided", status)


def others_of(rows: list[dict], number: int = 0) -> list[dict]:
    return list(selftest._other_golds(rows, number))


@pytest.mark.parametrize(
    ("answer", "other", "apart"),
    [
        ("1100 mg", "1.10 g", False),
        ("0.25 m", "25 cm", False),
        ("1100 mg", "1.20 g", True),
        ("120", "120 degrees", False),
        ("red", "blue", True),
        (r"\frac{1}{2}", "0.5", False),
        ("3/4", "0.75", False),
        (r"\frac{1}{3}", "0.5", True),
        ("1/2 or 3", "0.5", True),
        ("1/0", "5", True),
        ("9" * 5_000, "8" * 5_000, True),
        (f"{'9' * 5_000}/7", f"7/{'8' * 5_000}", True),
    ],
)
def test_the_same_digits_in_another_unit_are_not_clearly_another_answer(answer, other, apart):
    assert selftest._apart(answer, other) is apart
    assert selftest._apart(other, answer) is apart


def test_the_other_gold_is_chosen_by_its_text_alone(monkeypatch):
    """A reward that takes all golds for equal still meets one that plainly differs."""
    rows = [row("[[1]]"), row("[[1]]"), row("[[2]]")]
    assert others_of(rows) == [rows[2]]
    assert others_of(rows, 2) == rows[:2]
    assert others_of(rows[:2]) == []
    assert others_of([rows[0], {**rows[2], "reward": "ordering"}]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("120", r"120^\circ"), (r"25\%", "25"), ("8", "K=8"), ("21 dogs", "21"), ("8th", "8")],
)
def test_the_same_number_with_more_around_it_is_no_other_answer(one, other):
    rows = [row(gold, "math") for gold in (one, other, "7")]
    assert others_of(rows) == [rows[2]]


def test_an_answer_that_cannot_be_read_is_not_held_against_a_row(monkeypatch):
    grid = load_reward("grid")
    sound, unclear = type(grid).score, Verdict(0.0, "undecided")
    broken(
        monkeypatch,
        lambda response, gold: unclear if "[[3]]" in response else sound(grid, response, gold),
    )
    counts: Counter[str] = Counter()
    failure = selftest.check(row("[[1,2]]"), [row("[[3]]")], counts)
    assert failure is not None
    assert (failure.reason, failure.case) == ("wrong_answer_undecided", "next_gold")
    assert selftest.check(row("[[1,2]]"), [row("[[3]]"), row("[[4]]")], counts) is None
    assert counts["negative:next_gold"] == 2, "counted once a row"
    assert "next_gold_not_applicable" not in +counts


def predicted(reward: str, body: str, given: str, returned: str) -> dict:
    gold = {"program": f"def f(n):\n    return {body}\n", "function": "f"}
    return row(json.dumps({**gold, "input": given, "output": returned}), reward)


def test_programs_that_return_the_same_are_no_other_answer():
    rows = [
        predicted("code_io_output", "n > 1", "2", "True"),
        predicted("code_io_output", "n < 9", "3", "True"),
        predicted("code_io_output", "n + 1", "3", "4"),
    ]
    assert others_of(rows) == [rows[2]]
    assert others_of(rows[:2]) == []


def test_an_input_that_serves_by_chance_is_not_held_against_a_row():
    rows = [
        predicted("code_io_input", "n > 1", "2", "True"),
        predicted("code_io_input", "n + 1", "5", "6"),
        predicted("code_io_input", "n + 2", "0", "2"),
    ]
    others = others_of(rows)
    assert others == rows[1:], "5 is right too, 0 is not"
    assert selftest.check(rows[0], others, Counter()) is None
    failure = selftest.check(rows[0], others[:1], Counter())
    assert failure is not None
    assert (failure.reason, failure.case) == ("wrong_answer_paid", "next_gold")


def test_a_quantity_that_is_equal_in_another_unit_is_not_held_against_a_row():
    rows = [row(gold, "science") for gold in ("264 kPa", "2.61 atm", "3 g")]
    rows[0]["spec"] = json.dumps({"significant": 3, "unit_required": True})
    others = others_of(rows)
    assert others == rows[1:], "2.61 atm are 264 kPa, 3 g are not"
    assert selftest.check(rows[0], others, Counter()) is None
    failure = selftest.check(rows[0], others[:1], Counter())
    assert failure is not None
    assert (failure.reason, failure.case) == ("wrong_answer_paid", "next_gold")


@pytest.mark.parametrize(
    ("answer", "other", "differ"),
    [
        (r"\boxed{264 \text{kPa}}", r"\boxed{2.61 \text{atm}}", True),
        (r"\boxed{-3 \text{degC}}", r"\boxed{270 \text{K}}", True),
        (r"\boxed{264 \text{kPa}}", r"\boxed{265 \text{kPa}}", False),
        (r"\boxed{264}", r"\boxed{265}", False),
        (r"\boxed{3, 4}", r"\boxed{5, 6}", False),
        (r"\boxed{x = 3}", r"\boxed{y = 4}", False),
        (r"\boxed{red}", r"\boxed{3 \text{m}}", False),
    ],
)
def test_which_answers_could_be_one_quantity(answer, other, differ):
    assert selftest._units_differ(answer, other) is differ
    assert selftest._units_differ(other, answer) is differ


def test_a_build_drops_failing_rows_with_the_case(world, monkeypatch):
    reward = load_reward("truth_assignment")
    sound = type(reward).score
    world.settings()

    def pays_refusals(self, response, gold, spec=None):
        return CORRECT if response == "" else sound(self, response, gold, spec)

    monkeypatch.setattr(type(reward), "score", pays_refusals)
    build = world.build("measure.max_problems=0")
    drops = build.stages[4].drops().to_pylist()
    assert {drop["reason"] for drop in drops} == {"wrong_answer_paid"}
    assert {drop["data_source"] for drop in drops} == {"logic__knights_and_knaves"}
    assert json.loads(drops[0]["evidence"])["case"] == "empty"
    assert build.stages[4].counts["kept"] == len(
        [r for r in build.stages[3].table().to_pylist() if r["reward"] == "grid"]
    )


def test_rows_are_tested_side_by_side(monkeypatch):
    reward = load_reward("grid")
    grading = threading.Barrier(2)

    def meets_another(self, gold, spec, reference):
        grading.wait(60)
        return Examined()

    monkeypatch.setenv("TOUCHSTONE_REWARD_WORKERS", "2")
    monkeypatch.setattr(type(reward), "examine", meets_another)
    rows = [row(f"[[{n}]]") for n in range(4)]
    names = {"id": "i", "data_source": "s", "source_row": "r", "reference": "", "meta": "{}"}
    batch = pa.RecordBatch.from_pylist([names | each for each in rows], PROBLEM)
    outcome = selftest.Selftest({"examine": True}).kernel(batch, None)
    assert outcome.kept.num_rows == 4
    assert outcome.counts["gold"] == 4


def test_a_partial_reward_may_pay_a_part_of_another_gold():
    golds = (
        '{"header": ["House", "Color"], "rows": [["1", "red"], ["2", "blue"]]}',
        '{"header": ["House", "Color"], "rows": [["1", "red"], ["2", "green"]]}',
    )
    rows = [row(gold, "partial_puzzle_table") for gold in golds]
    counts: Counter[str] = Counter()
    assert selftest.check(rows[0], rows[1:], counts) is None
    assert counts["negative:next_gold"] == 1


def test_what_a_look_at_the_gold_finds_enters_the_row_or_drops_it(world, monkeypatch):
    reward = load_reward("truth_assignment")
    world.settings()

    def examine(self, gold, spec, reference):
        if '"Abby"' in gold:
            return Examined("weak_suite", "passed by nothing at all")
        return Examined(facts={"suite": 3}, ground_truth=gold.replace(" ", ""))

    monkeypatch.setattr(type(reward), "examine", examine)
    build = world.build("measure.max_problems=0", "sources.knights_and_knaves.count=200")
    before, after = build.stages[3].table().to_pylist(), build.stages[4].table().to_pylist()
    abby = {r["id"] for r in before if r["reward"] != "grid" and '"Abby"' in r["ground_truth"]}
    assert abby
    drops = build.stages[4].drops().to_pylist()
    assert {d["id"] for d in drops if d["reason"] == "weak_suite"} == abby
    assert "nothing at all" in drops[0]["evidence"]
    kept = [r for r in after if r["reward"] == "truth_assignment"]
    assert all(json.loads(r["meta"])["suite"] == 3 and " " not in r["ground_truth"] for r in kept)
    assert {r["id"] for r in kept} <= {r["id"] for r in before}, "a cut gold keeps the row's id"
    assert any(json.loads(r["meta"])["people"] == 2 for r in kept), "what was there stays"
    plain = world.build("measure.max_problems=0", "selftest.examine=false")
    assert all("suite" not in json.loads(r["meta"]) for r in plain.stages[4].table().to_pylist())
