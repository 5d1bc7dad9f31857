"""Rewards by name: the file `<name>.py` of this package offers the reward `<name>` as `REWARD`."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from .base import Reward

# Found in the text, not by import: listing the rewards must not load sympy or a sandbox.
_OFFER = re.compile(r"^REWARD\s*[:=]", re.MULTILINE)


class UnknownRewardError(ValueError):
    """A reward's name that no file of this package answers to; the message lists the known ones."""


def known_rewards() -> tuple[str, ...]:
    """The names of all rewards, sorted."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem for file in files if _OFFER.search(file.read_text("utf-8"))))


def load_reward(name: str) -> Reward[Any]:
    """The reward of that name, imported on first use. Raises UnknownRewardError."""
    if not isinstance(name, str):
        raise UnknownRewardError(f"a reward's name is text, not {type(name).__name__}")
    return _load(name)


@cache  # failures are not kept, so only known names enter
def _load(name: str) -> Reward[Any]:
    known = known_rewards()
    if name not in known:
        raise UnknownRewardError(f"unknown reward {name!r}; known: {', '.join(known)}")
    reward = import_module(f".{name}", __package__).REWARD
    if not isinstance(reward, Reward) or reward.name != name:
        raise TypeError(f"REWARD of {name}.py is {reward!r}; a Reward named {name!r} is needed")
    return reward
