"""Choice questions as LLM-Adapters encodes them: options `Answer1: ...`, answers `answer1`."""

from __future__ import annotations

import re
from string import ascii_uppercase

from domains.base import Drop, Problem, RawRow
from domains.choices import choice_problem, lettered

REPO = "AGI-Edgerunners/LLM-Adapters"
COMMIT = "816657208af4db747803f87ba40a4c71383fed7a"
URL = f"https://github.com/{REPO}/blob/{COMMIT}/dataset"
_REQUEST = "Please choose the correct answer to the question:"
_FORMAT = re.compile(r"\s*Answer format:[ \w/]*\Z")
_OPTION = re.compile(r"(?:\A|\s)Answer\d: ")


def problem_of(row: RawRow) -> Problem | Drop:
    """Question and options, lettered again."""
    text = _FORMAT.sub("", row.data["instruction"]).removeprefix(_REQUEST)
    question, *options = _OPTION.split(text)
    number = int(row.data["answer"].removeprefix("answer"))
    return choice_problem(question, lettered(options), ascii_uppercase[number - 1])
