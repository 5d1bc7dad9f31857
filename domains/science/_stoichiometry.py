"""Stoichiometry: amounts, masses, limiting reactants, yields, routes over several reactions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from ._quantities import Case, Task, draw, say
from ._reactions import FORMULAS, REACTIONS, Reaction, atomic_masses, molar_mass

Parameters = Mapping[str, Any]


def _amount(rng: random.Random, _: Parameters) -> Case:
    formula = rng.choice(FORMULAS)
    m, k = draw(rng, 1e-3, 0.9, "g"), draw(rng, 1e-3, 0.9, "g")
    story = say(rng, (
        "A flask contains {m} of {formula}, and {k} more are added.",
        "Two portions of {formula}, with masses of {m} and {k}, are put together.",
        "{m} of {formula} are weighed out on one day and {k} on the next.",
    ), m=m, k=k, formula=formula)  # fmt: skip
    amount = (m.value + k.value) / molar_mass(formula)
    ask = f"How many moles of {formula} are these in all?"
    return Case(story, ask, amount, "mol", atomic_masses([formula]))


def _weight(rng: random.Random, _: Parameters) -> Case:
    formula = rng.choice(FORMULAS)
    n, k = draw(rng, 0.02, 9, "mol"), draw(rng, 0.02, 9, "mol")
    story = say(rng, (
        "One experiment needs {n} of {formula}, another {k}.",
        "One bottle contains {n} of {formula}, another bottle {k}.",
        "{n} of {formula} are to be weighed out first, then {k}.",
    ), n=n, k=k, formula=formula)  # fmt: skip
    mass = (n.value + k.value) * molar_mass(formula)
    ask = f"What is the mass of all this {formula}?"
    return Case(story, ask, mass, "g", atomic_masses([formula]))


def _solution(rng: random.Random, _: Parameters) -> Case:
    formula = rng.choice(("NaCl", "HCl", "HNO3", "H2SO4", "FeCl3", "ZnCl2", "MgCl2", "H3PO4"))
    v, c = draw(rng, 2e-5, 5e-3, "mL", "L"), draw(rng, 20, 5000, "mol/L")
    story = say(rng, (
        "A solution of {formula} with a concentration of {c} is to be made; its volume is {v}.",
        "To prepare are {v} of a solution of {formula} with {c}.",
    ), formula=formula, v=v, c=c)  # fmt: skip
    mass = v.value * c.value * molar_mass(formula)
    return Case(
        story, f"What mass of {formula} is in it?", mass, rng.choice(("g", "kg")),
        atomic_masses([formula]),
    )  # fmt: skip


def _product(rng: random.Random, _: Parameters) -> Case:
    reaction = rng.choice(REACTIONS)
    m, start, goal = draw(rng, 2e-4, 9, "mg", "g", "kg"), *_ends(rng, reaction)
    story = say(rng, (
        "{m} of {start} react completely by {text}.",
        "By the reaction {text}, all of {m} of {start} is used up.",
    ), m=m, start=start, text=reaction.text)  # fmt: skip
    mass = m.value / molar_mass(start) * _ratio(reaction, start, goal) * molar_mass(goal)
    ask = f"What mass of {goal} is formed?"
    return Case(story, ask, mass, rng.choice(("g", "kg")), atomic_masses([start, goal]))


def _limiting(rng: random.Random, _: Parameters) -> Case:
    reaction = rng.choice(REACTIONS)
    (one, a), (two, b) = reaction.reactants.items()
    m = draw(rng, 2e-3, 9, "g", "kg")
    even = m.value / molar_mass(one) * b / a * molar_mass(two)
    k = draw(rng, 0.4 * even, 2.2 * even, "g", "kg")
    goal, share = rng.choice(list(reaction.products)), draw(rng, 0.4, 0.97, "%")
    steps = min(m.value / molar_mass(one) / a, k.value / molar_mass(two) / b)
    made = steps * reaction.products[goal] * molar_mass(goal)
    over, rest = max(
        (m.value - steps * a * molar_mass(one), one), (k.value - steps * b * molar_mass(two), two)
    )
    story = say(rng, (
        "{m} of {one} and {k} of {two} are brought together and react by {text}.",
        "For the reaction {text}, {m} of {one} meet {k} of {two}.",
    ), m=m, one=one, k=k, two=two, text=reaction.text)  # fmt: skip
    note = atomic_masses([one, two, goal])
    if rng.random() < 0.3:
        story += f" The reaction goes on until {one if rest == two else two} is used up."
        return Case(story, f"What mass of {rest} is left?", over, "g", note)
    return Case(
        f"{story} The yield is {share} of what is possible.",
        f"What mass of {goal} is obtained?", made * share.value, "g", note,
    )  # fmt: skip


def _route(rng: random.Random, parameters: Parameters) -> Case | None:
    steps = rng.randint(*parameters["steps"])
    reaction = rng.choice(REACTIONS)
    start = at = rng.choice(list(reaction.reactants))
    m, purity = draw(rng, 5e-3, 90, "g", "kg", "t"), draw(rng, 0.5, 0.97, "%")
    amount = m.value * purity.value / molar_mass(start)
    told: list[str] = []
    seen = {start}
    for number in range(1, steps + 1):
        share = draw(rng, 0.6, 0.98, "%")
        ways = [(r, goal) for r in REACTIONS if at in r.reactants
                for goal in r.products if goal not in seen]  # fmt: skip
        if not ways:
            return None
        reaction, goal = rng.choice(ways)
        amount *= _ratio(reaction, at, goal) * share.value
        told.append(f"({number}) {reaction.text}, yield of {goal} {share}")
        seen.add(goal)
        at = goal
    story = say(rng, (
        "From {m} of raw material with {purity} {start} by mass, {at} is made in {steps} steps: "
        "{told}. Each step starts from the product named in the one before; all else is in excess.",
        "The raw material for a synthesis of {at}, {m} in all, has {purity} by mass of {start}. "
        "The steps, with everything else in excess, each from the named product of the one "
        "before: {told}.",
    ), m=m, purity=purity, start=start, at=at, steps=steps, told="; ".join(told))  # fmt: skip
    return Case(
        story, f"What mass of {at} is obtained?", amount * molar_mass(at),
        rng.choice(("g", "kg")), atomic_masses([start, at]),
    )  # fmt: skip


def _ends(rng: random.Random, reaction: Reaction) -> tuple[str, str]:
    return rng.choice(list(reaction.reactants)), rng.choice(list(reaction.products))


def _ratio(reaction: Reaction, start: str, goal: str) -> float:
    return reaction.products[goal] / reaction.reactants[start]


TASKS: dict[str, Task] = {
    "amount": _amount, "weight": _weight, "solution": _solution, "product": _product,
    "limiting": _limiting, "route": _route,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The laboratory has a temperature of {draw(rng, 285, 303, '°C')}.",
    lambda rng: f"The glass vessel holds {draw(rng, 0.02, 0.2, 'L')}.",
    lambda rng: f"The air pressure is {draw(rng, 9.7e4, 1.03e5, 'kPa')}.",
    lambda rng: f"The scales were last checked {rng.randint(2, 300)} days ago.",
)
