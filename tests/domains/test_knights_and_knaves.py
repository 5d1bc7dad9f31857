"""The puzzles are read back from their English and solved by brute force, without the generator."""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from functools import cache
from itertools import product

import pytest

from domains.base import RawRow, SourceRowError
from domains.logic._knights import draw, nameless_structure, structure
from domains.logic._knights_text import NAMES, SEED_BLOCKS, pick_names
from domains.logic.knights_and_knaves import LEVELS, knights_and_knaves
from domains.streams import stream
from tests.domains.conftest import problems_of

NUMBERS = "zero one two three four five six seven eight nine ten".split()  # noqa: SIM905
NOTE = 'Note: "if A, then B" is false when A is true and B is false; otherwise it is true.'


@cache
def puzzles(level):
    return problems_of(knights_and_knaves, level, 400)


def split_names(text):
    return re.split(r", | and ", text)


def read_puzzle(question):
    """(names, {speaker: parsed statement}, whether the note is there)."""
    intro, *lines = question.split("\n")
    found = (
        re.fullmatch(r"There are (?P<n>\w+) people: (?P<who>.+)\.", intro)
        or re.fullmatch(r"Meet (?P<who>.+)\.", intro)
        or re.fullmatch(r"(?P<who>.+) are talking\.", intro)
    )
    names = split_names(found["who"])
    assert "n" not in found.groupdict() or NUMBERS.index(found["n"]) == len(names)
    note = NOTE in lines
    said = {}
    for line in lines:
        if line != NOTE:
            speaker, text = re.fullmatch(r'([A-Z][a-z]+) [a-z]+: "([^"]+)\."', line).groups()
            assert speaker not in said
            said[speaker] = parse(re.sub("^(Exactly|At|If|All|None) ", lower, text), speaker, names)
    assert set(said) == set(names)
    return names, said, note


def lower(found):
    return found[0].lower()


def parse(text, me, names):
    def who(name):
        assert name == "I" or (name in names and name != me), name
        return me if name == "I" else name

    headers = "all of these are|at least one of these is|exactly one of these is|none of these is"
    if found := re.fullmatch(rf"({headers}) true: (.*)", text):
        parts = re.split(r"; (?=\(\d\) )", found[2])
        assert len(parts) >= 2
        assert [part[:4] for part in parts] == [f"({i}) " for i in range(1, len(parts) + 1)]
        how = found[1].partition(" of ")[0]
        return ("list", how, *(parse(part[4:], me, names) for part in parts))
    if found := re.fullmatch(r"if (.+), then (.+)", text):
        return ("if", parse(found[1], me, names), parse(found[2], me, names))
    if found := re.fullmatch(r"(.+) or (.+), or both", text):
        return ("or", parse(found[1], me, names), parse(found[2], me, names))
    if found := re.fullmatch(
        r"(exactly|at least|at most) (\w+) of (.+) (is a|are) (knight|knave)(s?)", text
    ):
        if people := re.fullmatch(r"the (\w+) people", found[3]):
            assert NUMBERS.index(people[1]) == len(names)
            members = names
        else:
            members = [who(name) for name in split_names(found[3])]
            assert len(set(members)) == len(members)
        assert (found[4] == "are") == (found[6] == "s") == (found[2] != "one")
        return ("count", found[1], NUMBERS.index(found[2]), tuple(members), found[5])
    kinds = "of the same kind|both knights or both knaves|of different kinds|not of the same kind"
    if found := re.fullmatch(rf"(\w+) and (\w+) are ({kinds})", text):
        first, second = who(found[1]), who(found[2])
        assert first != second
        return ("same", first, second, found[3] in kinds.split("|")[:2])
    if found := re.fullmatch(r"(\w+) (is|am) a (knight|knave)", text):
        assert (found[1] == "I") == (found[2] == "am")
        return ("is", who(found[1]), found[3] == "knight")
    if found := re.fullmatch(r"(\w+) always (tells the truth|tell the truth|lies|lie)", text):
        assert (found[1] == "I") == (found[2] in ("tell the truth", "lie"))
        return ("is", who(found[1]), found[2].startswith("tell"))
    if found := re.fullmatch(r"(.+) and (.+)", text):
        return ("and", parse(found[1], me, names), parse(found[2], me, names))
    raise AssertionError(f"not understood: {text}")


def true_in(formula, world):
    match formula:
        case ("list", how, *parts):
            number = sum(true_in(part, world) for part in parts)
            return {
                "all": number == len(parts),
                "at least one": number > 0,
                "exactly one": number == 1,
                "none": number == 0,
            }[how]
        case ("if", left, right):
            return right_or(not true_in(left, world), right, world)
        case ("or", left, right):
            return right_or(true_in(left, world), right, world)
        case ("and", left, right):
            return true_in(left, world) and true_in(right, world)
        case ("count", how, number, members, kind):
            seen = sum(world[member] == (kind == "knight") for member in members)
            return {"exactly": seen == number, "at least": seen >= number}.get(how, seen <= number)
        case ("same", first, second, same):
            return (world[first] == world[second]) == same
        case ("is", person, knight):
            return world[person] == knight
    raise AssertionError(formula)


def right_or(left, right, world):
    return left or true_in(right, world)


def solve(names, said):
    worlds = (
        dict(zip(names, kinds, strict=True)) for kinds in product((True, False), repeat=len(names))
    )
    return [w for w in worlds if all(true_in(said[name], w) == w[name] for name in names)]


def contains_if(formula):
    return isinstance(formula, tuple) and (formula[0] == "if" or any(map(contains_if, formula)))


def test_the_independent_solver_on_known_puzzles():
    names, said, _ = read_puzzle(
        'Meet Ann and Bob.\nAnn says: "Bob always lies."\n'
        'Bob says: "Ann and I are both knights or both knaves."'
    )
    assert solve(names, said) == [{"Ann": True, "Bob": False}]
    names, said, _ = read_puzzle(
        'Meet Ann and Bob.\nAnn says: "Bob is a knave."\nBob says: "Ann is a knave."'
    )
    assert len(solve(names, said)) == 2


@pytest.mark.parametrize("level", LEVELS)
def test_exactly_one_solution_and_it_is_the_gold(level):
    check_solutions(level, puzzles(level)[:100])


def check_solutions(level, problems):
    for problem in problems:
        names, said, note = read_puzzle(problem.question)
        gold = json.loads(problem.ground_truth)
        assert list(gold) == names, "gold in order of appearance"
        assert solve(names, said) == [gold], problem.question
        assert note == any(map(contains_if, said.values())), "a conditional is always defined"
        low, high = LEVELS[level]["people"]
        assert low <= len(names) <= high
        assert problem.meta == {"people": len(names)}


@pytest.mark.parametrize("level", LEVELS)
def test_no_normal_form_twice(level):
    rows = puzzles(level)
    assert len({" ".join(re.findall(r"\w+", p.question.lower())) for p in rows}) == len(rows)
    assert len({p.match_key for p in rows}) == len(rows)
    contents = {frozenset(read_puzzle(p.question)[1].items()) for p in rows}
    assert len(contents) == len(rows), "the same claims of the same people"


@pytest.mark.parametrize("level", LEVELS)
def test_answers_are_balanced(level):
    kinds = Counter(v for p in puzzles(level) for v in json.loads(p.ground_truth).values())
    assert 0.4 < kinds[True] / kinds.total() < 0.6
    if level == "easy":
        golds = Counter(tuple(json.loads(p.ground_truth).values()) for p in puzzles(level))
        assert len(golds) == 4
        assert all(0.2 < number / golds.total() < 0.3 for number in golds.values())


def test_easy_is_short_and_varied():
    assert max(len(p.question.split()) for p in puzzles("easy")) <= 35
    assert len({p.group_id for p in puzzles("easy")}) >= 20
    assert len({name for p in puzzles("easy") for name in json.loads(p.ground_truth)}) == len(NAMES)


def test_levels_use_all_their_forms():
    seen = Counter(
        formula[0]
        for problem in puzzles("extreme")[:300]
        for formula in read_puzzle(problem.question)[1].values()
    )
    assert set(seen) == {"list", "if", "or", "and", "count", "same"}
    assert min(seen.values()) > 50


def test_names_cannot_be_mistaken():
    assert len(NAMES) >= 40
    for name in NAMES:
        assert re.fullmatch(r"[A-Z][a-z]{2,5}", name)
        assert not [o for o in NAMES if o != name and name.lower() in o.lower()], name


def test_name_sets_repeat_only_after_all_were_used():
    total = len(NAMES) * (len(NAMES) - 1) // 2
    sets = [frozenset(pick_names("f", 1, "easy", index, 2)) for index in range(total + 1)]
    assert all(len(found) == 2 for found in sets)
    assert len(set(sets[:total])) == total
    assert sets[total] == sets[0]


def test_renaming_changes_the_structure_and_not_the_group():
    rng = random.Random(7)
    other_groups = set()
    for _ in range(200):
        people = rng.randint(2, 7)
        forms = ["kind", "alike", "tally", "both", "either", "if", "list"]
        claims = [draw(rng, speaker, people, forms, 3) for speaker in range(people)]
        order = rng.sample(range(people), people)
        turned = [None] * people
        for speaker, claim in enumerate(claims):
            turned[order[speaker]] = rename(claim, order)
        assert nameless_structure(turned) == nameless_structure(claims)
        names = rng.sample(NAMES, people)
        moved = [names[order.index(p)] for p in range(people)]
        assert structure(turned, moved) == structure(claims, names)
        other_groups.add(nameless_structure(claims))
    assert len(other_groups) > 150, "puzzles that differ do not share a group"


def rename(formula, order):
    fields = {}
    for name in type(formula).__dataclass_fields__:
        value = getattr(formula, name)
        if name in ("person", "first", "second"):
            value = order[value]
        elif name == "people":
            value = tuple(sorted(order[p] for p in value))
        elif name in ("condition", "result"):
            value = rename(value, order)
        elif name == "parts":
            value = tuple(rename(part, order) for part in value)
        fields[name] = value
    return type(formula)(**fields)


@pytest.mark.parametrize(
    ("parameters", "seen"),
    [
        ({"people": [1, 2], "depth": 1, "forms": ["kind"]}, "people 1 to 2"),
        ({"people": [2, 11], "depth": 1, "forms": ["kind"]}, "people 2 to 11"),
        ({"people": [3, 3], "depth": 1, "forms": ["trio"]}, "4 with trio"),
        ({"people": [2, 2], "depth": 1, "forms": ["riddle"]}, "known: kind"),
        ({"people": [2, 2], "depth": 2, "forms": ["both"]}, "one simple"),
        ({"people": [2, 2], "depth": 1, "forms": ["kind"]}, "no puzzle with one solution"),
    ],
)
def test_impossible_parameters_say_what_is_allowed(parameters, seen):
    data = {"index": 0, "seed": 1, "level": "own", "parameters": parameters}
    with pytest.raises(SourceRowError, match=f"own-1-0: .*{seen}"):
        knights_and_knaves.normalize(RawRow("own-1-0", data))


@pytest.mark.parametrize("seed", [0, 42])
def test_neighboring_seeds_share_no_name_set(seed):
    rows = len(NAMES) * (len(NAMES) - 1) // 2 // SEED_BLOCKS
    sets = [
        frozenset(pick_names("f", seed + more, "easy", index, 2))
        for more in range(SEED_BLOCKS) for index in range(rows)
    ]  # fmt: skip
    assert len(set(sets)) == len(sets)


@pytest.mark.bench
@pytest.mark.timeout(3000)
def test_ten_thousand_puzzles():
    keys = set()
    for level in LEVELS:
        start = time.process_time()
        rows = problems_of(knights_and_knaves, level, 2500)
        rate = len(rows) / (time.process_time() - start)
        check_solutions(level, rows)
        keys |= {p.match_key for p in rows}
        other = problems_of(knights_and_knaves, level, 2500, seed=43)
        assert not keys & {p.match_key for p in other}
        groups = len({p.group_id for p in rows})
        print(f"{level}: {rate:.0f} puzzles/s, {groups} groups of {len(rows)}")
    assert len(keys) == 10_000


def test_streams_of_neighboring_seeds_share_nothing():
    draws = {
        stream("f", s, i, level).random() for s in range(9) for i in range(9) for level in "ab"
    }
    assert len(draws) == 162
