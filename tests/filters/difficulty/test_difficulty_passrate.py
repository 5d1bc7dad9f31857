from itertools import product
from math import comb

import pytest

from filters.difficulty.bands import EASY_WEAK, band
from filters.difficulty.beta import beta_cdf, beta_quantile
from filters.difficulty.outcomes import Counts
from filters.difficulty.passrate import Plan, interval, pass_at_k, pass_rate
from filters.difficulty.rules import Rule, load_rule
from filters.difficulty.stopping import decide, next_draws

TINY = Rule(
    name="tiny", source="test", weak_k=4, strong_k=4, weak_max=3, weak_min=None, strong_min=0
)


def ends(plan, chances):
    """All ends of a plan with their probability, walked sequence by sequence: no path counts."""
    open_rows = {("", ""): 1.0}
    while open_rows:
        (weak, strong), share = open_rows.popitem()
        step = next_draws(
            plan.rule,
            weak,
            strong,
            round_size=plan.round_size,
            undecided_max=plan.undecided_max,
            top_up=plan.top_up,
        )
        if step is None:
            yield weak, strong, share
            continue
        role, count = step
        for letters in product(chances[role], repeat=count):
            chance = share
            for letter in letters:
                chance *= chances[role][letter]
            row = (weak + "".join(letters), strong)
            open_rows[row if role == "weak" else (weak, strong + "".join(letters))] = chance


def coin(p):
    return {"1": p, "0": 1 - p}


@pytest.mark.parametrize("round_size", [1, 2, 3, 4])
@pytest.mark.parametrize("p", [0.05, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["guru_weak", "skywork"])
def test_the_estimate_is_unbiased_after_stopping(name, p, round_size):
    plan = Plan(load_rule(name), round_size)
    total = sum(
        share * pass_rate(plan, "weak", weak, strong)
        for weak, strong, share in ends_by_counts(plan, p)
    )
    assert total == pytest.approx(p, abs=1e-12)


def ends_by_counts(plan, p):
    """As `ends` for one model, sequences of equal counts merged: 2**16 are too many."""
    front, out = {"": 1.0}, []
    while front:
        onward = {}
        for seen, share in front.items():
            step = next_draws(plan.rule, seen, "", round_size=plan.round_size)
            if step is None:
                out.append((seen, "", share))
                continue
            for right in range(step[1] + 1):
                chance = comb(step[1], right) * p**right * (1 - p) ** (step[1] - right)
                key = "".join(sorted(seen + "1" * right + "0" * (step[1] - right)))
                onward[key] = onward.get(key, 0.0) + share * chance
        front = onward
    return out


@pytest.mark.parametrize(("p", "naive"), [(0.2, 0.141), (0.5, 0.386), (0.8, 0.708), (0.9, 0.855)])
def test_the_naive_rate_is_biased_as_the_notes_measured(p, naive):
    """Shows what the estimate is for; at round size 1, rule guru's weak half."""
    rows = ends_by_counts(Plan(load_rule("guru_weak")), p)
    total = sum(share * weak.count("1") / len(weak) for weak, _, share in rows)
    assert total == pytest.approx(naive, abs=5e-4)


def test_at_the_second_failure_it_is_the_textbook_estimate():
    plan = Plan(load_rule("guru_weak"))
    for n in range(2, 15):
        weak = "1" * (n - 2) + "00"
        assert pass_rate(plan, "weak", weak, "") == pytest.approx(1 - 1 / (n - 1))


@pytest.mark.parametrize(
    ("round_size", "top_up"),
    [(1, 0), (2, 0), (3, 0), (3, 8), pytest.param(2, 8, marks=pytest.mark.bench)],
)
def test_both_models_of_a_cascade_are_unbiased(round_size, top_up):
    """The strong one among the rows that reach it; top-ups hang on both, and go beyond k here."""
    plan, p, s = Plan(TINY, round_size, None, top_up), 0.6, 0.3
    weak_total = strong_total = reached = 0.0
    for weak, strong, share in ends(plan, {"weak": coin(p), "strong": coin(s)}):
        weak_total += share * pass_rate(plan, "weak", weak, strong)
        if strong:
            reached += share
            strong_total += share * pass_rate(plan, "strong", weak, strong)
    assert weak_total == pytest.approx(p, abs=1e-12)
    assert strong_total / reached == pytest.approx(s, abs=1e-12)


@pytest.mark.parametrize("undecided_max", [None, 0, 1])
def test_rows_with_unknown_draws_have_the_path_ratio(undecided_max):
    """Against counting the sequences that end at the same counts, given up or not."""
    plan, thirds = Plan(TINY, 2, undecided_max), {"1": 1 / 3, "0": 1 / 3, "?": 1 / 3}
    starts = {}
    rows = [row for row, _, _ in ends(plan, {"weak": thirds, "strong": coin(0.5)})]
    for weak in set(rows):
        key = (Counts.from_outcomes(weak), gave_up(plan, weak))
        starts.setdefault(key, []).append(weak[0])
    for weak in set(rows):
        firsts = starts[Counts.from_outcomes(weak), gave_up(plan, weak)]
        decided = len(firsts) - firsts.count("?")
        rate = pass_rate(plan, "weak", weak, "")
        if set(weak) == {"?"}:
            assert rate is None
        else:
            assert rate == pytest.approx(firsts.count("1") / decided)


def gave_up(plan, weak):
    """Whether rounds that never give up would reach another verdict on these draws or go on."""
    for cut in range(1, len(weak) + 1):
        seen = weak[:cut]
        right, free = seen.count("1"), seen.count("?") + 4 - len(seen)
        if right >= 3 or right + free < 3:
            return False
        if plan.undecided_max is not None and seen.count("?") > plan.undecided_max:
            return True
    return False


def test_no_decided_draw_has_no_rate_and_no_interval():
    plan = Plan(load_rule("guru"), 2, 1)
    assert pass_rate(plan, "weak", "??", "") is None
    assert pass_rate(plan, "strong", "??", "") is None
    assert interval(Counts(0, 0, 7)) is None


def test_counts_of_another_plan_are_refused():
    with pytest.raises(ValueError, match="no end of rule 'guru'"):
        pass_rate(Plan(load_rule("guru")), "weak", "10", "")
    with pytest.raises(ValueError, match="no end of rule 'guru_weak'"):
        pass_rate(Plan(load_rule("guru_weak"), 1), "weak", "0000", "")


def test_a_full_top_up_is_the_plain_ratio():
    plan = Plan(load_rule("guru"), 2, None, 16)
    weak, strong = "1011" * 4, "1110" * 4
    assert decide(plan.rule, weak, strong) == "keep"
    assert pass_rate(plan, "weak", weak, strong) == pytest.approx(12 / 16)


def test_pass_at_k_is_the_share_of_subsets():
    assert pass_at_k(16, 2, 4) == pytest.approx(0.45)
    assert pass_at_k(5, 0, 5) == 0.0
    assert pass_at_k(5, 3, 2) == pytest.approx(0.9)
    for n, c, k in ((4, 5, 1), (4, 1, 5), (4, 1, 0)):
        with pytest.raises(ValueError, match="pass_at_k needs"):
            pass_at_k(n, c, k)


def test_beta_against_closed_forms():
    """Beta(2, 3): 6x^2 - 8x^3 + 3x^4. Beta(1/2, 1/2) at 1/4: the arcsine law gives 1/3."""
    for x in (0.0, 0.1, 0.5, 0.9, 1.0):
        assert beta_cdf(2, 3, x) == pytest.approx(6 * x**2 - 8 * x**3 + 3 * x**4, abs=1e-13)
    assert beta_cdf(0.5, 0.5, 0.25) == pytest.approx(1 / 3, abs=1e-13)
    assert beta_quantile(0.5, 0.5, 1 / 3) == pytest.approx(0.25, abs=1e-13)


def test_jeffreys_interval():
    low, high = interval(Counts(4, 12, 3))
    assert beta_cdf(4.5, 12.5, low) == pytest.approx(0.025, abs=1e-12)
    assert beta_cdf(4.5, 12.5, high) == pytest.approx(0.975, abs=1e-12)
    assert interval(Counts(0, 16, 0))[0] == 0.0
    assert interval(Counts(16, 0, 0))[1] == 1.0
    assert interval(Counts(4, 12, 0), 0.5)[1] < high


@pytest.mark.parametrize(
    ("decision", "weak", "strong", "expected"),
    [
        ("keep", 1.0, 1.0, "easy"),
        ("keep", EASY_WEAK, 0.1, "easy"),
        ("keep", 0.4, 0.5, "medium"),
        ("keep", 0.4, 0.49, "hard"),
        ("keep", 0.125, None, "medium"),
        ("keep", 0.1, None, "hard"),
        ("keep", None, 0.2, "hard"),
        ("keep", None, 0.9, "medium"),
        ("keep", None, None, "unmeasured"),
        ("too_easy", 0.1, 0.1, "too_easy"),
        ("too_hard", 0.9, None, "too_hard"),
        ("unmeasured", 0.9, 0.9, "unmeasured"),
    ],
)
def test_the_decision_wins_over_the_band(decision, weak, strong, expected):
    assert band(decision, weak, strong) == expected
