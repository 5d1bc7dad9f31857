"""The code families: golds by other means than the references, which are run in the sandbox.

Programs that are nearly right are run too.
"""

from __future__ import annotations

import inspect
import json
import re
from ast import literal_eval
from functools import cache

import pytest

from domains.code import _calculators, _intervals, _lists, _pipelines, _texts, _walks
from domains.code.calculators import calculators
from domains.code.grid_walks import grid_walks
from domains.code.interval_pipelines import interval_pipelines
from domains.code.list_pipelines import list_pipelines
from domains.code.text_pipelines import text_pipelines
from domains.registry import find_source
from rewards import load_reward
from tests.domains import code_lists, code_places  # noqa: F401 - their rules
from tests.domains.code_reading import answer
from tests.domains.conftest import problems_of

FAMILIES = (calculators, grid_walks, interval_pipelines, list_pipelines, text_pipelines)
LEVELS = ("easy", "medium", "hard", "extreme")
ROWS, ALL_ROWS, CHECKED, WRONG = 200, 2000, 30, 2

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@cache
def _rows(name, level, seed, count):
    return problems_of(find_source(f"code__{name}"), level, count, seed)


def rows(family, level, seed=42, count=ROWS):
    return _rows(family.name, level, seed, count)


def forms(problems):
    return [" ".join(re.findall(r"\w+", p.question.lower())) for p in problems]


@each_family
@each_level
def test_rows_differ_also_from_those_of_another_seed(family, level):
    check_rows(family, level, ROWS)


@pytest.mark.bench
@each_family
@each_level
def test_all_rows_differ_also_from_those_of_another_seed(family, level):
    check_rows(family, level, ALL_ROWS)


def check_rows(family, level, count):
    found, others = rows(family, level, 42, count), rows(family, level, 43, count // 4)
    assert len(set(forms(found))) == count
    assert not set(forms(found)) & set(forms(others))
    # Examples differ in any case; so do the tasks themselves.
    keys = {p.match_key for p in found}
    assert len(keys) == count
    assert not keys & {p.match_key for p in others}


@each_family
@each_level
def test_no_constant_is_right(family, level):
    for problem in rows(family, level):
        outputs = [json.dumps(each) for each in json.loads(problem.ground_truth)["outputs"]]
        assert len(set(outputs)) >= 4
        assert problem.ground_truth not in problem.question


@each_family
@each_level
def test_golds(family, level):
    check_golds(rows(family, level)[:CHECKED])


@pytest.mark.bench
@each_family
@each_level
def test_all_golds(family, level):
    check_golds(rows(family, level, 42, ALL_ROWS))


def check_golds(problems):
    """What the sentences say, done by other means, gives every output and the example."""
    for problem in problems:
        gold = json.loads(problem.ground_truth)
        given = [each if isinstance(each, str) else each[0] for each in gold["inputs"]]
        for value, output in (*zip(given, gold["outputs"], strict=True), example(problem)):
            assert answer(problem.question, value) == output, (problem.question, value)


def example(problem):
    """Its input and its output, as the question shows them."""
    said = problem.question.partition("\n\nFor example, ")[2]
    if problem.answer_type == "program":
        return re.fullmatch(r"for the input\n(.*)\nit prints\n(.*)", said, re.DOTALL).groups()
    return map(literal_eval, re.fullmatch(r"solve\((.*)\) returns (.*)\.", said).groups())


@each_family
@each_level
def test_references_pass(family, level):
    check_references(family, rows(family, level)[:CHECKED])


@pytest.mark.bench
@each_family
@each_level
def test_more_references_pass(family, level):
    check_references(family, rows(family, level, 42, ALL_ROWS)[: 10 * CHECKED])


def check_references(family, problems):
    reward = load_reward(family.reward)
    for problem in problems:
        response = f"```python\n{problem.reference}```"
        assert '"""' not in problem.reference
        verdict = reward.score(response, problem.ground_truth, problem.spec)
        assert verdict.status == "correct", (verdict, problem.reference)


@each_family
@each_level
def test_wrong_programs_are_not_paid(family, level):
    reward = load_reward(family.reward)
    for problem in rows(family, level)[:WRONG]:
        for wrong in nearly_right(problem, family.reward == "code_stdio"):
            response = f"```python\n{wrong}\n```"
            verdict = reward.score(response, problem.ground_truth, problem.spec)
            assert verdict.status == "wrong", wrong
        for negative in reward.negatives(problem.ground_truth, problem.spec):
            verdict = reward.score(negative.response, problem.ground_truth, problem.spec)
            assert verdict.value == 0.0, negative


def nearly_right(problem, stdio):
    """Programs without one step, with a number off by one; constant, identity, first test only."""
    main = problem.reference.partition("def solve(")[2]
    steps = [line for line in main.splitlines() if re.match(r"    \w+ = ", line)]
    for line in steps:
        yield problem.reference.replace(line, f"    {line.split()[0]} = {line.split()[0]}")
        for number in re.finditer(r"=(-?\d+)", line):
            more = line[: number.start(1)] + str(int(number[1]) + 1) + line[number.end(1) :]
            yield problem.reference.replace(line, more)
    gold = json.loads(problem.ground_truth)
    if stdio:
        yield f"print({gold['outputs'][0]!r})"
        yield "import sys\nprint(sys.stdin.read())"
    else:
        first = f"({gold['outputs'][0]!r} if x == {gold['inputs'][0][0]!r} else None)"
        yield f"def solve(x):\n    return {gold['outputs'][0]!r}"
        yield "def solve(x):\n    return x"
        yield f"def solve(x):\n    return {first}"


# Worked out by hand from the sentences.
EXAMPLES = [
    (_lists.drop_multiples, [3, 4, -6, 0], {"k": 3}, [4]),
    (_lists.keep_remainder, [-1, 4, 5, 7], {"k": 4, "r": 2}, [-1, 7]),
    (_lists.drop_small, [-3, -2, 5], {"k": -2}, [-2, 5]),
    (_lists.cap, [9, 3, 12], {"k": 9}, [9, 3, 9]),
    (_lists.scale, [1, -2], {"a": -3, "b": 5}, [2, 11]),
    (_lists.absolute_from, [1, 9, 4], {"k": 4}, [3, 5, 0]),
    (_lists.running_sums, [2, -5, 4], {}, [2, -3, 1]),
    (_lists.differences, [2, -5, 4], {}, [-7, 9]),
    (_lists.differences, [2], {}, []),
    (_lists.window_sums, [1, 2, 3, 4], {"k": 3}, [6, 9]),
    (_lists.window_sums, [1, 2], {"k": 3}, []),
    (_lists.window_maxima, [1, 5, 3, 4], {"k": 2}, [5, 5, 4]),
    (_lists.chunk_sums, [1, 2, 3, 4, 5], {"k": 2}, [3, 7, 5]),
    (_lists.rotate, [1, 2, 3], {"k": 4}, [2, 3, 1]),
    (_lists.every_kth, [1, 2, 3, 4, 5], {"k": 3}, [1, 4]),
    (_lists.first_only, [3, 1, 3, 2, 1], {}, [3, 1, 2]),
    (_lists.run_starts, [3, 3, 1, 3], {}, [3, 1, 3]),
    (_lists.sort_by_remainder, [5, -1, 8, 3], {"k": 3}, [3, 5, -1, 8]),
    (_lists.sort_descending, [1, 3, 2], {}, [3, 2, 1]),
    (_lists.add_places, [5, 5, 5], {"k": 4}, [5, 9, 13]),
    (_lists.records, [2, 2, 5, 3, 6], {}, [2, 5, 6]),
    (_lists.total, [1, 2], {"k": 5}, 8),
    (_lists.alternating, [4, 3, 2, 1], {"k": 5}, 26),
    (_lists.spread, [4, -1, 2], {"k": 3}, 15),
    (_lists.spread, [], {"k": 3}, -1),
    (_lists.polynomial, [1, 2, 3], {"k": 10}, 123),
    (_texts.reverse_words, "ab  c d", {}, "d c ab"),
    (_texts.turn_words, "ab cde f", {"k": 2}, "ba edc f"),
    (_texts.drop_short, "ab cde f", {"k": 2}, "ab cde"),
    (_texts.sort_words, "tab bz ta ba", {"k": 1}, "bz ba tab ta"),
    (_texts.shift_letters, "az 5", {"k": 2}, "cb 5"),
    (_texts.drop_letter, "tastes", {"letters": "st"}, "ae"),
    (_texts.double_letter, "tea", {"letters": "ae"}, "teeaa"),
    (_texts.squeeze, "aabb a", {}, "ab a"),
    (_texts.rotate, "abc", {"k": 2}, "cab"),
    (_texts.every_kth, "abcdefg", {"k": 3}, "abdeg"),
    (_texts.flip_pieces, "abcde", {"k": 2}, "badce"),
    (_texts.expand_digits, "a9b0", {"k": 3}, "a12b3"),
    (_texts.replace_pair, "tan", {"first": "a", "second": "n"}, "tna"),
    (_texts.run_lengths, "aab ", {}, "a2b1 1"),
    (_texts.weigh, "cab", {"k": 10}, 24),
    (_texts.fold, "ab", {"k": 3}, 97 * 3 + 98),
    (_intervals.merge, [[5, 7], [0, 3], [9, 12], [4, 6]], {"gap": 1}, [[0, 7], [9, 12]]),
    (_intervals.clip, [[0, 5], [6, 9], [20, 30]], {"low": 4, "high": 20}, [[4, 5], [6, 9]]),
    (_intervals.drop_short, [[0, 3], [4, 6]], {"k": 3}, [[0, 3]]),
    (_intervals.widen, [[5, 6]], {"k": 2}, [[3, 8]]),
    (_intervals.shift, [[2, 4], [3, 4]], {"k": 5}, [[7, 9], [3, 4]]),
    (_intervals.split, [[0, 9], [4, 6]], {"k": 4}, [[0, 4], [4, 9], [4, 6]]),
    (_intervals.gaps, [[8, 9], [0, 5], [1, 2], [9, 11], [13, 14]], {}, [[5, 8], [11, 13]]),
    (_intervals.unnested, [[0, 9], [0, 4], [8, 10], [0, 9]], {}, [[0, 9], [8, 10], [0, 9]]),
    (_intervals.compatible, [[0, 9], [1, 3], [4, 6], [5, 7]], {"k": 2}, [[1, 3], [5, 7]]),
    (_intervals.covered, [[0, 3], [2, 5], [8, 9]], {"k": 2}, 12),
    (_intervals.most_at_once, [[0, 3], [2, 5], [3, 9]], {"k": 10}, 23),
    (_intervals.weighted, [[1, 3], [-2, 4]], {"k": 10}, 79),
    (_walks.repeat_last, "FLR", {"k": 2}, "FLRLR"),
    (_walks.mirror, "LRL", {"k": 2}, "RLL"),
    (_walks.drop_every, "FLRFF", {"k": 2}, "FRF"),
    (_walks.go_back, "FLR", {"k": 2}, "FLRRL"),
    (_walks.double_step, "FFFL", {"k": 2}, "FFFFFL"),
    (_walks.walk_wrapping, "FRFFLF", {"width": 2, "height": 2}, [[0, 0], [0, 1], [1, 1], [0, 1],
        [0, 0]]),
    (_walks.walk_walled, "FFFRF", {"width": 3, "height": 2}, [[0, 0], [0, 1], [0, 1], [0, 0],
        [0, 0]]),
    (_walks.walk_striding, "FFLF", {"stride": 2, "turn": 2}, [[0, 0], [0, 2], [0, 4], [0, 6]]),
    (_walks.drop_visited, [[0, 0], [1, 0], [0, 0]], {}, [[0, 0], [1, 0]]),
    (_walks.every_kth, [[0, 0], [1, 0], [2, 0]], {"k": 2}, [[0, 0], [2, 0]]),
    (_walks.beyond, [[0, 1], [1, 1]], {"k": 2}, [[1, 1]]),
    (_walks.last_cell, [[0, 1], [3, 4]], {"k": 10}, 34),
    (_walks.last_cell, [], {"k": 10}, 0),
    (_walks.cell_sum, [[0, 1], [3, 4]], {"a": 2, "b": 10}, 56),
    (_walks.busiest, [[0, 1], [3, 4], [0, 1]], {"k": 10}, 22),
    (_calculators.postfix, "5\n9 4 -\n2 3 @ 2 *\n", {"k": 7}, [5, 5, 34]),
    (_calculators.postfix_bounded, "4 9 -\n6 7 *\n2 3 @\n", {"k": 5, "least": -2}, [-2, 2, 3]),
    (_calculators.drop_values, [2, 3, -4], {"k": 2}, [3]),
    (_calculators.remainders, [7, -1], {"k": 5}, [2, 4]),
    (_calculators.line_weights, [1, 1], {"k": 3}, [4, 7]),
    (_calculators.running_sums, [1, 2], {"k": 3}, [4, 6]),
    (_calculators.sort_values, [9, 1, 5, 4], {"k": 5}, [5, 4, 1, 9]),
    (_calculators.per_line, [1, 2], {"k": 3}, "4\n5"),
    (_calculators.per_line, [], {"k": 3}, "none"),
    (_calculators.summary, [1, 2], {"k": 3}, "2 9"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "given", "parameters", "wanted"),
    EXAMPLES,
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_functions_do_what_their_sentences_say(function, given, parameters, wanted):
    before = json.dumps(given)
    assert function(given, **parameters) == wanted
    assert json.dumps(given) == before, "a step changes what it is given"


def test_every_function_has_an_example():
    modules = (_lists, _texts, _intervals, _walks, _calculators)
    functions = {
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    }
    assert {example[0] for example in EXAMPLES} == functions


def test_sentences_name_every_parameter():
    for function, _, parameters, _ in EXAMPLES:
        sentence = _pipelines.Step(function, parameters).sentence
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert all(f"{{{name}}}" in function.__doc__ for name in parameters)


@pytest.mark.parametrize(
    ("function", "parameters", "seen"),
    [
        (_lists.every_kth, {"k": 2}, "every 2nd one after it."),
        (_texts.every_kth, {"k": 3}, "every 3rd character, counted from 1."),
        (_walks.drop_every, {"k": 4}, "every 4th command, counted from 1."),
        (_lists.rotate, {"k": 1}, "to the end, 1 time."),
        (_lists.rotate, {"k": 11}, "to the end, 11 times."),
        (_texts.sort_words, {"k": 1}, "by their first 1 character, as"),
        (_walks.walk_striding, {"stride": 1, "turn": 3}, "1 cell ahead at once; after every 3rd F"),
    ],
)
def test_numbers_read_well(function, parameters, seen):
    assert seen in _pipelines.Step(function, parameters).sentence


@pytest.mark.parametrize("number", [11, 12, 13, 111])
def test_eleventh_to_thirteenth_stay(number):
    assert f"every {number}th one" in _pipelines.Step(_lists.every_kth, {"k": number}).sentence
