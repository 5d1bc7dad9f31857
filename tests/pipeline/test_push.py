"""touchstone push through the real client, against the in-test Hub."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import PushError, UsageError
from pipeline.hub import check, push, release_folder
from pipeline.release import licenses
from tests.hub import FakeHub, Repo

from .push_world import KEY, REPO, TOKEN, Pusher, client, holds, release, sums, table

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture
def server(tmp_path, monkeypatch):
    with FakeHub() as server:
        client(monkeypatch, tmp_path, server)
        yield server


@pytest.fixture
def folder(tmp_path):
    return release(tmp_path / "first")


def writes(server: FakeHub) -> list[str]:
    """What was asked of the server that could change it."""
    read = ("GET ", "HEAD ")
    return [line for line in server.asked if not line.startswith(read) and "paths-info" not in line]


def test_a_release_is_published_read_back_and_tagged(server, folder):
    done = Pusher().push(folder)
    repo = server.repos[KEY]
    assert holds(server, folder)
    assert repo.private, "nobody sees what nobody asked to show"
    assert repo.tags == {"v1": done.commit} == {"v1": repo.commit}
    assert done.checked == "8 files by their hashes, 16 rows by load_dataset"
    assert repo.log == ["Release v1"], "one commit"
    assert done.new


def test_a_plan_sends_nothing(server, folder):
    planned = Pusher().plan(folder)
    assert (len(planned.changes.add), planned.tag, planned.private) == (8, "v1", True)
    assert not planned.head.exists
    assert not planned.done
    assert not writes(server)
    assert not server.repos


def test_the_same_again_changes_nothing(server, folder):
    first = Pusher().push(folder)
    server.asked.clear()
    planned = Pusher().plan(folder)
    assert planned.done
    again = Pusher().push(folder)
    assert (again.commit, again.tag, again.new) == (first.commit, "v1", False)
    assert not writes(server)


def test_a_second_version_replaces_the_first_and_leaves_its_tag(server, folder, tmp_path):
    first = release(tmp_path / "old")
    table(first / "data/logic/train-00001-of-00002.parquet", [])
    (first / "report.html").write_text("old")
    sums(first)
    old = Pusher().push(first)
    repo = server.repos[KEY]
    repo.record({**repo.files, "NOTES.txt": b"by hand"}, "a note")
    second = release(tmp_path / "second", first=100)
    planned = Pusher().plan(second)
    assert planned.changes.delete == ("data/logic/train-00001-of-00002.parquet", "report.html")
    assert planned.changes.keep == ("NOTES.txt",)
    assert "reward.py" not in planned.changes.change
    new = Pusher().push(second)
    assert holds(server, second)
    assert repo.files["NOTES.txt"] == b"by hand"
    assert repo.tags == {"v1": old.commit, "v2": new.commit}
    assert repo.at(old.commit)["report.html"] == b"old"
    repo.record({**repo.files, "NOTES.txt": b"more"}, "another note")
    assert Pusher().plan(second).done, "the tag still shows this release"


def test_listings_of_many_pages_are_read_whole(server, folder):
    server.page = 3
    Pusher().push(folder)
    assert Pusher().plan(folder).done


def test_a_tag_is_given_once(server, folder, tmp_path):
    Pusher().push(folder)
    assert Pusher().plan(folder, tag="v1").done
    other = release(tmp_path / "other", first=7)
    with pytest.raises(UsageError, match=r"v1 is published already, as \w{12}, and stays"):
        Pusher().plan(other)
    assert Pusher().push(other, tag="v1.1").tag == "v1.1"
    with pytest.raises(UsageError, match="v1 is published already"):
        Pusher().plan(folder)
    assert holds(server, other)


def test_what_was_tagged_elsewhere_meanwhile_is_said(server, folder):
    pusher = Pusher()
    planned = pusher.plan(folder)
    server.repos[KEY] = Repo({}, tags={"v1": "beef" * 10})
    with pytest.raises(PushError, match="tag v1 was given to beefbeefbeef meanwhile"):
        push.publish(planned, pusher.remote, pusher.said.append)


def test_public_and_private_are_as_asked_and_stay(server, folder):
    Pusher().push(folder, private=False)
    assert not server.repos[KEY].private
    Pusher().push(folder)
    with pytest.raises(UsageError, match=r"is public\. Make it private at"):
        Pusher().plan(folder, private=True)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", "no token: set HF_TOKEN"),
        ("hf_wrongwrongwrong", "does not know the token"),
        ("hf_readreadreadread", "403"),
    ],
)
def test_a_token_that_may_not_is_one_message(server, folder, monkeypatch, capfd, token, said):
    server.accounts["hf_readreadreadread"] = "bob"
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises((PushError, UsageError), match=said) as raised:
        Pusher("ann/other").push(folder)
    assert not server.repos
    assert len(server.asked) < 12, "asked once"
    printed = "".join(capfd.readouterr())
    assert token == "" or token not in str(raised.value) + printed


def test_a_private_repository_is_not_shown_to_others(server, folder, monkeypatch):
    Pusher().push(folder)
    server.accounts["hf_bobbobbobbob"] = "bob"
    monkeypatch.setenv("HF_TOKEN", "hf_bobbobbobbob")
    assert not Pusher().plan(folder).head.exists
    with pytest.raises(PushError, match="403"):
        Pusher().push(folder)
    assert holds(server, folder)


def test_licenses_are_minded(server, tmp_path):
    unknown = release(tmp_path / "unknown", license_="NOASSERTION", source="math__found")
    with pytest.raises(PushError, match=r"40 rows of math__found have no known license"):
        Pusher().push(unknown)
    assert not server.repos
    Pusher().push(unknown, allow_unlicensed=True)
    assert holds(server, unknown)
    never = release(tmp_path / "never", first=100, license_="CC-BY-NC-ND-4.0")
    with pytest.raises(PushError, match=r"CC-BY-NC-ND-4\.0, which forbids"):
        Pusher().push(never, allow_unlicensed=True)
    assert holds(server, unknown)


def test_what_others_put_there_is_not_replaced_unasked(server, folder):
    server.repos[KEY] = Repo({"README.md": b"mine", "data/train.parquet": b"PAR1", "a.txt": b"a"})
    with pytest.raises(PushError, match=r"1 of them are in the way \(data/train.parquet"):
        Pusher().push(folder)
    assert server.repos[KEY].files["README.md"] == b"mine"
    Pusher().push(folder, replace=True)
    assert "data/train.parquet" not in server.repos[KEY].files
    assert server.repos[KEY].files["a.txt"] == b"a"


def test_a_card_that_the_hub_refuses(server, folder):
    (folder / "README.md").write_text("---\nconfigs: [\n---\n")
    sums(folder)
    with pytest.raises(PushError, match=r"Invalid metadata in README\.md"):
        Pusher().push(folder)
    assert server.repos[KEY].log == []


def test_a_file_that_changes_after_it_was_hashed_is_found(server, folder):
    pusher = Pusher()
    planned = pusher.plan(folder)
    (folder / "reward.py").write_text("import something_else\n")
    with pytest.raises(PushError, match=r"is not the release: 1 files .*reward\.py"):
        push.publish(planned, pusher.remote, pusher.said.append)
    assert server.repos[KEY].tags == {}, "a tag says that all was read back"


def test_rows_that_load_as_others_are_not_tagged(server, folder, monkeypatch):
    monkeypatch.setattr(check, "_first", lambda path: [{"id": "another"}])
    with pytest.raises(PushError, match="gives other rows than"):
        Pusher().push(folder)
    assert server.repos[KEY].tags == {}


def test_the_command(server, folder, tmp_path):
    data = tmp_path / "data"
    (data / "releases").mkdir(parents=True)
    (data / "releases/logic").symlink_to(folder)
    runner = CliRunner()
    command = ["push", "logic", REPO, "--data", str(data)]
    dry = runner.invoke(app, command)
    assert dry.exit_code == 0, dry.output
    for said in (
        f"{folder} (8 files",
        "SHA256SUMS agrees",
        "Apache-2.0 40 rows",
        "account     ann",
        "add     README.md (",
        "tag         v1",
        "Nothing is sent without --yes",
    ):
        assert said in dry.output  # fmt: skip
    assert not server.repos
    done = runner.invoke(app, [*command, "--yes", "--public"])
    assert done.exit_code == 0, done.output
    assert f'load_dataset("{REPO}", "logic", revision="v1")' in done.output
    assert holds(server, folder)
    (folder / "config.json").write_text(json.dumps({"release": {"repo": REPO}}))
    named = runner.invoke(app, ["push", str(folder)])
    assert isinstance(named.exception, UsageError), "the sums do not know the new file"
    sums(folder)
    assert "change  SHA256SUMS" in runner.invoke(app, ["push", str(folder), "--tag", "v2"]).output
    (folder / "config.json").unlink()
    sums(folder)
    again = runner.invoke(app, [*command, "--json", "--yes"])
    found = json.loads(again.stdout)
    assert (found["done"], found["add"], found["tag"]) == (True, {}, "v1")
    assert "Published already, as v1" in runner.invoke(app, command).output
    assert TOKEN not in dry.output + done.output + again.output


def test_the_command_refuses_by_its_exit_code(server, tmp_path):
    folder = release(tmp_path / "unknown", license_="NOASSERTION")
    ran = CliRunner().invoke(app, ["push", str(folder), REPO])
    assert ran.exit_code == 1
    assert "refused     40 rows of logic__made have no known license" in ran.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["none", REPO], "no release 'none' in"), ([".", "puzzles"], "as owner/name"),
     ([".", "a/b/c"], "as owner/name"), (["/", REPO], "is no release folder")],
)  # fmt: skip
def test_wrong_use_is_named(server, folder, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    ran = CliRunner().invoke(app, ["push", *arguments])
    assert isinstance(ran.exception, UsageError)
    assert said in str(ran.exception)


def test_a_folder_that_is_not_what_its_sums_say_is_refused(tmp_path):
    folder = release(tmp_path / "first")
    (folder / "touchstone_rewards/__pycache__").mkdir()
    (folder / "touchstone_rewards/__pycache__/x.pyc").write_bytes(b"")
    assert len(release_folder.read(folder).files) == 8, "what running the rewards leaves is none"
    (folder / "stray.txt").write_text("")
    (folder / "reward.py").write_text("")
    (folder / "manifest.json").rename(folder / "old.json")
    (folder / "manifest.json").write_text((folder / "old.json").read_text())
    (folder / "touchstone_rewards/__init__.py").unlink()
    with pytest.raises(UsageError) as raised:
        release_folder.read(folder)
    assert (
        "(missing: touchstone_rewards/__init__.py; not in it: old.json, stray.txt; "
        "changed: reward.py)"
    ) in str(raised.value)
    (folder / "SHA256SUMS").unlink()
    assert not release_folder.read(folder).summed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", 0), ("Apache-2.0 AND CC-BY-SA-4.0", 0), ("CC-BY-NC-4.0", 0), ("C-UDA-1.0", 0),
        ("NOASSERTION", 1), ("", 1), (None, 1), ("LicenseRef-mine", 1), ("MIT AND NOASSERTION", 1),
        ("MIT OR NOASSERTION", 0), ("CC-BY-ND-4.0", 2), ("cc-by-nc-nd-3.0", 2),
        ("MIT OR CC-BY-ND-4.0", 0), ("MIT AND CC-BY-ND-4.0", 2), ("(MIT OR Apache-2.0)", 0),
        ("MIT AND (CC-BY-ND-4.0 OR MIT)", 2), ("GPL-2.0-only WITH Classpath-exception-2.0", 0),
        ("LicenseRef-Proprietary", 2),
    ],
)  # fmt: skip
def test_what_a_license_allows(expression, expected):
    assert licenses.standing(expression) == expected
