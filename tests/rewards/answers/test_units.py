"""Units: spellings of one unit, exact conversion, and what is no unit."""

import pytest

from rewards.answers import compare_answers, parse_answer
from rewards.answers.render import render
from rewards.answers.types import Expression, Number, Quantity


def status(gold, answer):
    return compare_answers(parse_answer(gold), parse_answer(answer)).status


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5 k\\Omega", "5000 \\Omega"),
        ("5\\,\\text{k}\\Omega", "5000 ohms"),
        ("4.7 MΩ", "4700 kΩ"),
        ("3 \\,\\text{m}\\Omega", "0.003 ohm"),
        ("10 \\mu F", "10^{-5} F"),
        ("10 µF", "0.01 mF"),
        ("10\\,\\mu\\text{F}", "10 uF"),
        ("47 pF", "0.047 nF"),
        ("2 H", "2000 mH"),
        ("0.5 T", "500 mT"),
        ("3 Wb", "3 T m^2"),
        ("2 \\mu C", "2000 nC"),
        ("0.1 M", "0.1 mol/L"),
        ("1.0 \\times 10^{-3} \\text{ mol L}^{-1}", "1 mM"),
        ("5 mmol", "0.005 mol"),
        ("1 Bq", "1 s^{-1}"),
        ("0.0821 L·atm/(mol·K)", "0.0821 L atm mol^{-1} K^{-1}"),
        ("8.314 J/(mol K)", "8.314 J/mol/K"),
        ("8.314 J/(mol K)", "8.314\\,\\frac{\\text{J}}{\\text{mol K}}"),
        ("8.314 J/(mol K)", "8.314 \\,\\mathrm{J\\,mol^{-1}\\,K^{-1}}"),
        ("4.18 J/(g \\cdot ^\\circ C)", "4180 J/(kg K)"),
        ("1 kcal", "4184 J"),
        ("13.6 eV", "0.0136 keV"),
        ("2 MeV", "2000 keV"),
        ("1.5 Å", "0.15 nm"),
        ("1.5 \\text{\\AA}", "0.15 nm"),
        ("1 bar", "100 kPa"),
        ("1013 mbar", "1.013 bar"),
        ("760 torr", "1 atm"),
        ("5 N/m", "0.05 N/cm"),
        ("60 rpm", "1 rps"),
        ("1 light-year", "1 ly"),
        ("5 kg m/s^2", "5 N"),
        ("5 \\text{ kg}\\cdot\\text{m/s}^2", "5 N"),
        ("1 kWh", "3.6 MJ"),
        ("5 kilowatt-hours", "5 kWh"),
        ("20 ^\\circ C", "293.15 K"),
        ("5 \\mu m", "5000 nm"),
        ("2 \\mu s", "0.002 ms"),
        ("5 g/cm^3", "5000 kg/m^3"),
        ("5 W/(m^2 K)", "5 W m^{-2} K^{-1}"),
        ("5 \\Omega\\cdot m", "500 \\Omega cm"),
        ("3 \\times 10^8\\ \\mathrm{m\\,s^{-1}}", "300000000 m/s"),
        ("154 pm", "0.154 nm"),
        ("74 pm", "74 \\text{ pm}"),
        ("5 um", "5 \\mu m"),
        ("20 fs", "0.02 ps"),
        ("1.85 D", "1.85\\,\\text{D}"),
        ("5 mS", "0.005 siemens"),
        ("3 nM", "0.003 uM"),
        ("60 mph", "88 ft/s"),
        ("5 Nm", "5 N m"),
        ("3.2 \\times 10^{19} photons/s", "32000000000000000000 photons per second"),
        ("2 mW", "0.002 W"),
        ("40 mA", "0.04 A"),
        ("3 Ω", "3 ohm"),
    ],
)
def test_one_quantity_in_two_units(gold, answer):
    assert isinstance(parse_answer(gold), Quantity)
    assert isinstance(parse_answer(answer), Quantity)
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("1 MW", "1 mW"),
        ("5 k\\Omega", "5 M\\Omega"),
        ("5 \\mu F", "5 mF"),
        ("5 T", "5 H"),
        ("5 Nm", "5 nm"),
        ("5 J/(mol K)", "5 J K/mol"),
        ("5 J/mol/K", "5 J/mol"),
        ("5 mM", "5 mmol"),
        ("1 atm", "1 bar"),
        ("1 eV", "1 MeV"),
        ("5 C", "5 V"),
        ("5 Hz", "5 rpm"),
        ("5 mS", "5 ms"),
        ("3 nM", "3 nm"),
        ("1.85 D", "1.85 Debye m"),
        ("5 electrons", "5 photons"),
        ("34 sq. units", "34 cu. units"),
        ("12/\\text{hour}", "12 \\text{ hours}"),
        ("34 \\text{ units}^2", "34 \\text{ cubic units}"),
        ("34 sq. units", "35 sq. units"),
        ("34 sq. ft.", "34 cu. ft."),
        ("34 sq. in.", "34 in."),
        ("5 \\text{ m}", "5s"),
        ("5 \\text{ cm}", "5m"),
        ("5 \\text{ m}", "6m"),
    ],
)
def test_other_units_are_other_answers(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "different"


@pytest.mark.parametrize(
    "text",
    ["13.6 eV", "2 MeV", "5 kWh", "1 amu", "1 AU", "12 ly", "60 rpm", "60 mph", "5 Nm", "1.85 D",
     "154 pm", "4.18 J/(g \\cdot ^\\circ C)", "3 photons", "2 t", "8.314 J/(K mol)"],
)  # fmt: skip
def test_a_rendered_quantity_reads_back(text):
    found = parse_answer(text)
    assert isinstance(found, Quantity)
    assert parse_answer(render(found)) == found


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("34\\text{ sq. units}", "34 \\text{ units}^2"),
        ("34\\text{ sq. units}", "34 square units"),
        ("34\\text{ sq.\\ units}", "34"),
        ("34 sq units", "34 units squared"),
        ("12.5 \\text{ cu. units}", "12.5 \\text{ units}^{3}"),
        ("9\\pi \\text{ square units}", "9\\pi"),
        ("34 sq. ft.", "34 \\text{ ft}^2"),
        ("2 sq. in.", "2 square inches"),
        ("34 cu. cm", "34 \\text{ cm}^3"),
        ("34 sq.m.", "34 m^2"),
        ("5 mi. per hr.", "5 mph"),
        ("12/hour", "12 \\text{ hour}^{-1}"),
        ("12", "12/\\text{hour}"),
        ("10^{17} / \\mathrm{cm}^{3}", "10^{17}\\text{ cm}^{-3}"),
        ("1000 \\cdot \\text{N}", "1 \\text{ kN}"),
    ],
)
def test_abbreviations_and_signs_before_a_unit(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("\\sin^2 t", "\\sin^2(t)"),
        ("\\sin^2 t", "(\\sin t)^2"),
        ("\\log_2 h", "\\log_2(h)"),
        ("3\\cos^{-1} m", "3\\arccos(m)"),
        ("\\sqrt{2} t", "t\\sqrt2"),
        ("\\frac{1}{2} g t^2", "\\frac{gt^2}{2}"),
        ("5 \\cdot m", "5m"),
        ("12 / m", "\\frac{12}{m}"),
        ("AB + CD", "CD + AB"),
    ],
)
def test_letters_of_a_term_are_no_units(gold, answer):
    assert isinstance(parse_answer(gold), Expression)
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize("gold", ["\\sqrt{2} t", "\\frac{1}{2} g t^2", "\\frac{3}{2} t"])
def test_a_term_without_its_letters_is_another(gold):
    assert status(gold, gold.split("}")[0] + "}" + "{2}" * gold.startswith("\\frac")) == "different"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5 \\text{ m}", "5m"),
        ("5 m", "5m"),
        ("2.5 s", "2.5s"),
        ("2 t", "2t"),
        ("\\frac{37}{4} m", "\\frac{37}{4}m"),
        ("2\\sqrt{3} \\text{ m}", "2\\sqrt{3}m"),
    ],
)
def test_a_letter_at_the_number_is_the_unit_of_the_other_side(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize("text", ["5 mph^2", "3 mph squared", "5 \\text{ Nm}^3"])
def test_powers_of_compound_units_never_raise(text):
    assert status("5", text) in ("equal", "different")


@pytest.mark.parametrize("text", ["2T", "3F", "\\Omega", "2M", "2\\frac{h}{g}"])
def test_symbols_are_no_units(text):
    assert isinstance(parse_answer(text), Expression)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 million", 5_000_000),
        ("2.5 \\text{ million}", 2_500_000),
        ("-3 thousand", -3_000),
        ("1,200 billion", 1_200_000_000_000),
    ],
)
def test_scale_words(text, value):
    found = parse_answer(text)
    assert isinstance(found, Number)
    assert found.value == value


@pytest.mark.parametrize("text", ["\\$5 million", "5 million dollars", "5,000 thousand dollars"])
def test_scale_words_before_money(text):
    assert status("\\$5000000", text) == "equal"
    assert status("\\$5", text) == "different"


@pytest.mark.parametrize(
    ("number", "noun", "same"),
    [("5", "apples", True), ("2.5", "apples", True), ("1", "apple", True), ("0.75", "pie", True),
     ("5", "any text", True), ("-0.25", "mitosis", False), ("1.6\\times10^{-19}", "east", False),
     ("2.5", "even", False), ("-3", "north", False), ("5", "but not 6", False)],
)  # fmt: skip
def test_nouns_count_what_can_be_counted(number, noun, same):
    assert (status(number, f"{number} \\text{{ {noun}}}") == "equal") is same
