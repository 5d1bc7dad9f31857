from __future__ import annotations

import contextlib
import gzip
import io

import pytest

from domains.base import SourceRowError
from domains.readers import delimited, gzipped, json_array, jsonl


def read(reader, data):
    return [(row.key, row.data) for row in reader(io.BytesIO(data))]


def test_json_array():
    assert read(json_array, b'[{"a": 1}, {"a": 2}]') == [("1", {"a": 1}), ("2", {"a": 2})]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a": 1}', "a JSON dict; an array is allowed"),
        (b"[1]", "element 1 is a int; a JSON object is allowed"),
        (b"[{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_no_json_array(data, said):
    with pytest.raises(SourceRowError, match=said):
        read(json_array, data)


def test_delimited():
    text = b'a,b\n1,"x, ""y""\nz"\n'
    assert read(delimited(), text) == [("1", {"a": "1", "b": 'x, "y"\nz'})]
    assert read(delimited("\t"), b"a\tb\n1\t2\n") == [("1", {"a": "1", "b": "2"})]
    long = b"a\n" + b"x" * 1_000_000 + b"\n"
    assert len(read(delimited(), long)[0][1]["a"]) == 1_000_000


@pytest.mark.parametrize("data", [b"a\n1\n2\n", b"a\n1\n1,2\n"])
def test_delimited_leaves_the_file_to_its_owner(data):
    file = io.BytesIO(data)
    rows = delimited()(file)
    next(rows)
    with contextlib.suppress(SourceRowError):
        next(rows)
    rows.close()
    assert not file.closed


@pytest.mark.parametrize("data", [b"a,b\n1\n", b"a,b\n1,2,3\n"])
def test_ragged_rows(data):
    with pytest.raises(SourceRowError, match="row 1 has another number of fields"):
        read(delimited(), data)


def test_gzipped():
    packed = gzip.compress(b'{"a": 1}\n{"a": 2}\n')
    assert read(gzipped(jsonl), packed) == [("1", {"a": 1}), ("2", {"a": 2})]
