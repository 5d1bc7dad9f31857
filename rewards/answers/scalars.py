"""Numbers, expressions and infinities: what may stand in brackets, cells and ends of intervals."""

from __future__ import annotations

import re

from . import algebra
from .algebra import TooLargeError, UndefinedError
from .expressions import read_form
from .functions import UnreadableError
from .normalize import FUNCTIONS, compact, plain
from .numbers import read_number
from .split import ORDER, marks
from .types import Expression, Infinity, Nothing, Number, Scalar

_INFINITY = re.compile(r"([+-]?)(?:\\infty|\\infin|infinity|infty|inf)", re.IGNORECASE)
# Four letters in a row are a word, not a product, unless they are the usual names of unknowns.
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,}|(?<![\\A-Za-z])[A-Z]?[a-z]{3}(?![A-Za-z])")
_LETTERS = re.compile(r"[abcdxyz]+|[mnpqrk]+|[A-Z]+")
_MATHEMATICS = re.compile(r"[\w\s+\-*/^=<>()\[\]{}|!.,'&\\%]+", re.ASCII)
# What has no operand where one must stand, and digits in a base that is not known.
_FRAGMENT = (
    r"^(?:\{ ?\} ?)?[\^_/*]|^\{? ?\\circ|^-?\d+ ?_ ?\{? ?[a-z] ?\}?$"
    rf"|(?:[/^_]|\\(?:{'|'.join(sorted(FUNCTIONS))})) ?$|^[A-Za-z] \d"
)
# Relations, negations, strikes, words and code: what they say is no value.
_NEVER = re.compile(
    r"__|\\(?:text|write|input|operatorname|neg|not|lnot|x?cancel|sout|to|mid|cup|cap|sim"
    r"|notin|in|subset|supset|equiv|cases|implies|iff|[Ll]?(?:ong)?(?:left|Left)?[Rr]ightarrow)(?![A-Za-z])|(?<![\\A-Za-z])(?:or|and|not|is|if|to)(?![A-Za-z])"
    r"|\.\s*[A-Za-z_]|(?<![_^])\d\s+\d|\.\.|[\d.] ?\\(?:dot|overline)(?![A-Za-z])"
    rf"|{_FRAGMENT}"
)
MAX_TEXT = 5_000


def read_scalar(text: str) -> Scalar | Infinity | Nothing | None:
    """A number, expression or infinity; Nothing for 1/0, None for what is no mathematics."""
    text = text.strip()
    found = _INFINITY.fullmatch(text.replace(" ", ""))
    if found:
        return Infinity(-1 if found[1] == "-" else 1)
    try:
        number = read_number(plain(text))
        if isinstance(number, Number | Nothing):
            return number
        form = read_form(text)
    except UndefinedError as error:
        return Nothing(str(error))
    except TooLargeError:
        return Expression(compact(text)) if is_mathematical(text) else None
    except UnreadableError:
        return Expression(text) if is_mathematical(text) and not marks(text, ORDER) else None
    if not is_mathematical(text):
        return None
    value = algebra.rational(form)
    return Number(value) if value is not None else Expression(text, form)


def is_mathematical(text: str) -> bool:
    """Whether a text could be an expression: no words, no strange signs, and something in it."""
    if len(text) > MAX_TEXT or not _MATHEMATICS.fullmatch(text) or _NEVER.search(text):
        return False
    if not re.search(r"[\dA-Za-z]", text) or text.count("|") % 2:
        return False
    return all(_LETTERS.fullmatch(word) for word in _WORD.findall(text))


def form_of(value: Scalar) -> algebra.Form | None:
    """The exact form of a scalar, or None."""
    return algebra.constant(value.value) if isinstance(value, Number) else value.form


def text_of(value: Scalar) -> str:
    """A scalar as mathematics in text."""
    if isinstance(value, Expression):
        return value.text
    number = value.value
    if number.denominator == 1:
        return str(number.numerator)
    return f"{'-' if number < 0 else ''}\\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"


def symbols_of(value: Scalar) -> frozenset[str]:
    """The symbols of a scalar, as far as they are known."""
    if isinstance(value, Number):
        return frozenset()
    if value.form is not None:
        return algebra.symbols(value.form)
    return frozenset(re.findall(r"(?<![\\A-Za-z])[A-Za-z]", value.text))


def letters_of(value: Scalar) -> frozenset[str]:
    """The symbols of a scalar; where its form is opaque, the letters that no command is made of."""
    if isinstance(value, Number):
        return frozenset()
    if value.form is not None and not value.form.opaque:
        return algebra.symbols(value.form)
    return frozenset(re.findall(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])", value.text)) - {"e", "i"}
