"""The decorator of every kernel, typed: numba's own hides the signature of what it decorates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile on the first call, cached on disk; runs without the interpreter lock."""
    return _jit(function)


def inner(function: F) -> F:
    """The same for what only kernels call: without the door for Python, which compiles slowly."""
    return _jit(function, no_cpython_wrapper=True)


inlined = inner
"""For the small steps of inner loops: LLVM inlines them by itself."""


def _version() -> str:
    """Of all kernels together. numba's cache looks at the file of a function alone, but what it
    calls is compiled into it."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.blake2b(b"".join(f.read_bytes() for f in files), digest_size=6).hexdigest()


_VERSION = _version()


def _jit(function: F, **options: Any) -> F:
    # The cache names its files by this.
    function.__qualname__ += f"-{_VERSION}"
    # numba's types leave these options out.
    found: Any = cast(Any, numba.njit)(
        cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True, **options
    )
    return cast(F, found(function))
