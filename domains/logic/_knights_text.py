"""Knights and knaves in English: names, and wordings that a plain reader takes in one way only.

"Or" is always "or both", parts of a list are numbered, counts say of whom, and reported speech
stands in quotation marks, so that "I" is the speaker.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from domains.streams import stream

from ._knights import Alike, Formula, If, Kind, Tally, uses_if

# No name contains another or is a common word; those in the example of the prompt template are not
# among them.
_NAME_TEXT = """
Abby Adam Agnes Aidan Alba Alice Amos Anders Anita Anton Arjun Ashok Astrid Axel Basil Becky Bella
Benny Bilal Bjorn Boris Bruno Cara Carl Cecil Chen Chloe Cindy Clara Clive Craig Cyrus Daisy Darcy
David Della Derek Diego Dinah Donna Doris Edgar Edith Effie Elena Elmer Elsa Emil Enzo Erik Ethan
Fabio Faris Fatma Felix Fiona Flora Floyd Freya Gavin Gemma Georg Gilda Ginny Greta Gwen Hakim
Hanna Hazel Heidi Helga Henry Hiro Holly Homer Hugo Igor Imani Ines Ingrid Irina Isaac Ivan Jacob
Jamal Jana Jason Jenny Jesse Jonas Joyce Judy Julia Kaito Karen Katya Keiko Kevin Kofi Kurt Kyle
Laila Lars Laura Leila Leon Linda Logan Lola Lucy Luis Lydia Mabel Malik Marco Maya Megan Milo
Mona Moses Nadia Naomi Nigel Nina Noah Nora Oleg Olga Omar Oscar Otto Owen Pablo Paula Pedro Percy
Petra Priya Quinn Rafi Ramon Ravi Rhoda Rita Rosa Rufus Ruth Sadie Samir Sasha Selma Simon Sofia
Soren Stella Sven Tamar Tariq Tessa Thea Tobin Troy Uma Vera Victor Vikram Viola Wanda Wendy Yusuf
Zara Zelda
"""
NAMES = tuple(_NAME_TEXT.split())
SEED_BLOCKS = 4
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPEECH = ("says", "claims", "states", "declares", "remarks")
_HEADERS = {
    "all": "all of these are true",
    "some": "at least one of these is true",
    "one": "exactly one of these is true",
    "none": "none of these is true",
}
_NOTE = 'Note: "if A, then B" is false when A is true and B is false; otherwise it is true.'


def pick_names(family: str, seed: int, level: str, index: int, size: int) -> list[str]:
    """The names of one puzzle: no two indexes of a level and seed have the same set.

    With two people there are few statements, so that names drawn at random would repeat whole
    puzzles. The index is instead sent through a permutation of all subsets of this size, of which
    each of SEED_BLOCKS seeds in a row has a part of its own: 3,676 rows of two people, then it
    goes on into the part of the next seed.
    """
    total = math.comb(len(NAMES), size)
    rng = stream(f"{family}/names", 0, size, level)
    start, stride = rng.randrange(total), rng.randrange(1, total)
    while math.gcd(stride, total) != 1:
        stride = rng.randrange(1, total)
    place = seed % SEED_BLOCKS * (total // SEED_BLOCKS) + index
    rank = (start + place * stride) % total
    chosen: list[str] = []
    position = len(NAMES)
    for left in range(size, 0, -1):  # combinatorial number system
        position -= 1
        while math.comb(position, left) > rank:
            position -= 1
        rank -= math.comb(position, left)
        chosen.append(NAMES[position])
    return chosen


def question_text(claims: Sequence[Formula], names: Sequence[str], rng: random.Random) -> str:
    """The puzzle in words: who is there, and what each of them says."""
    people = _listed(names)
    intro = rng.choice(
        (
            f"Meet {people}.",
            f"{people} are talking.",
            f"There are {_NUMBERS[len(names)]} people: {people}.",
        )
    )
    lines = [intro]
    if any(uses_if(claim) for claim in claims):
        lines.append(_NOTE)
    speakers = list(range(len(claims)))
    rng.shuffle(speakers)
    for speaker in speakers:
        said = _phrase(claims[speaker], speaker, names, rng)
        verb = rng.choice(_SPEECH)
        lines.append(f'{names[speaker]} {verb}: "{said[0].upper()}{said[1:]}."')
    return "\n".join(lines)


def _phrase(formula: Formula, speaker: int, names: Sequence[str], rng: random.Random) -> str:
    match formula:
        case Kind(person, knight):
            return _kind(formula, "I" if person == speaker else names[person], rng)
        case Alike(first, second, same):
            # "I" goes last, as English has it.
            pair = [names[p] for p in (first, second) if p != speaker]
            who = " and ".join(pair if len(pair) == 2 else [*pair, "I"])
            if same:
                ends = ("are of the same kind", "are both knights or both knaves")
            else:
                ends = ("are of different kinds", "are not of the same kind")
            return f"{who} {rng.choice(ends)}"
        case Tally(relation, number, members, knight):
            if len(members) == len(names):
                whom = f"the {_NUMBERS[len(names)]} people"
            else:
                whom = _listed([names[member] for member in members])
            kind = "knight" if knight else "knave"
            end = f"is a {kind}" if number == 1 else f"are {kind}s"
            return f"{relation} {_NUMBERS[number]} of {whom} {end}"
        case If(condition, result):
            left, right = (_phrase(part, speaker, names, rng) for part in (condition, result))
            return f"if {left}, then {right}"
        case _:
            parts = [_phrase(part, speaker, names, rng) for part in formula.parts]
            if formula.listed:
                numbered = "; ".join(f"({i}) {part}" for i, part in enumerate(parts, 1))
                return f"{_HEADERS[formula.quantifier]}: {numbered}"
            if formula.quantifier == "all":
                return " and ".join(parts)
            return " or ".join(parts) + ", or both"


def _kind(formula: Kind, who: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{who} {'am' if who == 'I' else 'is'} a {'knight' if formula.knight else 'knave'}"
    if formula.knight:
        return f"{who} always {'tell' if who == 'I' else 'tells'} the truth"
    return f"{who} always {'lie' if who == 'I' else 'lies'}"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
