"""Decontamination beside the field's rules, on one corpus in one run.

    TOUCHSTONE_MIRROR=DIR python benchmarks/decontamination.py

Documents per CPU second count all that a tool does from a list of texts to a flag per row, its
index included; compiling is not counted (it is cached on disk). Recall is the share of planted rows
that are flagged; the clean rows hold real siblings of evaluation items (same problem, other
numbers), so no rule reaches zero on them. OLMo's decon (PyPI `decontaminate`, Python 3.12 or newer)
is measured where `DECON_PYTHON`, or else this interpreter, has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.decontamination_corpus import PLANTED, Corpus, load
from filters.contamination import Document, Index, Rules

Flags = Callable[[Sequence[str], Sequence[str]], list[bool]]
"""Items and rows to a flag per row."""


class Method(NamedTuple):
    """A rule, and where it is from."""

    name: str
    flags: Flags


def ours(items: Sequence[str], rows: Sequence[str], suspects: bool = True) -> list[bool]:
    """filters.contamination; without suspects, what scores 0.7 or more."""
    index = Index(Rules())
    for number, item in enumerate(items):
        index.add("benchmark", str(number), Document(text=item))
    hits = index.find([Document(text=row) for row in rows])
    return [hit is not None and (suspects or hit.verdict == "contaminated") for hit in hits]


def contaminated_only(items: Sequence[str], rows: Sequence[str]) -> list[bool]:
    """The same without suspects."""
    return ours(items, rows, suspects=False)


def grams(text: str, n: int) -> set[str]:
    """The word n-grams of open-r1's scripts/decontaminate.py: lower case, split at whitespace."""
    words = text.lower().split()
    return {" ".join(words[k : k + n]) for k in range(len(words) - n + 1)}


def any_gram(n: int) -> Flags:
    """Any shared n-gram."""

    def flags(items: Sequence[str], rows: Sequence[str]) -> list[bool]:
        known = {gram for item in items for gram in grams(item, n)}
        return [any(gram in known for gram in grams(row, n)) for row in rows]

    return flags


def coverage(n: int, least: float) -> Flags:
    """Share of an item's words that lie in n-grams of one row (the rule of Tulu 3)."""

    def flags(items: Sequence[str], rows: Sequence[str]) -> list[bool]:
        places: dict[str, list[tuple[int, int]]] = {}
        lengths = []
        for number, item in enumerate(items):
            words = item.lower().split()
            lengths.append(len(words))
            for k in range(len(words) - n + 1):
                places.setdefault(" ".join(words[k : k + n]), []).append((number, k))
        return [_covered(grams(row, n), places, lengths, n) > least for row in rows]

    return flags


def _covered(
    row: set[str], places: dict[str, list[tuple[int, int]]], lengths: list[int], n: int
) -> float:
    """The largest covered share of any item."""
    covered: dict[int, set[int]] = {}
    for gram in row:
        for item, start in places.get(gram, ()):
            covered.setdefault(item, set()).update(range(start, start + n))
    return max((len(words) / lengths[item] for item, words in covered.items()), default=0.0)


_DECON = (
    "import decon, sys; decon.detect(decon.Config("
    "training_dir=sys.argv[1], evals_dir=sys.argv[2], report_output_dir=sys.argv[3]))"
)
DECON_PYTHON = os.environ.get("DECON_PYTHON", sys.executable)


def has_decon() -> bool:
    """Whether there is an interpreter with it."""
    tried = [DECON_PYTHON, "-c", "import decon"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def decon(items: Sequence[str], rows: Sequence[str]) -> list[bool]:
    """OLMo's decon at its defaults, evaluation items without answers."""
    with tempfile.TemporaryDirectory() as name:
        training, evals, found = (Path(name) / part for part in ("rows", "items", "found"))
        _write(training, ({"text": row} for row in rows))
        _write(evals, ({"question": item, "doc_id": n, "eval_key": "benchmark", "index": n}
                       for n, item in enumerate(items)))  # fmt: skip
        subprocess.run(
            [DECON_PYTHON, "-c", _DECON, str(training), str(evals), str(found)],
            capture_output=True, check=True,
        )  # fmt: skip
        flags = [False] * len(rows)
        for path in found.rglob("*.jsonl"):
            for line in path.read_text("utf-8").splitlines():
                flags[json.loads(line)["training_line"]] = True
        return flags


def _write(folder: Path, records: Iterable[dict[str, Any]]) -> None:
    folder.mkdir()
    text = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "texts.jsonl").write_text(text, "utf-8")


METHODS = [
    Method("touchstone", ours),
    Method("touchstone, contaminated only", contaminated_only),
    Method("any 8-gram (open-r1)", any_gram(8)),
    Method("any 13-gram", any_gram(13)),
    Method("8-gram coverage > 50 % (Tulu 3)", coverage(8, 0.5)),
    Method("decon (OLMo), defaults", decon),
]


# The quickest of so many counts: others on the machine slow a run down, nothing speeds it up.
_RUNS = 3


def cpu_seconds() -> float:
    """Of this process and of its ended children."""
    return sum(os.times()[:4])


def measured(method: Method, corpus: Corpus) -> list[str]:
    """One line of the table: speed and flags on the clean rows, recall on each kind."""
    method.flags(corpus.items[:500], corpus.clean[:2000])
    times = []
    for _ in range(_RUNS):
        started = cpu_seconds()
        clean = method.flags(corpus.items, corpus.clean)
        times.append(cpu_seconds() - started)
    shares = [sum(clean) / len(clean)]
    for rows in corpus.planted.values():
        flags = method.flags(corpus.items, rows)
        shares.append(sum(flags) / len(flags))
    return [method.name, f"{len(clean) / min(times):,.0f}", *(f"{share:.4f}" for share in shares)]


def main() -> None:
    """Print the table."""
    mirror = os.environ.get("TOUCHSTONE_MIRROR")
    if not mirror:
        sys.exit("set TOUCHSTONE_MIRROR to a mirror of the public sources (see the README)")
    corpus = load(Path(mirror))
    print(
        f"{len(corpus.items):,} items, {len(corpus.clean):,} clean rows, {PLANTED} of each kind\n"
    )
    table = [["rule", "docs/cpu s", "clean", *corpus.planted]]
    skipped = {decon} if not has_decon() else set()
    table += [measured(method, corpus) for method in METHODS if method.flags not in skipped]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        name, *cells = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join([name.strip().ljust(widths[0]), *cells]))


if __name__ == "__main__":
    main()
