"""Adapters without their trainers: what each makes of right, wrong and undecided responses."""

from __future__ import annotations

import json
import threading

import pytest

from rewards import UnknownRewardError, score_row
from rewards.adapters import known, reply
from rewards.adapters.openrlhf import response_of, reward_func
from rewards.adapters.trl import touchstone_reward
from rewards.base import STATUSES, Verdict
from rewards.reward import score_label

RIGHT, WRONG = "<answer>[[1]]</answer>", "<answer>[[2]]</answer>"
INFO = {"reward": "grid", "reward_version": "2", "spec": "{}", "index": 1, "split": "train"}
PROMPT = "<|im_start|>user\nWrite it: <answer>[[1]]</answer><|im_end|>\n<|im_start|>assistant\n"


def label(gold: str = "[[1]]", **changed: str) -> str:
    return json.dumps(
        {"v": 1, "reward_version": "2", "ground_truth": gold, "reward": "grid", "spec": "{}"}
        | changed
    )


def columns(*golds: str) -> dict[str, list]:
    """What TRL hands on of rows with these golds."""
    return {
        "prompts": [[{"role": "user", "content": "?"}] for _ in golds],
        "completion_ids": [[1] for _ in golds],
        "reward_model": [{"style": "rule", "ground_truth": gold} for gold in golds],
        "extra_info": [INFO for _ in golds],
        "label": [label(gold) for gold in golds],
        "pass_rate_weak": [None for _ in golds],
    }


def test_a_label_grades_as_its_row():
    row = {"reward_model": {"ground_truth": "[[1]]"}, "extra_info": INFO}
    for response in (RIGHT, WRONG, "hm", ""):
        assert score_label(label(), response) == score_row(row, response)


@pytest.mark.parametrize("text", ["", "[[1]]", "[1]", "null", None, '{"reward": "grid"}', "7"])
def test_a_text_that_is_no_label_raises(text):
    with pytest.raises(ValueError, match=r"label of this corpus|ground_truth"):
        score_label(text, RIGHT)


@pytest.mark.parametrize(
    ("completion", "text"),
    [
        ("x", "x"),
        ([{"role": "assistant", "content": "x"}], "x"),
        ([{"role": "assistant", "content": "a"}, {"role": "tool", "content": "b"},
          {"role": "assistant", "content": "x"}], "x"),
        ([{"role": "assistant", "content": [{"type": "text", "text": "x"},
                                            {"type": "image"}, {"type": "text", "text": "y"}]}],
         "xy"),
        ([{"role": "assistant", "content": None}], ""),
        ([{"role": "assistant"}], ""),
        ([{"role": "user", "content": "x"}], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_the_reply_is_the_last_turn_of_the_assistant(completion, text):
    assert reply(completion) == text


def test_only_what_says_nothing_of_the_response_is_unknown():
    verdicts = {status: known(Verdict(0.0, status)) for status in STATUSES}
    assert {status for status, value in verdicts.items() if value is None} == {
        "undecided", "error",
    }  # fmt: skip


def test_trl_pays_right_answers_and_leaves_out_undecided_ones():
    logged = {}
    turns = [[{"role": "assistant", "content": text}] for text in (RIGHT, WRONG, "hm", RIGHT)]
    found = touchstone_reward(
        completions=turns, trainer_state=None, log_extra=None,
        log_metric=logged.__setitem__, **columns("[[1]]", "[[1]]", "[[1]]", "no grid"),
    )  # fmt: skip
    assert found == [1.0, 0.0, 0.0, None]
    assert logged == {"undecided": 0.25}


def test_trl_keeps_the_order_of_its_rows():
    golds = [f"[[{n}]]" for n in range(64)]
    texts = [f"<answer>[[{n if n % 3 else n + 1}]]</answer>" for n in range(64)]
    found = touchstone_reward(completions=texts, **columns(*golds))
    assert found == [float(n % 3 != 0) for n in range(64)]


def test_trl_gets_a_mistake_of_the_set_up_as_an_exception():
    with pytest.raises(UnknownRewardError):
        touchstone_reward(
            completions=[RIGHT],
            **{**columns("[[1]]"), "extra_info": [{**INFO, "reward": "no_such"}]},
        )
    with pytest.raises(TypeError):
        touchstone_reward(completions=[RIGHT], prompts=["no row of a release"])


@pytest.mark.parametrize("end", ["", "<|im_end|>", "<|im_end|>\n", "</s>", "<eos><pad><pad>",
                                 "<｜end▁of▁sentence｜>", "<end_of_turn>\n"])  # fmt: skip
@pytest.mark.parametrize("before", ["", "<s>"])
def test_openrlhf_grades_the_response_alone(before, end):
    query = f"{before}{PROMPT}So it is {WRONG}{end}"
    assert response_of(query, PROMPT) == f"So it is {WRONG}"
    # The prompt shows the right answer: it must not be paid for that.
    assert reward_func([query], [PROMPT], [label()])["rewards"] == 0.0
    assert reward_func([query.replace(WRONG, RIGHT)], [PROMPT], [label()])["rewards"] == 1.0


def test_openrlhf_finds_the_response_behind_a_prompt_that_was_cut():
    long = f"Context. {'x' * 5000}{PROMPT}"
    assert response_of(f"{long[3000:]}{RIGHT}", long) == RIGHT


def test_openrlhf_takes_a_response_that_repeats_the_prompt_whole():
    assert response_of(f"{PROMPT}{PROMPT}{RIGHT}", PROMPT) == f"{PROMPT}{RIGHT}"


def test_openrlhf_is_undecided_where_the_prompt_is_not_in_the_query():
    found = reward_func([f"other {RIGHT}"], [PROMPT], [label()])
    assert found["rewards"] == 0.0
    assert found["extra_logs"]["undecided"] == 1.0


def test_openrlhf_gets_one_number_for_one_query_and_a_list_for_several():
    query = f"{PROMPT}{RIGHT}"
    one = reward_func([query], [PROMPT], [label()])
    assert one["rewards"] == one["scores"] == 1.0
    found = reward_func([query] * 3, [PROMPT] * 3, [label(), label("[[2]]"), label("no grid")])
    assert found["rewards"] == found["scores"] == [1.0, 0.0, 0.0]
    assert set(found["extra_logs"]) == {"acc", "no_answer", "undecided", "error"}
    assert found["extra_logs"]["undecided"] == pytest.approx(1 / 3)


def test_openrlhf_gets_a_label_of_another_corpus_as_an_exception():
    with pytest.raises(ValueError, match="label of this corpus"):
        reward_func([f"{PROMPT}{RIGHT}"], [PROMPT], ["42"])


def test_all_of_it_runs_off_the_main_thread():
    found = {}

    def run() -> None:
        found["trl"] = touchstone_reward(completions=[RIGHT], **columns("[[1]]"))
        found["openrlhf"] = reward_func([f"{PROMPT}{RIGHT}"], [PROMPT], [label()])["rewards"]

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == {"trl": [1.0], "openrlhf": 1.0}
