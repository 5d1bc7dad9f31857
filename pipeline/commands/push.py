"""touchstone push: publish a release folder as a dataset repository."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from ..hub import push as publishing
from ..hub import release_folder
from ..release.corpus import SUMS
from . import DATA, Data

# More files of one folder than this are shown as one line.
_SHOWN = 12


def push(
    release: Annotated[str, typer.Argument(help="A name in data/releases, or a folder.")],
    repo: Annotated[
        str | None,
        typer.Argument(help="The dataset repository, as owner/name; release.repo if not given."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Publish. Without it nothing is sent: a dry run.")
    ] = False,
    private: Annotated[
        bool | None,
        typer.Option("--private/--public", help="Of a new repository; private if not given."),
    ] = None,
    tag: Annotated[
        str | None, typer.Option(help="Its tag; v and the version of the release if not given.")
    ] = None,
    allow_unlicensed: Annotated[
        bool, typer.Option("--allow-unlicensed", help="Publish rows without a known license too.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace data that was not published by touchstone.")
    ] = False,
    data: Data = DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Publish a release to the Hugging Face Hub: a dry run first, with --yes in one commit."""
    _quiet()
    folder = release_folder.read(_found(release, data))
    remote = publishing.remote_of(repo or folder.repo or "", _say)
    planned = publishing.plan(folder, remote, private, tag, allow_unlicensed, replace)
    if not as_json:
        print("\n".join([*_lines(planned), "" if yes else f"\n{_next(planned)}"]))
    if yes:
        done = publishing.publish(planned, remote, _say)
        if as_json:
            print(json.dumps(publishing.as_json(planned) | vars(done), indent=1))
        else:
            print(f"{_published(planned, done)}")
    elif as_json:
        print(json.dumps(publishing.as_json(planned), indent=1))
    if planned.refused and not yes:
        raise typer.Exit(1)


def _found(release: str, data: Path) -> Path:
    """The folder of a release that is named, or given as a path."""
    named = data / "releases" / release
    path = named if "/" not in release and named.is_dir() else Path(release)
    if not path.is_dir():
        known = sorted(each.name for each in (data / "releases").glob("[!.]*") if each.is_dir())
        raise UsageError(
            f"no release {release!r} in {data / 'releases'} (there: {', '.join(known) or 'none'}), "
            "and no folder of that name; `touchstone build` makes one"
        )
    return path


def _quiet() -> None:
    """The client's own warnings (they show upload addresses) stay out; bars only on a terminal."""
    from huggingface_hub.utils.tqdm import disable_progress_bars

    for name in ("huggingface_hub", "datasets"):
        logging.getLogger(name).setLevel(logging.ERROR)
    if not sys.stderr.isatty():
        disable_progress_bars()


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def _lines(planned: publishing.Plan) -> list[str]:
    """A plan for people."""
    folder, changes, head = planned.folder, planned.changes, planned.head
    size = {name: file.size for name, file in folder.files.items()}
    checked = f"{SUMS} agrees" if folder.summed else f"no {SUMS}"
    state = f"{'private' if planned.private else 'public'}"
    if head.exists:
        tags = ", ".join(sorted(head.tags)) or "no tags"
        state = f"{state}, at {str(head.commit)[:12]}, {tags}"
    else:
        state = f"not there, or not shown to this token; --yes makes it, {state}"
    licenses: Counter[str] = Counter()
    for (_, license_), number in folder.rows_by_license("data/").items():
        licenses[license_ or "none"] += number
    return [
        f"release     {folder.root} ({len(size)} files, {_size(folder.size)}, {checked})",
        f"licenses    {', '.join(f'{name} {n:,} rows' for name, n in licenses.most_common())}",
        f"repository  {planned.url} ({state})",
        f"account     {planned.account or 'none: set HF_TOKEN, or run `hf auth login`'}",
        *_group("add", changes.add, size), *_group("change", changes.change, size),
        *(f"  delete  {name}" for name in changes.delete),
        *(f"  keep    {name} (not of a release)" for name in changes.keep),
        f"tag         {planned.tag}",
        *(f"refused     {reason}" for reason in planned.refused),
    ]  # fmt: skip


def _next(planned: publishing.Plan) -> str:
    if planned.done:
        return f"Published already, as {planned.tag}: nothing to do."
    return "A plan. Nothing is sent without --yes."


def _group(what: str, names: Iterable[str], sizes: dict[str, int]) -> list[str]:
    """Files of a change; those of a folder with many in one line."""
    chosen = list(names)
    tops = Counter(name.split("/")[0] for name in chosen)
    many = {top for top, number in tops.items() if number > _SHOWN}
    lines = [
        f"  {what:<7} {name} ({_size(sizes[name])})"
        for name in chosen
        if name.split("/")[0] not in many
    ]
    for top in sorted(many):
        size = sum(sizes[name] for name in chosen if name.split("/")[0] == top)
        lines.append(f"  {what:<7} {top}/ ({tops[top]} files, {_size(size)})")
    return lines


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number / 1e3:,.1f} kB"


def _published(planned: publishing.Plan, done: publishing.Published) -> str:
    """What is there now, and how to load it."""
    config = planned.folder.config()
    said = "published" if done.new else "was published before"
    lines = [
        f"{said}: {planned.url} at {done.commit[:12]}, tag {done.tag}",
        f"read back: {done.checked}",
    ]
    if config:
        load = f'load_dataset("{planned.repo}", "{config[0]}", revision="{done.tag}")'
        lines += ["", "    from datasets import load_dataset", "", f"    {load}"]
    return "\n".join(lines)
