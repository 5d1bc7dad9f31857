"""vLLM's OpenAI server, ended with the process that started it: run by `_fleet`.

The pipe on standard input closes when that process ends, even by SIGKILL. Then the whole process
group goes, the engine's processes with it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    runpy.run_module("vllm.entrypoints.openai.api_server", run_name="__main__", alter_sys=True)
