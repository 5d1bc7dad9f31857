"""The decision table, on problems; who stays; boilerplate; families; the traps."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from filters import answers, duplicates
from filters.evidence import differing

FARM = (
    "A farmer has {n} brown hens and {m} white hens on the old farm behind the hill, where his "
    "mother lived with her sisters when the village was small and nobody owned a car. Each hen "
    "lays two eggs a day, and he takes all of them to the market in the town across the river, "
    "where people pay well for good food. How many eggs does he sell?"
)
BASE = FARM.format(n=12, m=30)
TALK = " Give reasons for whatever you claim, quoting rules by name; check your result, please!"
SAME, OTHER, NONE = ("84 eggs", "84 eggs"), ("84 eggs", "85 eggs"), (None, None)


def gone(texts: list[str], given: tuple | list | None = None, **more) -> list[str | None]:
    """The rule by which each row goes, None where it stays."""
    found = duplicates.decide(texts, answers=given, **more)
    return [
        duplicates.RULES[rule] if match >= 0 else None
        for match, rule in zip(found.match, found.rule, strict=True)
    ]


@pytest.mark.parametrize(
    ("other", "given", "rule"),
    [
        (BASE, OTHER, "exact"),
        (BASE, SAME, "exact"),
        # As if there were no answers.
        (BASE + " Show your work.", OTHER, "end"),
        (BASE.replace("brown hens", "spotted hens"), OTHER, None),
        # The same suite of tests is evidence as any answer.
        (BASE.replace("brown hens", "spotted hens"), SAME, "answer"),
        (FARM.format(n=13, m=30), OTHER, None),
    ],
)
def test_one_of_several_right_answers_contradicts_no_other(other, given, rule):
    several = np.array([True, True])
    assert gone([BASE, other], given, several=several) == [None, rule]


def test_an_answer_beside_which_no_other_is_right_still_conflicts():
    texts, given = [BASE] * 4, ("84 eggs", "check(84)", "85 eggs", "check(85)")
    several = np.array([False, True, False, True])
    assert gone(texts, given, several=several) == ["conflict"] * 4
    assert gone(texts[:2], given[:2], several=several[:2]) == [None, "exact"]


@pytest.mark.parametrize(
    ("other", "given", "rule"),
    [
        (BASE, SAME, "exact"),
        (BASE, NONE, "exact"),
        (BASE.upper() + " ", SAME, "exact"),
        (BASE.replace("12", "$12$").replace(" on", "  on"), NONE, "exact"),
        # One number, one operator, one word of the guard: another problem, whatever the answers.
        (FARM.format(n=13, m=30), SAME, None),
        (FARM.format(n=30, m=12), SAME, "answer"),
        (BASE.replace("12 brown", "-12 brown"), SAME, None),
        (BASE.replace("all of them", "none of them"), SAME, None),
        (BASE.replace("two eggs", "three eggs"), NONE, None),
        # Other words: answers decide.
        (BASE.replace("brown hens", "spotted hens"), SAME, "answer"),
        (BASE.replace("brown hens", "spotted hens"), OTHER, None),
        (BASE.replace("brown hens", "spotted hens"), NONE, None),
        (BASE.replace("brown hens", "spotted hens"), ("B", "B"), None),
        (BASE.replace("brown hens", "spotted hens"), ("7", "7"), None),
        # An end more.
        ("Think well about this. " + BASE, NONE, "end"),
        (BASE + " Show your work.", NONE, "end"),
        (BASE + " Show your work.", OTHER, None),
        (BASE + " Give 2 decimals.", NONE, None),
        (BASE + " Give 2 decimals.", SAME, "contained"),
        (BASE + " And how many hens are there?", NONE, None),
        (BASE + TALK, NONE, "end"),
        (BASE + TALK + TALK.replace("a", "o"), SAME, None),
        (BASE + " He pays half.", OTHER, None),
    ],
)
def test_the_table(other, given, rule):
    assert gone([BASE, other], list(given)) == [None, rule]
    # The other way round another row stays, by the same rule.
    assert gone([other, BASE], list(given)[::-1]) == [None, rule]


def test_names_are_no_difference_and_what_is_asked_for_is():
    text = (
        "Tom and Mary walk along the river to the old mill together. Tom carries 3 baskets of "
        "apples and Mary carries 4 baskets of plums back to the village where both of them were "
        "born long before the war, and where the people still make cider in the autumn of every "
        "year. Each basket holds as much as a child of ten can lift from the ground without any "
        "help at all. Who carries more, Tom or Mary?"
    )
    assert gone([text, text.replace("Tom", "Ann")]) == [None, "end"]
    # Not throughout; no name; a month.
    assert gone([text, text.replace("Tom or", "Mary or")]) == [None, None]
    assert gone([text, text.replace("mill", "well")]) == [None, None]
    may, june = (text.replace("the village", f"town in {m}") for m in ("May", "June"))
    assert gone([june, june.replace("June", "July")]) == [None, None]
    assert gone([may, may]) == [None, "exact"]


def test_answer_conflicts_are_quarantined_whole():
    found = duplicates.decide([BASE, "x", BASE, BASE.upper()], answers=["1", "5", "2", "1"])
    assert [duplicates.RULES[r] for r in found.rule[[0, 2, 3]]] == ["conflict"] * 3
    assert found.match.tolist() == [2, -1, 0, 2]


def test_answers_that_differ_in_dress_alone_are_equal():
    assert answers.form("$ 1/2 $.") == answers.form("1/2")
    read = answers.read([" 5 kg", "5 KG", None, "", "6 kg"], 5)
    assert read.codes.tolist() == [0, 0, -1, -1, 1]
    for little in ("b", "(c)", "true", "yes", "7", "-3", "20"):
        assert not answers.says_much(answers.form(little)), little
    for much in ("21", "\\frac{1}{2}", "84 eggs", "x^2", "10000000000000007"):
        assert answers.says_much(answers.form(much)), much


@pytest.mark.parametrize("answer", ["ABC.", "1,000.", "x^2+1..", "-3", ".", "(C)", "a.b", "84*"])
def test_plain_answers_are_read_as_all_others_are(answer):
    """Spaces around it take the long way."""
    assert answers.form(answer) == answers.form(f" {answer} ")


def test_answers_that_many_rows_have_say_little():
    rows = [f"alpha{k} beta{k} gamma{k} delta{k} epsilon{k}" for k in range(60)]
    near = [BASE, BASE.replace("brown hens", "spotted hens")]
    assert gone(near, ["code"] * 2) == [None, "answer"]
    assert gone([*near, *rows], ["code"] * 62) == [None] * 62


def test_unguarded_is_plain_jaccard():
    texts = [BASE, BASE.replace("farmer", "peasant"), FARM.format(n=12, m=31)]
    assert gone(texts, ["1", "2", "3"], guarded=False) == [None, "jaccard", "jaccard"]
    assert gone(texts, guarded=False, threshold=0.97) == [None] * 3


def problems(count: int) -> list[str]:
    """Problems that have little in common but their first number."""
    rng = random.Random(5)
    words = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in "nrst"]
    return [
        " ".join(rng.choice(words) for _ in range(14)) + f" {100 + k}?" for k in range(count)
    ]  # fmt: skip


def test_boilerplate_does_not_hide_or_make_duplicates():
    """The instruction is longer than the problems."""
    told = "Reason carefully about every part and then write the final result in a box."
    rows = problems(150)
    with_it = [f"{text} {told}" for text in rows]
    found = gone([*with_it, rows[3], rows[7]])
    assert found == [None] * 150 + ["core", "core"]
    # Two problems that share the instruction alone are not near.
    assert gone(with_it, guarded=True) == [None] * 150
    # A question that many rows end with is no boilerplate.
    asked = [f"{text[:-1]}. What is the total of it then?" for text in rows]
    assert gone([*asked, rows[3]]) == [None] * 151


def test_a_row_goes_only_for_one_that_stays():
    """b is near a and c, a and c are not near: whoever is asked first stays, and c never goes."""
    words = [f"w{n}" for n in range(60)]
    a, b, c = (" ".join(words[k : k + 50]) for k in (0, 4, 8))
    found = duplicates.decide([b, a, c], np.array([1, 0, 2]), guarded=False)
    assert found.match.tolist() == [1, -1, -1]
    assert found.similarity[0] == pytest.approx(44 / 52)


def test_guarded_rows_go_only_for_rows_that_stay():
    """The second goes for the first; the third is near, or holds, the second alone, and stays."""
    words = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in "nr"]
    chains = {
        "near": [" ".join(words[k : k + 50]) for k in (0, 4, 8)],
        "held": [BASE, BASE + TALK, BASE + TALK + TALK.replace("a", "o")],
    }
    for name, (a, b, c) in chains.items():
        # The copy of a row that went goes for what stays, too.
        found = duplicates.decide([a, b, b, c], answers=["84 eggs"] * 4)
        assert found.match.tolist() == [-1, 0, 0, -1], name
        assert duplicates.decide([b, c], answers=["84 eggs"] * 2).match.tolist() == [-1, 0], name


def test_templates_stay_and_are_families():
    rows = [FARM.format(n=100 + k, m=3 * k + 1) for k in range(300)]
    found = duplicates.decide([*rows, *problems(40)], families=True)
    assert (found.match < 0).all()
    assert len(set(found.family[:300].tolist())) == 1
    assert len(set(found.family[300:].tolist())) == 40
    assert len({*found.family[:300].tolist()} & {*found.family[300:].tolist()}) == 0


def test_contexts_part_what_has_the_same_words():
    contexts = np.array([1, 2, 1], np.uint64)
    found = duplicates.decide([BASE] * 3, contexts=contexts, families=True)
    assert found.match.tolist() == [-1, -1, 0]
    assert found.family[0] != found.family[1]


def corpus() -> tuple[list[str], list[str], np.ndarray]:
    rng = random.Random(11)
    texts = problems(60) + [FARM.format(n=k, m=9) for k in range(20)] + ["", "?", "3 + 4 = ?"]
    for _ in range(120):
        text = rng.choice(texts)
        change = rng.choice(
            [str.upper, lambda t: t + " Show it.", lambda t: t.replace("a", "e", 1), lambda t: t]
        )
        texts.append(change(text))
    return texts, [str(rng.randrange(20, 24)) for _ in texts], np.array(
        [rng.randrange(3) for _ in texts]
    )  # fmt: skip


def test_no_order_of_rows_changes_who_stays():
    texts, given, priority = corpus()
    first = None
    for seed in range(6):
        shuffled = np.random.default_rng(seed).permutation(len(texts))
        order = np.lexsort((shuffled, priority[shuffled]))
        found = duplicates.decide(
            [texts[k] for k in shuffled], order, [given[k] for k in shuffled], families=True
        )
        match = {
            int(shuffled[k]): int(shuffled[m]) if m >= 0 else -1 for k, m in enumerate(found.match)
        }
        families = {}
        for k, family in enumerate(found.family):
            families.setdefault(int(family), set()).add(int(shuffled[k]))
        outcome = (match, {frozenset(f) for f in families.values()})
        first = first or outcome
        assert outcome == first
        for row, other in match.items():
            conflict = duplicates.RULES[found.rule[list(shuffled).index(row)]] == "conflict"
            assert other == -1 or conflict or match[other] == -1


def test_what_differs():
    assert differing("a b c d", "A b x  d") == ("c", "x")
    assert differing("a b", "a b c") == ("", "c")
    assert differing("", "") == ("", "")
    assert len(differing("y " * 400, "x")[0]) == 160


LIMITS = {"trap_num1": 0.005, "trap_numall": 0.005, "trap_word": 0.03}
CAUGHT = ("dup_exact", "dup_ws", "dup_pre", "dup_suf", "dup_fmt")


@pytest.mark.skipif("TOUCHSTONE_CHECKS" not in os.environ, reason="TOUCHSTONE_CHECKS is not set")
@pytest.mark.parametrize("column", ["text", "text_bp"])
def test_planted_copies_go_and_traps_stay(column):
    rows = pq.read_table(Path(os.environ["TOUCHSTONE_CHECKS"]) / "dedup_20k.parquet").to_pylist()
    order = np.array(sorted(range(len(rows)), key=lambda k: (rows[k]["prio"], rows[k]["id"])))
    found = duplicates.decide([r[column] for r in rows], order, [r["answer"] for r in rows])
    stays = found.match < 0
    base = {row["src"]: k for k, row in enumerate(rows) if row["kind"] == "base_real"}
    for kind in (*LIMITS, *CAUGHT):
        members = [k for k, row in enumerate(rows) if row["kind"] == kind]
        lost = sum(not stays[k] for k in members) / len(members)
        both = sum(stays[k] and stays[base[rows[k]["src"]]] for k in members) / len(members)
        assert lost <= LIMITS.get(kind, 1), kind
        assert kind in LIMITS or both <= 0.05, kind
    families: dict[int, bool] = {}
    for k, row in enumerate(rows):
        if row["kind"] == "base_real" or row["kind"].startswith("dup"):
            families[row["src"]] = families.get(row["src"], False) or bool(stays[k])
    # Two pairs of this corpus are one question with a letter mistyped.
    assert sum(not kept for kept in families.values()) <= 2
