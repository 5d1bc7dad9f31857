"""A server on loopback that runs in threads of this process, with faults to order."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import unquote, urlsplit


@dataclass
class Fault:
    """What goes wrong with the next `times` requests of a method whose path has this ending."""

    method: str
    ending: str
    """An ending, or a pattern of one: "/tag/*"."""
    kind: str
    """A status such as "500"; "gone": no answer, the connection ends; "hang": no answer until
    `go_on` is set, after `hung` was. The same with " after": once the work is done. "cut": half
    the bytes, then the connection ends; "flip": a bit is off; "race": another commit comes first.
    """
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)


class Loopback(ThreadingHTTPServer):
    """A server that runs in threads of this process; `with` starts and ends it."""

    daemon_threads = True
    handler: ClassVar[type[BaseHTTPRequestHandler]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.tokens: set[str | None] = set()
        self.lock = threading.RLock()
        self.hung, self.go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""

    def fault(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        with self.lock:
            for found in self.faults:
                if found.times and found.method == method and fnmatch(path, f"*{found.ending}"):
                    found.times -= 1
                    return found
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers with bytes, whole or in part, and with what goes wrong."""

    protocol_version = "HTTP/1.1"
    # Head and body are two writes: without this each answer waits 40 ms for the client.
    disable_nagle_algorithm = True
    server: Loopback

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        self._serve()

    def do_HEAD(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def do_PUT(self):
        self._serve()

    def do_DELETE(self):
        self._serve()

    def _serve(self):
        path = urlsplit(self.path).path
        self.server.asked.append(f"{self.command} {path}")
        self.server.tokens.add(self.headers.get("Authorization"))
        self.body = self._read()
        fault = self.server.fault(self.command, path)
        self.kind = fault.kind if fault else ""
        self.extra = fault.headers if fault else {}
        if self.kind.isdigit():
            return self.send(int(self.kind), b"out of order", **self.extra)
        if self.kind in ("gone", "hang"):
            return self._gone()
        return self.answer([unquote(part) for part in path.strip("/").split("/")])

    def _read(self) -> bytes:
        """The body, also of a client that does not say beforehand how long it is."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _gone(self) -> None:
        """No answer, now or when the test has done what it waits for."""
        if self.kind.startswith("hang"):
            self.server.hung.set()
            self.server.go_on.wait(60)
        self.close_connection = True

    def answer(self, parts: list[str]) -> None:
        raise NotImplementedError

    def send(self, status: int, content: bytes, **headers: str) -> None:
        """A response; of a file, the range that was asked for."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.kind in ("gone after", "hang after"):
            return self._gone()
        if self.kind.endswith(" after"):
            status, content, given = int(self.kind.split()[0]), b"out of order", self.extra
        wanted = self.headers.get("Range")
        if status == 200 and wanted and wanted.startswith("bytes="):
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(content) - 1), len(content) - 1)
            given["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            status, content = 206, content[start : end + 1]
        if self.kind == "flip":
            content = bytes([content[0] ^ 1]) + content[1:]
        self.send_response(status)
        for name, value in {**given, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return None
        if self.kind == "cut":
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            self.wfile.write(content)
        return None

    def as_json(self, value: object, status: int = 200, **headers: str) -> None:
        content = json.dumps(value).encode()
        self.send(status, content, Content_Type="application/json", **headers)
