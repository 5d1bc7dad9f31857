"""Steps on lists of numbers, on values of lines and on texts, by other means than the references.

Regular expressions for texts, recursion for postfix notation, queues for windows.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import deque

from tests.domains.code_reading import remainder, rule

VOWELS = frozenset("aeiou")

# Lists of numbers; values of lines.


@rule(r"Leave out the (?:values that are )?multiples of #\.")
def no_multiples(values, k):
    return [v for v in values if math.gcd(v, k) != k]


@rule("Keep only the numbers that leave a remainder of at least # when divided by # ")
def great_remainders(values, r, k):
    return [v for v in values if remainder(v, k) not in range(r)]


@rule(r"Leave out the numbers less than #\.")
def not_less(values, k):
    return [v for v in values if not v < k]


@rule(r"Replace every number greater than # by ")
def capped(values, k):
    return [k if v > k else v for v in values]


@rule(r"Replace every number x by # \* x \+ #\.")
def line(values, a, b):
    return [b + sum([v] * abs(a)) * (1 if a > 0 else -1) for v in values]


@rule(r"Replace every number by its distance from #\.")
def distances(values, k):
    return [max(v, k) - min(v, k) for v in values]


@rule(r"Replace every (?:number|value) by the sum of all .* including it\.")
def sums_so_far(values):
    return list(itertools.accumulate(values))


@rule(r"Replace every value by the sum of all values up to and including it, plus #\.")
def more_than_sums_so_far(values, k):
    return [total + k for total in itertools.accumulate(values)]


@rule("Replace the list by the differences between each number and the one before it")
def steps_between(values):
    return [values[i] - values[i - 1] for i in range(1, len(values))]


def windows(values, k):
    window = deque(maxlen=k)
    for v in values:
        window.append(v)
        if len(window) == k:
            yield tuple(window)


@rule("Replace the list by the (sums|greatest) .*every # numbers that stand next to one another")
def of_windows(values, what, k):
    return [sum(w) if what == "sums" else sorted(w)[-1] for w in windows(values, k)]


@rule("Cut the list into pieces of # numbers from the left .* replace each piece by its sum")
def sums_of_pieces(values, k):
    sums = {}
    for place, v in enumerate(values):
        sums[place // k] = sums.get(place // k, 0) + v
    return list(sums.values())


@rule(r"Move the first number to the end, # times?\.")
def turned(values, k):
    turning = deque(values)
    turning.rotate(-k)
    return list(turning)


@rule(r"Keep the first (?:number|cell of the path) and every #th one after it\.")
def every(values, k):
    return [v for place, v in enumerate(values) if place % k == 0]


@rule(r"Keep only the first (?:occurrence|visit) of every (?:number|cell)\.")
def once(values):
    return [v for place, v in enumerate(values) if values.index(v) == place]


@rule(r"Of equal numbers that stand next to one another, keep only one\.")
def no_repeats(values):
    return [v for v, _ in itertools.groupby(values)]


@rule("Sort by the remainder on division by # ")
def by_remainder(values, k):
    return [v for r in range(k) for v in values if remainder(v, k) == r]


@rule(r"Sort the numbers, the greatest first\.")
def falling(values):
    return [-v for v in sorted(-v for v in values)]


@rule(r"Add # times its place to every (?:number|value); the first place is #\.")
def with_places(values, k, first):
    return [v + k * place for v, place in zip(values, itertools.count(first), strict=False)]


@rule(r"Keep only the numbers that are greater than all before them\.")
def new_records(values):
    best, found = -math.inf, []
    for v in values:
        if v > best:
            best = v
            found.append(v)
    return found


@rule(r"Return the sum of the numbers, plus #\.")
def sum_and(values, k):
    return sum([k, *values])


@rule(r"Return # times the first number, minus the second, plus # times the third")
def by_turns(values, k, _):
    return k * sum(values[::2]) - sum(values[1::2])


@rule("Return # times the difference between the greatest and the smallest number")
def stretched(values, k):
    ordered = sorted(values)
    return k * (ordered[-1] - ordered[0]) if ordered else -1


@rule(
    "Start with 0; for every (number|character) in order, multiply by #, "
    "add (?:the number|its code point), and keep the remainder on division by #; return"
)
def horner(values, what, k, modulus):
    numbers = values if what == "number" else values.encode()
    powers = (k ** (len(numbers) - 1 - place) for place in range(len(numbers)))
    return remainder(sum(map(int.__mul__, numbers, powers)), modulus)


@rule("Replace every value by its remainder on division by # ")
def remainders(values, k):
    return [remainder(v, k) for v in values]


@rule("Sort the values by their distance from #, the nearest first; of equal distances the smaller")
def nearest(values, k):
    return sorted(sorted(values), key=lambda v: (v - k) ** 2)


@rule("Print every value plus #, one per line; if none is left, print none")
def lines(values, k):
    return "\n".join(str(v + k) for v in values) if values else "none"


@rule("Print two numbers with a space between them: how many values are left, and # times")
def number_and_sum(values, k):
    return f"{len(values)} {sum(k * v for v in values)}"


def reduced(text, operators):
    """The values of lines in postfix notation, whose last word is what is done last."""

    def value(words):
        word = words.pop()
        if word not in operators:
            return int(word)
        later = value(words)
        return operators[word](value(words), later)

    found = []
    for words in map(str.split, text.splitlines()):
        found.append(value(words))
        assert not words
    return found


@rule(r"Each line is an expression in postfix notation.* - gives a - b, .* @ gives # \* a \+ b\.")
def language(text, k):
    plain = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}
    return reduced(text, {**plain, "@": lambda a, b: k * a + b})


@rule(
    r"Each line is an expression in postfix notation.* - gives the greater of a - b and #, "
    r"\* gives the remainder of a \* b on division by # .* @ gives the greater of a and b\."
)
def bounded_language(text, least, k):
    return reduced(text, {
        "+": int.__add__,
        "-": lambda a, b: least if a - b < least else a - b,
        "*": lambda a, b: remainder(a * b, k),
        "@": lambda a, b: a if a > b else b,
    })  # fmt: skip


# Texts.


@rule("Put the words in the opposite order")
def words_reversed(text):
    return " ".join(reversed(re.findall("[^ ]+", text)))


@rule("Write every word of at least # letters backwards")
def words_turned(text, k):
    return " ".join(re.sub(rf"^.{{{k},}}$", lambda found: backwards(found[0]), word)
                    for word in re.findall("[^ ]+", text))  # fmt: skip


def backwards(text):
    return "".join(reversed(text))


@rule("Leave out the words shorter than # characters")
def long_words(text, k):
    return " ".join(re.findall(rf"[^ ]{{{k},}}", text))


@rule("Sort the words by their first # characters?, as Python compares texts")
def words_sorted(text, k):
    words = re.findall("[^ ]+", text)
    starts = sorted({word[:k] for word in words})
    return " ".join(word for start in starts for word in words if word[:k] == start)


@rule("Replace every letter by the one # places? later in the alphabet, where a follows z")
def later_letters(text, k):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return text.translate(str.maketrans(alphabet, (alphabet * 2)[k : k + 26]))


@rule(r'Leave out every character that is one of "(\w+)"\.')
def without(text, letters):
    return re.sub(f"[{letters}]", "", text)


@rule(r'Write every character that is one of "(\w+)" twice\.')
def twice(text, letters):
    return re.sub(f"([{letters}])", r"\1\1", text)


@rule(r"Of equal characters that stand next to one another, keep only one\.")
def squeezed(text):
    return re.sub(r"(.)\1+", r"\1", text)


@rule("Move the first # characters? to the end")
def moved(text, k):
    return re.sub(rf"^(.{{1,{k}}})(.*)$", r"\2\1", text)


@rule(r"Leave out every #th (?:character|command), counted from 1\.")
def without_every(text, k):
    return re.sub(rf"(.{{{k - 1}}}).", r"\1", text)


@rule("Cut the text into pieces of # characters from the left .* write each piece backwards")
def pieces_turned(text, k):
    return re.sub(f".{{1,{k}}}", lambda found: backwards(found[0]), text)


@rule(r"Replace every digit by its value plus #, written in decimal\.")
def digits_and(text, k):
    return re.sub("[0-9]", lambda found: str(int(found[0]) + k), text)


@rule(r"Exchange the letters (\w) and (\w)\.")
def exchanged(text, first, second):
    return text.replace(first, "\0").replace(second, first).replace("\0", second)


@rule("Replace every run of equal characters by the character and the length of the run")
def counted_runs(text):
    return "".join(f"{c}{len(list(run))}" for c, run in itertools.groupby(text))


@rule(r"Return the sum, over all characters, of the place \(from 1\) times # for the vowels")
def places_weighed(text, k):
    vowels = [place for place, c in enumerate(text, 1) if c in VOWELS]
    return len(text) * (len(text) + 1) // 2 + (k - 1) * sum(vowels)
