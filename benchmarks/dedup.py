"""Near-duplicate removal beside its peers: one corpus, one run, CPU seconds.

    python benchmarks/dedup.py SEEDS.parquet [--rows 20000 100000] [--only NAME ...]

SEEDS has the columns text and answer (and kind: only rows whose kind begins with "base" are read).
The corpus is `benchmarks/planted.py`. Every tool runs in a process of its own, from a Python list
of texts to the rows that go; compiled code is warm (the first call on 300 rows is not counted, and
shown apart as `first`). Peers that are not installed are left out, and named.

`loop` is datasketch as its README has it; `bulk` its update_batch per text; `bulk+xxhash` the same
with 32-bit xxhash. All take word 3-grams, 128 permutations, J >= 0.8. Columns: share of removed
rows that have a J >= 0.8 partner, of such pairs with a side removed, of traps removed (each is a
problem of its own), and base questions of which no row is left.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

TOKEN = re.compile("[a-z0-9_\u0080-\U0010ffff]+")
Texts = list[str]


def grams(text: str) -> list[str]:
    """What every peer is fed: the set of word 3-grams, as text."""
    words = TOKEN.findall(text.lower())
    return list({" ".join(words[k : k + 3]) for k in range(max(1, len(words) - 2))})


def ours_guarded(texts: Texts, answers: list[str]) -> Iterable[int]:
    """Guarded, with answers."""
    from filters import duplicates

    found = duplicates.decide(texts, answers=answers)
    return (found.match >= 0).nonzero()[0].tolist()


def ours_no_answers(texts: Texts, answers: list[str]) -> Iterable[int]:
    """Guarded, answers unknown."""
    from filters import duplicates

    return (duplicates.decide(texts).match >= 0).nonzero()[0].tolist()


def ours_plain(texts: Texts, answers: list[str]) -> Iterable[int]:
    """Plain Jaccard, greedy."""
    from filters import duplicates

    return (duplicates.decide(texts, guarded=False).match >= 0).nonzero()[0].tolist()


def ours_pairs(texts: Texts, answers: list[str]) -> Iterable[int]:
    """All pairs, exactly; the later row of each goes."""
    from filters.minhash import pairs

    return set(pairs(texts)[:, 1].tolist())


def _datasketch(texts: Texts, signed: Callable[[list[bytes]], Any]) -> Iterable[int]:
    from datasketch import MinHashLSH

    index, gone = MinHashLSH(threshold=0.8, num_perm=128), []
    for row, text in enumerate(texts):
        signature = signed([gram.encode() for gram in grams(text)])
        if index.query(signature):
            gone.append(row)
        else:
            index.insert(row, signature)
    return gone


def datasketch_loop(texts: Texts, answers: list[str]) -> Iterable[int]:
    """One `update` per shingle."""
    from datasketch import MinHash

    def signed(parts: list[bytes]) -> Any:
        found = MinHash(num_perm=128)
        for part in parts:
            found.update(part)
        return found

    return _datasketch(texts, signed)


def datasketch_bulk(texts: Texts, answers: list[str], **more: Any) -> Iterable[int]:
    """One `update_batch` per text, SHA1."""
    from datasketch import MinHash

    template = MinHash(num_perm=128, **more)

    def signed(parts: list[bytes]) -> Any:
        found = template.copy()
        found.update_batch(parts)
        return found

    return _datasketch(texts, signed)


def datasketch_bulk_xxhash(texts: Texts, answers: list[str]) -> Iterable[int]:
    """The same with a faster hash."""
    from xxhash import xxh32_intdigest

    return datasketch_bulk(texts, answers, hashfunc=xxh32_intdigest)


def rensa(texts: Texts, answers: list[str]) -> Iterable[int]:
    """R-MinHash, 16 bands, checked by its estimate."""
    from rensa import RMinHash, RMinHashDeduplicator

    index = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True, num_bands=16)
    gone = []
    for row, text in enumerate(texts):
        signature = RMinHash(num_perm=128, seed=42)
        signature.update(grams(text))
        if index.is_duplicate(str(row), signature):
            gone.append(row)
        else:
            index.add(str(row), signature)
    return gone


def gaoya(texts: Texts, answers: list[str]) -> Iterable[int]:
    """Its own word 3-grams, 16 bands of 8, checked by its estimate."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, 0.8, 16, 8, None, "word", True, (3, 3))
    gone = []
    for row, text in enumerate(texts):
        if index.query(text):
            gone.append(row)
        else:
            index.insert_document(row, text)
    return gone


TOOLS: dict[str, Callable[[Texts, list[str]], Iterable[int]]] = {
    "ours, guarded, answers": ours_guarded,
    "ours, guarded": ours_no_answers,
    "ours, --no-guard": ours_plain,
    "ours, pairs": ours_pairs,
    "rensa": rensa,
    "gaoya": gaoya,
    "datasketch bulk+xxhash": datasketch_bulk_xxhash,
    "datasketch bulk": datasketch_bulk,
    "datasketch loop": datasketch_loop,
}


def seeds(path: Path) -> list[tuple[str, str]]:
    """The questions and answers that the corpus is made of."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pylist()
    return [(r["text"], r["answer"]) for r in rows if r.get("kind", "base").startswith("base")]


def measure(name: str, path: Path, rows: int) -> dict[str, Any]:
    """One tool on one corpus, in this process."""
    from benchmarks import planted

    made = planted.corpus(seeds(path), rows)
    # All tools keep the first of what is alike: the better sources first.
    made.sort(key=lambda row: (row.priority, row.id))
    texts, answers = [row.text for row in made], [row.answer for row in made]
    tool = TOOLS[name]
    started = time.process_time()
    tool(texts[:300], answers[:300])
    first = time.process_time() - started
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    gone = set(tool(texts, answers))
    cpu = time.process_time() - started
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"tool": name, "rows": rows, "first": first, "cpu": cpu, "mb": added,
            "removed": len(gone), **score(made, texts, gone)}  # fmt: skip


def score(made: list[Any], texts: Texts, gone: set[int]) -> dict[str, float]:
    """What was removed that should not be, and the reverse."""
    from filters.minhash import pairs

    near = pairs(texts)
    partnered = {*near.ravel().tolist()}
    found = sum(one in gone or other in gone for one, other in near.tolist())
    traps = [k for k, row in enumerate(made) if row.kind.startswith("trap_num")]
    words = [k for k, row in enumerate(made) if row.kind == "trap_word"]
    kept: dict[int, bool] = {}
    for k, row in enumerate(made):
        if not row.kind.startswith("trap"):
            kept[row.source] = kept.get(row.source, False) or k not in gone
    return {
        "precision": len(gone & partnered) / max(1, len(gone)),
        "recall": found / max(1, len(near)),
        "numbers_lost": sum(k in gone for k in traps) / max(1, len(traps)),
        "words_lost": sum(k in gone for k in words) / max(1, len(words)),
        "problems_lost": sum(not stays for stays in kept.values()),
    }


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000])
    parser.add_argument("--only", nargs="+", default=list(TOOLS))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.seeds, asked.rows[0])))
        return
    print(f"{'tool':<24}{'rows':>10}{'first':>7}{'cpu s':>9}{'rows/cpu s':>12}{'MB':>7}"
          f"{'removed':>9}{'prec':>7}{'rec':>7}{'num':>7}{'word':>7}{'lost':>6}")  # fmt: skip
    for rows in asked.rows:
        for name in asked.only:
            called = [
                sys.executable,
                __file__,
                str(asked.seeds),
                "--rows",
                str(rows),
                "--one",
                name,
            ]
            ran = subprocess.run(called, capture_output=True, text=True, check=False)
            if ran.returncode:
                print(f"{name:<24}{rows:>10,}  left out: {ran.stderr.strip().splitlines()[-1]}")
                continue
            r = json.loads(ran.stdout)
            print(f"{name:<24}{rows:>10,}{r['first']:>7.1f}{r['cpu']:>9.2f}"
                  f"{rows / r['cpu']:>12,.0f}{r['mb']:>7.0f}{r['removed']:>9,}"
                  f"{r['precision']:>7.3f}{r['recall']:>7.3f}{r['numbers_lost']:>7.3f}"
                  f"{r['words_lost']:>7.3f}{r['problems_lost']:>6}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
