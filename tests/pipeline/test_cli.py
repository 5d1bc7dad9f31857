"""The command as its users call it: exit codes, messages, own corpora, being killed."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from filters.difficulty.samplers.recorded import chatml
from tests.world import DRAWS, tree_bytes

CONFIG = """
domain = "mine"
title = "My grids"
[decontaminate]
benchmarks = []
[measure]
max_prompt_chars = 100000
max_problems = 100000
[measure.weak]
engine = "recorded"
model = "oracle@1"
options = {{ recording = "{recording}" }}
[own.grids]
paths = ["rows.{kind}"]
reward = "grid"
license = "CC0-1.0"
columns = {{ question = "problem", ground_truth = "answer" }}
"""


def own_rows(count: int) -> list[dict[str, str]]:
    return [
        {"problem": f"Write the grid [[{n}, {n + 1}]].", "answer": f"[[{n},{n + 1}]]"}
        for n in range(count)
    ]


@pytest.fixture
def own(tmp_path):
    """A user's folder: rows, a recording of answers, a configuration."""
    rows = own_rows(60)
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with (tmp_path / "recording.jsonl").open("w") as file:
        for number, row in enumerate(rows):
            prompt = chatml([{"role": "user", "content": row["problem"]}])
            for sample in range(DRAWS):
                right = (sample * 7 + number) % 3 < number % 4
                text = f"<answer>{row['answer']}</answer>" if right else "no"
                file.write(json.dumps({"prompt": prompt, "sample": sample, "text": text}) + "\n")
    text = CONFIG.format(recording=tmp_path / "recording.jsonl", kind="jsonl")
    (tmp_path / "my.toml").write_text(text)
    return tmp_path


def command(*args: object, **more: str) -> tuple[list[str], dict[str, str]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TOUCHSTONE_")}
    called = [sys.executable, "-W", "error", "-c", "from pipeline.cli import main; main()"]
    return [*called, *map(str, args)], {**environment, **more}


def touchstone(*args: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    called, environment = command(*args, **more)
    ran = subprocess.run(
        called, capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


def test_own_rows_become_a_corpus_and_the_printed_snippet_loads_it(own):
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 0, ran.stderr
    assert "8 of 8 stages run" in ran.stdout
    indented = [line.strip() for line in ran.stdout.splitlines() if line.startswith("    ")]
    snippet = "\n".join(line for line in indented if line.startswith(("from", "corpus")))
    loaded = subprocess.run(
        [sys.executable, "-c", f"{snippet}\nprint(corpus.num_rows, corpus[0]['data_source'])"],
        capture_output=True, text=True, cwd=own, check=True,
        env={**os.environ, "HF_HOME": str(own / "hf")},
    )  # fmt: skip
    rows, source = loaded.stdout.split()
    assert int(rows) == pq.read_table(own / "data/releases/mine/data").num_rows
    assert source == "mine__grids"


def test_own_rows_from_parquet(own):
    pq.write_table(pa.Table.from_pylist(own_rows(5)), own / "rows.parquet")
    text = (own / "my.toml").read_text().replace("rows.jsonl", "rows.parquet")
    (own / "my.toml").write_text(text)
    ran = touchstone("build", "-c", "my.toml", "--json", cwd=own)
    assert json.loads(ran.stdout)["stages"][0]["counts"]["in"] == 5


def test_the_reward_travels(own):
    touchstone("build", "-c", "my.toml", cwd=own)
    corpus = (own / "data/releases/mine").resolve()
    row = pq.read_table(corpus / "data").to_pylist()[0]
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); import reward; "
        "row = json.loads(sys.argv[2]); e = row['extra_info']; "
        "g = row['reward_model']['ground_truth']; "
        "print(reward.compute_score('x', f'<answer>{g}</answer>', g, e)['score'], "
        "reward.compute_score('x', 'no', g, e)['score'], reward.load_reward.__module__)"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code, str(corpus), json.dumps(row)],
        capture_output=True, text=True, check=True, cwd=own,
    )  # fmt: skip
    assert ran.stdout.split() == ["1.0", "0.0", "touchstone_rewards.registry"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["build", "astrology"], 2, "unknown domain 'astrology'; known: .*logic"),
        (["build"], 2, "name a domain, or give -c FILE"),
        (["build", "logic", "-c", "my.toml"], 2, "one of the two"),
        (["build", "logic", "--set", "measure.rulle=x"], 2, "unknown key measure.rulle; allowed"),
        (["build", "logic", "--set", "sources.chess.count=3"], 2, "unknown sources .*chess.*arc"),
        (["build", "logic", "--profile", "cloud"], 2, "unknown profile 'cloud'"),
        (["build", "logic", "--mirror", "nowhere"], 2, "nowhere: no such folder"),
        (["build", "-c", "none.toml"], 2, "none.toml: No such file"),
        (["build", "-c", "my.toml", "--set", "measure.rule=hard"], 2, "known: .*guru"),
        (["build", "-c", "my.toml", "--set", "select.rule=hard"], 2, "known: .*guru"),
        (["build", "-c", "my.toml", "--set", "own.grids.reward=vibes"], 2, "known: .*grid"),
        (["build", "-c", "my.toml", "--set", "own.grids.template=rap"], 2, "known: .*plain"),
        (["build", "-c", "my.toml", "--set", "measure.weak.engine=crystal"], 2, "known: embedded"),
        (["build", "-c", "my.toml", "--set", "decontaminate.benchmarks=['x__y']"], 2, "known"),
        (["build", "logic", "--set", "measure.rule=guru"], 2, "draws a strong model; set measure"),
        (["models", "fetch", "gpt"], 2, "unknown model 'gpt'"),
        (["sources", "frobnicate"], 2, "No such command"),
    ],
)
def test_wrong_use_is_one_clear_message(own, args, code, said):
    ran = touchstone(*args, cwd=own)
    assert ran.returncode == code, ran.stderr
    words = " ".join(ran.stderr.replace("│", " ").split())
    assert re.search(said, words), ran.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"problem": "x"}', r"row 61 has the wrong shape: .*no \['answer'\].*malformed=drop"),
        ('{"problem": "x", "answer": 3}', "answer': 'int'.*text is allowed"),
        ('{"problem": "x"', "line 61 is not JSON"),
        ("[" * 100_000, "line 61 is not JSON: maximum recursion depth"),
        ("[1]", "line 61 is a list; a JSON object is allowed"),
        ('{"problem": "\\ud800", "answer": "[[1]]"}', "surrogates not allowed"),
    ],
)
def test_a_row_of_the_wrong_shape_is_named(own, line, said):
    with (own / "rows.jsonl").open("a") as file:
        file.write(line + "\n")
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 1
    assert re.search(said, ran.stderr), ran.stderr


def test_rows_of_the_wrong_shape_can_be_dropped_with_reason(own):
    with (own / "rows.jsonl").open("a") as file:
        file.write('{"problem": "x"}\n')
    ran = touchstone("build", "-c", "my.toml", "--set", "ingest.malformed=drop", cwd=own)
    assert ran.returncode == 0, ran.stderr
    rejected = pq.read_table(own / "data/releases/mine/rejected").to_pylist()
    (drop,) = [row for row in rejected if row["reason"] == "malformed_row"]
    assert drop["source_row"] == "61"
    assert "answer" in drop["evidence"]


def test_a_gold_that_cannot_be_graded_is_dropped_with_reason(own):
    with (own / "rows.jsonl").open("a") as file:
        file.write('{"problem": "x", "answer": "[[1],[2,3]]"}\n')
    assert touchstone("build", "-c", "my.toml", cwd=own).returncode == 0
    rejected = pq.read_table(own / "data/releases/mine/rejected").to_pylist()
    assert [row["source_row"] for row in rejected if row["reason"] == "ungradable_gold"] == ["61"]


def test_conflicting_answers_are_quarantined_with_both(own):
    with (own / "rows.jsonl").open("a") as file:
        file.write('{"problem": "write THE grid  [[7, 8]].", "answer": "[[8,7]]"}\n')
    assert touchstone("build", "-c", "my.toml", cwd=own).returncode == 0
    rejected = pq.read_table(own / "data/releases/mine/rejected").to_pylist()
    conflicts = {r["source_row"]: json.loads(r["evidence"]) for r in rejected
                 if r["reason"] == "answer_conflict"}  # fmt: skip
    assert set(conflicts) == {"8", "61"}
    assert conflicts["8"]["other_answer"] == "[[8,7]]"


def test_an_unreadable_benchmark_stops_the_build(own):
    changes = ["--set", 'decontaminate.benchmarks=["logic__arc_agi_1_evaluation"]']
    ran = touchstone("build", "-c", "my.toml", *changes, cwd=own, PIP_NO_INDEX="1",
                     PIP_FIND_LINKS=str(own))  # fmt: skip
    assert ran.returncode == 1
    for said in ("benchmark logic__arc_agi_1_evaluation cannot be read", "--mirror DIR"):
        assert said in ran.stderr
    assert not (own / "data/releases").exists()


@pytest.mark.parametrize("room", [500, 2_000, 12_000], ids=lambda room: f"{room} bytes")
def test_a_disk_that_takes_no_more_is_one_message_and_loses_nothing(own, room):
    assert (
        touchstone("build", "-c", "my.toml", "--set", "select.rule=dapo", cwd=own).returncode == 0
    )
    before = tree_bytes((own / "data/releases/mine").resolve())
    called, environment = command("build", "-c", "my.toml", "--limit", "50")

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    ran = subprocess.run(
        called, capture_output=True, text=True, cwd=own, env=environment, preexec_fn=no_room,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    assert "Make room there" in ran.stderr
    assert tree_bytes((own / "data/releases/mine").resolve()) == before
    assert touchstone("build", "-c", "my.toml", "--limit", "50", cwd=own).returncode == 0


def test_a_failing_engine_keeps_what_was_sampled(own):
    lines = (own / "recording.jsonl").read_text().splitlines(keepends=True)
    (own / "recording.jsonl").write_text("".join(lines[: len(lines) // 2]))
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 1
    assert "draws failed, the first: weak 0: SamplerError" in ran.stderr
    assert "measure.outages=leave" in ran.stderr
    (own / "recording.jsonl").write_text("".join(lines))
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 0
    assert re.search(r"[1-9]\d* reused", ran.stderr)


def test_an_outage_is_never_a_wrong_answer(own):
    lines = (own / "recording.jsonl").read_text().splitlines(keepends=True)
    (own / "recording.jsonl").write_text("".join(lines[:DRAWS]))
    changes = ["--set", "measure.outages=leave"]
    assert touchstone("build", "-c", "my.toml", *changes, cwd=own).returncode == 0
    rows = pq.read_table(own / "data/releases/mine/unfiltered").to_pylist()
    open_rows = [row for row in rows if row["undecided_weak"]]
    assert len(open_rows) == 59
    for row in open_rows:
        assert row["difficulty_band"] == "unmeasured"
        assert (row["correct_weak"], row["pass_rate_weak"]) == (0, None)


def finished(own: Path) -> dict[str, str]:
    return tree_bytes((own / "data/releases/mine").resolve())


def files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def test_killed_at_any_moment_the_same_command_ends_with_the_same_bytes(own):
    called, environment = command("build", "-c", "my.toml")
    assert touchstone("build", "-c", "my.toml", "--data", "whole", cwd=own).returncode == 0
    made = files(own / "whole")
    rng = random.Random(0)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8):
        enough = max(share * made, files(own / "data"))
        process = subprocess.Popen(
            called, cwd=own, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # Moments are told by what is on disk: a busy machine builds many times slower.
        while process.poll() is None and files(own / "data") <= enough:
            time.sleep(0.01)
        if not share:
            assert process.poll() is None, "ended before it could be killed"
        time.sleep(rng.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert touchstone("build", "-c", "my.toml", cwd=own).returncode == 0
    assert finished(own) == tree_bytes((own / "whole/releases/mine").resolve())


def test_two_builds_at_once_both_end_well(own):
    called, environment = command("build", "-c", "my.toml", "--json")
    both = [
        subprocess.Popen(called, cwd=own, env=environment, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]  # fmt: skip
    stages = [json.loads(process.communicate()[0])["stages"] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    for one, other in zip(*stages, strict=True):
        assert one["key"] == other["key"]
        assert one["done_before"] != other["done_before"]


def test_a_corpus_without_rows_says_so(own):
    (own / "rows.jsonl").write_text("")
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 0, ran.stderr
    assert "The corpus has no rows" in ran.stdout
    assert "load_dataset" not in ran.stdout


def test_one_row_is_a_corpus_and_offers_only_what_has_rows(own):
    (own / "rows.jsonl").write_text(json.dumps(own_rows(1)[0]) + "\n")
    assert touchstone("build", "-c", "my.toml", cwd=own).returncode == 0
    card = (own / "data/releases/mine/README.md").read_text()
    assert "config_name: mine" in card
    assert "config_name: rejected" not in card


@pytest.mark.parametrize("as_text", [True, False], ids=["as JSON text", "as an object"])
def test_own_rows_may_bring_a_spec(own, as_text):
    spec = {"true": "knight", "false": "knave"}
    row = {"problem": "Ann?", "answer": '{"Ann": true}', "options": json.dumps(spec)}
    (own / "rows.jsonl").write_text(json.dumps(row if as_text else {**row, "options": spec}) + "\n")
    text = (own / "my.toml").read_text().replace('"grid"', '"truth_assignment"')
    (own / "my.toml").write_text(text.replace('= "answer" }', '= "answer", spec = "options" }'))
    ran = touchstone("build", "-c", "my.toml", "--set", "measure.max_problems=0", cwd=own)
    assert ran.returncode == 0, ran.stderr
    (found,) = pq.read_table(own / "data/releases/mine/data").to_pylist()
    assert json.loads(found["extra_info"]["spec"]) == spec


@pytest.mark.parametrize("name", ["../mine", "a/b", "all", "rejected", "my__own", ""])
def test_a_domain_that_cannot_name_a_folder_is_refused(own, name):
    text = (own / "my.toml").read_text().replace('domain = "mine"', f'domain = "{name}"')
    (own / "my.toml").write_text(text)
    ran = touchstone("build", "-c", "my.toml", cwd=own)
    assert ran.returncode == 2
    assert "allowed" in ran.stderr or "every corpus has" in ran.stderr
