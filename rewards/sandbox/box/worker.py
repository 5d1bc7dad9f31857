"""In the box, one fork: executes the untrusted program against the tests that the parent sends.

Plain standard library, no imports from the package: it is read by path into an interpreter that
has nothing else. What this process says is hearsay: candidate code shares it and may rewrite all
of it. So it never holds an expected value, gets a test only after the answer to the one before,
and the parent compares.

Wire, both ways, on one stream socket: header `<8sBI` (nonce, kind, length), then the payload.
Parent to box: P (program), S (run it on the file that is stdin), C (call a function), A (answer
to a request). Box to parent: H (here I am), R (result), Q (a request of the program).
"""

import atexit
import builtins
import io
import json
import os
import struct
import sys
import threading
import types
from typing import Any

import values  # type: ignore[import-not-found]  # the neighbor of this file, put there by zygote.py

HEADER = struct.Struct("<8sBI")
CHANNEL, STDIN, STDOUT, NULL = 3, 4, 5, 6
"""Where the zygote puts the file descriptors of a run."""

STACK_BYTES = 8 << 20
ERROR_CHARS = 500
MAX_BRACKETS = 500_000
"""The parent takes no more in one value (`MAX_BRACKETS` of its `values.py`)."""


class Worker:
    """One program, compiled once, and the tests it is asked to run."""

    def __init__(self, preamble: dict[str, Any]) -> None:
        self.preamble = preamble
        self.code: types.CodeType | None = None
        self.module: types.ModuleType | None = None
        self.objects: list[Any] = []
        self.nonce = b""
        self.source = b""

    def serve(self) -> None:
        """Answer until the parent hangs up, or until this process is no longer fresh enough."""
        send(b"\0" * 8, b"H", b"")
        going = True
        while going:
            self.nonce, kind, payload = receive()
            if kind == b"P":
                self.source = payload
                continue
            if kind == b"S" or self.module is None:
                restore_files()
            try:
                status, value, error = self.stdin() if kind == b"S" else self.call(payload)
            except BaseException as raised:  # whatever the program raises is its result
                status, value, error = verdict(raised)
            going, late = settle() if kind == b"S" else (threading.active_count() == 1, flush())
            if late and status == "ok":
                status, value, error = late, None, "at exit"
            try:
                send(self.nonce, b"R", result(status, value, error, going))
            except OSError:  # the program closed the channel: the exit status is what is left
                os._exit(0 if status == "ok" else 1)

    def compiled(self) -> types.CodeType:
        """The program's code; raises SyntaxError in the test that needs it first."""
        if self.code is None:
            text = self.source.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
            self.code = compile(text, "<program>", "exec", dont_inherit=True)
        return self.code

    def stdin(self) -> tuple[str, Any, str]:
        """Run the program as a script, in a namespace of its own."""
        code = self.compiled()
        module = sys.modules["__main__"] = types.ModuleType("__main__")
        space = module.__dict__
        space["__builtins__"] = builtins
        try:
            exec(code, space)  # noqa: S102  # this is the box
        except SystemExit as leaving:
            if leaving.code not in (None, 0, False):
                return "failed", None, f"exit status {short(leaving.code)}"
        finally:
            space_of_last_run.append(space)
        return "ok", None, ""

    def call(self, payload: bytes) -> tuple[str, Any, str]:
        """Call a function of the program, which is executed once per process."""
        target, args, class_name, keep = json.loads(payload)
        if self.module is None:
            code = self.compiled()
            module = sys.modules["solution"] = types.ModuleType("solution")
            module.__dict__.update(self.preamble)
            module.__dict__["__builtins__"] = builtins
            module.__dict__["_request"] = self.request
            try:
                exec(code, module.__dict__)  # noqa: S102  # this is the box
            except SystemExit as leaving:
                return "failed", None, f"exit status {short(leaving.code)} while loading"
            self.module = module
        function = self.find(target, class_name)
        arguments = [values.decode(item, self.objects) for item in args]
        result = function(*arguments)
        return "ok", values.encode(result, self.objects if keep else None), ""

    def find(self, target: Any, class_name: str | None) -> Any:
        """The callable: a dotted name, or [handle, attribute]."""
        if isinstance(target, list):
            return getattr(self.objects[target[0]], target[1])
        found: Any = self.module
        if class_name:
            return getattr(getattr(found, class_name)(), target)
        for name in target.split("."):
            found = getattr(found, name)
        return found

    def request(self, value: Any) -> Any:
        """What the program may ask of the parent while it is being called: the relay."""
        encoded = values.encode(value, self.objects)
        send(self.nonce, b"Q", json.dumps(encoded).encode())
        _, kind, payload = receive()
        if kind != b"A":
            raise RuntimeError("the relay was lost")
        answer = json.loads(payload)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return values.decode(answer["value"], self.objects)


space_of_last_run: list[dict[str, Any]] = []


def send(nonce: bytes, kind: bytes, payload: bytes) -> None:
    """One frame to the parent."""
    data = HEADER.pack(nonce, kind[0], len(payload)) + payload
    while data:
        data = data[os.write(CHANNEL, data) :]


def receive() -> tuple[bytes, bytes, bytes]:
    """One frame of the parent: nonce, kind, payload."""
    nonce, kind, length = HEADER.unpack(exactly(HEADER.size))
    return nonce, bytes([kind]), exactly(length)


def exactly(size: int) -> bytes:
    """So many bytes; ends the process when the parent hangs up."""
    parts = []
    while size:
        part = os.read(CHANNEL, min(size, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def restore_files() -> None:
    """Fresh file descriptors 0, 1, 2 and streams on them, whatever the last test did to them."""
    os.dup2(STDIN, 0)
    os.dup2(STDOUT, 1)
    os.dup2(NULL, 2)
    sys.stdin = sys.__stdin__ = stream(0, "r")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = stream(1, "w")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = stream(2, "w")  # type: ignore[misc]


def stream(fd: int, mode: str) -> io.TextIOWrapper:
    """A text stream as an interpreter in UTF-8 mode makes it."""
    raw = io.FileIO(fd, mode, closefd=False)
    buffer = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    newline = None if mode == "r" else "\n"
    return io.TextIOWrapper(buffer, "utf-8", "surrogateescape", newline)


def settle() -> tuple[bool, str]:
    """End a test as an interpreter does: threads, atexit, flush. False: fit for no other test."""
    going, status = True, ""
    if threading.active_count() > 1:
        # Ends executors and joins threads as an exit would; it can be done once per process.
        going = False
        threading._shutdown()  # type: ignore[attr-defined]
    try:
        if atexit._ncallbacks():
            atexit._run_exitfuncs()
    except BaseException as raised:  # of a handler of the program
        status = verdict(raised)[0]
    status = flush() or status
    while space_of_last_run:
        # Files that the program left open are flushed when its names go, as at an exit.
        space_of_last_run.pop().clear()
    return going, status


def flush() -> str:
    """Write out what the program printed; a status if that fails."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except ValueError:
        pass  # closed by the program
    except BaseException as raised:  # of a stream that the program put there
        return verdict(raised)[0]
    return ""


def result(status: str, value: Any, error: str, going: bool) -> bytes:
    """The payload of a result."""
    text = json.dumps([status, value, error, going])
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        text = json.dumps(["failed", None, "the result is too large", going])
    return text.encode()


def verdict(raised: BaseException) -> tuple[str, None, str]:
    """Status and text of what the program raised."""
    if isinstance(raised, MemoryError):
        return "memory", None, "MemoryError"
    if isinstance(raised, OSError) and raised.errno == 27:  # EFBIG: the cap on files
        return "output_limit", None, "output too large"
    return "failed", None, f"{type(raised).__name__}: {short(raised)}"


def short(value: object) -> str:
    """Text of an object that may be hostile, cut."""
    try:
        return str(value)[:ERROR_CHARS].encode("utf-8", "replace").decode()
    except BaseException:  # its `__str__` is the program's: it may raise SystemExit or worse
        return "?"
