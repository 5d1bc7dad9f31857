"""What must hold for all answers: round trips, symmetry, stability, and no payment for others."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards import load_reward
from rewards.answers import compare_answers, parse_answer
from rewards.answers.render import render
from rewards.answers.types import (
    Based,
    Choice,
    Clock,
    Group,
    Infinity,
    Interval,
    Matrix,
    Named,
    Number,
    Percent,
    Quantity,
    Ratio,
    Region,
)

MATH = load_reward("math")
HALVES = ["", "am", "pm"]
fractions = st.fractions(-1000, 1000, max_denominator=97)
decimals = st.builds(
    lambda n, k: Number(Fraction(n, 10**k), k), st.integers(-9999, 9999), st.integers(1, 4)
)
numbers = st.builds(Number, fractions) | decimals
whole = st.builds(Number, st.builds(Fraction, st.integers(-50, 50)))
units = st.sampled_from(
    ["centimeter", "meter**2", "degree", "usd", "noun:apple", "kilogram", "hour**-1*kilometer"]
)


def based(value, base):
    digits = ""
    while value:
        value, digit = divmod(value, base)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return Based(f"1{digits}", base)


def region(cuts, low_open, high_open):
    low, high = sorted(cuts)
    return Region((Interval(Number(low), Number(high), low_open, high_open),))


def ray(end, up, is_open):
    if up:
        return Region((Interval(end, Infinity(1), is_open, True),))
    return Region((Interval(Infinity(-1), end, True, is_open),))


rays = st.builds(ray, numbers, st.booleans(), st.booleans())
intervals = st.builds(
    region,
    st.lists(fractions, min_size=2, max_size=2, unique=True),
    st.booleans(),
    st.just(False),
).filter(lambda found: found.intervals[0].low_open)
tuples = st.builds(
    lambda items, brackets: Group("tuple", tuple(items), brackets),
    st.lists(numbers, min_size=2, max_size=4),
    st.sampled_from(["()", "[]"]),
)
sets = st.builds(
    lambda items: Group("set", tuple(items)), st.lists(numbers, min_size=2, max_size=5)
)
answers = st.one_of(
    numbers,
    st.builds(Percent, fractions.filter(lambda value: value.denominator in (1, 2, 4, 5))),
    st.builds(Quantity, numbers, units),
    st.builds(based, st.integers(0, 9999), st.integers(2, 16)),
    rays,
    intervals,
    tuples,
    sets,
    st.builds(lambda items: Named(("x",), (), items), numbers),
    st.builds(
        lambda cells: Matrix((tuple(cells[:2]), tuple(cells[2:]))),
        st.lists(numbers, min_size=4, max_size=4),
    ),
    st.builds(lambda parts: Ratio(tuple(map(Number, map(Fraction, parts)))),
              st.lists(st.integers(1, 9), min_size=3, max_size=4)),
    st.builds(Clock, st.integers(1, 12), st.integers(0, 9), st.just(0), st.sampled_from(HALVES)),
    st.builds(Choice, st.sampled_from("ABCDEFGHJ")),
)  # fmt: skip


def status(gold, answer):
    return compare_answers(gold, answer).status


@settings(deadline=None, max_examples=400)
@given(answer=answers)
def test_a_rendered_answer_reads_back(answer):
    again = parse_answer(render(answer))
    if isinstance(answer, Percent):
        assert again == answer
    assert type(again) is type(answer), (render(answer), again)
    assert status(answer, again) == "equal"
    assert status(again, answer) == "equal"
    assert parse_answer(render(again)) == again


@settings(deadline=None, max_examples=400)
@given(gold=answers, answer=answers)
def test_equality_is_symmetric_but_for_bases_and_choices(gold, answer):
    if not isinstance(gold, Based | Choice) and not isinstance(answer, Based | Choice):
        assert status(gold, answer) == status(answer, gold)


FORMS = [
    " {} ", "${}$", "$ {} $", "\\( {} \\)", "\\left.{}\\right.", "{}.", "{{{}}}",
    "\\displaystyle {}", "\\mathbf{{{}}}", "{}\\,", "\\;{}", "{}\\quad", "\\boxed{{{}}}",
    "The answer is {}", "**{}**",
]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(answer=answers, form=st.sampled_from(FORMS))
def test_harmless_form_changes_nothing(answer, form):
    text = render(answer)
    if "mathbf" in form and ("{" in text or isinstance(answer, Choice | Clock)):
        return
    changed = (
        form.format(text)
        .replace("\\frac", "\\dfrac")
        .replace("(", "\\left(")
        .replace(")", "\\right)")
    )
    if "\\( " in form:
        changed = form.format(text)
    assert status(answer, parse_answer(changed)) == "equal", changed


@settings(deadline=None, max_examples=300)
@given(value=fractions, other=fractions)
def test_numbers_are_equal_exactly_when_they_are(value, other):
    forms = [f"{value}", f"\\frac{{{value.numerator}}}{{{value.denominator}}}", f"{3 * value}/3"]
    for form in forms[:2]:
        assert MATH.score(f"\\boxed{{{form}}}", str(value)).value == 1.0
        assert (MATH.score(f"\\boxed{{{form}}}", str(other)).value == 1.0) is (value == other)


GOLDS = [
    "42", "-7", "0", "1", "3/4", "-\\frac{22}{7}", "0.125", "2.50", "1,234", "50\\%", "12.5\\%",
    "1011_2", "3F_{16}", "5 \\text{ cm}", "90^\\circ", "\\$5", "12 \\text{ apples}",
    "36 \\text{ km/h}", "2\\sqrt{3}", "\\frac{\\pi}{4}", "x^2+2x+1", "\\sqrt{2}+\\sqrt{3}",
    "\\frac{x+1}{x-1}", "3+4i", "(1,2)", "(3,-1,5)", "[0,1]", "[0,1)", "(-\\infty,2]",
    "(0,1)\\cup(2,3)", "x>3", "-1\\le x<4", "x\\neq 2", "\\{1,2,3\\}", "1,2,3", "\\pm 4",
    "(1,2),(3,4)", "\\emptyset", "\\infty", "x=1,y=2", "x=7", "f(x)=x^2", "3x+4y=12",
    "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1\\\\2\\\\3\\end{pmatrix}", "2:3",
    "1:2:5", "3:45 PM", "12:00", "A", "C) 17", "even", "Monday", "Yes", "False", "right triangle",
    "2^{10}", "7!", "1.6\\times10^{-19}", "0.\\overline{3}", "3\\frac{1}{2}", "seven", "a<b<c",
    "k\\pi", "100", "2024",
]  # fmt: skip


@pytest.mark.parametrize("gold", GOLDS)
def test_gold_is_paid_and_its_near_misses_are_not(gold):
    assert MATH.score(MATH.render(gold), gold).value == 1.0
    assert MATH.score(f"\\boxed{{{gold}}}", gold).value == 1.0
    assert MATH.canonical(MATH.canonical(gold)) == MATH.canonical(gold)
    kinds = [negative.kind for negative in MATH.negatives(gold)]
    assert len(kinds) >= 6
    for negative in MATH.negatives(gold):
        assert MATH.score(negative.response, gold).status in ("wrong", "no_answer"), negative


def test_golds_of_different_problems_are_not_paid_for_each_other():
    """Every gold as an answer to every other: more than a thousand further wrong answers."""
    alike = {
        frozenset(pair)
        for pair in (("1024", "2^{10}"), ("-1\\le x<4", "[-1,4)"), ("\\{1,2,3\\}", "1,2,3"),
                     ("seven", "x=7"), ("0.125", "12.5\\%"), ("(1,2)", "x=1,y=2"))
    }  # fmt: skip
    tried = 0
    for gold in GOLDS:
        for other in GOLDS:
            if gold != other and frozenset((gold, other)) not in alike:
                tried += 1
                assert MATH.score(f"\\boxed{{{other}}}", gold).value == 0.0, (gold, other)
    assert tried > 1000


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=60)
    | st.text(alphabet="0123456789+-*/^_=<>()[]{}\\,.;:|!%$ xyzabei", max_size=40)
    | st.lists(
        st.sampled_from(
            ["\\frac", "\\sqrt", "{", "}", "(", ")", "[", "]", "\\{", "\\}", "1", "2", "x", "^",
             "_", ",", "=", "<", "\\cup", "\\pm", "\\infty", "\\text{ or }", "\\text{", "%",
             "^\\circ", "!",
             "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\",
             " cm", ":",
             "|", "\\sin", "-", "0"]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_no_text_raises_and_only_values_are_rendered(text):
    parsed = parse_answer(text)
    assert isinstance(render(parsed), str)
    assert compare_answers(parsed, Number(Fraction(987_654_321))).status in (
        "different",
        "undecided",
    )
    assert MATH.score(text, "42").status != "error"
