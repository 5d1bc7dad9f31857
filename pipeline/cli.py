"""The command `touchstone`. Exit codes: 0 done, 1 failed, 2 wrong use."""

from __future__ import annotations

import sys

import typer

from .commands import (
    audit_rewards,
    build,
    decontaminate,
    dedup,
    diff,
    doctor,
    gallery,
    generate,
    inspect,
    measure,
    models,
    push,
    score,
    sources,
)
from .errors import TouchstoneError

app = typer.Typer(
    help="Build verifiable-reasoning datasets for reinforcement learning.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
app.command()(build.build)
app.command()(generate.generate)
app.command()(gallery.gallery)
app.command()(dedup.dedup)
app.command()(decontaminate.decontaminate)
app.command()(measure.measure)
app.command()(diff.diff)
app.command()(inspect.inspect)
app.command()(score.score)
app.command()(push.push)
app.command()(audit_rewards.audit_rewards)
app.add_typer(sources.app, name="sources")
app.add_typer(models.app, name="models")
app.command("doctor")(doctor.examine)


def main() -> None:
    """Run the command; what a user can mend ends it with one message and no traceback."""
    try:
        app()
    except TouchstoneError as error:
        print(f"touchstone: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        # What no stage has put into words of its own: a full or read-only disk, mostly.
        print(f"touchstone: {error}; nothing that is complete is lost", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("touchstone: interrupted; the same command goes on from here", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
