"""Values as tagged JSON, in the box. Plain standard library; the parent has its own decoder.

Native: None, bool, str, finite float, int of 63 bits. All else is an array whose first item is
the tag: l list, t tuple, s set, f frozenset, d dict (keys and values in turn), b bytes (hex),
i int (hex), r float (inf, -inf, nan), c complex, h handle (id, type), o opaque (type).
Types are taken exactly; a subclass is read through the methods of its base class.
"""

import math
import sys
from typing import Any

MAX_DEPTH = 150
MAX_ITEMS = 5_000_000
SMALL = 1 << 63
PLAIN = {str, bool, type(None)}


class Encoder:
    """Encodes one value; what it cannot encode becomes a handle or an opaque marker."""

    def __init__(self, objects: list[Any] | None) -> None:
        self.objects = objects
        self.items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The form of one value."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is int:
            return value if -SMALL < value < SMALL else ["i", hex(value)]
        if kind is float:
            return value if math.isfinite(value) else ["r", repr(value)]
        if depth > MAX_DEPTH:
            raise ValueError("the result is nested too deeply")
        if kind is list:
            return self.many("l", value, depth)
        if kind is tuple:
            return self.many("t", value, depth)
        if kind is dict:
            return self.many("d", [x for item in value.items() for x in item], depth)
        return self.other(kind, value, depth)

    def many(self, tag: str, items: list[Any] | tuple[Any, ...], depth: int) -> list[Any]:
        """A tag and the forms of the items."""
        self.items += len(items)
        if self.items > MAX_ITEMS:
            raise ValueError("the result is too large")
        kinds = set(map(type, items))
        if kinds <= PLAIN or (kinds == {int} and min(items) > -SMALL and max(items) < SMALL):
            return [tag, *items]
        return [tag, *[self.encode(item, depth + 1) for item in items]]

    def other(self, kind: type, value: Any, depth: int) -> Any:
        """The form of what is not among the commonest types."""
        if kind is set:
            return self.many("s", list(value), depth)
        if kind is frozenset:
            return self.many("f", list(value), depth)
        if kind is bytes or kind is bytearray:
            return ["b", bytes(value).hex()]
        if kind is complex:
            return ["c", self.encode(value.real), self.encode(value.imag)]
        plain = self.plain(value)
        if plain is not value:
            return self.encode(plain, depth + 1)
        if self.objects is not None:
            self.objects.append(value)
            return ["h", len(self.objects) - 1, kind.__name__[:100]]
        return ["o", kind.__name__[:100]]

    def plain(self, value: Any) -> Any:
        """An instance of a subclass as its base type; numpy values unwrapped; else the same."""
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, numpy.ndarray):
            return numpy.ndarray.tolist(value)
        if numpy is not None and isinstance(value, numpy.generic):
            return numpy.generic.item(value)
        for base, convert in COERCED:
            if isinstance(value, base):
                return convert(value)
        return value


COERCED: tuple[tuple[type, Any], ...] = (
    (int, int.__pos__),
    (float, float.__pos__),
    (str, lambda x: "".join(str.__iter__(x))),
    (bytes, lambda x: bytes(bytes.__iter__(x))),
    (list, lambda x: list(list.__iter__(x))),
    (tuple, lambda x: tuple(tuple.__iter__(x))),
    (dict, lambda x: dict(dict.items(x))),
    (set, lambda x: set(set.__iter__(x))),
    (frozenset, lambda x: frozenset(frozenset.__iter__(x))),
    (complex, complex.__pos__),
)


def encode(value: Any, objects: list[Any] | None = None) -> Any:
    """The value as JSON. With `objects`, what has no JSON is kept there and named by a handle."""
    return Encoder(objects).encode(value)


def decode(value: Any, objects: list[Any]) -> Any:
    """The value of what the parent sent; handles name objects that this process kept."""
    if not isinstance(value, list):
        return value
    tag, items = value[0], value[1:]
    if tag == "i":
        return int(items[0], 16)
    if tag == "r":
        return float(items[0])
    if tag == "b":
        return bytes.fromhex(items[0])
    if tag == "h":
        return objects[items[0]]
    if list in set(map(type, items)):
        items = [decode(item, objects) for item in items]
    if tag == "d":
        return dict(zip(items[::2], items[1::2], strict=True))
    if tag == "c":
        return complex(*items)
    return {"l": list, "t": tuple, "s": set, "f": frozenset}[tag](items)
