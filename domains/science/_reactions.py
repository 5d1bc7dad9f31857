"""Balanced reactions, formulas and atomic masses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

ATOMIC_MASSES = {
    "H": "1.008", "C": "12.011", "N": "14.007", "O": "15.999", "Na": "22.990", "Mg": "24.305",
    "Al": "26.982", "Si": "28.085", "P": "30.974", "S": "32.06", "Cl": "35.45", "K": "39.098",
    "Ca": "40.078", "Ti": "47.867", "Cr": "51.996", "Fe": "55.845", "Cu": "63.546", "Zn": "65.38",
    "W": "183.84",
}  # fmt: skip
_EQUATIONS = """
2 H2 + O2 → 2 H2O
N2 + 3 H2 → 2 NH3
4 NH3 + 5 O2 → 4 NO + 6 H2O
2 NO + O2 → 2 NO2
3 NO2 + H2O → 2 HNO3 + NO
CH4 + 2 O2 → CO2 + 2 H2O
CH4 + H2O → CO + 3 H2
C3H8 + 5 O2 → 3 CO2 + 4 H2O
2 C4H10 + 13 O2 → 8 CO2 + 10 H2O
C2H6O + 3 O2 → 2 CO2 + 3 H2O
CO + 2 H2 → CH4O
2 CH4O + 3 O2 → 2 CO2 + 4 H2O
CO2 + C → 2 CO
2 CO + O2 → 2 CO2
Fe2O3 + 3 CO → 2 Fe + 3 CO2
4 Fe + 3 O2 → 2 Fe2O3
2 Fe + 3 Cl2 → 2 FeCl3
2 Al + Fe2O3 → Al2O3 + 2 Fe
2 Al + Cr2O3 → Al2O3 + 2 Cr
2 Al + 3 Cl2 → 2 AlCl3
2 Na + Cl2 → 2 NaCl
CaO + CO2 → CaCO3
CaO + 3 C → CaC2 + CO
CaC2 + N2 → CaCN2 + C
S + O2 → SO2
2 ZnS + 3 O2 → 2 ZnO + 2 SO2
ZnO + CO → Zn + CO2
2 H2S + 3 O2 → 2 SO2 + 2 H2O
CS2 + 3 O2 → CO2 + 2 SO2
2 SO2 + O2 → 2 SO3
SO3 + H2O → H2SO4
H2 + Cl2 → 2 HCl
Fe + 2 HCl → FeCl2 + H2
Zn + 2 HCl → ZnCl2 + H2
Mg + 2 HCl → MgCl2 + H2
TiCl4 + 2 Mg → Ti + 2 MgCl2
SiCl4 + 2 Mg → Si + 2 MgCl2
Si + 2 Cl2 → SiCl4
SiO2 + 3 C → SiC + 2 CO
CuO + H2 → Cu + H2O
WO3 + 3 H2 → W + 3 H2O
P4 + 5 O2 → P4O10
P4O10 + 6 H2O → 4 H3PO4
PCl3 + Cl2 → PCl5
"""


@dataclass(frozen=True)
class Reaction:
    """Coefficients by formula."""

    text: str
    reactants: dict[str, int]
    products: dict[str, int]


@cache
def atoms(formula: str) -> dict[str, int]:
    """How many atoms of each element; formulas here have no brackets."""
    found: dict[str, int] = {}
    for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula):
        found[element] = found.get(element, 0) + int(count or 1)
    return found


def molar_mass(formula: str) -> float:
    """In kg/mol, from the table above."""
    grams = sum(float(ATOMIC_MASSES[e]) * n for e, n in atoms(formula).items())
    return grams / 1000


def atomic_masses(formulas: list[str]) -> str:
    """The sentence that gives the masses of all elements in the formulas."""
    elements = sorted({element for formula in formulas for element in atoms(formula)})
    listed = ", ".join(f"{element} {ATOMIC_MASSES[element]}" for element in elements)
    return f"Atomic masses in g/mol: {listed}."


def _side(text: str) -> dict[str, int]:
    found = re.findall(r"(?:(\d+) )?([A-Z]\w*)", text)
    return {formula: int(count or 1) for count, formula in found}


def _read(text: str) -> Reaction:
    left, right = text.split("→")
    return Reaction(text, _side(left), _side(right))


REACTIONS = tuple(_read(line) for line in _EQUATIONS.strip().splitlines())
FORMULAS = tuple(sorted({f for r in REACTIONS for f in (*r.reactants, *r.products)}))
