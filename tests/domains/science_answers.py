"""Questions of the science families, worked out by other means than the families use.

Energies in place of speeds, nodal analysis in place of splitting, ray matrices in place of lens
equations. Nothing of the generators is used.
"""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np

from tests.domains.science_reading import given, numbers

G = 9.81


def solve_mechanics(text):
    q = given(text)
    friction = numbers(r"friction (?:of |is )?", text)
    if "smooth level track" in text:
        return energy_along(text)
    if "net force" in text:
        return q["mass"][0] * q["acceleration"][0]
    if "kinetic energy" in text:
        return 0.5 * q["mass"][0] * q["speed"][0] ** 2
    if "far does it get" in text:
        end = q["speed"][0] + q["acceleration"][0] * q["time"][0]
        return (end**2 - q["speed"][0] ** 2) / 2 / q["acceleration"][0]
    if "work" in text:
        return q["force"][0] * q["length"][0] * math.sin(math.pi / 2 - q["angle"][0])
    if "braking force" in text:
        time = 2 * q["length"][0] / q["speed"][0]
        return q["mass"][0] * q["speed"][0] / time
    if "efficiency" in text:
        return q["mass"][0] * G * q["length"][0] / (q["share"][0] * q["time"][0])
    if "leave the spring" in text:
        return math.sqrt(q["stiffness"][0] * q["length"][0] ** 2 / q["mass"][0])
    if "string" in text:
        return solve_pulley(text, q["mass"], friction[0], q["length"][0])
    time = q["speed"][0] / (friction[0] * G)
    return time if "How long" in text else friction[0] * G * time**2 / 2


def solve_pulley(text, masses, mu, h):
    top, hanging = masses
    # Two equations of motion for (a, T).
    a, tension = np.linalg.solve([[hanging, 1], [top, -1]], [hanging * G, -mu * top * G])
    if "tension" in text:
        return tension
    if "How long" in text:
        return math.sqrt(2 * h / a)
    if "slide on" in text:
        return (tension - mu * top * G) * h / (mu * top * G)
    return math.sqrt(2 * a * h)


def energy_along(text):
    """Follows the energy of the body from sentence to sentence."""
    energy = mass = 0.0
    for sentence in re.split(r"(?<=[.;?]) (?=[A-Z])", text):
        q = given(sentence)
        mu = (numbers("friction (?:of|is|there is) ", sentence) or [0])[0]
        if not mass:
            (mass,) = q["mass"]
            if q["stiffness"]:
                energy = q["stiffness"][0] * q["length"][0] ** 2 / 2
            elif q["force"]:
                energy = q["force"][0] * q["length"][0]
            else:
                (angle,), (length,) = q["angle"], q["length"]
                energy = mass * G * length * (math.sin(angle) - mu * math.cos(angle))
        elif "rough level stretch" in sentence:
            energy -= mu * mass * G * q["length"][0]
        elif "moves on together" in sentence:
            energy *= mass / (mass + q["mass"][0])
            mass += q["mass"][0]
        elif "elastic collision" in sentence:
            energy *= 4 * mass * q["mass"][0] / (mass + q["mass"][0]) ** 2
            mass = q["mass"][0]
        elif "lower" in sentence or "higher" in sentence:
            energy += (1 if "lower" in sentence else -1) * mass * G * q["length"][0]
        elif "above level ground" in sentence:
            return 2 * math.sqrt(energy * q["length"][0] / mass / G)
        elif "rough level floor" in sentence:
            return energy / (mu * mass * G)
        elif "light spring" in sentence:
            return math.sqrt(2 * energy / q["stiffness"][0])
        elif "How high" in sentence:
            return energy / mass / G
        elif "kinetic energy" in sentence:
            return energy
        else:
            assert "A smooth level track follows" in sentence, sentence
        assert energy > 0
    raise AssertionError(text)


def solve_circuits(text):
    q = given(text)
    voltage, resistance = q["voltage"], q["resistance"]
    if "∥" in text:
        return solve_network(text)
    if "What current" in text:
        return voltage[0] / resistance[0]
    if "What power" in text:
        return (voltage[0] / resistance[0]) ** 2 * resistance[0]
    if "What is its resistance" in text:
        return voltage[0] / q["current"][0]
    if "How much energy does it take in" in text:
        return voltage[0] * q["current"][0] * q["time"][0]
    if "time constant" in text:
        return resistance[0] * q["capacitance"][0]
    if "does R2 have" in text:
        return voltage[0] - resistance[0] * voltage[0] / sum(resistance)
    if "does it store" in text:
        return 0.5 * q["capacitance"][0] * voltage[0] * voltage[0]
    if "water" in text:
        cold, hot = q["temperature"]
        heat = q["mass"][0] * 4186 * (hot - cold)
        return heat * resistance[0] / (q["share"][0] * voltage[0] ** 2)
    one, two = q["capacitance"]
    total = one + two if "parallel" in text else one * two / (one + two)
    rest = voltage[0] * math.exp(-q["time"][0] / (resistance[0] * total))
    return rest if "does the resistor have" in text else voltage[0] - rest


def solve_network(text):
    """Kirchhoff's current law at all nodes at once."""
    tree = re.search(r"network (.*?)\. In|connected as (.*?), with", text)
    tokens = re.findall(r"R\d+|[()+∥]", tree[1] or tree[2])
    ohms = {
        name: given(value)["resistance"][0]
        for name, value in re.findall(r"(R\d+) = (\S+ k?Ω)", text)
    }
    (emf,) = given(text)["voltage"]
    edges, fresh = [], iter(range(2, 1000))

    def expression(start, end):
        parts, signs = [], set()
        parts.append(operand())
        while tokens and tokens[0] in "+∥":
            signs.add(tokens.pop(0))
            parts.append(operand())
        assert len(signs) <= 1
        points = [start, *(next(fresh) for _ in parts[1:]), end]
        for i, part in enumerate(parts):
            part(*((points[i], points[i + 1]) if signs == {"+"} else (start, end)))

    def operand():
        token = tokens.pop(0)
        if token != "(":
            return lambda a, b: edges.append((token, a, b))
        inner, depth = [], 1
        while depth:
            inner.append(tokens.pop(0))
            depth += (inner[-1] == "(") - (inner[-1] == ")")

        def place(a, b):
            nonlocal tokens
            kept, tokens = tokens, inner[:-1]
            expression(a, b)
            tokens = kept

        return place

    expression(1, 0)
    source = 1
    if "internal resistance" in text:
        source = next(fresh)
        edges.append(("inner", source, 1))
        (ohms["inner"],) = given(re.search(r"internal resistance of \S+ Ω", text)[0])["resistance"]
    places = {node: i for i, node in enumerate(sorted({n for _, a, b in edges for n in (a, b)}))}
    matrix, right = np.zeros((len(places),) * 2), np.zeros(len(places))
    for name, a, b in edges:
        for here, there in ((places[a], places[b]), (places[b], places[a])):
            matrix[here, here] += 1 / ohms[name]
            matrix[here, there] -= 1 / ohms[name]
    for node, value in ((0, 0.0), (source, emf)):
        matrix[places[node]] = 0
        matrix[places[node], places[node]], right[places[node]] = 1, value
    potentials = np.linalg.solve(matrix, right)
    asked = re.search(r"(voltage across|power does|flows through) (R\d+)", text)
    ((a, b),) = [(a, b) for name, a, b in edges if name == asked[2]]
    voltage = abs(potentials[places[a]] - potentials[places[b]])
    if asked[1] == "voltage across":
        return voltage
    current = voltage / ohms[asked[2]]
    return current * voltage if asked[1] == "power does" else current


R = 8.314


def solve_gases(text):
    q = given(text)
    p, v, t = q["pressure"], q["volume"], q["temperature"]
    if "cylinder with a piston" in text:
        return solve_process(text)
    if "constant temperature" in text or "without a change of temperature" in text:
        return p[0] * v[0] / v[1]
    if "What is the pressure?" in text:
        return q["amount"][0] * R * t[0] / v[0]
    if "How many moles" in text:
        return p[0] * v[0] / (R * t[0])
    if "What volume" in text:
        return p[0] * v[0] / (R * t[0]) * R * t[1] / p[1]
    if "dry gas" in text:
        return (p[0] - p[1]) * v[0] * q["molar_mass"][0] / (R * t[0])
    if "mass of the gas" in text:
        return q["molar_mass"][0] * p[0] * v[0] / (R * t[0])
    if "density" in text:
        return q["molar_mass"][0] / (R * t[0] / p[0])
    if "partial" in text or "total pressure" in text:
        moles = [m / molar for m, molar in zip(q["mass"], q["molar_mass"], strict=True)]
        return (sum(moles) if "total" in text else moles[0]) * R * t[0] / v[0]
    assert "warmed to" in text
    if text.startswith("Two vessels"):
        return joined(text, r"one of (.*?) with .*? at (.*?) and one of (.*?) with air at (.*?),")
    return joined(text, r"A \((.*?)\) holds .*? at (.*?), vessel B \((.*?)\) holds air at (.*?);")


def joined(text, pattern):
    first, one, second, two = re.search(pattern, text).groups()
    volumes = [given(each)["volume"][0] for each in (first, second)]
    pressures = [given(each)["pressure"][0] for each in (one, two)]
    cold, hot = given(text)["temperature"]
    moles = sum(p * v / (R * cold) for p, v in zip(pressures, volumes, strict=True))
    return moles * R * hot / sum(volumes)


def solve_process(text):
    """Keeps n, V and T; the pressure follows."""
    first, *rest = re.split(r"(?<=\.) (?=[A-Z])", text)
    q = given(first)
    (p,), (v,), (t,) = q["pressure"], q["volume"], q["temperature"]
    n = p * v / R / t
    for sentence in rest:
        q = given(sentence)
        if "At constant volume it" in sentence:
            (t,) = q["temperature"]
        elif "At constant pressure" in sentence:
            pressure, (t,) = n * R * t / v, q["temperature"]
            v = n * R * t / pressure
        elif "At constant temperature" in sentence:
            (v,) = q["volume"]
        elif "let out" in sentence:
            n -= n * q["share"][0]
        elif "pumped in" in sentence:
            n += q["amount"][0]
        elif "evacuated" in sentence:
            v += q["volume"][0]
        else:
            assert "in the end" in sentence
    return n * R * t / v


def solve_half_lives(text):
    q = given(text)
    times = q["time"]
    if "decay chain" in text or "decays by the chain" in text:
        return solve_decays(text)
    if "last dose" in text:
        return solve_doses(text)
    if "mass remains" in text or "is left after" in text:
        return q["mass"][0] * math.exp(-math.log(2) * times[1] / times[0])
    if "biological half-life" in text:
        rate = sum(math.log(2) / half for half in times[:2])
        return q["mass"][0] * math.exp(-rate * times[2])
    if "How much time" in text or "What is the half-life" in text:
        halvings = math.log(q["activity"][0] / q["activity"][1]) / math.log(2)
        return times[0] / halvings if "What is the half-life" in text else times[0] * halvings
    if "How old" in text:
        (ratio,) = numbers("(?:has|is now) ", text)
        return -times[0] * math.log(1 / (1 + ratio)) / math.log(2)
    assert "same activity" in text
    (a, b), (first, second) = q["activity"], times
    low, high = 0.0, 1e12
    for _ in range(200):
        middle = (low + high) / 2
        exponent = math.log(a / b) - math.log(2) * middle * (1 / first - 1 / second)
        low, high = (middle, high) if (exponent > 0) == (a > b) else (low, middle)
    return low


def solve_doses(text):
    pattern = r"half-life(?: of \S+| by excretion alone)? (?:is )?(\d\S* \w+)"
    halves = [given(found)["time"][0] for found in re.findall(pattern, text)]
    rate = sum(math.log(2) / half for half in halves)
    assert len(halves) == 2
    first = given(re.search(r"A body is given (\S+ mg)", text)[1])["mass"][0]
    doses = [(0.0, first)]
    for pause, mass in re.findall(r", (\S+ \w+) later another (\S+ mg)", text):
        doses.append((doses[-1][0] + given(pause)["time"][0], given(mass)["mass"][0]))
    after = given(re.search(r"in the body (\S+ \w+) after", text)[1])["time"][0]
    end = doses[-1][0] + after
    return sum(mass * math.exp(-rate * (end - time)) for time, mass in doses)


def solve_decays(text):
    """By the exponential of the matrix of rates, scaled and squared."""
    halves = [given(f)["time"][0] for f in re.findall(r"[A-E]: (\S+ \w+)", text)]
    time = given(re.search(r"is there after (\S+ \w+)", text)[1])["time"][0]
    rates = np.zeros((len(halves),) * 2)
    for i, half in enumerate(halves):
        rates[i, i] = -math.log(2) / half
        if i + 1 < len(halves):
            rates[i + 1, i] = math.log(2) / half
    step = rates * time / 2**30
    result = np.eye(len(halves)) + step + step @ step / 2
    for _ in range(30):
        result = result @ result
    return given(text)["amount"][0] * result[-1, 0]


def solve_optics(text):
    q = given(text)
    lengths, index = q["length"], numbers("index (?:of |is )?", text)
    if "lenses" in text:
        return solve_system(text)
    if "flat parallel" in text.lower():
        return solve_plates(text, q["angle"][0])
    if "on inside" in text:
        return math.asin(math.sin(q["angle"][0]) / index[0])
    if "critical" in text:
        return math.asin(index[1] / index[0])
    if "How tall" in text:
        focus = given(re.search(r"focal length (?:of a converging lens is )?(\d\S* \w+)", text)[1])
        (f,) = focus["length"]
        away, tall = [length for length in lengths if length != f]
        distance = 1 / (1 / f - 1 / away)
        return abs(tall * distance / away)
    if "What is its focal length" in text:
        return 1 / ((index[0] - 1) * sum(1 / radius for radius in lengths))
    if "maximum" in text:
        wave = given(re.search(r"wavelength (?:of )?(\S+ nm)", text)[1])["length"][0]
        (screen,) = [length for length in lengths if length != wave]
        sine = (1 if "first order" in text else 2) * wave * q["lines"][0]
        return screen * sine / math.sqrt(1 - sine**2)
    away, f = lengths
    return abs(1 / (1 / f - 1 / away))


def solve_plates(text, angle):
    """Follows the ray through every plate."""
    plates = re.findall(r"(\S+ [cm]m) with refractive index (\d\.\d+)", text)
    x = y = 0.0
    for thickness, index in plates:
        sine = math.sin(angle) / float(index)
        (d,) = given(thickness)["length"]
        x, y = x + d * sine / math.sqrt(1 - sine**2), y + d
    if "Measured along" in text:
        return x
    # Distance of the point of exit from the line of the incoming beam.
    return abs(y * math.sin(angle) - x * math.cos(angle))


def solve_system(text):
    """By ray-transfer matrices: the image is where B of the whole vanishes."""
    whole = np.eye(2)
    (away,) = given(re.search(r"(?:stands|runs) (\S+ c?m)", text)[1])["length"]
    (tall,) = given(re.search(r"(?:height of|which is) (\S+ [cm]m)", text)[1])["length"]
    whole = np.array([[1, away], [0, 1]])
    lenses = re.findall(
        r"(?:(\S+ [cm]m) further on, )?a (\w+) lens with a focal length of magnitude (\S+ [cm]m)",
        text,
    )
    words = ("two", "three", "four", "five")
    assert len(lenses) == 2 + words.index(re.search(r"of (\w+) lenses", text)[1])
    for gap, kind, focal in lenses:
        if gap:
            whole = np.array([[1, given(gap)["length"][0]], [0, 1]]) @ whole
        f = given(focal)["length"][0] * {"converging": 1, "diverging": -1}[kind]
        whole = np.array([[1, 0], [-1 / f, 1]]) @ whole
    distance = -whole[0, 1] / whole[1, 1]
    if "How far" in text:
        return abs(distance)
    return abs(tall * (whole[0, 0] + distance * whole[1, 0]))


def solve_stoichiometry(text):
    masses = dict(re.findall(r"\b([A-Z][a-z]?) (\d+\.\d+)(?=[,.])", text.split("in g/mol: ")[1]))
    text = text.split(" Atomic masses")[0]
    q = given(text)

    def molar(formula):
        parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
        return sum(float(masses[e]) * int(n or 1) for e, n in parts) / 1000

    pattern = r"((?:\d+ )?[A-Z]\w*(?: \+ (?:\d+ )?[A-Z]\w*)* → [\w +]*\w)"
    found = [read_equation(each) for each in re.findall(pattern, text)]
    if not found:
        formula = re.search(r"of (?:all this )?([A-Z]\w*)", text.split(". ")[-1])[1]
        if "How many moles" in text:
            return sum(q["mass"]) / molar(formula)
        if "concentration" in text or "solution" in text:
            return q["volume"][0] * q["concentration"][0] * molar(formula)
        return sum(q["amount"]) * molar(formula)
    if "steps" in text:
        return solve_route(text, found, molar)
    (left, right), goal = found[0], re.search(r"What mass of (\w+) is", text)[1]
    reacting = re.findall(r"(\S+ [km]?g) of ([A-Z]\w*)", text)
    start = {formula: given(mass)["mass"][0] for mass, formula in reacting}
    extent = min(m / molar(f) / left[f] for f, m in start.items())
    if "is left" in text:
        assert set(start) == set(left)
        return start[goal] - extent * left[goal] * molar(goal)
    share = q["share"][0] if "yield" in text else 1.0
    assert len(start) == 1 or set(start) == set(left)
    return extent * right[goal] * molar(goal) * share


def read_equation(text):
    sides = [
        {f: int(n or 1) for n, f in re.findall(r"(?:(\d+) )?([A-Z]\w*)", side)}
        for side in text.split("→")
    ]
    counts = []
    for side in sides:
        total = Counter()
        for formula, n in side.items():
            for element, k in re.findall(r"([A-Z][a-z]?)(\d*)", formula):
                total[element] += n * int(k or 1)
        counts.append(total)
    assert counts[0] == counts[1], text
    return sides


def solve_route(text, found, molar):
    share, start = re.search(r"(\S+) % (?:by mass of )?([A-Z]\w*)", text).groups()
    amount = given(text)["mass"][0] * float(share) / 100 / molar(start)
    yields = re.findall(r"yield of (\w+) (\S+) %", text)
    for (left, right), (goal, percent) in zip(found, yields, strict=True):
        amount *= right[goal] / left[start] * float(percent) / 100
        start = goal
    assert f"What mass of {start} is obtained" in text
    return amount * molar(start)


SOLVERS = {
    "circuits": solve_circuits, "gases": solve_gases, "half_lives": solve_half_lives,
    "mechanics": solve_mechanics, "optics": solve_optics, "stoichiometry": solve_stoichiometry,
}  # fmt: skip
