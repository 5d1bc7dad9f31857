"""Programs made from tests: a table of right answers, and programs that are certainly wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

HOPELESS_SCRIPTS = (
    ("exit_0", "import sys\nsys.exit(0)"),
    ("os_exit_0", "import os\nos._exit(0)"),
    ("empty", "pass"),
    ("raises", "raise ValueError('no')"),
    ("syntax_error", "def f(:"),
    ("exit_1", "import sys\nprint(0)\nsys.exit(1)"),
)
"""Scripts that give no test an answer."""


def printing_table(inputs: Sequence[bytes], outputs: Sequence[bytes]) -> str:
    """A script that prints the output of the first input that it knows, byte for byte."""
    rows = "".join(
        f"    {given!r}: {printed!r},\n"
        for given, printed in reversed(list(zip(inputs, outputs, strict=True)))
    )
    return (
        f"import sys\n\nKNOWN = {{\n{rows}}}\n"
        "sys.stdout.buffer.write(KNOWN[sys.stdin.buffer.read()])"
    )


def near_outputs(outputs: Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Outputs near the right ones, one list per kind of mistake; some may be right by accident."""
    first, last = outputs[0], outputs[-1]
    yield "constant", [first] * len(outputs)
    yield "zero", [b"0\n"] * len(outputs)
    yield "first_test_only", [first, *[b""] * (len(outputs) - 1)]
    yield "all_but_last", [*outputs[:-1], b""]
    yield "off_by_one", [*outputs[:-1], _off_by_one(last)]
    yield "prefix", [*outputs[:-1], last.rstrip()[:-1]]
    yield "extra_word", [*outputs[:-1], last.rstrip() + b" 0\n"]
    yield "other", [b"none of these\n"] * len(outputs)


def _off_by_one(output: bytes) -> bytes:
    """The output with its last word changed: a number by one, else a letter more."""
    words = output.split()
    if not words:
        return b"0\n"
    try:
        changed = str(int(words[-1][:400]) + 1).encode()
    except ValueError:
        changed = words[-1] + b"x"
    return output.rstrip()[: -len(words[-1])] + changed + b"\n"


def returning_table(
    function: str, class_name: str | None, rows: Sequence[tuple[object, object]]
) -> str:
    """A function (or method) that returns what it knows for the text of its arguments.

    A row is the pair of arguments `(positional, keyword)` and what to return, as plain values.
    """
    table = "".join(f"    repr({given!r}): {value!r},\n" for given, value in reversed(rows))
    head = f"inf = float('inf')\nnan = float('nan')\n\nKNOWN = {{\n{table}}}\n"
    return head + _definition(function, class_name, "return KNOWN[repr((args, keywords))]")


def constant_function(function: str, class_name: str | None, body: str, head: str = "") -> str:
    """A function (or method) of any arguments with this one line as its body."""
    return head + _definition(function, class_name, body)


def _definition(function: str, class_name: str | None, body: str) -> str:
    if class_name is None:
        return f"def {function}(*args, **keywords):\n    {body}"
    return f"class {class_name}:\n    def {function}(self, *args, **keywords):\n        {body}"


EQUAL_TO_ALL = """
class Same(%s):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __gt__(self, other): return True
    def __ge__(self, other): return True
    def __sub__(self, other): return 0
    def __abs__(self): return 0
    def __contains__(self, item): return True
    def __bool__(self): return True
"""


def hopeless_functions(function: str, class_name: str | None) -> Iterator[tuple[str, str]]:
    """Functions that give no test an answer."""
    yield "exit_0", constant_function(function, class_name, "raise SystemExit(0)")
    yield "os_exit_0", constant_function(function, class_name, "os._exit(0)", "import os\n")
    yield "exit_at_once", constant_function(function, class_name, "pass", "raise SystemExit(0)\n")
    yield "raises_at_once", constant_function(function, class_name, "pass", "raise ValueError\n")
    yield "missing", constant_function(f"{function}_", None, "return None")
    yield "syntax_error", "def f(:"


def hopeless_modules() -> Iterator[tuple[str, str]]:
    """Programs that define nothing."""
    yield "empty", "pass"
    yield "exit_at_once", "raise SystemExit(0)"
    yield "os_exit_0", "import os\nos._exit(0)"
    yield "raises", "raise ValueError('no')"
    yield "syntax_error", "def f(:"


def shown(value: object) -> str:
    """A value as it may stand in a one-line detail."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an int of too many digits, a value nested too deeply
        text = type(value).__name__
    return text if len(text) <= 80 else f"{text[:80]}..."
