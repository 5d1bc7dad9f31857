"""A corpus with planted duplicates and traps, of any size, the same for the same seed questions.

62 % of the rows are questions: the seeds, then questions recombined from their sentences, with a
quarter of the words and all numbers changed. The rest are planted in equal shares: duplicates (the
question is the same) and traps (another problem in nearly the same words).
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

BASE_SHARE = 0.62
PREFIXES = (
    "Solve the following problem carefully.", "Please answer this question:",
    "Here is a math problem.", "Think before you answer.", "Answer the question below.",
    "Read the problem and solve it.",
)  # fmt: skip
SUFFIXES = (
    "Explain your reasoning step by step.", "Answer in simplest form.", "Show all of your work.",
    "Justify your answer.", "Give a complete solution.", "Write the solution in full sentences.",
)  # fmt: skip
FORMATS = (
    "Return only the number.", "Put your final answer within \\boxed{}.",
    "Round to two decimals if needed.", "Give the final answer on the last line.",
    "Enter your answer in \\boxed{}.", "Write the answer after ####.",
)  # fmt: skip
SWAPS = {
    "minimum": "maximum", "maximum": "minimum", "sum": "product", "product": "sum", "even": "odd",
    "odd": "even", "more": "less", "less": "more", "first": "last", "before": "after", "+": "-",
    "after": "before", "largest": "smallest", "smallest": "largest", "increase": "decrease",
    "at most": "at least", "all": "none of", "positive": "negative", "<": ">", "greater": "smaller",
}  # fmt: skip
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Row(NamedTuple):
    """`source` is the number of the question that a planted row was made of."""

    id: int
    source: int
    kind: str
    text: str
    answer: str
    priority: int


def corpus(seeds: list[tuple[str, str]], rows: int) -> list[Row]:
    """That many rows from (question, answer) seeds, shuffled; ids are their numbers."""
    rng = random.Random(f"planted/{rows}")
    base = seeds[: int(rows * BASE_SHARE)]
    sentences = [s for text, _ in seeds for s in _SENTENCE.split(text)]
    words = [w for text, _ in seeds[:2000] for w in text.split()]
    while len(base) < int(rows * BASE_SHARE):
        base.append((_recombined(rng, sentences, words), str(rng.randrange(10**6))))
    made = [("base", n, text, answer, 0) for n, (text, answer) in enumerate(base)]
    kinds = sorted(_PLANTED)
    while len(made) < rows:
        kind = kinds[len(made) % len(kinds)]
        source = rng.randrange(len(base))
        text = _PLANTED[kind](rng, base[source][0])
        if text is not None:
            answer = base[source][1] + ("*" if kind.startswith("trap") else "")
            made.append((kind, source, text, answer, 1))
    rng.shuffle(made)
    return [Row(n, source, kind, text, a, p) for n, (kind, source, text, a, p) in enumerate(made)]


def _recombined(rng: random.Random, sentences: list[str], words: list[str]) -> str:
    text = " ".join(rng.choice(sentences) for _ in range(rng.randint(3, 6)))
    mixed = [rng.choice(words) if rng.random() < 0.25 else word for word in text.split()]
    return _all_numbers(rng, " ".join(mixed)) or text


def _spaced(rng: random.Random, text: str) -> str:
    text = text.upper() if rng.random() < 0.3 and "\\" not in text else text
    return re.sub(" ", lambda _: "  " if rng.random() < 0.3 else " ", text).replace("'", "’") + " "


def _latex(rng: random.Random, text: str) -> str | None:
    return None if "$" in text else _NUMBER.sub(lambda m: f"${m[0]}$", text)


def _one_number(rng: random.Random, text: str) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    spot = rng.choice(found)
    return text[: spot.start()] + _another(rng, spot[0]) + text[spot.end() :]


def _all_numbers(rng: random.Random, text: str) -> str | None:
    return _NUMBER.sub(lambda m: _another(rng, m[0]), text) if _NUMBER.search(text) else None


def _another(rng: random.Random, number: str) -> str:
    return str(int(number[:12]) + rng.randint(1, 9 + int(number[:12]) % 90))


def _word(rng: random.Random, text: str) -> str | None:
    found = [word for word in SWAPS if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    if not found:
        return None
    word = rng.choice(found)
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", SWAPS[word], text, count=1)


_PLANTED = {
    "dup_exact": lambda rng, text: text,
    "dup_ws": _spaced,
    "dup_latex": _latex,
    "dup_pre": lambda rng, text: f"{rng.choice(PREFIXES)} {text}",
    "dup_suf": lambda rng, text: f"{text} {rng.choice(SUFFIXES)}",
    "dup_fmt": lambda rng, text: f"{text} {rng.choice(FORMATS)}",
    "trap_num1": _one_number,
    "trap_numall": _all_numbers,
    "trap_word": _word,
}
