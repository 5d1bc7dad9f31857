"""Mathematical text, LaTeX or plain, as tokens: one pass, nothing dropped but layout."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .nodes import UnreadableError


class Token(NamedTuple):
    """A token: `number`, `letter` (a variable), `name` (a function or constant), `sign`, `begin`
    and `end` of an environment, and `library` for what only the library reads.
    """

    kind: str
    text: str


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+")
_SUBSCRIPT = re.compile("[₀₁₂₃₄₅₆₇₈₉₊₋]+")
_SIGNS = {
    "−": "-", "–": "-", "·": "*", "⋅": "*", "∙": "*", "•": "*", "×": "*", "÷": "/", "∗": "*",
    "⁄": "/", "∕": "/", "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">=", "≦": "<=",
    "≧": ">=", "∪": "cup", "∩": "cap", "∈": "in", "±": "pm", "∓": "mp", "°": "degree",
    "∞": "infinity", "√": "sqrt", "∑": "sum", "∏": "prod", "⌊": "lfloor", "⌋": "rfloor",
    "⌈": "lceil", "⌉": "rceil", "′": "'", "∣": "|",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_LETTER_COMMANDS = frozenset(_GREEK.values()) | {
    "varepsilon", "vartheta", "varphi", "varrho", "varsigma", "varkappa", "Upsilon", "upsilon",
    "ell", "hbar",
}  # fmt: skip
_COMMAND_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=",
    "leqq": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "geqq": ">=", "lt": "<", "gt": ">",
    "ne": "!=", "neq": "!=", "lbrace": "{{", "rbrace": "}}", "lbrack": "[", "rbrack": "]",
    "lparen": "(", "rparen": ")", "vert": "|", "lvert": "|", "rvert": "|", "mid": "|",
    "prime": "'", "circ": "circ", "degree": "degree",
    "cup": "cup", "cap": "cap", "in": "in", "pm": "pm", "mp": "mp", "lfloor": "lfloor",
    "rfloor": "rfloor", "lceil": "lceil", "rceil": "rceil", "langle": "(", "rangle": ")",
    "ldots": "dots", "cdots": "dots", "dots": "dots", "choose": "choose", "backslash": "\\",
}  # fmt: skip
_LAYOUT = frozenset(
    (
        "left", "right", "mleft", "mright", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl",
        "Bigr", "biggl", "biggr", "Biggl", "Biggr", "displaystyle", "textstyle", "limits",
        "nolimits", "quad", "qquad", "thinspace", "hfill", "rm", "it", "bf",
    )
)  # fmt: skip
# Commands whose braces only set a font: what stands in them is a letter or a function's name.
_FONTS = frozenset(
    ("text", "mathrm", "operatorname", "mathit", "mathbf", "textrm", "mathsf", "textit")
)
_ESCAPES = {"{": "{{", "}": "}}", "\\": "\\\\", **dict.fromkeys(",;:! />", "")}
CLOSERS = {"(": ")", "[": "]", "{": "}", "{{": "}}", "lfloor": "rfloor", "lceil": "rceil"}
CONSTANTS = {"pi": "pi", "e": "e", "i": "i", "infinity": "inf", "inf": "inf", "oo": "inf"}
_ALIASES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "acot": "arccot", "tg": "tan",
    "ctg": "cot", "arctg": "arctan", "arcctg": "arccot", "cosec": "csc", "sh": "sinh",
    "ch": "cosh", "th": "tanh", "arsinh": "arcsinh", "arcosh": "arccosh", "artanh": "arctanh",
    "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "ceiling": "ceil",
    "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "dbinom": "binom", "tbinom": "binom",
    "binomial": "binom", "sgn": "sign", "Abs": "abs", "cbrt": "cbrt", "factorial": "factorial",
}  # fmt: skip
FUNCTIONS = frozenset(
    (
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot", "arcsec",
        "arccsc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "arcsinh", "arccosh", "arctanh",
        "ln", "log", "lg", "exp", "abs", "floor", "ceil", "sign", "max", "min", "gcd", "lcm",
        "factorial", "cbrt",
    )
)  # fmt: skip
_PLAIN_NAMES = FUNCTIONS | {"sqrt", "pi", "binom", "infinity", "inf", "oo"}
# Short words of prose, which are no products of letters.
_WORDS = frozenset(
    (
        "or", "if", "is", "in", "no", "of", "to", "at", "by", "on", "an", "as", "it", "we", "so",
        "and", "not", "for", "all", "the", "any", "odd", "yes", "mod", "nan", "for", "one", "two",
        "six", "ten", "let", "are", "can", "has", "its", "non", "per", "via", "div", "deg", "cm",
        "mm", "km", "kg", "ft", "hr", "mph", "pct",
    )
)  # fmt: skip
MAX_LETTER_RUN = 3
# A comma in braces or before a negative space joins digits; a plain one is left to separate items.
_THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|,\\!)\s*(?=\d{3}(?!\d))")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_CAPITALIZED = re.compile("[A-Z][a-z]{2,}")
_GROUP = re.compile(r"0\d\d(?:\.\d+)?")
_VULGAR = re.compile("[¼½¾⅐-⅞]")
_ENVIRONMENT = re.compile(r"\s*\{(array|[pbBv]?(?:small)?matrix)\}(?:\s*\{[lcr|\s]*\})?")
_FONT_ARGUMENT = re.compile(r"\s*\{\s*([A-Za-z]+)\s*\}")
_TOKEN = re.compile(
    r"\\([A-Za-z]+)\*?|\\(.)|(\d+(?:\.\d+)?|\.\d+)|([A-Za-z]+)|(\*\*|<=|>=|!=|==|&&|\S)", re.DOTALL
)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text. Raises UnreadableError for prose and unknown commands."""
    text = _plain_unicode(_without_dollars(text.strip()))
    text = _THOUSANDS.sub("", text)
    if "\\begin" not in text:
        text = text.replace("\\\\", "\\")  # backslashes that were escaped once too often
    found: list[Token] = []
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        command, escape, digits, letters, sign = match.groups()
        if digits:
            if _GROUP.fullmatch(digits) and text[: match.start()].endswith(","):
                raise UnreadableError("digits grouped by commas")
            found.append(Token("number", digits))
        elif letters:
            if letters in _ORDINALS and text[match.start() - 1].isdecimal():
                raise UnreadableError("an ordinal number")
            if len(letters) == 2 and not _stands_alone(text, *match.span()):
                found.extend(_split(letters))
            else:
                found.extend(_letters(letters))
        elif sign:
            if sign == "!=" and not text[match.start() - 1].isspace():
                raise UnreadableError("a factorial or an inequality")
            found.append(_sign(sign))
        elif escape:
            found.extend(_escape(escape))
        elif command in ("begin", "end"):
            inner, position = _environment(text, position)
            found.append(Token(command, inner))
        elif command in _FONTS:
            inner, position = _font_argument(text, position)
            found.extend(_letters(inner))
        elif command not in _LAYOUT:
            found.append(_command(command))
    return found


def _without_dollars(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "$":
        text = text.strip("$")
    return text


def _plain_unicode(text: str) -> str:
    """Superscripts and subscripts as `^{}` and `_{}`, other characters in their plain form."""
    if text.isascii():
        return text
    text = _SUPERSCRIPT.sub(lambda match: f"^{{{match[0].translate(_SUPERSCRIPTS)}}}", text)
    text = _SUBSCRIPT.sub(lambda match: f"_{{{match[0].translate(_SUBSCRIPTS)}}}", text)
    text = _VULGAR.sub(_vulgar_fraction, text)
    return unicodedata.normalize("NFKC", text)


def _vulgar_fraction(match: re.Match[str]) -> str:
    top, bottom = unicodedata.normalize("NFKC", match[0]).split("⁄")
    return f"\\frac{{{top}}}{{{bottom}}}"


def _command(name: str) -> Token:
    if name in ("infty", "infin"):
        return Token("name", "infinity")
    if name in _COMMAND_SIGNS:
        return Token("sign", _COMMAND_SIGNS[name])
    if name in _LETTER_COMMANDS:
        return Token("letter", name.removeprefix("var"))
    name = _ALIASES.get(name, name)
    if name in FUNCTIONS or name in _STRUCTURES:
        return Token("name", name)
    if name in _LIBRARY:
        return Token("library", name)
    raise UnreadableError(f"\\{name[:20]}")


_LIBRARY = frozenset(("int", "iint", "oint", "lim", "to", "partial"))
_STRUCTURES = frozenset(("frac", "sqrt", "binom", "pi", "sum", "prod"))


def _sign(sign: str) -> Token:
    if sign in _GREEK:
        return Token("letter", _GREEK[sign])
    if sign == "π":
        return Token("name", "pi")
    plain = {"**": "^", "==": "="}.get(sign) or _SIGNS.get(sign, sign)
    if plain in ("sqrt", "sum", "prod", "infinity"):
        return Token("name", plain)
    if not plain.isascii() or plain in '"`#%$@?\\:':
        raise UnreadableError(f"character {plain!r}")
    return Token("sign", plain)


def _escape(sign: str) -> list[Token]:
    if sign not in _ESCAPES:
        raise UnreadableError(f"\\{sign}")
    return [Token("sign", _ESCAPES[sign])] if _ESCAPES[sign] else []


def _font_argument(text: str, position: int) -> tuple[str, int]:
    """What the braces after a font command hold, if it is letters, and where they end."""
    match = _FONT_ARGUMENT.match(text, position)
    if not match:
        raise UnreadableError("text")
    if len(match[1]) > 1 and _ALIASES.get(match[1], match[1]) not in _PLAIN_NAMES:
        raise UnreadableError(f"text {match[1][:20]!r}")
    return match[1], match.end()


def _environment(text: str, position: int) -> tuple[str, int]:
    """The name of an environment, and where it ends with the column letters of an array."""
    match = _ENVIRONMENT.match(text, position)
    if not match:
        raise UnreadableError("an environment")
    return match[1], match.end()


def _letters(run: str) -> list[Token]:
    """A run of letters that is no prose."""
    if run in _WORDS or _CAPITALIZED.fullmatch(run):
        raise UnreadableError(f"word {run!r}")
    return _split(run)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word stands between spaces: `at^2` is a product, `5 at 3` is prose."""
    return not (text[:start][-1:].strip() or text[end : end + 1].strip())


def _split(run: str) -> list[Token]:
    """The names of functions and the single letters in a run."""
    found: list[Token] = []
    position = singles = 0
    while position < len(run):
        name = _longest_name(run, position)
        if name:
            found.append(Token("name", _ALIASES.get(name, name)))
        else:
            name = run[position]
            singles += 1
            found.append(Token("letter", name))
        position += len(name)
    if singles > MAX_LETTER_RUN:
        raise UnreadableError(f"word {run[:20]!r}")
    return found


_NAMES_BY_LENGTH = sorted(
    (_PLAIN_NAMES | frozenset(_ALIASES)) - {"sh", "ch", "th", "oo"}, key=len, reverse=True
)


def _longest_name(run: str, position: int) -> str:
    for name in _NAMES_BY_LENGTH:
        if run.startswith(name, position):
            return name
    return ""
