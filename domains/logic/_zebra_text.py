"""Zebra puzzles in English. Every word for a relation is defined in the question that uses it.

Definitions speak of the numbers of places alone, so that "left", "next to" and "between" mean what
a plain reader takes them to mean, and nothing has to be guessed about distance or direction.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ._zebra import KINDS, Clue, World
from ._zebra_words import Setting

_COUNTS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")
# By kind; {p} is the place ("house"), {k} a place's number or a count in words.
_SENTENCES = {
    "at": ("{a} is {p} {k}.", "{p} {k} is {a}."),
    "not_at": ("{a} is not {p} {k}.", "{p} {k} is not {a}."),
    "end": ("{a} is at one end of the row.", "At one end of the row is {a}."),
    "same": ("{a} is {b}.", "{a} and {b} are the same {p}."),
    "apart": ("{a} is not {b}.", "{a} and {b} are two different {p}s."),
    "left": ("{a} is directly left of {b}.", "{b} is directly right of {a}."),
    "before": ("{a} is somewhere left of {b}.", "{b} is somewhere right of {a}."),
    "next": ("{a} is next to {b}.", "{a} and {b} are next to each other."),
    "not_next": ("{a} is not next to {b}.", "{a} and {b} are not next to each other."),
    "gap": (
        "There {is_} exactly {k} {ps} between {a} and {b}.",
        "Exactly {k} {ps} {stand} between {a} and {b}.",
    ),
    "either": ("{a} is either {b} or {c}.",),
    "between": ("{a} is somewhere between {b} and {c}.",),
}
# By the words that a sentence may contain: what they mean, X, Y and Z being places.
_MEANINGS = {
    "at one end of the row": "X is at one end of the row: X is {p} 1 or {p} {n}.",
    "directly left of": "X is directly left of Y: X's number is exactly 1 less than Y's.",
    "directly right of": ("X is directly right of Y: X's number is exactly 1 more than Y's."),
    "somewhere left of": ("X is somewhere left of Y: X's number is less than Y's, by 1 or more."),
    "somewhere right of": ("X is somewhere right of Y: X's number is more than Y's, by 1 or more."),
    "not next to": (
        "X is not next to Y: their numbers do not differ by exactly 1; X and Y may be the same {p}."
    ),
    " next to": "X is next to Y: their numbers differ by exactly 1; either may be the lower one.",
    "exactly one": (
        "There is exactly one {p} between X and Y: their numbers differ by exactly 2; "
        "either may be the lower one."
    ),
    "exactly two": (
        "There are exactly two {p}s between X and Y: their numbers differ by exactly 3; "
        "either may be the lower one."
    ),
    "somewhere between": (
        "X is somewhere between Y and Z: X's number is more than that of one of the two "
        "and less than that of the other; either of them may be the lower one."
    ),
    "either": "X is either Y or Z: X is one of these two {p}s.",
}
_NUMBERED = (
    "They are numbered 1 to {n} from left to right, as you see them.",
    "From left to right, as you look at them, their numbers are 1 to {n}.",
)
_LISTS = (
    "Every {p} has one value from each of these lists, and every value belongs to just one {p}:",
    "From each list below every {p} has one value, and no two {p}s have the same:",
)
_CLUES = ("Clues:", "This is known:", "These statements are true:")


def question_text(clues: Sequence[Clue], setting: Setting, houses: int, rng: random.Random) -> str:
    """The puzzle in words: the row, the values, the meanings of relation words, the clues."""
    place = setting.theme.place
    count = _COUNTS[houses]
    scene = _capital(rng.choice(setting.theme.scenes).format(count=count))
    names = [column.name for column in setting.attributes]
    lines = [f"{scene} {rng.choice(_NUMBERED)} {rng.choice(_LISTS)}".format(p=place, n=houses)]
    lines += [f"{name}: {', '.join(rng.sample(values, len(values)))}"
              for name, values in zip(names, setting.values, strict=True)]  # fmt: skip
    sentences = [_sentence(clue, setting, houses, rng) for clue in rng.sample(clues, len(clues))]
    # "not next to" is a relation of its own: taken out, " next to" is found where it stands alone.
    said = " ".join(sentences).lower()
    plain = said.replace("not next to", "")
    used = [word for word in _MEANINGS if word in (plain if word == " next to" else said)]
    if used:
        lines += ["", f"What the words mean (X, Y and Z are {place}s):"]
        lines += [f"- {_MEANINGS[word].format(p=place, n=houses)}" for word in used]
    lines += ["", rng.choice(_CLUES)]
    lines += [f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1)]
    lines += ["", f"Columns of the table: {' | '.join([place.capitalize(), *names])}"]
    return "\n".join(lines)


def solution_table(
    world: World, setting: Setting, houses: int
) -> dict[str, list[str] | list[list[str]]]:
    """The gold: one row per place, from left to right."""
    rows = [[str(place + 1)] for place in range(houses)]
    for column, values in enumerate(setting.values):
        standing = dict(zip(world[column * houses :], values, strict=False))
        for place in range(houses):
            rows[place].append(standing[place])
    names = [attribute.name for attribute in setting.attributes]
    return {"header": [setting.theme.place.capitalize(), *names], "rows": rows}


def _sentence(clue: Clue, setting: Setting, houses: int, rng: random.Random) -> str:
    items = list(clue.items)
    symmetric = KINDS[clue.kind].symmetric
    if symmetric:
        items[-symmetric:] = rng.sample(items[-symmetric:], symmetric)
    places = [_place(item, setting, houses, rng) for item in items]
    named = dict(zip("abc", places, strict=False))
    noun, number = setting.theme.place, str(clue.number + 1)
    several = clue.kind == "gap" and clue.number > 1
    if clue.kind == "gap":
        number = _COUNTS[clue.number]
    sentence = rng.choice(_SENTENCES[clue.kind]).format(
        p=noun, k=number, ps=f"{noun}s" if several else noun, is_="are" if several else "is",
        stand="stand" if several else "stands", **named,
    )  # fmt: skip
    return _capital(sentence)


def _place(item: int, setting: Setting, houses: int, rng: random.Random) -> str:
    """A place, named by a value: "the house with the cat"."""
    column, value = divmod(item, houses)
    phrase = rng.choice(setting.attributes[column].phrases)
    return phrase.format(setting.values[column][value])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
