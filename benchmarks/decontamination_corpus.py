"""The corpus of the decontamination benchmark: real evaluation items, clean rows, planted rows.

Real questions of 12 to 400 words from a mirror of public sources (`TOUCHSTONE_MIRROR`), distinct in
their words, shuffled with a fixed seed: 2,000 are the evaluation set, 20,000 others are the clean
rows. Each kind of plant changes 400 evaluation items in one way.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ITEMS, CLEAN, PLANTED = 2_000, 20_000, 400
_MATH = "QwenLM__Qwen2.5-Math/evaluation/data"
_RLLM = "agentica-project__rllm/rllm/data"
_GSM = "openai__grade-school-math/grade_school_math/data"
_FILES = [
    (f"{_GSM}/train.jsonl", "question"), (f"{_GSM}/test.jsonl", "question"),
    (f"{_RLLM}/train/math/math.json", "problem"), (f"{_RLLM}/train/math/aime.json", "problem"),
    ("chuanyang-Zheng__Progressive-Hint/dataset/math/**/*.json", "problem"),
    (f"{_MATH}/olympiadbench/test.jsonl", "question"),
    (f"{_MATH}/college_math/test.jsonl", "question"),
    (f"{_MATH}/mmlu_stem/test.jsonl", "question"), (f"{_MATH}/carp_en/test.jsonl", "content"),
    (f"{_MATH}/aqua/test.jsonl", "question"), (f"{_MATH}/gaokao2023en/test.jsonl", "question"),
    (f"{_MATH}/minerva_math/test.jsonl", "problem"), (f"{_MATH}/asdiv/test.jsonl", "body question"),
    (f"{_RLLM}/train/code/leetcode.json", "problem"),
    (f"{_RLLM}/test/code/codeforces.json", "problem"),
    (f"{_RLLM}/test/code/code_contests.json", "problem"),
]  # fmt: skip
_WORD = re.compile("[a-z0-9_\u0080-\U0010ffff]+")
_NAME = re.compile(
    r"\b(?<![.?!] )(?<!\A)(?!The|If|In|On|At|He|She|It|They|What|How|When|Find|Each|For|And|But|"
    r"After|Then|Mrs|Given|Let|Suppose)[A-Z][a-z]{2,}\b"
)
_VARIABLE = re.compile(r"(?<![A-Za-z\\])[a-zA-Z](?![A-Za-z])")
_NAMES = ("Quentin", "Yolanda", "Ignatius", "Wilhelmina", "Zebedee", "Ottoline")


class Corpus(NamedTuple):
    """Texts only; `planted` has, for each kind, changed evaluation items."""

    items: list[str]
    clean: list[str]
    planted: dict[str, list[str]]


def load(mirror: Path, seed: int = 0) -> Corpus:
    """The corpus; raises FileNotFoundError if the mirror lacks one of its files."""
    rng = random.Random(seed)
    found: dict[str, str] = {}
    for text in _questions(mirror / "sources" if (mirror / "sources").is_dir() else mirror):
        if 12 <= len(text.split()) <= 400:
            found.setdefault(" ".join(_WORD.findall(text.lower())), text)
    texts = list(found.values())
    rng.shuffle(texts)
    items, clean = texts[:ITEMS], texts[ITEMS : ITEMS + CLEAN]
    planted = {kind: _plant(change, items, clean, rng) for kind, change in KINDS.items()}
    return Corpus(items, clean, planted)


def _questions(mirror: Path) -> Iterator[str]:
    for pattern, fields in _FILES:
        paths = sorted(mirror.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"{mirror}: no {pattern}")
        for path in paths:
            text = path.read_text("utf-8")
            lines = path.suffix == ".jsonl"
            rows = [json.loads(line) for line in text.splitlines()] if lines else json.loads(text)
            for row in rows if isinstance(rows, list) else [rows]:
                yield " ".join(row[field] for field in fields.split())


def _plant(
    change: Callable[[str, list[str], random.Random], str], items: list[str], clean: list[str],
    rng: random.Random,
) -> list[str]:  # fmt: skip
    """The first PLANTED items, in a random order, that the change changes (or may leave)."""
    found = []
    for item in rng.sample(items, len(items)):
        changed = change(item, clean, rng)
        if changed and (changed != item or change is _exact):
            found.append(changed)
        if len(found) == PLANTED:
            break
    return found


def _exact(item: str, clean: list[str], rng: random.Random) -> str:
    return item


def _whitespace(item: str, clean: list[str], rng: random.Random) -> str:
    """Other spaces, case, quotes, closing punctuation."""
    spaced = re.sub(r" ", lambda _: rng.choice([" ", "  ", "\n", "\t", " "]), item)
    spaced = spaced.replace("'", "’") if rng.random() < 0.5 else spaced.replace('"', "“")
    spaced = spaced.upper() if rng.random() < 0.2 and "\\" not in spaced else spaced
    return f"  {spaced.rstrip('.?! ')}\n"


def _latex(item: str, clean: list[str], rng: random.Random) -> str:
    """Each formula in another spelling of the same."""
    changed = item
    for pattern, text in (
        (r"\$\$(.+?)\$\$", r"\\[ \1 \\]"), (r"\$([^$]+?)\$", r"\\( \1 \\)"),
        (r"\\frac(?![a-z])", r"\\dfrac"), (r"\\left(?![a-z])|\\right(?![a-z])", ""),
        (r"(?<=\d)([+=])", r" \1 "), (r"\\le(?![a-z])", r"\\leq "), (r"\\ge(?![a-z])", r"\\geq "),
        (r"\\cdot(?![a-z])", r"\\times "), (r"\\times(?![a-z])", "×"),
        (r"\^\{?\\circ\}?", "°"), (r"\^(\w)", r"^{\1}"), (r"_(\w)", r"_{\1}"),
        (r",(?=\S)", r",\\,"), (r"\\pi(?![a-z])", "π"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\\mbox{\1}"),
    ):  # fmt: skip
        if rng.random() < 0.7:
            changed = re.sub(pattern, text, changed, flags=re.DOTALL)
    return changed if "\\" in item else ""  # without one, $ is mostly money


def _renamed(item: str, clean: list[str], rng: random.Random) -> str:
    """One person, or else one variable, under another name throughout."""
    names = sorted(set(_NAME.findall(item)))
    if names:
        return re.sub(rf"\b{rng.choice(names)}\b", rng.choice(_NAMES), item)
    inside = " ".join(re.findall(r"\$([^$]+)\$", item))
    letters = sorted(set(_VARIABLE.findall(inside)))
    if not letters:
        return ""
    old = rng.choice(letters)
    new = rng.choice([c for c in "uvwstkq" if c not in letters])
    return re.sub(
        r"\$[^$]+\$",
        lambda found: re.sub(rf"(?<![A-Za-z\\]){old}(?![A-Za-z])", new, found[0]),
        item,
    )


def _one_number(item: str, clean: list[str], rng: random.Random) -> str:
    numbers = list(re.finditer(r"\d+", item))
    if not numbers:
        return ""
    found = rng.choice(numbers)
    return f"{item[: found.start()]}{int(found[0]) + rng.randint(1, 9)}{item[found.end() :]}"


def _all_numbers(item: str, clean: list[str], rng: random.Random) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + rng.randint(1, 9)), item)


def _affixed(item: str, clean: list[str], rng: random.Random) -> str:
    """A sentence before and an instruction after it."""
    before = rng.choice(["Consider the following problem.", "Solve this task step by step.",
                         "You are a careful mathematician. Think first."])  # fmt: skip
    after = rng.choice([r"Put your final answer within \boxed{}.", "Show all of your work.",
                        "Give the answer alone, as a number or an expression."])  # fmt: skip
    return f"{before}\n{item}\n{after}"


def _embedded(item: str, clean: list[str], rng: random.Random) -> str:
    """In the middle of ten other questions."""
    others = rng.sample(clean, 10)
    return "\n\n".join([*others[:5], item, *others[5:]])


def _first_half(item: str, clean: list[str], rng: random.Random) -> str:
    words = item.split(" ")
    return " ".join(words[: len(words) // 2])


KINDS: dict[str, Callable[[str, list[str], random.Random], str]] = {
    "exact": _exact, "whitespace": _whitespace, "latex": _latex, "renamed": _renamed,
    "affixed": _affixed, "embedded": _embedded, "one number": _one_number,
    "all numbers": _all_numbers, "first half": _first_half,
}  # fmt: skip
