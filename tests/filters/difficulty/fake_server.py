"""An OpenAI-compatible server inside the test, whose behavior can be changed while it runs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behavior = Callable[["Handler", dict[str, Any]], None]


class FakeServer:
    """Answers like a model: the text is a function of prompt and seed. `behavior` takes over."""

    def __init__(self, model: str = "tiny", port: int = 0, seconds: float = 0.0) -> None:
        self.model, self.seconds = model, seconds
        self.behavior: Behavior = answer
        self.models: Callable[[Handler], None] = list_models
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.gone = threading.Event()
        """Set when a client closes its connection while it waits for an answer."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._server.fake = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def port(self) -> int:
        return self._server.server_port

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def fake(self) -> FakeServer:
        return self.server.fake  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        self.fake.models(self)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.requests.append(body)
        self.fake.headers.append(dict(self.headers))
        with suppress(BrokenPipeError, ConnectionResetError):
            self.fake.behavior(self, body)

    def send(self, status: int, body: str, **headers: str) -> None:
        payload = body.encode("utf-8", "surrogatepass")
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *args: object) -> None: ...


def list_models(handler: Handler) -> None:
    handler.send(200, json.dumps({"data": [{"id": handler.fake.model}]}))


def reply(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    seed = blake2b(f"{body['seed']} {body['prompt']}".encode(), digest_size=4).hexdigest()
    choice = {"index": 0, "text": f"answer {seed}", "finish_reason": "stop"}
    usage = {"completion_tokens": 3, "prompt_tokens": len(body["prompt"].split())}
    return {"choices": [choice], "usage": usage} | changes


def answer(handler: Handler, body: dict[str, Any]) -> None:
    time.sleep(handler.fake.seconds)
    handler.send(200, json.dumps(reply(body)))


def sums(handler: Handler, body: dict[str, Any]) -> None:
    """Answers "What is N + 1?": never right, in a part of the draws, or always, by N."""
    time.sleep(handler.fake.seconds)
    asked = int(body["prompt"].split("What is ")[1].split()[0])
    right = asked % 5 == 4 or body["seed"] % 4 < asked % 5
    text = rf"\boxed{{{asked + 1 if right else 0}}}"
    choice = {"index": 0, "text": text, "finish_reason": "stop"}
    handler.send(200, json.dumps(reply(body, choices=[choice])))


def status(code: int, body: str = "{}", **headers: str) -> Behavior:
    return lambda handler, _: handler.send(code, body, **headers)


def says(text: str) -> Behavior:
    return lambda handler, _: handler.send(200, text)


def die(handler: Handler, body: dict[str, Any]) -> None:
    """Close the connection without an answer, as a killed server does."""
    handler.close_connection = True
    handler.connection.close()


def hang(handler: Handler, body: dict[str, Any]) -> None:
    """Answer nothing until the client goes away."""
    handler.connection.settimeout(20)
    if handler.connection.recv(1) == b"":
        handler.fake.gone.set()
    handler.close_connection = True


def hang_models(handler: Handler) -> None:
    hang(handler, {})


def first(number: int, behavior: Behavior) -> Behavior:
    """`behavior` for so many requests, a sound answer afterwards."""
    left = [number]

    def act(handler: Handler, body: dict[str, Any]) -> None:
        left[0] -= 1
        (behavior if left[0] >= 0 else answer)(handler, body)

    return act


if __name__ == "__main__":
    server = FakeServer(seconds=0.02)
    server.behavior = sums
    print(server.url, flush=True)
