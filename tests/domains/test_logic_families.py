"""Entailment and timelines, read back from the question and solved by other means."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import combinations, product

import pytest

from domains.logic._theories import ACTIVITIES
from domains.logic.entailment import entailment
from domains.logic.timelines import timelines
from domains.registry import find_source
from rewards import load_reward
from tests.domains.conftest import problems_of

FAMILIES = (entailment, timelines)
LEVELS = ("easy", "medium", "hard", "extreme")
ALL_ROWS, CHECKED, PAID = 2000, 30, 5
# Entailment takes some milliseconds a row; `make bench` makes all.
ROWS = {"entailment": 400, "timelines": ALL_ROWS}
MONTHS = "January February March April May June July August September October November December"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def rows(family, level, count=None):
    return _rows(family.name, level, count or ROWS[family.name])


@cache
def _rows(name, level, count):
    return problems_of(find_source(f"logic__{name}"), level, count)


def forms(problems):
    return [" ".join(re.findall(r"\w+", p.question.lower())) for p in problems]


@each_family
@each_level
def test_rows_differ_also_from_those_of_another_seed(family, level):
    check_rows(family, level, ROWS[family.name])


@pytest.mark.bench
@each_level
def test_all_rows_differ_also_from_those_of_another_seed(level):
    check_rows(entailment, level, ALL_ROWS)


def check_rows(family, level, count):
    found = forms(rows(family, level, count))
    assert len(set(found)) == count
    assert not set(found) & set(forms(problems_of(family, level, count // 4, 43)))


@each_family
@each_level
def test_golds_are_paid_and_near_misses_are_not(family, level):
    for problem in rows(family, level)[:PAID]:
        reward = load_reward(problem.reward or family.reward)
        gold, spec = problem.ground_truth, problem.spec
        assert reward.score(reward.render(gold, spec), gold, spec).value == 1.0
        for negative in reward.negatives(gold, spec):
            assert reward.score(negative.response, gold, spec).value == 0.0, negative


@each_level
def test_no_verdict_is_guessed(level):
    letters = Counter(problem.ground_truth for problem in rows(entailment, level))
    verdicts = Counter(problem.meta["verdict"] for problem in rows(entailment, level))
    by_form = Counter((shape(asked(p)), p.meta["verdict"]) for p in rows(entailment, level))
    count = ROWS["entailment"]
    assert max(letters.values()) <= count * 0.45
    assert max(verdicts.values()) <= count * 0.45
    # The shape of the statement alone is no better than a guess either.
    shapes = {shape for shape, _ in by_form}
    assert len(shapes) <= 20, "with more, the best guess would be fitted to single rows"
    best = sum(max(by_form[shape, v] for v in verdicts) for shape in shapes)
    assert best <= count * 0.45


def shape(statement):
    """A statement without its names and verbs: what of it could tell the verdict."""
    plain = "|".join(verb for _, verb in ACTIVITIES)
    return re.sub(rf"\b[A-Z]\w+|\b\w+s\b|\b({plain})\b", "", statement)


def asked(problem):
    return re.search(r"this statement\?\n(.*)\.", problem.question)[1]


@each_level
def test_entailment_against_all_worlds(level):
    for problem in rows(entailment, level)[:CHECKED]:
        check_entailment(problem)


@pytest.mark.bench
@each_level
def test_all_entailment_against_all_worlds(level):
    for problem in rows(entailment, level, ALL_ROWS)[CHECKED:]:
        check_entailment(problem)


def check_entailment(problem):
    said = re.findall(r"^- (.*)\.$", problem.question, re.M)
    intro = problem.question.partition('"')[0]
    everyone = re.findall(r"\b[A-Z]\w+\b", intro.split(":")[-1].replace("Here", ""))
    people = [name for name in everyone if name not in ("The", "There")]
    facts = sorted({fact for text in (*said, asked(problem)) for fact in mentioned(text, people)})
    premises = [reading(text, people) for text in said]
    conclusion = reading(asked(problem), people)
    seen = set()
    for values in product((False, True), repeat=len(facts)):
        world = dict(zip(facts, values, strict=True))
        if all(holds(world) for holds in premises):
            seen.add(conclusion(world))
    gold = problem.spec["choices"][problem.ground_truth].split()[2].strip(":")
    assert gold == {(True,): "true", (False,): "false"}.get(tuple(seen), "open"), problem
    assert seen, "the premises contradict one another"


def stem(verb):
    return verb.removesuffix("s")


def mentioned(text, people):
    """The facts that a sentence is about; of a group, those of all people."""
    pattern = rf"\b({'|'.join(people)}) (?:does not )?(\w+)"
    named = re.findall(pattern, text)
    if named:
        return {(name, stem(verb)) for name, verb in named}
    body = re.sub(r".*?(person who|people|who) ", "", text, count=1)
    words = re.sub(r"\b(does not|also)\b", "", body).split()
    return {(name, stem(word)) for name in people for word in words}


def literal(text):
    name, negated, verb = re.fullmatch(r"(\w+) (does not )?(\w+)", text).groups()
    return lambda world: world[name, stem(verb)] != bool(negated)


def reading(text, people):
    """A sentence as a predicate of worlds."""
    if found := re.fullmatch(r"If (.*?)(?: and (.*))?, then (.*)", text):
        conditions = [literal(part) for part in found.groups()[:2] if part]
        then = literal(found[3])
        return lambda world: not all(c(world) for c in conditions) or then(world)
    if found := re.fullmatch(r"(\w+ .*) only if (.*)", text):
        then, given = literal(found[2]), literal(found[1])
        return lambda world: then(world) or not given(world)
    if found := re.fullmatch(r"Exactly one of these is true: (.*); (.*)", text):
        a, b = literal(found[1]), literal(found[2])
        return lambda world: a(world) + b(world) == 1
    if found := re.fullmatch(r"(Everyone|No one) who (does not )?(\w+) (?:also )?(\w+)", text):
        wanted = found[1] == "Everyone"
        return lambda world: all(
            world[p, stem(found[4])] == wanted
            for p in people
            if world[p, stem(found[3])] != bool(found[2])
        )
    if found := re.fullmatch(r"At least one person who (\w+) (does not )?(\w+)", text):
        return lambda world: any(
            world[p, stem(found[1])] and world[p, stem(found[3])] != bool(found[2]) for p in people
        )
    if found := re.fullmatch(r"Exactly (\w+) of the people (\w+)", text):
        number = ("none", "one", "two", "three", "four").index(found[1])
        return lambda world: sum(world[p, stem(found[2])] for p in people) == number
    if " or " in text:
        a, b = map(literal, text.split(" or "))
        return lambda world: a(world) or b(world)
    return literal(text)


def test_every_verdict_needs_its_premises():
    for problem in rows(entailment, "medium")[:CHECKED]:
        said = re.findall(r"^- (.*)\.$", problem.question, re.M)
        if problem.meta["verdict"] != "unknown":
            assert problem.meta["needed"] >= 3
            assert asked(problem) not in said


@each_level
def test_timelines_are_not_guessable(level):
    golds = Counter(problem.ground_truth for problem in rows(timelines, level))
    assert golds.most_common(1)[0][1] <= ALL_ROWS / 10
    for problem in rows(timelines, level):
        if problem.answer_type == "integer":
            body = problem.question.split("\n\n")[1]
            assert not re.search(rf"\b{problem.ground_truth} (day|week)", body)


@each_level
def test_timelines(level):
    for problem in rows(timelines, level)[: 2 * CHECKED]:
        check_timeline(problem)


@pytest.mark.bench
@each_level
def test_all_timelines(level):
    for problem in rows(timelines, level)[2 * CHECKED :]:
        check_timeline(problem)


def julian(text):
    """Day number of `3 May 2014`, by Fliegel and Van Flandern; 0 modulo 7 is a Monday."""
    d, month, y = re.fullmatch(r"(\d+) (\w+) (\d+)", text).groups()
    d, m, y = int(d), MONTHS.split().index(month) + 1, int(y)
    a = (14 - m) // 12
    y, m = y + 4800 - a, m + 12 * a - 3
    return d + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045


def solved(body):
    """First and last day of all, by going over the sentences until nothing is new."""
    known = {}
    sentences = re.findall(r"[^.]+\.", body)
    for _ in sentences:
        for sentence in sentences:
            learn(sentence.strip(" .\n"), known)
    return known


def learn(sentence, known):
    name = re.match(r"\w+", sentence)[0]
    if found := re.search(r"'s (first|last) day was (\d+ [A-Z]\w+ \d+)$", sentence):
        put(known, name, found[1], julian(found[2]))
    elif found := re.search(r"stayed for (.*)$", sentence):
        put(known, name, "length", days(found[1]))
    elif found := re.search(r"'s (first|last) day was also (\w+)'s (first|last)", sentence):
        if (found[2], found[3]) in known:
            put(known, name, found[1], known[found[2], found[3]])
    elif found := re.search(
        r"'s (first|last) day was (\d+ \w+) (after|before) (\w+)'s (first|last) day$", sentence
    ):
        if (found[4], found[5]) in known:
            sign = 1 if found[3] == "after" else -1
            put(known, name, found[1], known[found[4], found[5]] + sign * days(found[2]))
    elif found := re.search(r"stay was (\d+ \w+) (longer|shorter) than (\w+)'s$", sentence):
        if (found[3], "length") in known:
            sign = 1 if found[2] == "longer" else -1
            put(known, name, "length", known[found[3], "length"] + sign * days(found[1]))
    elif found := re.search(r"stayed exactly as long as (\w+)$", sentence):
        if (found[1], "length") in known:
            put(known, name, "length", known[found[1], "length"])
    else:
        raise AssertionError(sentence)


def put(known, name, what, value):
    assert known.setdefault((name, what), value) == value
    values = [known.get((name, each)) for each in ("first", "last", "length")]
    if values.count(None) == 1:
        first, last, length = values
        if length is None:
            known[name, "length"] = last - first + 1
        elif last is None:
            known[name, "last"] = first + length - 1
        else:
            known[name, "first"] = last - length + 1


def days(text):
    number, unit = text.split()
    return int(number) * (7 if unit.startswith("week") else 1)


def check_timeline(problem):
    _, body, question = problem.question.split("\n\n")
    known = solved(body)
    names = sorted({name for name, _ in known})
    stays = {n: set(range(known[n, "first"], known[n, "last"] + 1)) for n in names}
    assert len(names) == problem.parameters["people"]
    assert all(stays.values())
    assert found_answer(question, stays) == problem.ground_truth, problem


def found_answer(question, stays):
    present = Counter(day for days in stays.values() for day in days)
    if found := re.match(r"On how many days were both (\w+) and (\w+) there", question):
        return str(len(stays[found[1]] & stays[found[2]]))
    if found := re.match(r"On how many days were at least (\d)", question):
        groups = combinations(stays.values(), int(found[1]))
        return str(len(set().union(*(set.intersection(*group) for group in groups))))
    if question.startswith("On how many days was exactly one"):
        return str(list(present.values()).count(1))
    if found := re.match(r"Whose stay was the (longest|shortest)", question):
        ranked = sorted(stays, key=lambda name: len(stays[name]))
        return ranked[-1 if found[1] == "longest" else 0]
    if found := re.match(r"Who, as the only one of them, was there on (.*)\?", question):
        (name,) = [name for name in stays if julian(found[1]) in stays[name]]
        return name
    if found := re.match(r"Whose (first|last) day .* as number (\d)\?", question):
        pick = min if found[1] == "first" else max
        return sorted(stays, key=lambda name: pick(stays[name]))[int(found[2]) - 1]
    known, given, name, end = re.match(
        r"(.*) was a (\w+)\. Which day of the week was (\w+)'s (first|last) day", question
    ).groups()
    assert WEEKDAYS[julian(known) % 7] == given
    return WEEKDAYS[(min if end == "first" else max)(stays[name]) % 7]
