"""Steps on texts of lower-case letters, digits and spaces."""

from __future__ import annotations

from ._pipelines import WEIGHTS, Pool


def reverse_words(text: str) -> str:
    """Put the words in the opposite order, with one space between them (words are what spaces
    part).
    """
    return " ".join(text.split()[::-1])


def turn_words(text: str, k: int) -> str:
    """Write every word of at least {k} letters backwards, with one space between the words."""
    return " ".join(w[::-1] if len(w) >= k else w for w in text.split())


def drop_short(text: str, k: int) -> str:
    """Leave out the words shorter than {k} characters, with one space between those that stay."""
    return " ".join(w for w in text.split() if len(w) >= k)


def sort_words(text: str, k: int) -> str:
    """Sort the words by their first {k} characters, as Python compares texts; words that are equal
    there stay in their order; one space between them.
    """
    return " ".join(sorted(text.split(), key=lambda w: w[:k]))


def shift_letters(text: str, k: int) -> str:
    """Replace every letter by the one {k} places later in the alphabet, where a follows z; other
    characters stay.
    """
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if "a" <= c <= "z" else c for c in text)


def drop_letter(text: str, letters: str) -> str:
    """Leave out every character that is one of "{letters}"."""
    return "".join(c for c in text if c not in letters)


def double_letter(text: str, letters: str) -> str:
    """Write every character that is one of "{letters}" twice."""
    return "".join(c * 2 if c in letters else c for c in text)


def squeeze(text: str) -> str:
    """Of equal characters that stand next to one another, keep only one."""
    return "".join(c for i, c in enumerate(text) if i == 0 or c != text[i - 1])


def rotate(text: str, k: int) -> str:
    """Move the first {k} characters to the end (all that there are, if there are fewer)."""
    return text[k:] + text[:k]


def every_kth(text: str, k: int) -> str:
    """Leave out every {k}th character, counted from 1."""
    return "".join(c for i, c in enumerate(text, 1) if i % k)


def flip_pieces(text: str, k: int) -> str:
    """Cut the text into pieces of {k} characters from the left (the last may be shorter) and write
    each piece backwards.
    """
    return "".join(text[i : i + k][::-1] for i in range(0, len(text), k))


def expand_digits(text: str, k: int) -> str:
    """Replace every digit by its value plus {k}, written in decimal."""
    return "".join(str(int(c) + k) if c.isdigit() else c for c in text)


def replace_pair(text: str, first: str, second: str) -> str:
    """Exchange the letters {first} and {second}."""
    return "".join({first: second, second: first}.get(c, c) for c in text)


def run_lengths(text: str) -> str:
    """Replace every run of equal characters by the character and the length of the run."""
    found, start = "", 0
    for i in range(1, len(text) + 1):
        if i == len(text) or text[i] != text[start]:
            found += text[start] + str(i - start)
            start = i
    return found


def weigh(text: str, k: int) -> int:
    """Return the sum, over all characters, of the place (from 1) times {k} for the vowels a, e, i,
    o, u and of the place alone for all others.
    """
    return sum(i * (k if c in "aeiou" else 1) for i, c in enumerate(text, 1))


def fold(text: str, k: int) -> int:
    """Start with 0; for every character in order, multiply by {k}, add its code point, and keep
    the remainder on division by 9973; return what you have at the end.
    """
    result = 0
    for c in text:
        result = (result * k + ord(c)) % 9973
    return result


_LETTERS = ("ae", "st", "nr", "ol", "tu", "ie", "dr", "ns", "el", "au", "os", "ti")
STEPS: Pool = {
    reverse_words: {}, turn_words: {"k": range(2, 7)}, drop_short: {"k": range(2, 6)},
    sort_words: {"k": range(1, 4)}, shift_letters: {"k": range(1, 26)},
    drop_letter: {"letters": _LETTERS}, double_letter: {"letters": _LETTERS}, squeeze: {},
    rotate: {"k": range(1, 9)}, every_kth: {"k": range(2, 7)}, flip_pieces: {"k": range(2, 7)},
    expand_digits: {"k": range(1, 30)}, replace_pair: {"first": "aest", "second": "ionr"},
    run_lengths: {},
}  # fmt: skip
RESULTS: Pool = {
    weigh: {"k": WEIGHTS}, fold: {"k": WEIGHTS},
}  # fmt: skip
