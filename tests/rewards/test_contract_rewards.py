"""The contract that every reward fulfils, for each reward that discovery finds."""

import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards import GroundTruthError, Negative, Reward, Verdict, known_rewards, load_reward
from rewards.base import STATUSES
from rewards.negatives import UNPAID_STATUSES, common_negatives, unpaid_shells

PROMPT = "Solve the puzzle. Put your answer in <answer>...</answer> tags.\nAnswer:"
CASES = [
    pytest.param(name, gold, spec, id=f"{name}-{index}")
    for name in known_rewards()
    for index, (gold, spec) in enumerate(load_reward(name).examples)
]
# Each of their verdicts runs a program in the box: of these, few examples and no repetition.
RUN_PROGRAMS = frozenset(
    name for name in known_rewards() if "code_" in name and name != "code_io_output"
)
KEYS = {"score", "acc", "no_answer", "undecided", "error"}


def all_negatives(reward: Reward[Any], gold: str, spec: Any) -> Iterator[Negative]:
    yield from reward.negatives(gold, spec)
    yield from common_negatives(PROMPT)
    yield from unpaid_shells(reward.render(gold, spec))


@pytest.mark.parametrize("name", known_rewards())
def test_reward_has_its_file_name_a_version_and_examples(name: str) -> None:
    reward = load_reward(name)
    assert reward.name == name
    assert reward.version
    assert len(reward.examples) >= 2


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
def test_rendered_gold_is_paid(name: str, gold: str, spec: Any) -> None:
    reward = load_reward(name)
    rendered = reward.render(gold, spec)
    for response in (
        rendered,
        f"<think>hm\n</think>\nSo:\n{rendered}\n",
        f"<think></think>{rendered}",
    ):
        verdict = reward.score(response, gold, spec)
        assert (verdict.value, verdict.status) == (1.0, "correct"), verdict


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
def test_no_negative_is_paid(name: str, gold: str, spec: Any) -> None:
    reward = load_reward(name)
    own = list(reward.negatives(gold, spec))
    assert len({negative.kind for negative in own}) >= 3
    for negative in all_negatives(reward, gold, spec):
        verdict = reward.score(negative.response, gold, spec)
        assert verdict.value == 0.0, negative
        assert verdict.status in UNPAID_STATUSES, (negative, verdict)


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
def test_canonical_is_stable_and_a_gold_itself(name: str, gold: str, spec: Any) -> None:
    reward = load_reward(name)
    canonical = reward.canonical(gold, spec)
    assert reward.canonical(canonical, spec) == canonical
    assert reward.canonical(f" {gold}\n", spec) == canonical
    assert reward.score(reward.render(gold, spec), canonical, spec).value == 1.0


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
@pytest.mark.parametrize(
    "bad", [{"no_such_key": 1}, '{"no_such_key": 1}', "not json", "[1]", {3: 1}, "[" * 100_000]
)
def test_bad_specs_are_undecided_when_scored_and_fail_at_build(
    name: str, gold: str, spec: Any, bad: Any
) -> None:
    reward = load_reward(name)
    verdict = reward.score(reward.render(gold, spec), gold, bad)
    assert (verdict.value, verdict.status) == (0.0, "undecided")
    for build in (reward.canonical, reward.render):
        with pytest.raises(GroundTruthError):
            build(gold, bad)


@pytest.mark.parametrize("name", known_rewards())
@pytest.mark.parametrize("gold", ["", "\x00", "{", "null", "[" * 100_000, '{"a": 1, "a": 2}'])
def test_ungradable_golds_are_undecided_and_fail_at_build(name: str, gold: str) -> None:
    reward = load_reward(name)
    verdict = reward.score("<answer>1</answer>", gold)
    assert (verdict.value, verdict.status) == (0.0, "undecided")
    with pytest.raises(GroundTruthError):
        reward.canonical(gold)


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
def test_spec_as_json_text_gives_the_same_verdict(name: str, gold: str, spec: Any) -> None:
    reward = load_reward(name)
    assert reward.score(reward.render(gold, spec), gold, json.dumps(dict(spec))).value == 1.0


def assert_sound(verdict: Verdict) -> None:
    as_dict = verdict.as_dict()
    assert set(as_dict) == KEYS
    assert all(type(value) is float for value in as_dict.values())
    assert verdict.status in STATUSES
    assert verdict.status != "error"


@pytest.mark.parametrize("name", known_rewards())
@settings(max_examples=150, deadline=None)
@given(
    text=st.text() | st.text(alphabet='<answer>/think[](){}\\boxed 01,.:;|-"\n*`ABtruefals'),
    shell=st.sampled_from(["{}", "<answer>{}</answer>", "\\boxed{{{}}}", "```\n{}\n```"]),
)
def test_any_text_is_graded_without_an_error(name: str, text: str, shell: str) -> None:
    reward = load_reward(name)
    for gold, spec in reward.examples[: 1 if name in RUN_PROGRAMS else None]:
        assert_sound(reward.score(shell.format(text), gold, spec))


@pytest.mark.parametrize(("name", "gold", "spec"), CASES)
@settings(max_examples=60, deadline=None)
@given(data=st.binary())
def test_any_bytes_are_graded_without_an_error(
    name: str, gold: str, spec: Any, data: bytes
) -> None:
    for text in (data.decode("latin-1"), data.decode("utf-8", "surrogateescape")):
        assert_sound(load_reward(name).score(f"<answer>{text}</answer>", gold, spec))


@pytest.mark.parametrize("name", known_rewards())
def test_a_response_that_is_no_text_is_an_error_verdict(name: str) -> None:
    reward = load_reward(name)
    gold, spec = reward.examples[0]
    verdict = reward.score(None, gold, spec)  # type: ignore[arg-type]
    assert (verdict.value, verdict.status) == (0.0, "error")
    assert set(verdict.as_dict()) == KEYS


HOSTILE = [
    "[", "]", "[[", "(", "<answer>", "</answer>", "<answer></answer>", "\\boxed{", "}", "{", "$",
    "```", "```\n", "`", "<think>", "</think>", "answer is ", "answer: ", " ", "\n", ",", "1 ",
    "9", "A and ", "A, ", "|", "- ", "(1) ", "*", "\u0315\u0300", "A: true, ", "\\", "or ",
]  # fmt: skip
# One reward for each way of finding answers, on which all of a response's length is spent.
FINDERS = ("math", "grid")


@pytest.mark.parametrize("name", known_rewards())
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_characters_are_graded(name: str, piece: str) -> None:
    """Finishes at all: anything quadratic would run for hours and trip the suite's timeout."""
    assert_unpaid(name, piece, 1_000_000 if name in FINDERS else 200_000)


@pytest.mark.bench
@pytest.mark.parametrize("name", sorted(set(known_rewards()) - set(FINDERS)))
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_million_hostile_characters_are_graded(name: str, piece: str) -> None:
    assert_unpaid(name, piece, 1_000_000)


def assert_unpaid(name: str, piece: str, length: int) -> None:
    reward = load_reward(name)
    gold, spec = reward.examples[0]
    hostile = piece * (length // len(piece))
    for response in (hostile, f"<answer>{hostile}</answer>"):
        verdict = reward.score(response, gold, spec)
        assert verdict.value == 0.0
        assert verdict.status in UNPAID_STATUSES


@pytest.mark.parametrize("name", known_rewards())
def test_reward_and_verdict_pickle(name: str) -> None:
    reward = load_reward(name)
    gold, spec = reward.examples[0]
    verdict = reward.score(reward.render(gold, spec), gold, spec)
    assert pickle.loads(pickle.dumps(verdict)) == verdict
    again = pickle.loads(pickle.dumps(reward))
    assert again.score(reward.render(gold, spec), gold, spec) == verdict


@pytest.mark.parametrize("name", known_rewards())
def test_eight_threads_give_the_verdicts_of_one(name: str) -> None:
    reward = load_reward(name)
    times, golds = (1, 2) if name in RUN_PROGRAMS else (8, len(reward.examples))
    jobs = [
        (negative.response, gold, spec)
        for gold, spec in reward.examples[:golds]
        for negative in (
            *all_negatives(reward, gold, spec),
            Negative("gold", reward.render(gold, spec)),
        )
    ] * times
    alone = [reward.score(*job) for job in jobs]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda job: reward.score(*job), jobs)) == alone
