"""reasoning-gym's CodeI/O programs, with inputs drawn by their generators.

What: 3,002 programs of CodeI/O, each with a generator of random inputs. Two problems per program:
the output for a drawn input, and an input for the output of another draw. Generator and program run
in the sandbox, twice; programs that fail, depend on chance, or return what has no plain form, are
dropped.

Where from: the wheel reasoning-gym 0.1.25, member `reasoning_gym/data/codeio.jsonl.gz`.
License: Apache-2.0 (metadata of the wheel).

One row, abbreviated:
    {"task_description": "Given the volume and weight of a moist sand specimen ...",
     "input_output_spec": "Input:\\n  `V_ms` (float): ...", "code_sample": "import numpy as np ...",
     "input_generator": "def generate_inputs(rng: Random) -> dict: ...", "difficulty": 8, ...}
"""

from __future__ import annotations

from dataclasses import replace

from domains.base import Drop, Problem, Pypi, RawRow, source
from domains.readers import gzipped, jsonl
from domains.row_filters import question_tokens

from ._chance import chance
from ._programs import REWARDS, both_kinds, call_text, prediction, run_twice

FUNCTION = "main_solution"
_SEEDS = {"output": 1, "input": 2}
_DRAW = "touchstone_draw"
# The generator comes first: what the program defines must be what is called.
_PROGRAM = f"""from random import Random
{{generator}}
{{program}}
def {_DRAW}(seed):
    from copy import deepcopy
    from random import Random
    given = generate_inputs(Random(seed))
    return given, {FUNCTION}(**deepcopy(given))
"""


@source(
    location=Pypi("reasoning_gym", "0.1.25", members=("reasoning_gym/data/codeio.jsonl.gz",)),
    reader=both_kinds(gzipped(jsonl)),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
    url="https://pypi.org/project/reasoning-gym/0.1.25/",
    # Guru's limit of 2,048 tokens to a prompt.
    row_filters=(question_tokens(2048),),
)
def reasoning_gym_codeio(row: RawRow) -> Problem | Drop:
    """The problem of one kind of one program."""
    data = row.data
    program = data["code_sample"].strip()
    if chosen := chance(program, data["input_generator"]):
        return chosen
    whole = _PROGRAM.format(generator=data["input_generator"], program=program)
    drawn = run_twice(whole, _DRAW, (_SEEDS[data["kind"]],))
    if isinstance(drawn, Drop):
        return drawn
    given, made = drawn
    if not isinstance(given, dict) or not given or "Opaque(" in repr(drawn):
        return Drop("no_plain_value", f"{drawn!r:.200}")
    about = f"{data['task_description'].strip()}\n\n{data['input_output_spec'].strip()}"
    call = call_text(FUNCTION, given)
    # Notation of literals: a tuple is no list where the program itself tells them apart.
    arguments = call.removeprefix(f"{FUNCTION}(").removesuffix(")")
    problem = prediction(data["kind"], about, program, FUNCTION, arguments, repr(made), call)
    if isinstance(problem, Drop):
        return problem
    return replace(problem, group_id=f"rg-codeio:{data['key']}")
