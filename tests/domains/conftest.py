from __future__ import annotations

from collections.abc import Callable

import pytest

from domains.base import Generator, Problem, Source


def problems_of(source: Source, level: str, count: int, seed: int = 42) -> list[Problem]:
    assert isinstance(source.location, Generator)
    found = []
    for row in source.location.rows([level], count, seed):
        problem = source.normalize(row)
        assert isinstance(problem, Problem)
        found.append(problem)
    return found


@pytest.fixture(scope="session")
def generate() -> Callable[..., list[Problem]]:
    """Problems of a generator's source: (source, level, count, seed)."""
    return problems_of
