"""Every Arrow schema of the build, and of the release: the one place where columns are named.

No null-typed, large_* or extension types and no metadata: any reader, old or new, loads any two
files together. A column that some rows do not know is null in a typed column.
"""

from __future__ import annotations

from typing import TypeAlias

import pyarrow as pa

_text: pa.DataType = pa.string()
_int: pa.DataType = pa.int32()
_long: pa.DataType = pa.int64()
_double: pa.DataType = pa.float64()
_texts: pa.DataType = pa.list_(_text)
_ints: pa.DataType = pa.list_(_int)

Column: TypeAlias = tuple[str, pa.DataType]

MESSAGES: pa.DataType = pa.list_(pa.struct([("role", _text), ("content", _text)]))

RAW = pa.schema([("data_source", _text), ("source_row", _text), ("data", _text)])

PROBLEM = pa.schema(
    [
        ("id", _text), ("data_source", _text), ("domain", _text), ("source_row", _text),
        ("priority", _int), ("question", _text), ("context", _text), ("template", _text),
        ("prompt", MESSAGES), ("match_key", _text), ("match_parts", _texts),
        ("reward", _text), ("ground_truth", _text), ("canonical", _text),
        ("several_golds", pa.bool_()), ("spec", _text),
        ("answer_type", _text), ("reference", _text), ("group_id", _text), ("split", _text),
        ("location", _text), ("revision", _text), ("license", _text), ("url", _text),
        ("seed", _long), ("parameters", _text), ("meta", _text),
    ]
)  # fmt: skip


def _model_columns(role: str) -> list[Column]:
    """What is stored of one model's draws on a row; outcomes as in filters.difficulty."""
    return [
        (f"{role}_model", _text), (f"{role}_outcomes", _text), (f"{role}_finish", _text),
        (f"{role}_tokens", _ints), (f"pass_rate_{role}", _double), (f"n_{role}", _int),
        (f"correct_{role}", _int), (f"undecided_{role}", _int),
    ]  # fmt: skip


def _extended(schema: pa.Schema, columns: list[Column]) -> pa.Schema:
    return pa.schema([*schema, *(pa.field(name, kind) for name, kind in columns)])


MEASURED = _extended(
    PROBLEM, [*_model_columns("weak"), *_model_columns("strong"), ("unmeasured", _text)]
)

SELECTED = _extended(
    MEASURED,
    [
        ("difficulty_band", _text),
        ("flags", _texts),
        ("target_length", _int),
        ("sampling_weight", _double),
    ],
)

DROPS = pa.schema(
    [
        ("id", _text), ("data_source", _text), ("source_row", _text), ("stage", _text),
        ("reason", _text), ("evidence", _text),
    ]
)  # fmt: skip

RELEASE = pa.schema(
    [
        ("id", _text), ("data_source", _text), ("ability", _text), ("prompt", MESSAGES),
        ("reward_model", pa.struct([("style", _text), ("ground_truth", _text)])),
        ("label", _text),
        ("extra_info", pa.struct([
            ("index", _long), ("split", _text), ("id", _text), ("reward", _text),
            ("reward_version", _text), ("spec", _text),
        ])),
        ("source", _text), ("location", _text), ("revision", _text), ("source_row", _text),
        ("license", _text), ("group_id", _text), ("template", _text), ("answer_type", _text),
        ("difficulty_band", _text), ("pass_rate_weak", _double), ("pass_rate_strong", _double),
        ("n_weak", _int), ("correct_weak", _int), ("undecided_weak", _int), ("n_strong", _int),
        ("correct_strong", _int), ("undecided_strong", _int), ("weak_model", _text),
        ("strong_model", _text), ("target_length", _int), ("sampling_weight", _double),
    ]
)  # fmt: skip

# What trainers read or overwrite themselves; a column of such a name breaks or is lost in one.
TRAINER_RESERVED = frozenset(
    {
        "prompts", "completion", "completions", "completion_ids", "trainer_state", "log_extra",
        "log_metric", "environment", "environments", "image", "images", "messages", "tools",
    }
)  # fmt: skip
