"""Unicode that stands for mathematics, as the LaTeX that says the same."""

from __future__ import annotations

import re
import unicodedata

_SUPER = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ", "0123456789+-()ni", strict=True))
_SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢₖ", "0123456789+-nik", strict=True))
_VULGAR = {
    char: tuple(unicodedata.normalize("NFKC", char).split("\u2044"))
    for char in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_COMMANDS = {
    "×": "times", "÷": "div", "·": "cdot", "⋅": "cdot", "∙": "cdot", "±": "pm", "∓": "mp",
    "∞": "infty", "≤": "le", "≦": "le", "⩽": "le", "≥": "ge", "≧": "ge", "⩾": "ge",
    "≠": "ne", "≈": "approx", "≡": "equiv", "∪": "cup", "∩": "cap", "∈": "in", "∉": "notin",
    "∅": "emptyset", "∖": "setminus", "∀": "forall", "∃": "exists", "→": "to", "∠": "angle",
    "∫": "int", "∑": "sum", "∏": "prod", "√": "sqrt", "ℝ": "R", "ℤ": "Z", "ℕ": "N", "ℚ": "Q",
    "…": "ldots", "⟨": "langle", "⟩": "rangle", "〈": "langle", "〉": "rangle", "⌊": "lfloor",
    "⌋": "rfloor", "⌈": "lceil", "⌉": "rceil", "∣": "mid", "△": "triangle", "¬": "neg",
}  # fmt: skip
_PLAIN = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "﹣": "-", "，": ",", "、": ",", "；": ";",
    "：": ":", "。": ".", "’": "'", "‘": "'", "′": "'", "“": '"', "”": '"', "″": "''",
    "°": "^\\circ ", "º": "^\\circ ", "℃": "^\\circ C", "℉": "^\\circ F", "∶": ":", "⁄": "/",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ",
    "\u200b": "", "\ufeff": "", "\u2061": "", "\u2062": "", "\u200a": " ", "∕": "/", "％": "%",
}  # fmt: skip
_TABLE = str.maketrans(
    {
        **{char: f"\\{name} " for char, name in {**_GREEK, **_COMMANDS}.items()},
        **{char: f"\\frac{{{top}}}{{{bottom}}}" for char, (top, bottom) in _VULGAR.items()},
        **_PLAIN,
    }
)
_ROOT = re.compile(r"√\s*(\d+(?:\.\d+)?|[A-Za-z])")
_RAISED = re.compile(f"[{''.join(_SUPER)}]+")
_LOWERED = re.compile(f"[{''.join(_SUB)}]+")


def to_latex(text: str) -> str:
    """The text with mathematical Unicode written as LaTeX, and other digits as ASCII."""
    if text.isascii():
        return text
    text = _ROOT.sub(r"\\sqrt{\1}", text)
    text = _RAISED.sub(lambda found: _script("^", found[0], _SUPER), text)
    text = _LOWERED.sub(lambda found: _script("_", found[0], _SUB), text)
    text = unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE)
    return "".join(_digit(char) for char in text)


def _script(mark: str, chars: str, table: dict[str, str]) -> str:
    return f"{mark}{{{''.join(table[char] for char in chars)}}}"


def _digit(char: str) -> str:
    """A decimal digit of any script in ASCII."""
    return str(unicodedata.decimal(char)) if char.isdecimal() and char > "\x7f" else char
