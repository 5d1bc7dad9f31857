"""The completion store: append-only, crash-safe, the first record of a key stays."""

from __future__ import annotations

import pytest

from pipeline.completions import Ledger, completion_key, verdict_key


@pytest.fixture
def ledger_at():
    """Opens ledgers and closes them at the end of the test, not before."""
    opened: list[Ledger] = []

    def open_at(folder) -> Ledger:
        opened.append(Ledger(folder))
        return opened[-1]

    yield open_at
    for ledger in opened:
        ledger.close()


SAMPLING = {"temperature": 0.7, "top_p": 1.0, "max_tokens": 64, "seed": 0}


def test_what_is_put_is_there_for_the_next(tmp_path, ledger_at):
    ledger = ledger_at(tmp_path)
    ledger.put("a", {"text": "line\nbreak \u2028 \U0001f600"})
    ledger.close()
    assert ledger_at(tmp_path).get("a") == {"text": "line\nbreak \u2028 \U0001f600"}


def test_it_is_there_without_a_close(tmp_path, ledger_at):
    ledger_at(tmp_path).put("a", {"n": 1})
    assert ledger_at(tmp_path).get("a") == {"n": 1}


def test_a_lone_surrogate_survives(tmp_path, ledger_at):
    ledger_at(tmp_path).put("a", {"text": "\udc00"})
    assert ledger_at(tmp_path).get("a") == {"text": "\udc00"}


@pytest.mark.parametrize("harm", ["cut", "flip", "garbage"])
def test_a_harmed_line_is_passed_over_and_no_other(tmp_path, ledger_at, harm):
    ledger = ledger_at(tmp_path)
    for number in range(3):
        ledger.put(f"k{number}", {"n": number})
    ledger.close()
    (path,) = tmp_path.glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = {
        "cut": lines[2][: len(lines[2]) // 2],
        "flip": lines[2].replace(b'"n": 2', b'"n": 3'),
        "garbage": b"\xff\xfe\x00 garbage\n",
    }[harm]
    path.write_bytes(b"".join(lines))
    again = ledger_at(tmp_path)
    assert [again.get(f"k{n}") for n in range(3)] == [{"n": 0}, {"n": 1}, None]
    again.put("k2", {"n": 2})
    assert ledger_at(tmp_path).get("k2") == {"n": 2}


def test_two_writers_and_the_first_record_stays(tmp_path, ledger_at):
    first, second = ledger_at(tmp_path), ledger_at(tmp_path)
    first.put("same", {"by": "first"})
    second.put("same", {"by": "second"})
    second.put("own", {"by": "second"})
    first.put("same", {"by": "first again"})
    third = ledger_at(tmp_path)
    assert third.get("same") == {"by": "first"}
    assert third.get("own") == {"by": "second"}
    assert len(third) == 2


def test_keys_name_all_that_decides():
    key = completion_key("p", "m@1", SAMPLING, 0)
    assert key == completion_key("p", "m@1", dict(SAMPLING), 0)
    others = [
        completion_key("q", "m@1", SAMPLING, 0),
        completion_key("p", "m@2", SAMPLING, 0),
        completion_key("p", "m@1", {**SAMPLING, "seed": 1}, 0),
        completion_key("p", "m@1", SAMPLING, 1),
    ]
    assert len({key, *others}) == 5
    verdicts = {verdict_key(key, "grid", v, "g", "{}") for v in ("1", "2")}
    assert len(verdicts) == 2


def test_a_write_that_fails_harms_no_other_record(tmp_path, ledger_at):
    ledger = ledger_at(tmp_path)
    ledger.put("a", {"n": 1})
    real = ledger._out
    assert real is not None

    class Full:
        """Takes half a line, then has no room."""

        def write(self, text: str) -> None:
            real.write(text[: len(text) // 2])

        def flush(self) -> None:
            real.flush()
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            real.close()

    ledger._out = Full()  # type: ignore[assignment]
    with pytest.raises(OSError, match="No space left"):
        ledger.put("b", {"n": 2})
    ledger.put("c", {"n": 3})
    again = ledger_at(tmp_path)
    assert [again.get(key) for key in "abc"] == [{"n": 1}, None, {"n": 3}]
    ledger.put("b", {"n": 2})
    assert ledger_at(tmp_path).get("b") == {"n": 2}
