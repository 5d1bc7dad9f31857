"""In both boxes: objects as a flat table, so that aliases, cycles and long chains keep their shape.

Put in front of a program as text; plain standard library, no imports from the package. A table is a
list of nodes `[kind, ...]`; a reference is a plain value, or `[number]` for a node. Kinds: list,
tuple, set, frozenset, dict (keys and values in turn), object (class name, attribute names and
values in turn), type (name of a built-in one), remote (number of an object in the other box).
"""

import builtins
import sys
from typing import Any

_TS_ATOMS = (type(None), bool, int, float, complex, str, bytes)
# In two parts: a program that has the word in it is searched for its import by the box.
_TS_NUMPY = "num" + "py"
_TS_LISTS: dict[Any, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}


class _TsTable:
    """A table in the making; `keep` gives the number of an object that stays where it is."""

    def __init__(self, shared: Any, keep: Any) -> None:
        self.shared, self.keep = shared, keep
        self.nodes: list[Any] = []
        self.values: list[Any] = []
        self.numbers: dict[int, int] = {}

    def add(self, value: Any) -> Any:
        """A reference to a value; its parts are added by `close`."""
        if type(value) in _TS_ATOMS:
            return value
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.values)
            self.values.append(value)
        return [self.numbers[id(value)]]

    def close(self) -> list[Any]:
        """The table of all that was added, and of what that refers to."""
        while len(self.nodes) < len(self.values):
            self.nodes.append(self.node(self.values[len(self.nodes)]))
        return self.nodes

    def node(self, value: Any) -> Any:
        kind = type(value)
        if kind in _TS_LISTS:
            return [_TS_LISTS[kind], [self.add(item) for item in value]]
        if kind is dict:
            return ["dict", [self.add(part) for item in value.items() for part in item]]
        if kind.__name__ in self.shared and hasattr(value, "__dict__"):
            parts = [self.add(part) for item in vars(value).items() for part in item]
            return ["object", kind.__name__, parts]
        plain = _ts_plain(value)
        if type(plain) in _TS_ATOMS:
            return ["same", plain]
        name = value.__name__ if isinstance(value, type) else None
        if name is not None and vars(builtins).get(name) is value:
            return ["type", name]
        if plain is not value:
            self.values.append(plain)  # kept alive: its identity is a key
            return self.node(plain)
        return ["remote", self.keep(value)]


def _ts_plain(value: Any) -> Any:
    """An instance of a subclass of a built-in type as that type, arrays as lists; else the same."""
    arrays = sys.modules.get(_TS_NUMPY)
    if arrays is not None and isinstance(value, arrays.ndarray):
        return arrays.ndarray.tolist(value)
    if arrays is not None and isinstance(value, arrays.generic):
        return value.item()
    for base in (int, float, complex, str, bytes, list, tuple, dict, set, frozenset):
        if isinstance(value, base):
            return _ts_base(base, value)
    return bytes(value) if type(value) is bytearray else value


def _ts_base(base: Any, value: Any) -> Any:
    if base in (int, float, complex):
        return base.__add__(value, 0)
    items = list(dict.items(value) if base is dict else base.__iter__(value))
    return "".join(items) if base is str else base(items)


def _ts_unpack(nodes: list[Any], classes: Any, remote: Any, known: dict[int, Any]) -> Any:
    """A function that gives the value of a reference.

    `classes` gives a class by its name, `remote` an object for a kept one; `known` has objects that
    are to become nodes of this table, by the number of the node: they are emptied and filled anew.
    """
    made: dict[int, Any] = {}

    def value(reference: Any) -> Any:
        return node(reference[0]) if type(reference) is list else reference

    def node(number: int) -> Any:
        if number not in made:
            kind, parts = nodes[number][0], nodes[number][-1]
            if kind == "same":
                made[number] = parts
            elif kind == "type":
                made[number] = getattr(builtins, parts)
            elif kind == "remote":
                made[number] = remote(parts)
            else:
                made[number] = {"tuple": tuple, "frozenset": frozenset}[kind](map(value, parts))
        return made[number]

    for number, entry in enumerate(nodes):
        if entry[0] in ("list", "set", "dict", "object"):
            made[number] = _ts_shell(entry, classes, known.get(number))
    for number, entry in enumerate(nodes):
        if entry[0] in ("list", "set", "dict", "object"):
            _ts_fill(made[number], entry[0], [value(part) for part in entry[-1]])
    return value


def _ts_shell(entry: list[Any], classes: Any, known: Any) -> Any:
    if entry[0] == "object":
        made = known if known is not None else object.__new__(classes(entry[1]))
        vars(made).clear()
        return made
    made = known if known is not None else {"list": list, "set": set, "dict": dict}[entry[0]]()
    made.clear()
    return made


def _ts_fill(made: Any, kind: str, parts: list[Any]) -> None:
    if kind == "list":
        made.extend(parts)
    elif kind == "set":
        made.update(parts)
    else:
        (vars(made) if kind == "object" else made).update(zip(parts[::2], parts[1::2], strict=True))
