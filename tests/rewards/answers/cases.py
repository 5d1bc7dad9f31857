"""Labelled pairs: the repository's own, and those that `TOUCHSTONE_CHECKS` names."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

OWN = Path(__file__).parents[2] / "data" / "answer_pairs.jsonl"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def own_pairs() -> list[dict[str, Any]]:
    return rows(OWN)


def labelled(name: str) -> list[dict[str, Any]]:
    """Rows of a labelled file; skips the test where there are none."""
    folder = os.environ.get("TOUCHSTONE_CHECKS")
    if not folder:
        pytest.skip("TOUCHSTONE_CHECKS names no folder of labelled cases")
    return rows(Path(folder) / name)
