"""Matrices, their sums and products, and determinants."""

from __future__ import annotations

import re

from . import algebra
from .algebra import Form
from .scalars import form_of, is_mathematical, read_scalar
from .types import Expression, Matrix, Nothing, Number, Scalar

_ENVIRONMENT = re.compile(
    r"(?:[\[(|] ?)?\\begin\{((?:[pbvBV]|small)?matrix|array)\}(?:\{[lcr|@ ]*\})?(.*?)"
    r"\\end\{\1\}(?: ?[\])|])?( ?\^ ?(?:T|\{ ?T ?\}|\\top|\{ ?\\top ?\}))?",
    re.DOTALL,
)
_ROW_END = re.compile(r"\\\\(?:\[[^\]]*\])?")
MAX_CELLS = 400
MAX_DETERMINANT = 5


def read_matrix(text: str) -> Matrix | Number | Expression | Nothing | None:
    """One matrix, a sum or product of matrices worked out, or a determinant; else None."""
    found = list(_ENVIRONMENT.finditer(text))
    if not found or len(found) > 8:
        return None
    matrices = []
    for environment in found:
        matrix = _rows(environment[2])
        if matrix is None:
            return None
        matrices.append(_transposed(matrix) if environment[3] else matrix)
    outside = _ENVIRONMENT.split(text)[:: _ENVIRONMENT.groups + 1]
    if len(found) == 1 and not "".join(outside).strip():
        if found[0][1] == "vmatrix" or found[0][0].startswith("|"):
            return _determinant(matrices[0])
        return matrices[0]
    return _combined(matrices, [part.strip() for part in outside])


def _rows(body: str) -> Matrix | None:
    rows = [row for row in _ROW_END.split(body) if row.strip()]
    cells = [[cell.strip() for cell in row.split("&")] for row in rows]
    if not cells or len({len(row) for row in cells}) != 1 or len(cells) * len(cells[0]) > MAX_CELLS:
        return None
    read = tuple(tuple(_cell(cell) for cell in row) for row in cells)
    kept = tuple(tuple(cell for cell in row if cell is not None) for row in read)
    return Matrix(kept) if all(len(row) == len(cells[0]) for row in kept) else None


def _cell(text: str) -> Scalar | None:
    value = read_scalar(text)
    if isinstance(value, Number | Expression):
        return value
    return Expression(text) if value is None and is_mathematical(text) else None


def _transposed(matrix: Matrix) -> Matrix:
    return Matrix(tuple(zip(*matrix.rows, strict=True)))


def _combined(matrices: list[Matrix], outside: list[str]) -> Matrix | None:
    """Sums of products; a scalar may stand before the first matrix of a product."""
    if outside[-1]:
        return None
    total: list[list[Form]] | None = None
    term: list[list[Form]] | None = None
    sign = 1
    for index, (matrix, before) in enumerate(zip(matrices, outside, strict=False)):
        forms = _forms(matrix)
        if forms is None:
            return None
        if index and before in ("", "\\cdot", "\\times"):
            term = _product(term, forms)
        else:
            total, starts = _sum(total, term, sign), before
            sign = -1 if starts.startswith("-") else 1
            if index and starts[:1] not in ("+", "-"):
                return None
            term = _scaled(forms, starts.lstrip("+-").strip())
        if term is None:
            return None
    total = _sum(total, term, sign)
    if total is None:
        return None
    return Matrix(tuple(tuple(_scalar(form) for form in row) for row in total))


def _forms(matrix: Matrix) -> list[list[Form]] | None:
    found = [[form_of(cell) for cell in row] for row in matrix.rows]
    kept = [[form for form in row if form is not None] for row in found]
    return kept if [len(row) for row in kept] == [len(row) for row in found] else None


def _scaled(forms: list[list[Form]], factor: str) -> list[list[Form]] | None:
    if not factor:
        return forms
    value = read_scalar(factor.removesuffix("\\cdot").strip())
    scale = form_of(value) if isinstance(value, Number | Expression) else None
    if scale is None:
        return None
    return [[algebra.multiply(scale, form) for form in row] for row in forms]


def _product(left: list[list[Form]] | None, right: list[list[Form]]) -> list[list[Form]] | None:
    if left is None or len(left[0]) != len(right) or len(right) > 8:
        return None
    result = []
    for row in left:
        cells = []
        for column in zip(*right, strict=True):
            total = algebra.constant(0)
            for one, other in zip(row, column, strict=True):
                total = algebra.add(total, algebra.multiply(one, other))
            cells.append(total)
        result.append(cells)
    return result


def _sum(
    total: list[list[Form]] | None, term: list[list[Form]] | None, sign: int
) -> list[list[Form]] | None:
    if term is None:
        return total
    if total is None:
        zero = algebra.constant(0)
        total = [[zero] * len(row) for row in term]
    if (len(total), len(total[0])) != (len(term), len(term[0])):
        return None
    return [
        [algebra.add(one, other, sign) for one, other in zip(left, right, strict=True)]
        for left, right in zip(total, term, strict=True)
    ]


def _determinant(matrix: Matrix) -> Number | Expression | None:
    forms = _forms(matrix)
    if forms is None or len(forms) != len(forms[0]) or len(forms) > MAX_DETERMINANT:
        return None
    return _scalar(_expand(forms))


def _expand(forms: list[list[Form]]) -> Form:
    """Laplace expansion by the first row."""
    if len(forms) == 1:
        return forms[0][0]
    total = algebra.constant(0)
    for column, value in enumerate(forms[0]):
        minor = [row[:column] + row[column + 1 :] for row in forms[1:]]
        total = algebra.add(total, algebra.multiply(value, _expand(minor)), -1 if column % 2 else 1)
    return total


def _scalar(form: Form) -> Number | Expression:
    value = algebra.rational(form)
    return Number(value) if value is not None else Expression(algebra.key(form), form)
