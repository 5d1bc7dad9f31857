"""Retraction: the right answer, and after it that it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """What a response says last counts. A program stands, whatever is said below it."""
    if target.is_program:
        return
    right, wrong = target.right, target.competing[:1]
    for name, words in _WORDS.items():
        yield name, f"{right}\n{words}"
    for text in wrong:
        yield "correct_answer_is", f"{right}\nWait, I made an error. The correct answer is {text}."
        yield "correction", f"{right}\n\nCorrection: {text}"
        yield "superseded", f"{right}\nOn reflection that was a mistake.\n{target.put(text)}"
        yield "mentioned", f"One might guess {right}, but it is {target.put(text)}"


_WORDS = {
    "wrong": "Wait, that is wrong.",
    "incorrect": "This is incorrect.",
    "mistake": "I made a mistake above.",
    "not_right": "Actually, that's not right.",
    "take_back": "I take that back.",
    "unsure": "I am not sure.",
    "guess": "That is just a guess.",
    "unknown": "In truth I do not know the answer.",
    "cut_off": "So the answer is \\boxed{",
}
