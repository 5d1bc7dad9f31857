"""Contamination: what is found, what is not, and what is shown as evidence."""

from __future__ import annotations

import random

import pytest

from filters.contamination import Document, Hit, Index

BAKERY = (
    "A bakery in Lisbon sells almond tarts for 3 euros each and walnut loaves for 5 euros each. "
    "On Saturday Marta bought 14 tarts and 6 loaves, paid with a hundred-euro note, and gave a "
    "quarter of her change to the violinist outside. How many euros did Marta take home?"
)
LATEX = (
    r"Let $f(x)=\frac{x^2+1}{x_1-3}$ and $g(x) = \sqrt{2}\cdot x$. Find all real $x \le 7$ with "
    r"$f\left(g(x)\right) = 1{,}000$ and prove that $\angle ABC = 90^\circ$ for the triangle."
)
CODE = (
    "Given a list of meeting intervals, return the fewest rooms in which all of them can be held "
    "when no room is used twice within the same hour and empty intervals are ignored."
)
PASSAGE = " ".join(
    f"In the year {1800 + n} the town of Ravelo counted {n * 37} looms and {n * 11} dye works, "
    f"and its council {verb} the toll on the {road} road."
    for n, (verb, road) in enumerate(
        [("raised", "northern"), ("waived", "coastal"), ("halved", "mountain"),
         ("doubled", "river"), ("kept", "forest"), ("abolished", "old salt")], 1
    )
)  # fmt: skip
ITEMS = {"bakery": BAKERY, "latex": LATEX, "code": CODE, "passage": PASSAGE}


def index(**items: str) -> Index:
    found = Index()
    for name, text in (items or ITEMS).items():
        assert found.add("bench", name, Document(text=text))
    return found


def find(text: str, where: Index | None = None, **more: object) -> Hit | None:
    (hit,) = (where or index()).find([Document(text=text, **more)])  # type: ignore[arg-type]
    return hit


def other_text(seed: int, words: int) -> str:
    """Words that no item has."""
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("bcdfgklmnprst", k=6)) for _ in range(words))


PLANTS = {
    "exact": BAKERY,
    "whitespace": BAKERY.replace(" ", " \n\t"),
    "case and quotes": BAKERY.upper().replace("-", "–"),
    "prefix": f"Solve the following problem step by step.\n\n{BAKERY}",
    "suffix": rf"{BAKERY} Put your final answer within \boxed{{}}.",
    "one number": BAKERY.replace("14", "17"),
    "one name": BAKERY.replace("Marta", "Ottoline"),
    "in long text": f"{other_text(1, 3000)} {BAKERY} {other_text(2, 3000)}",
}


@pytest.mark.parametrize("kind", PLANTS)
def test_planted_variants_are_contaminated(kind):
    hit = find(PLANTS[kind])
    assert hit is not None
    assert (hit.verdict, hit.benchmark, hit.item) == ("contaminated", "bench", "bakery")
    assert hit.how == ("text" if kind in ("exact", "whitespace") else hit.how)
    assert hit.item_in_row >= 0.7


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("$f", r"\(f").replace("}$ and", r"}\) and"),
        lambda t: t.replace(r"\frac", r"\dfrac").replace(r"\le ", r"\leq "),
        lambda t: t.replace(r"\left", "").replace(r"\right", ""),
        lambda t: t.replace(r"\frac{x^2+1}{x_1-3}", "(x^{2} + 1) / (x_{1} - 3)"),
        lambda t: t.replace(r"\cdot", "×").replace(r"\le ", "≤").replace(r"^\circ", "°"),
        lambda t: t.replace(r"\cdot", r"\times").replace(r"\sqrt{2}", "√2").replace("x^2", "x²"),
        lambda t: t.replace("{,}", r"\,").replace(r"\angle", "∠"),
        lambda t: rf"\begin{{align*}} {t} \end{{align*}}".replace("Find", r"\textbf{Find}"),
    ],
)
def test_latex_spellings_are_the_same_words(change):
    assert change(LATEX) != LATEX
    hit = find(change(LATEX))
    assert hit is not None
    assert (hit.how, hit.item) == ("text", "latex")


def test_stacked_digits_of_a_fraction_are_two_numbers():
    one, other = r"What is \frac12 of the 345 apples?", r"What is \frac{1}{2} of the 345 apples?"
    hit = find(one, index(it=other))
    assert hit is not None
    assert hit.how == "text"


def test_greek_letters_are_what_latex_calls_them():
    item = r"Let $\alpha$ and $2\lambda$ be angles with $\Delta = \omega + \pi$; find all of them."
    hit = find("Let α and 2λ be angles with Δ=ω+π; find all of them.", index(it=item))
    assert hit is not None
    assert (hit.how, hit.shared[:5]) == ("text", "Let α")


def test_a_truncated_item_is_found_in_the_other_direction():
    half = BAKERY[: len(BAKERY) // 2]
    hit = find(half)
    assert hit is not None
    assert hit.verdict == "contaminated"
    assert hit.row_in_item > 0.9
    assert hit.item_in_row < 0.6


def test_a_sentence_of_a_passage_is_found_in_it_and_the_passage_in_a_row():
    sentence = PASSAGE.split(". ")[3]
    hit = find(f"{sentence}?")
    assert hit is not None
    assert (hit.item, hit.verdict) == ("passage", "contaminated")
    whole = find(f"{other_text(3, 500)} {PASSAGE} {other_text(4, 500)}")
    assert whole is not None
    assert (whole.item, whole.item_in_row) == ("passage", 1.0)


def test_clean_rows_are_clean():
    assert find(other_text(5, 60)) is None
    assert find("A bakery sells rye bread for 2 euros each. How many can Nadia buy for 30?") is None
    assert find("") is None
    assert find("?!...") is None


def test_half_the_item_in_order_is_suspect_and_out_of_order_is_clean():
    words = BAKERY.split()
    # Every seventh word is another one: more than half of the 3-grams live, and the order.
    replaced = other_text(6, len(words)).split()
    suspect = " ".join(replaced[n] if n % 7 == 3 else word for n, word in enumerate(words))
    hit = find(suspect)
    assert hit is not None
    assert hit.verdict == "suspect"
    assert 0.5 <= hit.score < 0.7
    # As many 3-grams, but in pieces of four words that are shuffled.
    pieces = [words[n : n + 4] for n in range(0, len(words), 4)]
    random.Random(1).shuffle(pieces)
    assert find(" ".join(word for piece in pieces for word in piece)) is None


def test_words_that_are_scattered_over_a_long_row_do_not_add_up():
    words = BAKERY.split()
    pieces = [" ".join(words[n : n + 8]) for n in range(0, len(words), 8)]
    scattered = " ".join(f"{piece} {other_text(n, 200)}" for n, piece in enumerate(pieces))
    assert find(scattered) is None
    assert find(" ".join(pieces)) is not None


def test_bare_numbers_that_stand_in_a_long_table_give_nothing_away():
    grid = "0 3 0 0 | 0 3 2 0 | 0 0 2 0 | 1 0 0 1 | 4 4 0 1"
    index = Index()
    index.add("grids", "a", Document(text=grid))
    table = " | ".join(f"{year} {year % 7} {year % 5}" for year in range(1900, 1980))
    (alone, in_a_table) = index.find([Document(text=grid), Document(text=f"{table} | {grid}")])
    assert alone is not None
    assert in_a_table is None
    (said,) = index.find([Document(text=f"Solve this puzzle: {grid}")])
    assert said is not None


def test_boilerplate_of_many_items_is_ignored():
    task = "Write a Python function that solves the task below and print nothing else at all. "
    subjects = [other_text(n, 25) for n in range(20)]
    many = index(**{f"item {n}": task + subject for n, subject in enumerate(subjects)})
    assert find(task + other_text(99, 25), many) is None
    hit = find(subjects[7], many)
    assert hit is not None
    assert (hit.item, hit.verdict) == ("item 7", "contaminated")
    # Where few items have it, it is text as any other.
    few = index(**{f"item {n}": task + subject for n, subject in enumerate(subjects[:3])})
    assert find(task, few) is not None


def test_a_row_of_boilerplate_and_little_else_is_clean():
    task = "Write a Python function that solves the task below and print nothing else at all. "
    items = {f"item {n}": f"{task} {other_text(n, 25)} one two three four" for n in range(20)}
    many = index(**items, last=f"{task} {BAKERY}")
    assert find(f"{task} A bakery in", many) is None
    assert find(f"{task} A bakery in Lisbon sells almond tarts for 3 euros", many) is not None


def test_many_copies_of_an_item_are_not_boilerplate():
    copies = index(**{f"copy {n}": BAKERY for n in range(30)}, code=CODE)
    hit = find(PLANTS["one number"], copies)
    assert hit is not None
    assert hit.item == "copy 0"


def test_the_benchmarks_of_the_same_words_are_all_named():
    found = Index()
    for name in ("whole", "subset", "whole"):
        found.add(name, "7", Document(text=BAKERY))
    hit = find(BAKERY, found)
    assert hit is not None
    assert (hit.benchmark, hit.also) == ("whole", ("subset",))


@pytest.mark.parametrize(
    ("item", "row", "found"),
    [
        ("What is 3 + 4?", "what is 3 4", True),  # changed signs are doubted
        ("What is 3 + 4?", "What is 3 + 5?", False),
        ("What is 3 + 4?", "Tell me: what is 3 + 4? Now.", False),  # below 5 words: the whole row
        ("Factor 6 x^2 + 11 y.", "First: Factor 6 x^2 + 11 y. Then stop.", True),
        ("Factor 6 x^2 + 11 y.", "Factor 6 of x^2 + 11 y.", False),  # a gap
        ("Factor 6 x^2 + 11 y.", "Factor 6 x^2", False),  # no shares of short ones
        ("?!", "...", False),
    ],
)
def test_short_items(item, row, found):
    where = Index()
    where.add("bench", "short", Document(text=item))
    where.add("bench", "other", Document(text=BAKERY))
    assert (find(row, where) is not None) == found


def test_items_and_rows_without_spaces():
    item = "小明有十二个苹果,他给了小红五个,又买了八个。请问小明现在一共有多少个苹果?"
    where = index(zh=item, en=BAKERY)
    hit = find(f"请认真回答下面的问题。{item}", where)
    assert hit is not None
    assert hit.item == "zh"
    assert find("今天天气很好,我们去公园散步,看见许多人在湖边放风筝和钓鱼。", where) is None


def test_spans_mark_the_shared_text_of_both():
    row = f"{other_text(7, 12)}: {BAKERY} {other_text(8, 12)}"
    hit = find(row)
    assert hit is not None
    ((begin, end),) = hit.row_spans
    assert row[begin:end] == BAKERY.rstrip("?")
    assert hit.item_text[slice(*hit.item_spans[0])] == BAKERY.rstrip("?")
    assert hit.shared == BAKERY.rstrip("?")


def test_spans_leave_out_what_differs():
    row = BAKERY.replace("walnut loaves", "poppy rolls")
    hit = find(row)
    assert hit is not None
    assert [row[b:e] for b, e in hit.row_spans] == [
        row[: row.index(" poppy")], row[row.index("for 5 euros") :].rstrip("?"),
    ]  # fmt: skip
    assert [BAKERY[b:e] for b, e in hit.item_spans] == [
        BAKERY[: BAKERY.index(" walnut")], BAKERY[BAKERY.index("for 5 euros") :].rstrip("?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "before", ["½ ﬁrst ② “ﬃ” ", "e\u0301e\u0302 ", "三角形 の ", "😀 x² ≤ π ∞ ° "]
)
def test_spans_hold_behind_characters_that_are_spelled_otherwise(before):
    row = f"{before} {other_text(9, 9)} | {BAKERY}"
    hit = find(row)
    assert hit is not None
    assert [row[b:e] for b, e in hit.row_spans] == [BAKERY.rstrip("?")]


def test_structure_and_parts_decide_among_structured_rows():
    where = Index()
    where.add("grids", "item", Document("structure:abc", ("pair:1", "task:x"), BAKERY))
    for key, parts, how in (
        ("structure:abc", (), "structure"),
        ("structure:other", ("pair:0", "pair:1"), "part"),
        ("structure:other", ("task:x",), "part"),
    ):
        hit = find("anything", where, match_key=key, parts=parts)
        assert hit is not None
        assert (hit.how, hit.item, hit.verdict) == (how, "item", "contaminated")
    # Texts of a generated family are all alike.
    assert find(BAKERY, where, match_key="structure:other", parts=("pair:9",)) is None


def test_texts_count_where_only_one_side_has_a_structure():
    where = Index()
    where.add("grids", "structured", Document("structure:abc", (), BAKERY))
    where.add("words", "plain", Document(text=CODE))
    copied = find(BAKERY, where)
    assert copied is not None
    assert copied.item == "structured"
    generated = find(f"{CODE} Think.", where, match_key="structure:other")
    assert generated is not None
    assert generated.item == "plain"


SOLUTION = (
    "First compute the total price of fourteen tarts, forty-two euros, and of six loaves, thirty "
    "euros; the change is twenty-eight euros, of which seven go to the violinist."
)


def test_a_solution_in_the_reference_of_another_question():
    where = Index()
    where.add("bench", "it", Document(text=BAKERY, solution=SOLUTION))
    hit = find(CODE, where, solution=f"Let me think. {SOLUTION} So the answer is 21.")
    assert hit is not None
    assert (hit.how, hit.item, hit.verdict) == ("solution", "it", "contaminated")
    assert hit.item_text == SOLUTION
    assert SOLUTION.rstrip(".") in hit.shared
    # A part of it in the row's is no evidence, and questions are not compared with solutions.
    assert find(CODE, where, solution=SOLUTION[:60]) is None
    assert find(SOLUTION, where) is None


def test_short_solutions_are_no_evidence():
    where = Index()
    where.add("bench", "it", Document(text=BAKERY, solution="The answer is 21 euros."))
    assert find(CODE, where, solution="The answer is 21 euros.") is None


def test_a_certain_solution_outdoes_a_suspect_question():
    words = BAKERY.split()
    replaced = other_text(6, len(words)).split()
    suspect = " ".join(replaced[n] if n % 7 == 3 else word for n, word in enumerate(words))
    where = Index()
    where.add("bench", "it", Document(text=BAKERY, solution=SOLUTION))
    hit = find(suspect, where, solution=SOLUTION)
    assert hit is not None
    assert (hit.how, hit.verdict) == ("solution", "contaminated")


def test_an_item_without_words_and_keys_says_so():
    found = Index()
    assert not found.add("bench", "blank", Document(text="?!"))
    assert found.add("bench", "grid", Document("structure:x", (), ""))


def test_results_do_not_depend_on_batches_or_on_the_run():
    rows = [Document(text=text) for text in PLANTS.values()]
    rows += [Document(text=other_text(n, 30)) for n in range(50)] + [Document(text=CODE)]
    random.Random(3).shuffle(rows)
    where = index()
    together = where.find(rows)
    assert together == [hit for row in rows for hit in index().find([row])]
    assert together == where.find(rows[:20]) + where.find(rows[20:])
    assert sum(hit is not None for hit in together) == len(PLANTS) + 1


def test_of_equal_scores_the_first_item_is_named():
    where = index(a=BAKERY + " Alpha.", b=BAKERY + " Beta.", c=BAKERY + " Gamma.")
    assert {hit.item for hit in where.find([Document(text=BAKERY)] * 5) if hit} == {"a"}


def test_a_span_that_ends_within_a_character_that_is_spelled_at_length_has_all_of_it():
    row = f"{BAKERY[:-1]} ① ½"
    hit = find(row, index(it=f"{BAKERY[:-1]} 1 1"))
    assert hit is not None
    assert row[slice(*hit.row_spans[-1])].endswith("½")
