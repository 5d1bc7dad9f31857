"""The reward code that measured a corpus goes with it, under a name of its own.

Beside `touchstone_rewards/` stand `reward.py` (what trainers are pointed at, and the check of the
corpus by itself), `requirements.txt` (what the rewards of these rows need) and an installable
package with the corpus as a taskset of verifiers.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

import rewards

from ..store import write_text
from .needs import needs

PACKAGE = "touchstone_rewards"

_REWARD_PY = '''\
"""Grades the rows of this corpus.

verl: `compute_score`. TRL: `touchstone_reward`. OpenRLHF: `reward_func`. By hand: `score_row`.
The corpus checks itself: python reward.py --check
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE))

import touchstone_rewards  # noqa: E402
from touchstone_rewards import compute_score, load_reward, score_row  # noqa: E402
from touchstone_rewards.adapters.openrlhf import reward_func  # noqa: E402
from touchstone_rewards.adapters.trl import touchstone_reward  # noqa: E402
from touchstone_rewards.requirements import require  # noqa: E402

__all__ = [
    "compute_score", "load_reward", "reward_func", "score_row", "touchstone_reward",
]

if Path(touchstone_rewards.__file__).resolve().parent.parent != _HERE:
    raise ImportError(
        f"another corpus brought {touchstone_rewards.__file__} into this process; "
        "one process grades by the rewards of one corpus"
    )
require(_HERE / "requirements.txt")

if __name__ == "__main__":
    from touchstone_rewards.check import main

    sys.exit(main(_HERE, sys.argv[1:]))
'''

_NEEDED = "# What the rewards of these rows need beyond Python.\n"

_TASKSET_PY = '''\
"""This corpus as a taskset of verifiers: vf-validate {id} --runtime.type subprocess."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# Installed, rewards and rows lie inside, so that corpora of two versions can stand side by side.
_INSIDE = find_spec(__name__ + ".rewards") is not None
_REWARDS = __name__ + ".rewards" if _INSIDE else "touchstone_rewards"

import_module(_REWARDS + ".requirements").require(
    _HERE / "requirements.txt" if _INSIDE else _HERE.parent / "requirements.txt"
)
_adapter = import_module(_REWARDS + ".adapters.verifiers")


class CorpusTaskset(_adapter.CorpusTaskset):
    """The rows of this corpus."""

    folder = _HERE / "data" if _INSIDE else _HERE.parent / "data"


__all__ = ["CorpusTaskset"]
'''

_PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "{id}"
version = "{version}"
description = "A Touchstone corpus as a taskset of verifiers and prime-rl."
requires-python = ">=3.11"
dependencies = [{dependencies}]

# A release may lie where git ignores it.
[tool.hatch.build]
ignore-vcs = true

[tool.hatch.build.targets.wheel]
packages = ["{module}"]

[tool.hatch.build.targets.wheel.force-include]
"touchstone_rewards" = "{module}/rewards"
"data" = "{module}/data"
"requirements.txt" = "{module}/requirements.txt"
"""


def travel(corpus: Path, version: str) -> None:
    """Write the reward code and what belongs to it into a corpus folder, which has its `data/`."""
    own = Path(rewards.__file__).parent
    shutil.copytree(own, corpus / PACKAGE, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    required = needs(reward_names(corpus))
    write_text(corpus / "reward.py", _REWARD_PY)
    write_text(corpus / "requirements.txt", _NEEDED + "".join(f"{line}\n" for line in required))
    _write_taskset(corpus, version, required)


def reward_names(corpus: Path) -> list[str]:
    """The rewards that the rows of a corpus name, sorted."""
    found: set[str] = set()
    for file in sorted(corpus.glob("data/*/*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(columns=["extra_info.reward"]):
            found.update(pc.unique(pc.struct_field(batch["extra_info"], "reward")).to_pylist())
    return sorted(found)


def _write_taskset(corpus: Path, version: str, required: list[str]) -> None:
    """A package with a name that follows from the corpus' domains."""
    domains = sorted(path.name for path in (corpus / "data").iterdir())
    module = f"touchstone_{domains[0] if len(domains) == 1 else 'corpus'}".lower()
    identity = module.replace("_", "-")
    dependencies = ["pyarrow", "verifiers>=0.4", *required]
    (corpus / module).mkdir()
    write_text(corpus / module / "__init__.py", _TASKSET_PY.format(id=identity))
    text = _PYPROJECT.format(
        id=identity, module=module, version=version,
        dependencies=", ".join(f'"{line}"' for line in dependencies),
    )  # fmt: skip
    write_text(corpus / "pyproject.toml", text)
