"""Rules of the sentences in the tasks of the code families, and tasks done by them.

Nothing of the generators is used.
"""

from __future__ import annotations

import re
from functools import cache

RULES = []


def rule(pattern):
    """For sentences that begin so, `#` for a number; what stands in groups follows the value."""
    pattern = pattern.replace("#th", "#(?:nd|rd|th)").replace("#", r"(-?\d+)")

    def add(function):
        RULES.append((re.compile(pattern), function))
        return function

    return add


@cache
def read(sentence):
    """The one rule for a sentence, and its arguments."""
    matches = ((pattern.match(sentence), function) for pattern, function in RULES)
    ((found, function),) = [(found, function) for found, function in matches if found]
    return function, [int(p) if re.fullmatch(r"-?\d+", p) else p for p in found.groups()]


def answer(question, value):
    """What the steps of a task make of a value."""
    for sentence in re.findall(r"^\d+\. (.*)$", question, re.MULTILINE):
        function, arguments = read(sentence)
        value = function(value, *arguments)
    return value


def remainder(number, divisor):
    """From 0 to divisor - 1."""
    left = abs(number) % divisor
    return divisor - left if number < 0 and left else left
