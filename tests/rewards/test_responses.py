"""Whole responses with known verdicts: extraction and the `math` reward together."""

import json
import os
from pathlib import Path

import pytest

from rewards import load_reward
from rewards.extract import MATH, extract_answer

CHECKS = os.environ.get("TOUCHSTONE_CHECKS")
MATH_REWARD = load_reward("math")


def paid(response, gold):
    """Whether the answer that is found in the response, put into a box, is paid."""
    found = extract_answer(response, MATH)
    return bool(found) and MATH_REWARD.score(f"\\boxed{{{found.text}}}", gold).value == 1.0


@pytest.mark.skipif(not CHECKS, reason="TOUCHSTONE_CHECKS names no folder of labelled cases")
def test_labelled_responses_are_graded_as_labelled():
    lines = Path(CHECKS, "responses.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    refused = [row for row in rows if row["equal"] and not paid(row["response"], row["gold"])]
    wrongly_paid = [row for row in rows if not row["equal"] and paid(row["response"], row["gold"])]
    assert not wrongly_paid
    assert len(refused) <= 0.03 * len(rows), [row["id"] for row in refused]


PAID = [
    "RIGHT",
    "So $\\boxed{RIGHT}$.",
    "<think>\nmaybe WRONG? no.\n</think>\n\n\\[\\boxed{RIGHT}\\]",
    "maybe \\boxed{WRONG}?\n</think>\nAnswer: \\boxed{RIGHT}",
    "First I get $\\boxed{WRONG}$. That is wrong. Corrected: $\\boxed{RIGHT}$.",
    "\\boxed{RIGHT}\n\nTo recap: $\\boxed{RIGHT}$",
    "\\fbox{RIGHT}",
    "\\boxed{\\boxed{RIGHT}}",
    "\\boxed{ $RIGHT$ }",
    "<answer>RIGHT</answer>",
    "<think>hm</think><answer> $\\boxed{RIGHT}$ </answer>",
    "We expand.\n#### RIGHT",
    "We expand.\nTherefore, the answer is RIGHT.",
    "We expand.\nFinal Answer: $RIGHT$",
    "**Answer:** RIGHT",
    "The answer is **RIGHT**.",
    "We expand.\n\n### Final Answer\n\n$$RIGHT$$",
    "Final answer:\n```\nRIGHT\n```",
    "因此，答案是：RIGHT。",
    "Por lo tanto, la respuesta es $RIGHT$.",
    "```python\n# the answer is \\boxed{WRONG}\n```\nI derive \\boxed{RIGHT}.",
    "$\\boxed{RIGHT}$. (An empty \\boxed{} would not count.)",
]
UNPAID = [
    "So $\\boxed{WRONG}$.",
    "<think>\n\\boxed{RIGHT}\n</think>\nThe answer is \\boxed{WRONG}.",
    "<think>\nSo \\boxed{RIGHT}? Let me",
    "<think>\\boxed{RIGHT}</think>\nI could not determine the answer.",
    "The answer is $\\boxed{WRONG}$ or $\\boxed{RIGHT}$.",
    "The answer is $\\boxed{RIGHT}$ or maybe WRONG.",
    "\\boxed{WRONG \\text{ or } RIGHT}",
    "\\boxed{RIGHT \\text{ is wrong}}",
    "Candidates: \\boxed{WRONG}, \\boxed{RIGHT}, \\boxed{77}",
    "The answer is either RIGHT or WRONG; I am not sure which.",
    "The answer is RIGHT, so $\\boxed{}$",
    "Hence \\boxed{RIGHT",
    "We have found that RIGHT is one of the values\nand now we must",
    "Put your answer within \\boxed{}. For example, \\boxed{RIGHT} would be an answer.",
    "Final Decision: Yes. The answers are the same.\n\\boxed{WRONG}",
    "$\\boxed{RIGHT}$\n\nWait, I made an error above. The correct answer is WRONG.",
    "$\\boxed{RIGHT}$\nCorrection: WRONG",
    "```python\n# expected: \\boxed{RIGHT}\n```\nMy derivation gives \\boxed{WRONG}.",
    "The value is RIGHT or WRONG. Find the value. " * 30,
]
GOLDS = [
    ("5", "7"), ("-12", "12"), ("\\frac{3}{4}", "\\frac{4}{3}"), ("\\sqrt{3}", "\\sqrt{2}"),
    ("x^2+1", "x^2-1"), ("(1,2)", "(2,1)"), ("B", "C"), ("0.25", "0.75"),
    ("\\{1,2\\}", "\\{1,3\\}"), ("(-\\infty,3]", "(-\\infty,3)"),
    ("2:3", "3:2"), ("1,234", "1,235"),
    ("10 \\text{ cm}", "11 \\text{ cm}"),
]  # fmt: skip


def filled(template, gold, wrong):
    return template.replace("RIGHT", gold).replace("WRONG", wrong)


@pytest.mark.parametrize(("gold", "wrong"), GOLDS)
def test_templates_of_right_and_wrong_responses(gold, wrong):
    for template in PAID:
        assert paid(filled(template, gold, wrong), gold), template
    for template in UNPAID:
        assert not paid(filled(template, gold, wrong), gold), template


def test_reward_doctors_corpus():
    """No false pass; of its right answers at most 5 % are refused."""
    corpus = pytest.importorskip("reward_doctor.corpus")
    cases = corpus.load()
    scores = [MATH_REWARD.score(case.completion, case.reference).value for case in cases]
    graded = list(zip(cases, scores, strict=True))
    refused = [case.id for case, score in graded if case.expect and not score]
    assert not [case.id for case, score in graded if not case.expect and score]
    assert len(refused) <= 0.05 * sum(case.expect for case in cases), refused
