"""In the candidate's box, after its program: does what the tests ask of the candidate.

It shares an interpreter with the candidate, so its replies are hearsay: plain values that the tests
judge in a box of their own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # in the box, the text of that file stands above
    from .graph import _ts_unpack, _TsTable

_ts_kept: list[Any] = []


def _ts_keep(value: Any) -> int:
    for number, other in enumerate(_ts_kept):
        if other is value:
            return number
    _ts_kept.append(value)
    return len(_ts_kept) - 1


def _ts_items(value: Any) -> list[Any]:
    return list(value)


def _ts_serve(ask: list[Any], shared: list[str]) -> list[Any]:
    """The reply to a request `[what, subject, name, nodes, references]`.

    A reply is `["value", nodes, reference, changed]` with `changed` pairs of a node's number in the
    request and the reference to what it is now, or `["raised", type, message]`.
    """
    what, subject, name, nodes, references = ask
    value = _ts_unpack(nodes, globals().__getitem__, _ts_kept.__getitem__, {})
    arguments = [value(reference) for reference in references]
    seen = {number: value([number]) for number, node in enumerate(nodes) if node[0] != "same"}
    try:
        result = _ts_do(what, subject, name, arguments)
    except Exception as raised:
        kinds = [kind.__name__ for kind in type(raised).__mro__ if kind.__module__ == "builtins"]
        return ["raised", kinds[0], str(raised)[:500]]
    table = _TsTable(set(shared), _ts_keep)
    reference = table.add(result)
    changed = [[number, table.add(each)] for number, each in seen.items()]
    return ["value", table.close(), reference, changed]


def _ts_do(what: str, subject: Any, name: str, arguments: list[Any]) -> Any:
    if subject is None:
        found = globals()[name]
    else:
        owner = _ts_kept[subject]
        if what == "set":
            return setattr(owner, name, arguments[0])
        found = getattr(owner, name) if name else owner
    if what == "get":
        return found
    return found(*arguments[0], **arguments[1])
