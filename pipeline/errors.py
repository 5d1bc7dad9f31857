"""What goes wrong in ways that a user can mend: what was seen, what is allowed, how to mend it.

TouchstoneError
├── UsageError        the command or the configuration is off               (exit code 2)
├── LocationError     a source cannot be had, or is not what was pinned
├── RowError          a source row has the wrong shape
├── StoreError        the build folder cannot be written or read
├── MeasureError      the sampler failed; what was sampled is kept
└── PushError         publishing failed; the repository is whole, as it was before or after
"""

from __future__ import annotations


class TouchstoneError(Exception):
    """Ends a command with one message and no traceback."""

    exit_code = 1


class UsageError(TouchstoneError):
    """The command line or a configuration file asks for something that does not exist."""

    exit_code = 2


class LocationError(TouchstoneError):
    """A location cannot be read, or a file of it is not the pinned one."""


class RowError(TouchstoneError):
    """A row of a source has another shape than the source expects."""


class StoreError(TouchstoneError):
    """A build folder cannot be written or read."""


class MeasureError(TouchstoneError):
    """Sampling failed; what was sampled before stays in the completion store."""


class PushError(TouchstoneError):
    """Publishing failed: the repository shows the version before, or the new one, whole."""
