"""CodeI/O's parsed programs, shared by its published sample and the whole set."""

from __future__ import annotations

from dataclasses import replace

from domains.base import Drop, Problem, RawRow
from domains.readers import jsonl
from domains.row_filters import question_tokens
from rewards.code.values import same_json

from ._chance import chance
from ._programs import both_kinds, call_text, prediction, run_twice

FUNCTION = "main_solution"
READER = both_kinds(jsonl)
# As Guru has it: prompts of at most 2,048 tokens.
FILTERS = (question_tokens(2048),)
_CALL = "touchstone_recorded_call"
_BY_KEYWORDS = f"\n\ndef {_CALL}(arguments):\n    return {FUNCTION}(**arguments)\n"


def problem_of(row: RawRow) -> Problem | Drop:
    """The first recorded call for an output, the last for an input; both were run again."""
    if not row.data["ios"]:
        return Drop("no_recorded_call", "ios is empty")
    recorded = row.data["ios"][0 if row.data["kind"] == "output" else -1]
    given, made, program = recorded["input"], recorded["output"], row.data["refcode"]
    if not isinstance(given, dict):
        return Drop("no_keywords", f"input is {given!r:.100}")
    if drawn := chance(program):
        return drawn
    found = run_twice(program + _BY_KEYWORDS, _CALL, (given,))
    if isinstance(found, Drop):
        return found
    if not same_json(found, made):
        return Drop("other_output", f"returns {found!r:.100}; recorded is {made!r:.100}")
    about = f"{row.data['problem_description'].strip()}\n\n{row.data['io_requirements'].strip()}"
    # A text among JSON values is read as a literal.
    gold = repr(made) if isinstance(made, str) else made
    problem = prediction(
        row.data["kind"], about, program, FUNCTION, given, gold, call_text(FUNCTION, given)
    )
    if isinstance(problem, Drop):
        return problem
    return replace(problem, group_id=f"codeio:{row.data['key']}")
