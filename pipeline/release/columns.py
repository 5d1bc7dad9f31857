"""What every published column means, and the schema of each config as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from ..evidence import REVIEW, TRACE
from ..schema import DROPS, RELEASE

MEANINGS: Final[Mapping[str, str]] = {
    "id": "Hash of the problem: domain, question, context and gold in normal form.",
    "data_source": "`<domain>__<source>`; what trainers choose rewards by.",
    "ability": "The domain.",
    "prompt": "Messages to give to the model, the user's last.",
    "reward_model": "How verl finds the gold; `ground_truth` is text for every domain.",
    "label": "Gold, reward, its version and options as one JSON text, for trainers that pass one "
    "column on.",
    "extra_info": "Index, split, id, reward, its version and options (JSON text).",
    "source": "The source within the domain.",
    "location": "Where the source's file stands.",
    "revision": "Commit, version or revision that was read.",
    "source_row": "The key of the row at its source.",
    "license": "License of the row's source (SPDX; NOASSERTION: none was found).",
    "group_id": "Rows that belong together: splits keep them on one side.",
    "template": "The prompt template around the question.",
    "answer_type": "What kind of answer the gold is, where the source says so.",
    "difficulty_band": "too_easy, easy, medium, hard, too_hard or unmeasured, by the rule on the "
    "card.",
    "target_length": "Median length of its right answers in tokens; null without one.",
    "sampling_weight": "Expected variance of the reward, 0 to 1: highest where answers go both "
    "ways.",
    "split": "train or validation.",
    "stage": "The stage that dropped the row, or found it odd.",
    "reason": "Why, as a constant.",
    "evidence": "What shows it, as JSON where it has parts.",
    "score": "How strong the sign is: a share or a probability.",
    "role": "Which model: weak or strong.",
    "ground_truth": "The gold, as text.",
    "messages": "The prompt and one answer that was paid.",
    "model": "Which model gave it, as name@revision.",
    "sample": "Which of its draws.",
    "tokens": "Its length.",
}
_OF_MODEL: Final[Mapping[str, str]] = {
    "pass_rate_{}": "Unbiased pass rate of the {} model; null if it was not drawn.",
    "n_{}": "Draws of the {} model.",
    "correct_{}": "Correct ones among them.",
    "undecided_{}": "Draws that no verdict was reached on; never counted as wrong.",
    "{}_model": "The {} model, as name@revision.",
}
SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "corpus": RELEASE, "unfiltered": RELEASE, "rejected": DROPS, "traces": TRACE, "review": REVIEW,
}  # fmt: skip


def meaning(column: str) -> str:
    """What a published column holds."""
    if column in MEANINGS:
        return MEANINGS[column]
    for role in ("weak", "strong"):
        for name, text in _OF_MODEL.items():
            if column == name.format(role):
                return text.format(role)
    raise KeyError(column)


def as_json() -> dict[str, Any]:
    """Columns with types and meanings, by config; `corpus` stands for those of domains and all."""
    return {
        name: [
            {"name": field.name, "type": str(field.type), "meaning": meaning(field.name)}
            for field in schema
        ]
        for name, schema in SCHEMAS.items()
    }
