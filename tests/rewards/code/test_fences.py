"""The last fenced block of a response is its program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.code.fences import MAX_PROGRAM_CHARS, fenced, last_program

TWO = "print(1)\nprint(2)"


@pytest.mark.parametrize(
    "response",
    [
        f"```python\n{TWO}\n```",
        f"```\n{TWO}\n```",
        f"```py\n{TWO}\n```",
        f"``` Python3\n{TWO}\n```",
        f"~~~python\n{TWO}\n~~~",
        f"````python\n{TWO}\n````",
        f"First:\n```python\nprint(0)\n```\nBetter:\n```python\n{TWO}\n```\nDone.",
        f"```python\n{TWO}\n```\nRun it:\n```bash\npython a.py\n```\nIt prints\n```text\n1\n2\n```",
        f"<think>```python\nno\n```</think>\n```python\n{TWO}\n```",
        f"<answer>\n```python\n{TWO}\n```\n</answer>",
        f"<answer>```python\n{TWO}\n```</answer>",
        f"```python\n{TWO}```",
        f"1. Write\n   ```python\n   {TWO.splitlines()[0]}\n   {TWO.splitlines()[1]}\n   ```",
        f"```python\r\n{TWO}\r\n```\r\n",
        f"```python title=a.py\n{TWO}\n```",
    ],
)
def test_the_program_is_found(response):
    assert last_program(response).replace("\r", "").strip() == TWO


@pytest.mark.parametrize(
    "response",
    [
        "",
        TWO,
        f"<answer>{TWO}</answer>",
        f"```python\n{TWO}",
        f"```python\n{TWO}\n```\n```python\nprint(",
        f"<think>```python\n{TWO}\n```",
        f"<think>```python\n{TWO}\n```</think> I do not know.",
        f"```python\n{TWO}\n```\nNo.\n<answer></answer>",
        f"```python\n{TWO}\n```\nCorrection: <answer>",
        "```python\n\n```",
        "```cpp\nint main() {}\n```",
        "```python print(1)```",
        f"```python\n{'#' * MAX_PROGRAM_CHARS}\nprint(1)\n```",
    ],
)
def test_no_program_is_no_answer(response):
    assert last_program(response) is None


def test_backticks_within_a_program():
    docstring = 'def f():\n    """\n    ```\n    f()\n    ```\n    """\n    return 1'
    assert last_program(f"```python\n{docstring}\n```") == docstring
    assert last_program(f'```python\ns = "```"\n{TWO}\n```') == f's = "```"\n{TWO}'
    shown = f"'''\n```\n'''\n{TWO}"
    assert last_program(fenced(shown)) == shown
    assert last_program(f"````python\n{shown}\n````") == shown


def test_a_fence_that_closes_at_a_lines_end_is_read_only_if_the_block_never_closes():
    assert last_program(f"```python\nx = 1 # ```\n{TWO}\n```") == f"x = 1 # ```\n{TWO}"
    assert last_program("```python\nx = 1```\nand\n```python\ny = 2```") == "y = 2"


@given(st.text(alphabet="ab \n\t'\"#`~<>", min_size=1).filter(str.strip))
def test_a_fenced_program_is_found_again(program):
    assert last_program(f"Here:\n{fenced(program)}\n") == program.rstrip()


@pytest.mark.parametrize(
    "piece", ["```", "```\n", "```python\n", "`", "~~~\n", " ```\nx", "x```\n"]
)
def test_a_million_fences_are_read(piece):
    last_program(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize(
    "line",
    [
        " " * 10**6 + "x",
        "```" + "a" * 10**6 + "`",
        "```" + " " * 10**6 + "`",
        "</a" * 300_000,
        "\t" * 10**6 + "</answer",
    ],
    ids=range(5),
)
def test_a_line_of_a_million_characters_is_read(line):
    assert last_program(f"{line}\n\n\n```\n{line[:9]}print(1)\n```") is not None
