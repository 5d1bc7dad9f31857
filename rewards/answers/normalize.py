"""One spelling for what LaTeX, Markdown and Unicode spell in many ways; linear in the text.

Layout goes (`\\left`, `\\,`, `\\displaystyle`, dollars), synonyms get one name (`\\dfrac`, `\\leq`,
`\\tan^{-1}` stays), words in any text command become `\\text{...}`, function names commands.
Nothing that carries meaning is dropped: no unit, bracket, base or word.
"""

from __future__ import annotations

import re

from .characters import to_latex
from .wordlists import word_set

FUNCTIONS = word_set(
    """
    sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth ln log
    lg exp det gcd lcm max min floor ceil arsinh arcosh artanh sgn mod deg dim
    """
)
# In a text command these abbreviate units or words, not functions.
_ALSO_UNITS = frozenset(("min", "max", "sec", "deg", "mod", "dim"))
_SYNONYMS = {
    "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "nicefrac": "frac", "leq": "le",
    "leqslant": "le", "leqq": "le", "geq": "ge", "geqslant": "ge", "geqq": "ge", "neq": "ne",
    "lt": "<", "gt": ">", "dbinom": "binom", "tbinom": "binom", "varnothing": "emptyset",
    "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "cupdot": "cup",
    "bigcup": "cup", "sqcup": "cup", "backslash": "setminus", "ast": "cdot", "bullet": "cdot",
    "vert": "|", "lvert": "|", "rvert": "|", "Vert": "|", "land": "text{ and }",
    "wedge": "text{ and }", "lor": "text{ or }", "vee": "text{ or }", "varphi": "phi",
    "varepsilon": "epsilon", "vartheta": "theta", "dots": "ldots", "cdots": "ldots",
    "arctg": "arctan", "tg": "tan", "ctg": "cot", "arcctg": "arccot", "degree": "circ",
    "thinspace": " ", "colon": ":", "approxeq": "approx", "simeq": "approx", "lparen": "(",
    "rparen": ")", "iff": "Leftrightarrow", "textdollar": "$", "euro": "text{ euro}",
    "pounds": "text{ pound}", "yen": "text{ yen}", "percent": "%", "quad": " ", "qquad": " ",
}  # fmt: skip
_LAYOUT = word_set(
    """
    left right bigl bigr Bigl Bigr biggl biggr Biggl Biggr big Big bigg Bigg mleft mright
    displaystyle textstyle scriptstyle limits nolimits middle medspace thickspace negthinspace
    enspace hfill noindent bigm therefore because boxed fbox rm bf it large Large small
    normalsize hline par allowbreak nobreak
    """
)
_WORDS = "text|mbox|textbf|textit|textrm|textsf|texttt|textnormal|textup|emph|hbox"
_FONTS = (
    "mathrm|mathbf|mathit|mathsf|mathtt|mathnormal|boldsymbol|bm|operatorname|mathop|mathcal"
    "|underline|overrightarrow|vec|bold|mathbb|mathscr|pmb"
)
_BLACKBOARD = frozenset("RZNQC")
_STYLED = re.compile(rf"\\(?:({_WORDS})|({_FONTS}))\*?\s*\{{([^{{}}]*)\}}")
# A font over a product of units holds their exponents too.
_STYLED_POWERS = re.compile(rf"\\(?:{_FONTS})\*?\s*\{{([^{{}}]*(?:\^\s?\{{-?\d\}}[^{{}}]*)+)\}}")
_BARE_STYLE = re.compile(rf"\\(?:{_FONTS})(?![A-Za-z])\s*(?=\w)")
_COMMAND = re.compile(r"\\\\|\\([A-Za-z]+)\*?|\\([!,;:> ~()\[\]%])|(~|\\$)")
_DOUBLED = re.compile(r"\\\\(?=[A-Za-z])")
_GROUPED = re.compile(r"(?<=\d)(?:\{,\}|,\\!|\\!|\\[,:; ]|\\thinspace )\s*(?=\d{3}(?!\d))")
_HTML = re.compile(r"<(/?)(sup|sub|i|b|em|strong)>")
_BARE_NAME = re.compile(
    r"(?<![\\A-Za-z_{])(sqrt|pi|theta|alpha|beta|lambda|sin|cos|tan|cot|sec|csc|ln|log|arcsin|arccos"
    r"|arctan|infty)(?![A-Za-z}])"
)
_SPACES = re.compile(r"\s+")
_CHOOSE = re.compile(r"\{([^{}]*)\\choose(?![A-Za-z])([^{}]*)\}")
# One digit each, apart: TeX takes them for the arguments.
_BRACELESS = re.compile(r"\\([dtc]?frac|[dt]?binom)\s*(\d)\s+(\d)(?!\s*\d)")
_LETTERS = re.compile(r"[A-Z](?:, ?[A-Z])+")
_JOINT = re.compile(r"(?<![A-Za-z]) ?(and|or) ?(?![A-Za-z])")
_UNSEEN = re.compile(r"\\(?:(?:text)?color\s*\{[A-Za-z]+\}|[vh]?phantom\s*\{[^{}]*\})")
_PRIME = re.compile(r"\^\s*(?:\{(?:\s*\\prime)+\s*\}|\\prime(?![A-Za-z]))")
_ASCII_SIGNS = (("<=", r"\le "), (">=", r"\ge "), ("!=", r"\ne "), ("==", "="), ("**", "^"))
_ENDS = " \t\r\n.,;*"
_MAX_NESTED_STYLES = 4


def normalize(text: str) -> str:
    """The text in the one spelling that `parse` reads."""
    text = _HTML.sub(_html, to_latex(text))
    if "\\" in text or "{,}" in text:
        text = _latex(_GROUPED.sub("", text))
    text = _BARE_NAME.sub(r"\\\1 ", text.strip(" *"))
    for sign, command in _ASCII_SIGNS:
        text = text.replace(sign, command)
    text = _SPACES.sub(" ", _money(text)).strip()
    return text if text.endswith("..") else text.strip(_ENDS)


def compact(text: str) -> str:
    """A normalized text without what never matters between equal texts."""
    return text.replace(" ", "").replace("\\text{", "{")


def plain(text: str) -> str:
    """A normalized text with its words outside of `\\text{...}`."""
    if "\\text{" not in text:
        return text
    return _SPACES.sub(" ", re.sub(r"\\text\{([^{}]*)\}", r" \1 ", text)).strip()


def _latex(text: str) -> str:
    if "\\\\" in text and "\\begin" not in text:
        text = _DOUBLED.sub(r"\\", text)
    text = _CHOOSE.sub(r"\\binom{\1}{\2}", text)
    text = _BRACELESS.sub(r"\\\1{\2}{\3}", text)
    text = _STYLED_POWERS.sub(r" \1 ", text)
    for _ in range(_MAX_NESTED_STYLES):
        text, count = _STYLED.subn(_style, text)
        if not count:
            break
    text = _UNSEEN.sub("", text)
    text = _PRIME.sub(lambda found: "'" * found[0].count("prime"), text)
    return _COMMAND.sub(_command, _BARE_STYLE.sub("", text))


def _style(found: re.Match[str]) -> str:
    """Words stay marked as words; letters, digits and function names become mathematics."""
    words, _, content = found.groups()
    name = content.strip()
    if name in FUNCTIONS and not (words and name in _ALSO_UNITS):
        return f"\\{name} "
    if "mathbb" in found[0] and name in _BLACKBOARD:
        return f"\\{name} "
    if not words and (len(name) <= 1 or not name.replace(" ", "").isalpha()):
        return f" {content} " if "\\" in content else content
    if words and (not any(char.isalpha() for char in name) or _LETTERS.fullmatch(name)):
        return f" {content} "
    if " and " in f" {content} " or " or " in f" {content} ":
        return _JOINT.sub(r"}\\text{ \1 }\\text{", f"\\text{{{content}}}").replace("\\text{}", "")
    return f"\\text{{{content}}}"


def _command(found: re.Match[str]) -> str:
    name, sign, tie = found.groups()
    if sign or tie:
        return {"!": "", "%": "%"}.get(sign, " ")
    if not name:
        return found[0]
    if name in _LAYOUT:
        return " "
    known = _SYNONYMS.get(name)
    if known is None:
        return f"\\{name} " if name not in ("text", "begin", "end") else f"\\{name}"
    if known in "{}":
        return f"\\{known}"
    return f"\\{known}" if known[0].isalpha() and len(known) > 1 else known


def _html(found: re.Match[str]) -> str:
    closing, tag = found.groups()
    if tag not in ("sup", "sub"):
        return ""
    return "}" if closing else ("^{" if tag == "sup" else "_{")


def _money(text: str) -> str:
    """Dollars that enclose mathematics go; `\\$` and a lone one before a digit become a unit."""
    if "$" not in text:
        return text
    text = text.replace("\\$", "\x01")
    if text.count("$") % 2 and re.search(r"\$\s*[\d.]", text):
        text = re.sub(r"\$(?=\s*[\d.])", "\x01", text, count=1)
    return text.replace("$", " ").replace("\x01", "\\usd ")
