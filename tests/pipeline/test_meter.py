"""Rates of engines: time counts once however many samples overlap."""

from __future__ import annotations

import pytest

from pipeline import meter
from pipeline.meter import Meter, said


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(meter.time, "monotonic", lambda: now[0])
    return now


def test_overlapping_samples_count_their_time_once_and_pauses_not_at_all(clock):
    found = Meter()
    with found.working():
        clock[0] += 1
        with found.working():
            clock[0] += 2
            assert found.seconds == 3
        clock[0] += 1
    found.add(30, 5)
    clock[0] += 50  # grading, or nothing to do
    with found.working():
        clock[0] += 4
    found.add(10, 5)
    facts = found.facts()
    assert (facts["completions"], facts["tokens"], facts["prompt_tokens"]) == (2, 40, 10)
    assert (facts["seconds"], facts["tokens_per_second"]) == (8.0, 5.0)
    assert facts["completions_per_second"] == 0.25
    assert said("weak", facts) == (
        "the weak engine made 2 completions of 40 tokens in 8 s: 5 tokens/s, 0.25 completions/s"
    )


def test_a_sample_that_fails_ends_its_time_too(clock):
    found = Meter()

    def fail() -> None:
        with found.working():
            clock[0] += 2
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    clock[0] += 5
    assert found.seconds == 2


def test_starting_is_told_apart(clock):
    found = Meter()
    with found.starting():
        clock[0] += 7
    assert found.facts()["start_seconds"] == 7.0
    assert found.facts()["tokens_per_second"] is None
