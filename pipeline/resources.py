"""Data files that ship with the code: beside it in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of `data/<name>`."""
    packed = _HERE / "_data" / name
    return packed if packed.is_file() else _HERE.parent / "data" / name
