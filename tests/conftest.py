"""Fixtures that all rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import runner

from .world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> tuple[World, runner.Build]:
    """One finished build that tests may read."""
    world = World(tmp_path_factory.mktemp("built"))
    return world, world.build()
