"""What the rewards of a release need beyond Python: said at once, not as undecided verdicts."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def require(file: Path) -> None:
    """Raises ImportError that names the packages of a requirements file which are not installed.

    Their absence would not stop a reward: what it cannot decide without them is undecided, and a
    trainer would go on without these rows.
    """
    # By the name that they are imported by: asking for their metadata takes longer than all else.
    named_here = named(file.read_text("utf-8"))
    missing = [name for name in named_here if find_spec(name.replace("-", "_")) is None]
    if missing:
        raise ImportError(
            f"the rewards of this corpus need {', '.join(missing)}: pip install -r {file}"
        )


def named(requirements: str) -> list[str]:
    """The names that a requirements file has, one a line; lines with a marker are only advice."""
    lines = (line.strip() for line in requirements.splitlines() if ";" not in line)
    return [found[0] for line in lines if (found := _NAME.match(line))]
