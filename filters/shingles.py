"""Batches of texts to hashed tokens and hashed word 3-grams: compiled, no Python per token.

The common ground of near-duplicate removal and decontamination. Texts are read where they are, in
Arrow's buffers; a list of str is put into one first.

Memory: 8 bytes a token, 8 more per 3-gram, 8 more per span; nothing else that grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
U8: TypeAlias = NDArray[np.uint8]
Texts: TypeAlias = "Sequence[str | None] | pa.Array[Any] | pa.ChunkedArray[Any] | Utf8"


BLOCK_ROWS = 16_384
_NO_STOPS = np.empty(0, np.int64)


class Utf8(NamedTuple):
    """Texts as one stretch of UTF-8: row r is `data[offsets[r]:offsets[r + 1]]`."""

    data: U8
    offsets: I64
    """int64, one more than there are rows."""

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def text(self, row: int) -> str:
        """The text of a row."""
        part = self.data[self.offsets[row] : self.offsets[row + 1]]
        return part.tobytes().decode("utf-8", "surrogatepass")

    def rows(self) -> Iterator[str]:
        """All texts, one by one."""
        return (self.text(row) for row in range(len(self)))


class Hashed(NamedTuple):
    """Hashes per row: those of row r are `values[offsets[r]:offsets[r + 1]]`."""

    values: U64
    offsets: I64
    spans: NDArray[np.int32] | None = None
    """Tokens x 2: where each stands, in characters from the start of its row; if asked for."""

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, row: int) -> U64:
        """The hashes of one row."""
        return self.values[self.offsets[row] : self.offsets[row + 1]]


def utf8(texts: Texts) -> Utf8:
    """Texts as one stretch of UTF-8, without a copy where Arrow has them in one chunk.

    None is an empty text; lone surrogates, which JSON can spell, are kept as they are.
    """
    if isinstance(texts, Utf8):
        return texts
    array = _one_array(texts)
    offset_type = np.int64 if pa.types.is_large_string(array.type) else np.int32
    if pa.types.is_large_binary(array.type):
        offset_type = np.int64
    _, offset_buffer, data_buffer = array.buffers()
    ends = np.frombuffer(offset_buffer, offset_type)[array.offset :][: len(array) + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)
    return Utf8(sealed(data), sealed(ends.astype(np.int64, copy=False)))


def sealed(array: NDArray[Any]) -> Any:
    """A view that is not to be written: to numba another type, so texts must always have it."""
    view = array.view()
    view.flags.writeable = False
    return view


def in_blocks(texts: Texts) -> Iterator[Texts]:
    """The texts in stretches of rows; of a list one stretch at a time becomes UTF-8."""
    if isinstance(texts, list):
        yield from (texts[k : k + BLOCK_ROWS] for k in range(0, len(texts), BLOCK_ROWS))
        return
    given = utf8(texts)
    for begin in range(0, len(given), BLOCK_ROWS):
        yield given._replace(offsets=given.offsets[begin : begin + BLOCK_ROWS + 1])


def _one_array(texts: Any) -> Any:
    """Arrow's own text array; a null is as long as an empty text."""
    if isinstance(texts, pa.ChunkedArray):
        # Joined as large_string: offsets of 32 bits end at 2 GiB.
        texts = texts.cast(pa.large_string()).combine_chunks()
    elif not isinstance(texts, pa.Array):
        texts = _from_python(texts)
    if not _is_text(texts.type):
        raise TypeError(f"texts of Arrow type {texts.type}; string or large_string is allowed")
    return texts.fill_null("") if texts.null_count and len(texts) else texts


def _from_python(texts: Iterable[str | None]) -> Any:
    # Encoded here: where Arrow does it, every text that is not ASCII keeps its UTF-8 for good.
    raw = [(text or "").encode("utf-8", "surrogatepass") for text in texts]
    return pa.array(raw, pa.large_binary())


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_large_binary(kind))


def tokens(texts: Texts, latex: bool = False, spans: bool = False) -> Hashed:
    """The hashed tokens of every row, in order.

    `latex` leaves `\\left`, `\\quad` and their like out and reads `\\dfrac` as `\\frac`; what
    `filters.spelling.normal` returns has then the tokens of `filters.text.tokens`, and their spans.
    """
    from .kernels import lexing

    given = utf8(texts)
    # A token and the gap behind it are two bytes at least; pages that are never written cost
    # nothing, and the rest is given back.
    most = int(given.offsets[-1] - given.offsets[0] + len(given)) // 2 + 1
    values = np.empty(most, np.uint64)
    ends = np.empty(len(given) + 1, np.int64)
    count = lexing.lex(given.data, given.offsets, latex, values, ends, _NO_STOPS)
    places = np.empty((count, 2), np.int32) if spans else None
    if places is not None:
        lexing.place(given.data, given.offsets, latex, places)
    return Hashed(_cut(values, count), ends, places)


def shingles(texts: Texts | Hashed, latex: bool = False, unique: bool = True) -> Hashed:
    """The hashed word 3-grams of every row, in order of the text; of texts or of their tokens.

    Fewer than 3 tokens are one shingle together, none are none. `unique` keeps the first of equal
    ones: a set.
    """
    from .kernels import lexing

    found = texts if isinstance(texts, Hashed) else tokens(texts, latex)
    values = np.empty(len(found.values), np.uint64)
    ends = np.empty(len(found) + 1, np.int64)
    count = lexing.shingle(found.values, found.offsets, unique, values, ends)
    return Hashed(_cut(values, count), ends)


def _cut(values: U64, count: int) -> U64:
    """The first values; the memory behind them goes back."""
    values.resize(count, refcheck=False)
    return values
