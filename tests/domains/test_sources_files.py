"""Sources of GitHub and of wheels: rows of their form, to problems that their rewards grade."""

from __future__ import annotations

import io
import json
from functools import partial

import pytest

from domains.base import Drop, Problem, RawRow, SourceRowError
from domains.code._functions import free_calls
from domains.code._leetcode import entry_point
from domains.code._mbpp import part as mbpp_part
from domains.code.human_eval import human_eval
from domains.code.leetcode import leetcode
from domains.code.mbpp import mbpp
from domains.code.rllm_leetcode import rllm_leetcode
from domains.logic.bbh import bbh
from domains.logic.logic_rl import logic_rl
from domains.logic.proof_writer import proof_writer
from domains.science._pubmed_qa import QUESTIONS, TEST
from domains.science.mmlu_test import mmlu_test
from domains.science.openbookqa import openbookqa
from domains.science.pubmed_qa import pubmed_qa
from domains.science.pubmed_qa_test import pubmed_qa_test
from domains.science.sci_bench import sci_bench
from domains.science.theorem_qa import theorem_qa
from domains.simulation._chance import chance
from domains.simulation._programs import call_text, prediction, run_twice
from domains.simulation.codeio import codeio
from domains.simulation.cruxeval import cruxeval
from domains.simulation.reasoning_gym_codeio import reasoning_gym_codeio
from domains.tabular._html import html_rows
from rewards import load_reward


def problem_of(source, data, key="1"):
    problem = source.normalize(RawRow(key, data))
    assert isinstance(problem, Problem), problem
    return problem


def verdict_of(source, problem, response=None):
    reward = load_reward(problem.reward or source.reward)
    gold, spec = problem.ground_truth, dict(problem.spec)
    if response is None:
        known = problem.reference and "reference" in reward.spec_keys
        solved = {**spec, "reference": problem.reference} if known else spec
        response = reward.render(gold, solved)
    return reward.score(response, gold, spec)


def file_of(text, name="data/some_test.csv"):
    file = io.BytesIO(text.encode())
    file.name = name
    return file


LISTS = "class Node:\n    def __init__(self, v):\n        self.v = v\n"
LEETCODE = {
    "task_id": "add-one", "prompt": "from typing import *\n" + LISTS,
    "query": "Add\xa0one:\n```python\nclass Solution:\n    def addOne(self, n: List):\n```",
    "completion": "class Solution:\n    def addOne(self, n: List):\n        return n.v + 1\n",
    "entry_point": "Solution().addOne",
    "test": "def check(candidate):\n    assert candidate(n = Node(2)) == 3\n",
    "meta": {"difficulty": "Easy"},
}  # fmt: skip


def test_leetcode_tests_run_with_their_prelude():
    problem = problem_of(leetcode, LEETCODE)
    assert verdict_of(leetcode, problem).status == "correct"
    assert "\xa0" not in problem.question
    assert "reference" not in problem.spec, "the solution would be given with the row twice"
    wrong = LEETCODE["completion"].replace("+ 1", "+ 2")
    assert verdict_of(leetcode, problem, f"```python\n{wrong}```").status == "wrong"


def test_rllm_rows_get_the_helpers_that_they_lack():
    solution = (
        "class Solution:\n    def root(self, t: Optional[TreeNode]) -> Optional[ListNode]:\n"
        "        return ListNode(t.right.val, ListNode(inf))\n"
    )
    tests = (
        "def check(candidate):\n"
        "    assert candidate(t = tree_node([1,None,5])).val == 5\n"
        "    assert is_same_list(candidate(t = tree_node([1,2,4])), list_node([4, inf]))\n"
        "\n\ncheck(Solution().root)"
    )
    request = "Please solve the programming task below using a self-contained code snippet"
    data = {
        "problem": f"{request} in a markdown code block.\n\nThe right child.",
        "solutions": solution, "tests": {"functional": tests},
    }  # fmt: skip
    problem = problem_of(rllm_leetcode, data)
    assert problem.question == "The right child."
    assert verdict_of(rllm_leetcode, problem).status == "correct"
    found = rllm_leetcode.normalize(RawRow("1", data | {"tests": {"functional": "assert f()"}}))
    assert isinstance(found, Drop)
    assert found.reason == "no_entry_point"


@pytest.mark.parametrize("text", ["", "check()", "check(f, g)", "run(f)", "check(", "\0"])
def test_no_entry_point(text):
    assert entry_point(text) is None


MBPP = {
    "text": "Write a function to double.", "code": "def double(n):\r\n    return n * TWO\r\n",
    "task_id": 700, "test_setup_code": "TWO = 2", "challenge_test_list": [],
    "test_list": ["assert double(2) == 4", "assert double(3) == 6"],
}  # fmt: skip


def test_mbpp_shows_one_test_and_no_more():
    problem = problem_of(mbpp, MBPP)
    assert "double(2) == 4" in problem.question
    assert "double(3)" not in problem.question
    assert verdict_of(mbpp, problem).status == "correct"
    shown = "```python\ndef double(n):\n    return {2: 4}.get(n)\n```"
    assert verdict_of(mbpp, problem, shown).status == "wrong"


def test_mbpp_parts_are_named_by_task():
    lines = "".join(json.dumps(MBPP | {"task_id": number}) + "\n" for number in (10, 11, 510, 511))
    assert [row.key for row in mbpp_part(11, 510)(file_of(lines))] == ["11", "510"]


def test_tests_that_need_a_helper_are_dropped():
    tests = ["assert double(Pair(1, 2)) == 3"]
    found = mbpp.normalize(RawRow("700", MBPP | {"test_list": tests}))
    assert isinstance(found, Drop)
    assert found.reason == "helpers_not_given"
    assert "Pair" in found.evidence


def test_free_calls():
    tests = ["import math\nassert math.isclose(f(1), max([x for x in g(h=2)]))"]
    assert free_calls(tests) == ["f", "g"]
    assert free_calls(tests, "def g(h): pass") == ["f"]
    assert free_calls(["assert f(root)"], "root = Node(1)") == ["f", "Node"]
    assert free_calls(["assert f("]) is None


def test_human_eval_gives_what_stands_before_the_function():
    data = {
        "task_id": "HumanEval/1", "entry_point": "twice",
        "canonical_solution": "    return two(n)\n",
        "prompt": 'def two(n):\n    return n * 2\n\n\ndef twice(n):\n    """ Doubles. """\n',
        "test": "def check(candidate):\n    assert candidate(2) == two(2) == 4\n",
    }  # fmt: skip
    problem = problem_of(human_eval, data)
    assert verdict_of(human_eval, problem).status == "correct"
    own = "```python\ndef twice(n):\n    return two(n)\n```"
    assert verdict_of(human_eval, problem, own).status == "correct"
    assert verdict_of(human_eval, problem, own.replace("two(n)", "n")).status == "wrong"


def adapter(options, answer):
    listed = " ".join(f"Answer{n}: {text}" for n, text in enumerate(options, 1))
    return {
        "instruction": f"Please choose the correct answer to the question: Why?\n\n{listed}"
        f"\n\nAnswer format: {'/'.join(f'answer{n}' for n in range(1, len(options) + 1))}",
        "input": "", "output": f"the correct answer is {answer}", "answer": answer,
    }  # fmt: skip


@pytest.mark.parametrize("count", [3, 4, 5])
def test_adapter_encoding_is_undone(count):
    options = ["x", "what Answer says", "y z.", "4: q", "w"][:count]
    problem = problem_of(openbookqa, adapter(options, f"answer{count}"))
    assert problem.ground_truth == "ABCDE"[count - 1]
    assert list(problem.spec["choices"].values()) == options
    assert problem.question.startswith("Why?\n\nA. x\nB. what")
    found = openbookqa.normalize(RawRow("1", adapter(options, f"answer{count + 1}")))
    assert isinstance(found, Drop)


def test_mmlu_lines_have_no_header():
    text = '"What, then?",a,"b ""c""",1,2,B\nx,1,2,3,4,D\n'
    first, second = mmlu_test.reader(file_of(text, "data/test/anatomy_test.csv"))
    assert (first.key, second.key) == ("anatomy_test/1", "anatomy_test/2")
    problem = problem_of(mmlu_test, first.data, first.key)
    assert problem.spec["choices"]["B"] == 'b "c"'
    assert problem.meta == {"subject": "anatomy"}
    with pytest.raises(SourceRowError, match="row 1 has 2 fields"):
        list(mmlu_test.reader(file_of("a,b\n")))


def test_pubmed_parts_share_no_question():
    row = {"QUESTION": "Is it?", "CONTEXTS": ["a", "b"], "LONG_ANSWER": "No.", "MESHES": []}
    texts = {
        TEST: json.dumps({"2": "no"}),
        QUESTIONS: json.dumps({k: row | {"final_decision": "no"} for k in "123"}),
    }
    files = {name: partial(file_of, text) for name, text in texts.items()}
    assert [each.key for each in pubmed_qa.reader.read(files)] == ["1", "3"]
    (held_out,) = pubmed_qa_test.reader.read(files)
    problem = problem_of(pubmed_qa_test, held_out.data, held_out.key)
    assert (problem.ground_truth, problem.context) == ("B", "a\n\nb")


@pytest.mark.parametrize(
    ("number", "unit", "gold", "right"),
    [
        ("+7.3", r"$\mathrm{kJ} \mathrm{mol}^{-1}$", r"7.3 \mathrm{kJ}", r"\boxed{7400 J/mol}"),
        ("-1.49", r"$10^{-26} \mathrm{~J} $ ", r"-1.49 \times 10^{-26}", r"\boxed{-1.5e-26}"),
        ("0", " ", "0", r"\boxed{0}"),
        ("5", r" $\mathrm{?/}$", "5", r"\boxed{5}"),
    ],
)
def test_sci_bench_golds(number, unit, gold, right):
    data = {"problem_text": "How much?", "answer_number": number, "unit": unit, "source": "fund",
            "problemid": " 1"}  # fmt: skip
    problem = problem_of(sci_bench, data)
    assert problem.ground_truth.startswith(gold)
    assert ("The unit of the answer" in problem.question) == ("?" in unit)
    assert verdict_of(sci_bench, problem, right).value == 1.0
    assert verdict_of(sci_bench, problem, r"\boxed{123456}").value == 0.0


@pytest.mark.parametrize(
    ("kind", "answer", "reward", "right", "wrong"),
    [
        ("bool", False, "text_exact", r"\boxed{no}", r"\boxed{True}"),
        ("option", "(c)", "multiple_choice", r"\boxed{c}", r"\boxed{b}"),
        ("integer", 12, "science", r"\boxed{12}", r"\boxed{12.4}"),
        ("float", 1.42, "science", r"\boxed{1.4}", r"\boxed{1.3}"),
        ("list of integer", [0, 5], "table", r"\boxed{[0, 5]}", r"\boxed{[5, 0]}"),
    ],
)
def test_theorem_qa_is_graded_by_type(kind, answer, reward, right, wrong):
    data = {"Question": "?", "Answer": answer, "Answer_type": kind, "Picture": None,
            "theorem": "t", "subfield": "s"}  # fmt: skip
    problem = problem_of(theorem_qa, data)
    assert problem.reward == reward
    assert verdict_of(theorem_qa, problem, right).value == 1.0
    assert verdict_of(theorem_qa, problem, wrong).value == 0.0
    assert isinstance(theorem_qa.normalize(RawRow("1", data | {"Picture": "a.png"})), Drop)


KK = {
    "quiz": "Ann says that Bob lies. Bob says that both are knights. Who is what?",
    "names": ["Ann", "Bob"], "solution": [True, False],
    "statements": "(('lying', 1), ('and', ('telling-truth', 0), ('telling-truth', 1)))",
}  # fmt: skip


def test_logic_rl_solutions_are_proved():
    problem = problem_of(logic_rl, KK)
    assert json.loads(problem.ground_truth) == {"Ann": True, "Bob": False}
    assert verdict_of(logic_rl, problem).status == "correct"
    renamed = problem_of(logic_rl, KK | {"names": ["Eve", "Tom"]})
    assert renamed.match_key != problem.match_key
    assert renamed.group_id == problem.group_id
    reworded = problem_of(logic_rl, KK | {"quiz": "Other words."})
    assert reworded.match_key == problem.match_key


@pytest.mark.parametrize(
    "change",
    [
        {"solution": [False, True]},
        {
            "solution": [True, True],
            "statements": "(('telling-truth', 1), ('telling-truth', 0))",
        },
        {"statements": "(('telling-truth', 1), ('telling-truth', 0))"},
        {"statements": "(('<=>', ('telling-truth', 1), ('telling-truth', 1)), ('lying', 1))"},
    ],
)
def test_logic_rl_rows_without_that_one_solution_are_dropped(change):
    found = logic_rl.normalize(RawRow("1", KK | change))
    assert isinstance(found, Drop)
    assert found.reason == "not_the_one_solution"


def test_logic_rl_reads_their_statements():
    statements = (
        "(('<=>', ('telling-truth', 1), ('lying', 2)), ('not', ('lying', 0)), "
        "('->', ('telling-truth', 0), ('lying', 0)))"
    )
    names, solution = ["Ann", "Bob", "Cid"], [True, True, False]
    row = KK | {"names": names, "solution": solution, "statements": statements}
    gold = json.loads(problem_of(logic_rl, row).ground_truth)
    assert gold == dict(zip(names, solution, strict=True))


@pytest.mark.parametrize(
    "statements", ["(('xor', 1, 2),)", "(('->', ('and', 1, 2), ('lying', 1)),)", "(1,)"]
)
def test_other_statements_stop(statements):
    with pytest.raises(SourceRowError):
        logic_rl.normalize(RawRow("1", KK | {"statements": statements}))


def test_questions_on_one_theory_are_one_group():
    data = {"id": "ProofWriter_X-5_Q3", "context": "All a.", "question": "Is it so?",
            "options": ["A) True", "B) False", "C) Unknown"], "answer": "C"}  # fmt: skip
    problem = problem_of(proof_writer, data)
    assert problem.group_id == "ProofWriter_X-5"
    assert problem.question == "Is it so?\n\nA. True\nB. False\nC. Unknown"


@pytest.mark.parametrize(
    ("target", "reward"), [("(B)", "multiple_choice"), ("-12", "math"), ("No", "text_exact")]
)
def test_bbh_targets(target, reward):
    problem = problem_of(bbh, {"input": "Which?", "target": target}, "task/1")
    assert problem.reward == reward
    assert verdict_of(bbh, problem).status == "correct"
    assert problem.meta == {"task": "task"}


def codeio_row(code, given, made, kind="output"):
    return {"kind": kind, "key": "7", "problem_description": "About.", "io_requirements": "Input:",
            "refcode": code, "funcname": "main_solution",
            "ios": [{"input": given, "output": made}]}  # fmt: skip


@pytest.mark.parametrize("kind", ["output", "input"])
@pytest.mark.parametrize(
    ("code", "made"),
    [("return n * 2", 6), ("return 'x' * n", "xxx"), ("return (n, {n: None})", [3, {"3": None}])],
)
def test_codeio_predictions(code, made, kind):
    program = f"def main_solution(n):\n    {code}\n"
    problem = problem_of(codeio, codeio_row(program, {"n": 3}, made, kind))
    assert problem.group_id == "codeio:7"
    assert verdict_of(codeio, problem).status == "correct"
    prompt = f"{problem.context}\n\n{problem.question}"
    assert verdict_of(codeio, problem, prompt).value == 0.0


@pytest.mark.parametrize(
    ("code", "made", "reason"),
    [
        ("return n + 1", 3, "other_output"),
        ("return 1 / 0", 3, "program_fails"),
        ("import no_such_module", 3, "program_fails"),
        ("return __import__('time').perf_counter_ns()", 3, "not_deterministic"),
        ("import random; return random.randint(3, 3)", 3, "draws_chance"),
        ("return n / 7", 3 / 7, "needs_rounding"),
    ],
)
def test_programs_that_tell_nothing_are_dropped(code, made, reason):
    program = f"def main_solution(n):\n    {code}\n"
    found = codeio.normalize(RawRow("1", codeio_row(program, {"n": 3}, made)))
    assert isinstance(found, Drop)
    assert found.reason == reason
    assert found.evidence


@pytest.mark.parametrize(
    "program",
    [
        "from random import choice as pick\nx = pick([1])", "import numpy as np\nnp.random.rand()",
        "from datetime import datetime\nd = datetime.now()", "import time as t\nt.time()",
        "from numpy import random\nrandom.rand()", "import os\nos.urandom(1)",
        "import numpy.random as nr\nnr.rand()", "import numpy as _np\n_np.random.rand()",
    ],
)  # fmt: skip
def test_chance_is_seen_in_the_text(program):
    assert chance(program).reason == "draws_chance"
    assert chance("x = 1", program).reason == "draws_chance"


def test_what_is_no_chance():
    drawn_from_argument = "def generate_inputs(random: Random):\n    return random.randint(1, 2)"
    for program in ("import random\nx = 1", "x = randomize(time)", "def f(:"):
        assert chance(program, drawn_from_argument) is None
    assert chance("import random\nrandom.random()", drawn_from_argument)


def test_nothing_of_a_source_row_runs_here(tmp_path):
    trace = tmp_path / "trace"
    found = run_twice(f"open({str(trace)!r}, 'w')\ndef f():\n    return 1\n", "f", ())
    assert not trace.exists()
    assert isinstance(found, Drop)


def test_call_text_is_python():
    assert call_text("f", {"a": "x", "b": [1, None]}) == "f(a='x', b=[1, None])"


def test_values_without_a_plain_form_are_dropped():
    for made in ("<object>", "inf", {"a": float("inf")}):
        found = prediction("output", "", "def f(): ...", "f", "1", made, "f(1)")
        assert isinstance(found, Drop)
        assert found.reason == "no_plain_value"


def test_cruxeval_is_asked_in_both_directions():
    line = {"code": "def f(n):\n    return (n,)", "input": "1", "output": "(1,)", "id": "sample_0"}
    rows = list(cruxeval.reader(file_of(json.dumps(line) + "\n")))
    assert [row.key for row in rows] == ["1-output", "1-input"]
    problems = [problem_of(cruxeval, row.data) for row in rows]
    assert [p.reward for p in problems] == ["code_io_output", "code_io_input"]
    assert [verdict_of(cruxeval, p).status for p in problems] == ["correct"] * 2
    assert verdict_of(cruxeval, problems[0], "<answer>[1]</answer>").value == 0.0


def generated(generator, program, kind="output"):
    return {"kind": kind, "key": "5", "task_description": "Task.", "input_output_spec": "Input:",
            "code_sample": f"def main_solution(n):\n    {program}",
            "input_generator": f"def generate_inputs(rng: Random):\n    {generator}"}  # fmt: skip


def test_generated_inputs_differ_by_kind_and_stay_the_same():
    data = generated("return {'n': rng.randint(0, 10**9)}", "return (n % 1000, {n})")
    first = problem_of(reasoning_gym_codeio, data)
    assert first == problem_of(reasoning_gym_codeio, data)
    assert verdict_of(reasoning_gym_codeio, first).status == "correct"
    other = problem_of(reasoning_gym_codeio, data | {"kind": "input"})
    assert verdict_of(reasoning_gym_codeio, other).status == "correct"
    inputs = {json.loads(problem.ground_truth)["input"] for problem in (first, other)}
    assert len(inputs) == 2


@pytest.mark.parametrize(
    ("generator", "program", "reason"),
    [
        ("return {'n': object()}", "return 1", "no_plain_value"),
        ("return {}", "return 1", "program_fails"),
        ("return {'n': 1}", "import random; return random.random()", "draws_chance"),
        ("return {'n': 1}", "return object()", "no_plain_value"),
    ],
)
def test_generated_rows_that_are_dropped(generator, program, reason):
    found = reasoning_gym_codeio.normalize(RawRow("1", generated(generator, program)))
    assert isinstance(found, Drop)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "<table><tr><td>a<br>b</td><th colspan=2>c &lt; d</th></tr></table>",
            [["ab", *["c < d"] * 2]],
        ),
        ("<tr><td>1<td>2<tr><td>3", [["1", "2"]]),
        ("<td colspan='many'>x</td>", [["x"]]),
        ("no table", []),
    ],
)
def test_html(text, rows):
    assert html_rows(text) == rows
