"""What docs/measuring.md tells users to type is what the commands, settings and engines take."""

from __future__ import annotations

import importlib
import inspect
import re
import shlex
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from pipeline import config
from pipeline.cli import app
from pipeline.models import _SEEDED

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "measuring.md").read_text()
HEAD = 'domain = "rows"\n[measure]\nrule = "guru_weak"\n'


FENCED = re.compile(r"^```(\w*)\n(.*?)^```\n", re.M | re.S)


def blocks(language: str) -> list[str]:
    return [text for found, text in FENCED.findall(PAGE) if found == language]


def commands(start: str) -> list[list[str]]:
    """Every command of that name in the blocks and in the text, as words."""
    shell = "\n".join(blocks("bash") + blocks("")).replace("\\\n", " ")
    lines = [line.strip().removesuffix("&") for line in shell.splitlines()]
    inline = re.findall(r"`([^`]+)`", FENCED.sub("", PAGE))
    said = [" ".join(text.split()).removeprefix("srun --overlap ") for text in (*lines, *inline)]
    words = [shlex.split(text) for text in said if text.startswith(f"{start} ")]
    return [found for found in words if len(found) > 2]


@pytest.mark.parametrize("text", blocks("toml"))
def test_settings_are_taken_and_options_are_those_of_the_engine(tmp_path, text):
    (tmp_path / "own.toml").write_text(text if "domain" in tomllib.loads(text) else HEAD + text)
    measure = config.load(None, None, tmp_path / "own.toml").measure
    given = [model for model in (measure.weak, measure.strong) if model]
    assert given
    for model in given:
        create = importlib.import_module(f"filters.difficulty.samplers.{model.engine}").create
        seed = {"run_seed": 0} if model.engine in _SEEDED else {}
        inspect.signature(create).bind(model=model.model, **model.options, **seed)


def test_options_that_the_text_names_exist():
    openai = importlib.import_module("filters.difficulty.samplers.openai")
    named = set(inspect.signature(openai.create).parameters)
    for option in ("base_urls", "api_key_env", "served_model", "tokenizer", "template_options",
                   "extra", "patience_s"):  # fmt: skip
        assert f"`{option}" in PAGE
        assert option in named
    assert f"`{openai.URLS_VARIABLE}`" in PAGE


def test_commands_are_taken():
    found = [words for words in commands("touchstone") if words[1] == "measure"]
    assert len(found) >= 4
    group = typer.main.get_command(app)
    for words in found:
        rest = words[2:]
        if rest[0] == "...":  # "the same with", in the text
            rest = ["in.parquet", "out.parquet", *rest[1:]]
        group.commands["measure"].make_context("measure", rest)
        changes = [after for flag, after in pairwise(rest) if flag == "--set"]
        config.load("logic", None, None, changes)


@pytest.mark.parametrize("text", blocks("bash"))
def test_scripts_are_shell(text):
    subprocess.run(["bash", "-n"], input=text, text=True, check=True)
