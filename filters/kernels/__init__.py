"""Compiled loops over text buffers and hashed rows.

Plain functions over numpy arrays, compiled by numba when first called and cached on disk: beside
the source, or in the user's cache folder where that is read-only (`NUMBA_CACHE_DIR` overrides).
Importing a module of this folder imports numba (half a second), so callers import it where used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def announced(tell: Callable[[str], None]) -> Iterator[None]:
    """Tell once that kernels are compiled, if they are: the first run seems to hang."""
    from numba.core import event

    class Once(event.Listener):  # type: ignore[misc, unused-ignore]
        said = False

        def on_start(self, _: object) -> None:
            if not self.said:
                self.said = True
                tell("  compiling (once; about half a minute)")

        def on_end(self, _: object) -> None:
            """Nothing more is said."""

    with event.install_listener("numba:compile", Once()):
        yield
