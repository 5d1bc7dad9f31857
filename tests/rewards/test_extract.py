"""Where the final answer is found, and where there is none."""

import pytest

from rewards.extract import Extraction, clip_response, extract_answer, final_text, unwrap


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("plain", "plain"),
        ("<think>a</think>b", "b"),
        ("a</think>b", "b"),
        ("<think>a</think>b<think>c</think>d", "d"),
        ("<THINK>a</Think>b", "b"),
        ("<thinking>a</thinking>b", "b"),
        ("<think>a", None),
        ("<think>a</think>b<think>c", None),
        ("", ""),
    ],
)
def test_final_text_follows_the_last_closed_think_block(response, expected):
    assert final_text(response) == expected


@pytest.mark.parametrize(
    ("response", "text", "how"),
    [
        ("<answer>5</answer>", "5", "tag"),
        ("<ANSWER>\n 5\n 6 \n</Answer>", "5\n 6", "tag"),
        ("<answer>1</answer> no: <answer>2</answer>", "2", "tag"),
        ("<answer>1 <answer>2</answer>", "2", "tag"),
        ("<answer>1</answer> \\boxed{2}", "1", "tag"),
        ("\\boxed{2} <answer>1</answer>", "1", "tag"),
        ("<answer>$\\boxed{-12}$</answer>", "-12", "tag"),
        ("<answer>```json\n[[1]]\n```</answer>", "[[1]]", "tag"),
        ("<answer>1</answer> or <answer>1</answer>", "1", "tag"),
        ("so $\\boxed{5}$.", "5", "box"),
        ("\\boxed{1} then \\boxed{\\frac{3}{4}}", "\\frac{3}{4}", "box"),
        ("\\fbox{3}", "3", "box"),
        ("\\boxed{\\boxed{B}}", "B", "box"),
        ("\\boxed{\\{1,2\\}}", "\\{1,2\\}", "box"),
        ("{a \\boxed{5} }", "5", "box"),
        ("```\n1 2\n3 4\n```", "1 2\n3 4", "fence"),
        ("```python\nx = 1\n```\nand\n```text\n7\n```\nbye", "7", "fence"),
        ("```[[1]]```", "[[1]]", "fence"),
        ("```\r\n5\r\n```\r\n", "5", "fence"),
        ("```\n5 6```", "5 6", "fence"),
        ("````md\n```\n5\n```\n````", "5", "fence"),
        ("Therefore, the answer is -12", "-12", "phrase"),
        ("The answer is 1. No. Final answer: 2", "2", "phrase"),
        ("**Answer:** x", "x", "phrase"),
        ("the answer is: ```5```", "5", "phrase"),
    ],
)
def test_answer_is_found(response, text, how):
    assert extract_answer(response) == Extraction(text, how)


@pytest.mark.parametrize(
    "response",
    [
        "",
        "I do not know.",
        "5",
        "<answer></answer>",
        "<answer> \n </answer>",
        "<answer>5",
        "<answer>5</answer> wait <answer></answer>",
        "<answer>5</answer> wait <answer>6",
        "\\boxed{}",
        "\\boxed{5} so \\boxed{}",
        "\\boxed{5} so \\boxed{6",
        "\\boxed{x_{1}",
        "\\boxed{\\{1,2\\}",
        "<answer>\\boxed{}</answer>",
        "```\n5",
        "```\n```",
        "the answer is",
        "<answer>...</answer>",
        "<answer>…</answer>",
        "<answer>your answer here</answer>",
        "<answer>[Your Answer]</answer>",
        "\\boxed{answer}",
        "\\boxed{\\boxed{your_answer}}",
        "<think><answer>5</answer>",
        "<think><answer>5</answer></think>",
        "<answer>A</answer> or <answer>B</answer>",
        "$\\boxed{2}$ or $\\boxed{3}$",
        "\\boxed{2} \\text{ or } \\boxed{3}",
    ],
)
def test_there_is_no_answer(response):
    assert extract_answer(response) is None


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("$5$", "5"),
        ("$$5$$", "5"),
        ("$5 and $6", "$5 and $6"),
        ("$5", "$5"),
        ("\\boxed{1} \\boxed{2}", "\\boxed{1} \\boxed{2}"),
        ("12 \\boxed{-12}", "12 \\boxed{-12}"),
        ("\\boxed{1} or 2", "\\boxed{1} or 2"),
        ("```\n1\n```\nor", "```\n1\n```\nor"),
        ("```\n1\n```\n```\n2\n```", "```\n1\n```\n```\n2\n```"),
        ("", ""),
    ],
)
def test_unwrap_peels_only_what_encloses_everything(text, inner):
    assert unwrap(text) == inner


def test_clip_keeps_the_tail_and_knows_that_it_lies_in_open_thinking():
    assert clip_response("abc", 3) == "abc"
    assert clip_response("abcdef", 3) == "def"
    assert clip_response("<think>" + "x" * 20 + "END", 5) == "<think>xxEND"
    assert clip_response("<think></think>" + "x" * 20 + "END", 5) == "xxEND"
    assert clip_response("<think>" + "x" * 20 + "</think>E", 9) == "<think></think>E"


def test_answer_in_thinking_that_was_cut_off_is_no_answer():
    from rewards import load_reward

    response = "<think>" + "x" * 1_000_100 + "<answer>[[1]]</answer>"
    assert load_reward("grid").score(response, "[[1]]").status == "no_answer"
    closed = response.replace("xx<answer>", "</think><answer>")
    assert load_reward("grid").score(closed, "[[1]]").status == "correct"
