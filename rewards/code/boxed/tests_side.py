"""In the tests' box, before the tests: what stands for the candidate's functions and objects.

What comes from the candidate is a plain value, an object of a class that the tests know, or a
`_TsRemote`, which equals nothing but itself: only its methods and attributes are asked for, never
its opinion on whether it equals a value, contains it, is smaller, or is true.
"""

import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # in the box, the text of that file stands above
    from .graph import _ts_unpack, _TsTable

    _request: Any = None  # given by the box: asks the parent, and gives its answer

__name__ = "__main__"
_ts_count = 0
_ts_shared: set[str] = set()
"""Names of classes that both boxes have: their objects travel by content."""


def _ts_passed() -> None:
    """Called after every assert that holds."""
    global _ts_count
    _ts_count += 1


def _ts_result() -> int:
    """How many asserts held; asked for when all tests have run."""
    return _ts_count


class _TsRemote:
    """An object in the candidate's box, by its number there."""

    def __init__(self, number: int) -> None:
        self.__dict__["_ts_number"] = number

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _ts_ask("get", self._ts_number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ts_ask("set", self._ts_number, name, value)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return _ts_ask("call", self._ts_number, "", arguments, keywords)

    def _ts_method(self, name: str, *arguments: Any) -> Any:
        return _ts_ask("call", self._ts_number, name, arguments, {})

    def __len__(self) -> int:
        try:
            return int(self._ts_method("__len__"))
        except AttributeError as error:  # what `list` takes for "no length known"
            raise TypeError(str(error)) from None

    def __getitem__(self, key: Any) -> Any:
        return self._ts_method("__getitem__", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._ts_method("__setitem__", key, value)

    def __iter__(self) -> Any:
        return iter(_ts_ask("call", None, "_ts_items", [self], {}))

    def __str__(self) -> str:
        return str(self._ts_method("__str__"))

    def __repr__(self) -> str:
        return str(self._ts_method("__repr__"))

    def __bool__(self) -> bool:
        return True

    __hash__ = object.__hash__


class _TsName(_TsRemote):
    """A function or class of the candidate, by its name."""

    def __init__(self, name: str) -> None:
        self.__dict__["_ts_own_name"] = name

    def __getattr__(self, name: str) -> Any:
        if name == "_ts_number":
            self.__dict__["_ts_number"] = _ts_ask("get", None, self._ts_own_name)._ts_number
            return self.__dict__["_ts_number"]
        return super().__getattr__(name)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return _ts_ask("call", None, self._ts_own_name, arguments, keywords)


_ts_remotes: dict[int, _TsRemote] = {}


def _ts_remote(number: int) -> _TsRemote:
    return _ts_remotes.setdefault(number, _TsRemote(number))


def _ts_refuse(value: Any) -> int:
    """What may stay remote in a request: the candidate's own objects, nothing of the tests."""
    if isinstance(value, _TsRemote):
        return int(value._ts_number)
    raise TypeError(f"a {type(value).__name__} cannot be passed to the candidate")


def _ts_error(name: str, message: str) -> Exception:
    kind = getattr(builtins, name, Exception)
    try:
        return kind(message) if issubclass(kind, Exception) else Exception(message)
    except TypeError:
        return Exception(message)


def _ts_ask(what: str, subject: int | None, name: str, *arguments: Any) -> Any:
    table = _TsTable(_ts_shared, _ts_refuse)
    references = [table.add(argument) for argument in arguments]
    nodes = table.close()
    reply = _request([what, subject, name, nodes, references])
    if reply[0] == "raised":
        raise _ts_error(reply[1], reply[2])
    _, answers, reference, changed = reply
    known = {}
    for number, now in changed:
        if isinstance(now, list) and nodes[number][0] in ("list", "set", "dict", "object"):
            known[now[0]] = table.values[number]
    value = _ts_unpack(answers, globals().__getitem__, _ts_remote, known)
    return value(reference)
