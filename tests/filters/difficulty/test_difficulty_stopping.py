"""Early stopping against definitions written down here on their own: nothing of `stopping` is used
to say what the right answer is.

All sequences of small k and all counts of the presets are gone through; of the 3**32 sequences of a
preset a random part is, and a larger part by `make bench`."""

import random
from functools import cache
from itertools import product

import pytest

from filters.difficulty.flags import WEAK_BETTER, flags, probability_weak_better
from filters.difficulty.lacking import lacking
from filters.difficulty.outcomes import Counts
from filters.difficulty.rules import RULES, Rule, load_rule
from filters.difficulty.stopping import decide, next_draws, settled

SMALL = (
    Rule(name="easy_hard", source="test", weak_k=4, strong_k=3, weak_max=3, strong_min=0),
    Rule(name="one", source="test", weak_k=5, weak_min=0, weak_max=5),
    Rule(name="both", source="test", weak_k=4, strong_k=3, weak_min=0, strong_min=0,
         hard_needs_both=True),
    Rule(name="all_ends", source="test", weak_k=3, strong_k=3, weak_min=0, weak_max=3,
         strong_min=1, strong_max=3),
    Rule(name="never", source="test", weak_k=3),
)  # fmt: skip


def of_counts(rule, weak, strong):
    """The rule in plain words, from the correct answers among all k draws."""
    if rule.weak_max is not None and weak >= rule.weak_max:
        return "too_easy"
    if rule.strong_max is not None and strong >= rule.strong_max:
        return "too_easy"
    weak_low = rule.weak_min is not None and weak <= rule.weak_min
    strong_low = rule.strong_min is not None and strong <= rule.strong_min
    if rule.hard_needs_both:
        return "too_hard" if weak_low and strong_low else "keep"
    return "too_hard" if weak_low or strong_low else "keep"


@cache
def brute(rule, weak_correct, weak_free, strong_correct, strong_free):
    """Every assignment of the free draws, one by one."""
    decisions = {
        of_counts(rule, weak_correct + sum(weak), strong_correct + sum(strong))
        for weak in product((0, 1), repeat=weak_free)
        for strong in product((0, 1), repeat=strong_free)
    }
    return decisions.pop() if len(decisions) == 1 else None


@cache
def brute_by_counts(rule, weak_correct, weak_free, strong_correct, strong_free):
    """The same where 2**32 assignments are too many: assignments differ only in their sums."""
    decisions = {
        of_counts(rule, weak_correct + weak, strong_correct + strong)
        for weak in range(weak_free + 1)
        for strong in range(strong_free + 1)
    }
    return decisions.pop() if len(decisions) == 1 else None


def fixed_k(rule, weak, strong, by=brute_by_counts):
    """The decision of all k draws of both models."""
    free = weak.count("?"), strong.count("?")
    return by(rule, weak.count("1"), free[0], strong.count("1"), free[1]) or "unmeasured"


def sampled(rule, weak, strong, round_size, undecided_max=None, top_up=0):
    """Draw from the full sequences as a driver would; what was drawn of each."""
    drawn = {"weak": 0, "strong": 0}
    while step := next_draws(
        rule,
        weak[: drawn["weak"]],
        strong[: drawn["strong"]],
        round_size=round_size,
        undecided_max=undecided_max,
        top_up=top_up,
    ):
        role, count = step
        assert 1 <= count <= round_size
        drawn[role] += count
    return weak[: drawn["weak"]], strong[: drawn["strong"]]


def assert_stops_exactly(rule, weak, strong, round_size, expected):
    seen = sampled(rule, weak, strong, round_size)
    assert len(seen[0]) <= rule.weak_k
    assert len(seen[1]) <= rule.strong_k
    assert decide(rule, *seen) == expected, (rule.name, weak, strong, round_size, seen)
    if expected == "too_easy" and rule.strong_max is None:
        assert seen[1] == "", "a strong draw for a problem that the weak model had decided"


@pytest.mark.parametrize("rule", SMALL, ids=lambda rule: rule.name)
def test_every_sequence_of_small_k_gives_the_fixed_k_decision(rule):
    strongs = ["".join(letters) for letters in product("10?", repeat=rule.strong_k)]
    for letters in product("10?", repeat=rule.weak_k):
        for strong in strongs:
            weak = "".join(letters)
            expected = fixed_k(rule, weak, strong, brute)
            assert decide(rule, weak, strong) == expected
            for round_size in (1, 2, 3, 4):
                assert_stops_exactly(rule, weak, strong, round_size, expected)


@pytest.mark.parametrize("problems", [2_500, pytest.param(50_000, marks=pytest.mark.bench)])
@pytest.mark.parametrize("name", sorted(RULES))
def test_random_sequences_of_each_preset_give_the_fixed_k_decision(name, problems):
    rule, stream = load_rule(name), random.Random(name)
    for number in range(problems if rule.weak_k == 16 else problems // 25):
        weak, strong = (draw_string(stream, k) for k in (rule.weak_k, rule.strong_k))
        expected = fixed_k(rule, weak, strong)
        assert decide(rule, weak, strong) == expected
        assert_stops_exactly(rule, weak, strong, 1 + number % 4, expected)


def draw_string(stream, k):
    """Half of the strings lean to an end, where the decisions change; unknown ones are rare."""
    right = stream.choice((0.0, 0.03, 0.5, 0.93, 1.0, stream.random()))
    unknown = stream.choice((0.0, 0.0, 0.05, 0.3))
    return "".join(
        "?" if stream.random() < unknown else ("1" if stream.random() < right else "0")
        for _ in range(k)
    )


@pytest.mark.parametrize("name", sorted(RULES))
def test_settled_equals_brute_force_at_every_count(name):
    rule = load_rule(name)
    for weak in lattice(rule.weak_k):
        for strong in {Counts(0, 0, 0), Counts(0, rule.strong_k, 0), Counts(*strong_mix(rule))}:
            free = (rule.weak_k - weak.decided, rule.strong_k - strong.decided)
            expected = brute_by_counts(rule, weak.correct, free[0], strong.correct, free[1])
            assert settled(rule, weak, strong) == expected


def lattice(k):
    return [Counts(c, n - c, 0) for n in range(k + 1) for c in range(n + 1)]


def strong_mix(rule):
    return (1, 1, 1) if rule.strong_k else (0, 0, 0)


def folded(rule, weak, strong, undecided_max):
    """Giving up, in plain words: draw by draw, weak first while its own end is open."""
    at = {"weak": "", "strong": ""}
    full = {"weak": weak, "strong": strong}
    limits = {"weak": rule.weak_k, "strong": rule.strong_k}
    while True:
        known = [
            (seen.count("1"), limits[role] - len(seen) + seen.count("?"))
            for role, seen in at.items()
        ]
        decision = brute_by_counts(rule, *known[0], *known[1])
        if decision:
            return decision
        weak_ends = {level_of(rule, known[0][0] + extra) for extra in range(known[0][1] + 1)}
        role = "weak" if len(weak_ends) > 1 and len(at["weak"]) < rule.weak_k else "strong"
        if at["strong"].count("?") > undecided_max:
            return "unmeasured"
        if len(weak_ends) > 1 and at["weak"].count("?") > undecided_max:
            return "unmeasured"
        if len(at[role]) == limits[role]:
            return "unmeasured"
        at[role] = full[role][: len(at[role]) + 1]


def level_of(rule, correct):
    high = rule.weak_max is not None and correct >= rule.weak_max
    return high, rule.weak_min is not None and correct <= rule.weak_min


@pytest.mark.parametrize("problems", [200, pytest.param(3_000, marks=pytest.mark.bench)])
@pytest.mark.parametrize("undecided_max", [0, 1, 3])
@pytest.mark.parametrize("name", ["guru", "guru_weak", "skywork"])
def test_giving_up_decides_the_same_for_every_round_size_and_for_a_replay(
    name, undecided_max, problems
):
    rule, stream = load_rule(name), random.Random(undecided_max)
    for _ in range(problems):
        weak, strong = (draw_string(stream, k) for k in (rule.weak_k, rule.strong_k))
        expected = folded(rule, weak, strong, undecided_max)
        assert decide(rule, weak, strong, undecided_max=undecided_max) == expected
        for round_size, top_up in product((1, 2, 3, 4), (0, 16)):
            seen = sampled(rule, weak, strong, round_size, undecided_max, top_up)
            assert decide(rule, *seen, undecided_max=undecided_max) == expected


def test_giving_up_saves_draws_in_an_outage():
    rule = load_rule("guru")
    assert sampled(rule, "?" * 16, "?" * 16, 2, undecided_max=3) == ("????", "")
    assert decide(rule, "????", "", undecided_max=3) == "unmeasured"


def test_no_draw_is_made_once_unknown_draws_make_settling_impossible():
    rule = load_rule("guru")
    weak, strong = sampled(rule, "1" * 13 + "??" + "1", "1" * 16, 1)
    assert (weak, strong) == ("1" * 13 + "??", "")
    assert decide(rule, weak, strong) == "unmeasured"


def test_top_up_goes_on_for_kept_rows_only():
    rule = load_rule("guru")
    weak, strong = "00" + "1" * 14, "1" * 16
    assert sampled(rule, weak, strong, 4, top_up=8) == (weak[:8], strong[:8])
    assert sampled(rule, weak, strong, 4, top_up=16) == (weak, strong)
    assert sampled(rule, weak, "0" * 16, 4, top_up=16)[0] == weak[:4]
    assert sampled(rule, "1" * 16, strong, 4, top_up=16) == ("1" * 16, "")


def test_draws_beyond_k_never_decide():
    rule = SMALL[1]
    assert decide(rule, "11111" + "0" * 11, "") == "too_easy"
    assert decide(rule, "00000" + "1" * 11, "") == "too_hard"


@pytest.mark.parametrize(("round_size", "top_up"), [(0, 0), (5, 0), (1, 4)])
def test_impossible_plans_are_refused(round_size, top_up):
    with pytest.raises(ValueError, match="allowed"):
        next_draws(load_rule("guru"), "", "", round_size=round_size, top_up=top_up)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8, 0.9])
def test_expected_draws_are_those_of_the_second_failure(p):
    """The notes' figures: E[n] 2.50, 4.00, 9.12, 12.80, by waiting for the second wrong answer."""
    rule = load_rule("guru_weak")
    q = 1 - p
    stops = {n: (n - 1) * q * q * p ** (n - 2) for n in range(2, 16)}
    stops[15] += p**15  # fifteen right answers in a row settle it too
    expected = sum(n * share for n, share in stops.items()) + 16 * 15 * q * p**14
    total = 0.0
    frontier = {"": 1.0}
    while frontier:
        onward = {}
        for seen, share in frontier.items():
            if next_draws(rule, seen, "") is None:
                total += share * len(seen)
                continue
            for letter, chance in (("1", p), ("0", q)):
                # The order does not matter to the rule: one string stands for its counts.
                key = "".join(sorted(seen + letter))
                onward[key] = onward.get(key, 0.0) + share * chance
        frontier = onward
    assert total == pytest.approx(expected, rel=1e-12)


def test_lacking_is_nothing_when_settled_or_past_settling():
    rule = load_rule("guru")
    assert lacking(rule, "1" * 15, "") == (0, 0, 0, 0)
    assert lacking(rule, "1" * 13 + "??", "") == (0, 0, 0, 0)


def test_lacking_bounds_a_fresh_and_a_begun_row():
    rule = load_rule("guru")
    assert lacking(rule, "", "") == (2, 16, 0, 16)
    assert lacking(rule, "00", "") == (0, 0, 1, 16)
    assert lacking(load_rule("skywork"), "00", "11") == (1, 14, 0, 0)


@pytest.mark.parametrize("rule", SMALL, ids=lambda rule: rule.name)
def test_lacking_is_the_least_and_most_over_all_continuations(rule):
    for length in range(rule.weak_k + 1):
        begun = "10" * 8
        drawn = []
        for rest in product("10", repeat=rule.weak_k - length):
            for strong in product("10", repeat=rule.strong_k):
                weak = begun[:length] + "".join(rest)
                seen = continued(rule, weak, "".join(strong), length)
                drawn.append((len(seen[0]) - length, len(seen[1])))
        weak, strong = zip(*drawn, strict=True)
        expected = (min(weak), max(weak), min(strong), max(strong))
        assert lacking(rule, begun[:length], "") == expected


def continued(rule, weak, strong, begun):
    drawn = {"weak": begun, "strong": 0}
    while step := next_draws(rule, weak[: drawn["weak"]], strong[: drawn["strong"]]):
        drawn[step[0]] += 1
    return weak[: drawn["weak"]], strong[: drawn["strong"]]


def test_weak_better_is_flagged_only_when_counts_allow():
    assert flags(Counts(10, 6, 0), Counts(4, 12, 0)) == (WEAK_BETTER,)
    assert flags(Counts(6, 10, 0), Counts(4, 12, 0)) == ()
    assert flags(Counts(1, 2, 0), Counts(0, 1, 0)) == ()
    assert flags(Counts(4, 12, 0), Counts(10, 6, 0)) == ()
    assert flags(Counts(10, 6, 0), Counts(0, 0, 9)) == ()


def test_probability_weak_better_by_hand():
    """No draws: one half by symmetry. One right against none: P(x > y) with density 2x is 2/3."""
    assert probability_weak_better(Counts(0, 0, 0), Counts(0, 0, 0)) == pytest.approx(0.5)
    assert probability_weak_better(Counts(1, 0, 0), Counts(0, 0, 0)) == pytest.approx(2 / 3)
