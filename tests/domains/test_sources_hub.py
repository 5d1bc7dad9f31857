"""Sources of the Hub: small files of their form, from the in-test Hub to problems."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any, NamedTuple

import pytest

from domains.base import Drop, Hub, Source
from domains.code.livecodebench import livecodebench
from domains.code.livecodebench_test import livecodebench_test
from domains.code.primeintellect import primeintellect
from domains.code.taco_verified import taco_verified
from domains.logic.folio import folio
from domains.math.big_math import big_math
from domains.math.dapo_math_17k import dapo_math_17k
from domains.math.deepscaler import deepscaler
from domains.math.skywork_or1 import skywork_or1
from domains.registry import known_domains, load_sources
from domains.science.webinstruct_verified import webinstruct_verified
from domains.simulation.codeio_pyedu import codeio_pyedu
from domains.tabular.multihiertt import multihiertt
from pipeline import sources
from pipeline.fetchers import hub
from pipeline.locations import Locator, Lock
from pipeline.settings import SourceSettings
from rewards import load_reward
from tests.hub import FakeHub, Repo

Rows = list[dict[str, Any]]


class Case(NamedTuple):
    """A source, its file with rows of the Hub's form, and what comes of them, in order."""

    source: Source
    file: str
    rows: Rows
    outcomes: list[tuple[str, str]]
    """Per raw row: "kept" and a part of question, context or gold; or the reason of its drop."""


def dapo(question, gold, index):
    asked = (
        "Solve the following math problem step by step. The last line of your response should be "
        "of the form Answer: $Answer (without quotes) where $Answer is the answer to the problem."
        f'\n\n{question}\n\nRemember to put your answer on its own line after "Answer:".'
    )
    return {
        "data_source": "math_dapo", "prompt": [{"content": asked, "role": "user"}],
        "ability": "MATH", "reward_model": {"ground_truth": gold, "style": "rule"},
        "extra_info": {"index": index},
    }  # fmt: skip


def skywork(question, gold):
    asked = f"{question} Let's think step by step and output the final answer within \\boxed{{}}."
    return {
        "data_source": "train-math-numinamath1.5_olympiads", "ability": "math",
        "prompt": [{"content": asked, "role": "user"}],
        "reward_model": {"ground_truth": gold, "style": "rule"},
        "extra_info": {"index": 3, "model_difficulty": {"DeepSeek-R1-Distill-Qwen-7B": 4}},
    }  # fmt: skip


def big(problem, answer):
    return {
        "problem": problem, "answer": answer, "source": "orca_math",
        "domain": ["Mathematics -> Algebra"], "llama8b_solve_rate": 0.5,
    }  # fmt: skip


def taco(question, suite, **more):
    row = {
        "question": question, "source": "codeforces", "input_output": json.dumps(suite),
        "starter_code": "", "solutions": ["print(0)", "print(int(input()) * 2)"],
        "difficulty": "EASY",
    }  # fmt: skip
    return row | more


def prime(problem, tests, solution="```python\nprint(int(input()) * 2)\n```"):
    return {"problem": problem, "solutions": [solution], "tests": json.dumps(tests)}


def lcb(problem, tests, starter="", name=None):
    return {
        "problem": problem, "starter_code": starter, "tests": json.dumps(tests),
        "metadata": {"func_name": name},
    }  # fmt: skip


def web(answer, **more):
    row = {
        "id": 1, "question": "How fast is the train?", "answer": answer, "answer_type": "Float",
        "category": "Physics", "difficulty": "University",
    }  # fmt: skip
    return row | more


def codeio(code, ios):
    return {
        "problem_description": "Double a number.", "io_requirements": "Input:\n  `n` (int)",
        "refcode": code, "funcname": "main_solution", "ios": ios, "category": "x", "meta": {},
    }  # fmt: skip


def hiertt(answer, **more):
    table = (
        "<table><tr><td></td><td colspan='2'>Sales &amp; costs</td></tr>"
        "<tr><td>2009</td><td>1,200</td><td>30</td></tr></table>"
    )
    asked = {
        "question": "What is the sum of sales and costs?", "answer": answer, "program": "add(1,2)",
        "text_evidence": [], "table_evidence": ["0-1-1"], "question_type": "arithmetic",
    }  # fmt: skip
    return {"uid": "u1", "paragraphs": ["A report."], "tables": [table], "qa": asked | more}


def story(label, conclusion="Rina drinks coffee."):
    return {
        "story_id": 406, "premises": "All people drink coffee.\nRina is a person.",
        "premises-FOL": "", "conclusion": conclusion, "conclusion-FOL": "", "label": label,
        "example_id": 1,
    }  # fmt: skip


LONG = "Given one integer on a line of its own, print twice that integer on a line of its own. " * 2
DOUBLE = "def main_solution(n):\n    return {'twice': (n, n * 2)}\n"
STDIN = {"type": "stdin_stdout", "input": "3\n", "output": "6\n"}
CALL = {"type": "function_call", "fn_name": "twice", "input": [3], "output": [6]}
METHOD = {"input": '[1, 2]\n"a"', "output": "true", "testtype": "functional"}
LINES = {"input": "3\n", "output": "1.5\n", "testtype": "stdin"}

CASES = [
    Case(
        dapo_math_17k, "data/dapo-math-17k.parquet",
        [dapo("Find $x$ if $x=34$.", "34", "a"), dapo("Find $y$.", "7", "b")] * 3,
        [("kept", "=Find $x$ if $x=34$."), ("kept", "=Find $y$.")],
    ),
    Case(
        skywork_or1, "data/math-00000-of-00001.parquet",
        [skywork("Find $x$.", '["\\\\frac{1}{2}"]'), skywork("Find $y$.", '["1", "2"]')],
        [("kept", "=Find $x$."), ("several_golds", "")],
    ),
    Case(
        deepscaler, "deepscaler.json",
        [
            {"problem": "What is $1+1$?", "answer": "2", "solution": "It is 2."},
            {"problem": "What is $1+2$?", "answer": 3, "solution": None},
            {"problem": "What is $1+3$?", "answer": "", "solution": ""},
            {"problem": "Prove that $1=1$.", "answer": "so", "solution": ""},
        ],
        [("kept", "=What is $1+1$?"), ("kept", "1+2"), ("no_final_answer", ""), ("proof", "")],
    ),
    Case(
        big_math, "data/train-00000-of-00001.parquet",
        [big("What is half of 3600?", "1800"), big("See ![](a.png). What is $x$?", "1")],
        [("kept", "=What is half of 3600?"), ("image", "")],
    ),
    Case(
        taco_verified, "data/train-00000-of-00002.parquet",
        [
            taco(LONG, {"inputs": ["3\n", ["4", ""]], "outputs": ["6\n", ["8"]]}),
            taco(
                LONG, {"fn_name": "twice", "inputs": [[3]], "outputs": [[6]]}, source="codewars",
                starter_code="def twice(n):\n\t", solutions=["def twice(n):\n    return n * 2"],
            ),
            taco(LONG, {"inputs": ["1"], "outputs": ["1"]}, source="geeksforgeeks"),
            taco("Twice.", {"inputs": ["1"], "outputs": ["1"]}),
            taco(LONG, {"inputs": [], "outputs": []}),
        ],
        [
            ("kept", LONG.strip()), ("kept", "def twice(n):"), ("source_left_out", ""),
            ("short_question", ""), ("no_tests", ""),
        ],
    ),
    Case(
        primeintellect, "primeintellect/train-00000-of-00005.parquet",
        [
            prime(LONG, [STDIN]),
            prime("Write a function.", [CALL], "def twice(n):\n    return n * 2"),
            prime(LONG, []), prime("Example\nInput 3", [STDIN]), prime(LONG, [STDIN, CALL]),
        ],
        [
            ("kept", LONG.strip()), ("kept", "The function is to be named `twice`."),
            ("no_tests", ""), ("no_statement", ""), ("unknown_tests", ""),
        ],
    ),
    Case(
        livecodebench, "lcbv5/train-00000-of-00005.parquet",
        [
            lcb("Halve it.", [LINES]),
            lcb("Is it so?", [METHOD], "class Solution:\n    def isSo(self, n, t):", "isSo"),
            lcb("Is it so?", [METHOD], "class Solution:"), lcb("Halve it.", []),
        ],
        [
            ("kept", "=Halve it."), ("kept", "def isSo(self, n, t):"), ("no_function_name", ""),
            ("no_tests", ""),
        ],
    ),
    Case(
        livecodebench_test, "lcbv5/test-00000-of-00001.parquet",
        [lcb("Halve it.", [LINES]), lcb("Is it?", [METHOD | {"output": "yes"}], "x", "isSo")],
        [("kept", "=Halve it."), ("tests_not_json", "")],
    ),
    Case(
        webinstruct_verified, "data/train-00000-of-00001.parquet",
        [
            web("11.2 km/s"), web("5", category="Mathematics"), web("5", difficulty="Senior High"),
            web("5", answer_type="Boolean"), web("(c)"), web("0.12345 m"), web("?"),
            web("x" * 91, answer_type="String"),
        ],
        [
            ("kept", "=How fast is the train?"), ("mathematics", ""), ("level", ""),
            ("answer_type", ""), ("single_letter", ""), ("needs_rounding", ""),
            ("sentinel_gold", ""), ("long_gold", ""),
        ],
    ),
    Case(
        codeio_pyedu, "0_368500_filtered_v2_ds25.sced.jsonl",
        [
            codeio(DOUBLE, [
                {"input": {"n": 3}, "output": {"twice": [3, 6]}},
                {"input": {"n": 4}, "output": {"twice": [4, 8]}},
            ]),
            codeio(DOUBLE, [{"input": {"n": 3}, "output": {"twice": [3, 7]}}]),
        ],
        [
            ("kept", "main_solution(n=3)"), ("kept", "{'twice': [4, 8]}"), ("other_output", ""),
            ("other_output", ""),
        ],
    ),
    Case(
        multihiertt, "multihiertt_data/train.json",
        [
            hiertt(1230), hiertt("0.123456"), hiertt(1, text_evidence=[3]),
            hiertt("no", question_type="span_selection"), hiertt("many"),
        ],
        [
            ("kept", "|  | Sales & costs | Sales & costs |"),
            ("kept", "(Answer rounded to 4 decimal places.)"), ("needs_text", ""),
            ("question_type", ""), ("no_number", ""),
        ],
    ),
    Case(
        folio, "folio_v2_train.jsonl",
        [story("True"), story("Uncertain", "Rina is tall."), story("Maybe")],
        [("kept", "Rina drinks coffee."), ("kept", "Rina is tall."), ("unknown_label", "")],
    ),
]  # fmt: skip
BY_NAME = pytest.mark.parametrize("case", CASES, ids=lambda case: case.source.data_source)


def packed(file: str, rows: Rows) -> bytes:
    if file.endswith(".json"):
        return json.dumps(rows).encode()
    if file.endswith(".jsonl"):
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def filtered(source: Source, row):
    problem = source.normalize(row)
    drops = () if isinstance(problem, Drop) else (check(problem) for check in source.row_filters)
    return next((drop for drop in drops if drop), problem)


@pytest.fixture
def from_hub(tmp_path, monkeypatch):
    """What comes of a case's rows when the in-test Hub serves them: (key, problem or drop)."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hf"))

    def read(case: Case):
        location = case.source.location
        with FakeHub() as server:
            monkeypatch.setenv("HF_ENDPOINT", server.url)
            server.repos["datasets", location.repo] = Repo({case.file: packed(*case[1:3])})
            entry = hub.pin(location, location.members, ())
            locator = Locator(tmp_path / "cache", lock=Lock({location.name: entry}))
            described = sources.describe(case.source, SourceSettings(), locator)
            files = locator.named(location)
        rows = sources.raw_rows(case.source, described, files)
        return [(row.key, filtered(case.source, row)) for row in rows]

    return read


@BY_NAME
def test_from_the_hub_to_problems(case, from_hub):
    found = from_hub(case)
    assert len({key for key, _ in found}) == len(found) == len(case.outcomes)
    for (key, outcome), (expected, part) in zip(found, case.outcomes, strict=True):
        if expected != "kept":
            assert isinstance(outcome, Drop), (key, outcome)
            assert outcome.reason == expected
            assert outcome.evidence
            continue
        assert not isinstance(outcome, Drop), (key, outcome)
        if part.startswith("="):
            assert outcome.question == part[1:]
        assert part.lstrip("=") in f"{outcome.context}\n{outcome.question}"


@BY_NAME
def test_kept_rows_are_paid_for_their_gold_and_for_nothing_near_it(case, from_hub):
    problems = [outcome for _, outcome in from_hub(case) if not isinstance(outcome, Drop)]
    for problem in problems:
        reward = load_reward(problem.reward or case.source.reward)
        assert reward.name in case.source.rewards
        gold, spec = problem.ground_truth, dict(problem.spec)
        solved = {**spec, "reference": problem.reference} if problem.reference else spec
        with_it = solved if "reference" in reward.spec_keys else spec
        verdict = reward.score(reward.render(gold, with_it), gold, spec)
        assert (verdict.value, verdict.status) == (1.0, "correct"), verdict.detail
        kinds = Counter(
            reward.score(negative.response, gold, spec).value
            for negative in reward.negatives(gold, with_it)
        )
        assert set(kinds) == {0.0}


def test_every_source_of_the_hub_is_tried():
    tried = {case.source.data_source for case in CASES} | {"logic__barc"}
    declared = {
        source.data_source
        for domain in known_domains()
        for source in load_sources(domain)
        if isinstance(source.location, Hub)
    }
    assert declared == tried


def test_golds():
    by_name = {case.source.name: case for case in CASES}

    def gold(name, number):
        case = by_name[name]
        row = next(iter(case.source.reader(_file(case))), None) if number == 0 else None
        rows = list(case.source.reader(_file(case))) if row is None else [row]
        return json.loads(case.source.normalize(rows[number]).ground_truth)

    assert gold("taco_verified", 0) == {"inputs": ["3\n", "4\n"], "outputs": ["6\n", "8"]}
    assert gold("taco_verified", 1) == {"fn_name": "twice", "inputs": [[3]], "outputs": [6]}
    assert gold("livecodebench", 0)["compare"] == "float:1e-6"
    assert gold("livecodebench", 1) == {
        "fn_name": "isSo", "class": "Solution", "inputs": [[[1, 2], "a"]], "outputs": [True],
    }  # fmt: skip
    assert gold("multihiertt", 1) == [0.1235]


def _file(case: Case) -> io.BytesIO:
    file = io.BytesIO(packed(case.file, case.rows))
    file.name = case.file
    return file
