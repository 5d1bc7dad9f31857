"""Questions of the science families as quantities in SI, with units by pint."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pint

REGISTRY = pint.UnitRegistry(cache_folder=None)
SPELLED = {"Ω": "ohm", "kΩ": "kiloohm", "MΩ": "megaohm", "°": "degree", "degrees": "degree",
           "°C": "degC", "%": "percent", "lines/mm": "1/mm", "m/s²": "m/s**2", "days": "day",
           "years": "year", "t": "metric_ton", "J/(kg K)": "J/kg/K", "ohm": "ohm"}  # fmt: skip
KINDS = {
    "length": "m", "mass": "kg", "time": "s", "speed": "m/s", "acceleration": "m/s**2",
    "force": "N", "stiffness": "N/m", "voltage": "V", "resistance": "ohm", "capacitance": "F",
    "current": "A", "pressure": "Pa", "temperature": "K", "volume": "m**3", "amount": "mol",
    "molar_mass": "kg/mol", "concentration": "mol/m**3", "lines": "1/m", "activity": "kBq",
    "share": "percent", "angle": "degree",
}  # fmt: skip
UNITS = (
    (
        "J/(kg K)|lines/mm|degrees|mmol|mol/L|g/mol|m/s²|km/h|kN/m|N/cm|years|days|mmHg|kBq|MBq"
        "|kPa|atm|N/m|m/s|min|mol|ohm|kΩ|MΩ|°C|mV|kV|mA|μF|nF|mF|Pa|mL|km|cm|mm|nm|kg|mg|ms|kN|kJ|kW|m"
        "|g|t|s|h|N|J|W|V|A|Ω|K|L|%|°"
    )
    .replace("(", r"\(")
    .replace(")", r"\)")
)
QUANTITY = re.compile(rf"(?<![\w.])(-?\d+(?:\.\d+)?) ?({UNITS})(?![\w/²])")
ASIDE = re.compile(
    r"(?:The (?:air (?:has|pressure is)|track was|relative|circuit board|apparatus|laboratory|room"
    r"|lead shield|water tank|optical|glass vessel|scales)|A can with|All (?:parts|of the glass)"
    r"|Everything was)[^?]*?\.(?= [A-Z\d])\s"
)
CONSTANTS = re.compile(
    r"(?:Use g = .*?\.|Treat all.*?\).|0 °C is .*? K\.|1 atm = .*? kPa\.|Use 1 day.*?matters\.|"
    r"The specific heat .*?\)\.|All lenses .*?object\.)(?= |$)"
)
REQUEST = re.compile(
    r"(?:Give the answer in (\S+) to|State the result in (\S+), rounded to|Answer in (\S+) with) "
    r"three significant figures(?:; do not round on the way)?\.$"
)


@cache
def unit(text):
    """Kind, factor to SI and zero point in SI of a unit, by pint."""
    zero, one = (REGISTRY.Quantity(n, SPELLED.get(text, text)).to_base_units() for n in (0.0, 1.0))
    if text in ("°", "degrees", "%"):
        return "share" if text == "%" else "angle", one.magnitude, 0.0
    kinds = [k for k, si in KINDS.items() if REGISTRY.Unit(si).dimensionality == one.dimensionality
             and k not in ("share", "angle")]  # fmt: skip
    kind = "activity" if text in ("kBq", "MBq") else kinds[0] if kinds else "other"
    return kind, one.magnitude - zero.magnitude, zero.magnitude


def given(text):
    """The quantities of a text in SI, by kind, in order."""
    found = defaultdict(list)
    for number, name in QUANTITY.findall(text):
        kind, factor, zero = unit(name)
        found[kind].append(float(number) * factor + zero)
    return found


def numbers(pattern, text):
    return [float(found) for found in re.findall(pattern + r"(\d+(?:\.\d+)?)", text)]


def check(problem, value):
    """The gold is the value, in the unit that the question asks for, to three digits."""
    asked = next(filter(None, REQUEST.search(problem.question).groups()))
    number, _, name = problem.ground_truth.partition(" ")
    _, factor, zero = unit(name)
    assert name == asked
    assert f"{(value - zero) / factor:.2e}" == f"{float(number):.2e}", (problem, value)
    assert len(re.sub(r"\D", "", number).lstrip("0")) >= 3


def bare(problem):
    """The question without its request, its constants and what is of no use."""
    text = CONSTANTS.sub("", REQUEST.sub("", problem.question)).strip()
    return ASIDE.sub("", text + " A").removesuffix(" A").strip()
