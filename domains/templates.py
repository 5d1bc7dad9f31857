"""Prompt templates by name, kept apart from the data: a new wording is not a new problem.

One user message each, since not every chat format knows a system role. The constant text stands
first and the problem last where that is possible, so that engines can reuse the cached prefix.

A style is what may stand before any template: one of the five prior prompts of Taveekitworachai et
al., "Prior Prompt Engineering for Reinforcement Fine-Tuning" (2025), in words of our own, or none.
A row names both in its template: `math_boxed` (no style), `math_boxed+planning`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypedDict, get_args


class Message(TypedDict):
    """One turn of a prompt, in the form that chat templates take."""

    role: str
    content: str


class UnknownTemplateError(ValueError):
    """No template or no style has this name."""


Style: TypeAlias = Literal["none", "reasoning", "planning", "code", "knowledge", "examples"]
"""What a model is asked to write first; `examples` is the paper's null-example style."""

# Each asks for notes in tags of their own and leaves the form of the answer to the template: no
# reward reads the tags, and what it takes for the answer stands last.
_STYLES: dict[str, str] = {
    "none": "",
    "reasoning": (
        "First think the problem through between <think> and </think>, then give the answer.\n\n"
    ),
    "planning": (
        "First write a plan of the steps between <plan> and </plan>, then carry it out and give "
        "the answer.\n\n"
    ),
    "code": (
        "First write code that would work out the answer between <code> and </code>, follow by "
        "hand what it does, then give the answer.\n\n"
    ),
    "knowledge": (
        "First write down the facts, definitions and formulas that bear on the problem between "
        "<knowledge> and </knowledge>, then use them and give the answer.\n\n"
    ),
    "examples": (
        "First recall similar problems and their solutions between <examples> and </examples>, "
        "then solve this one and give the answer.\n\n"
    ),
}
_PLUS = "+"

_TEMPLATES: dict[str, str] = {
    "plain": "{context}{question}",
    "math_boxed": (
        "Reason step by step, and put your final answer within \\boxed{}.\n\n{context}{question}"
    ),
    "table": (
        "Answer the question from the table and the text beside it. Reason step by step, and put "
        "the final answer within \\boxed{}: a cell or a number, without explanation; several "
        "answers with | between them.\n\n"
        "{context}{question}"
    ),
    # No program in a fence here: an echo has none, or the task's own header, which solves nothing.
    "code_function": (
        "Write Python code that solves the task: exactly the function or class that it asks for, "
        "under that name. Nothing is to be read or printed. End with all of the code in one block "
        "that is fenced by ``` marks.\n\n"
        "{context}{question}"
    ),
    "code_stdio": (
        "Write a Python program that solves the task: it reads from standard input and prints the "
        "answer to standard output, and nothing else. End with the whole program in one block that "
        "is fenced by ``` marks.\n\n"
        "{context}{question}"
    ),
    "code_io_output": (
        "What does the call of this program return? Work it out step by step; nothing can be run. "
        "End with the value, written as a Python literal, in answer tags: "
        "<answer>...</answer>\n\n"
        "{context}{question}"
    ),
    "code_io_input": (
        "With which arguments does this program return the given value? Any that do are right. "
        "Work it out step by step; nothing can be run. End with the arguments as they stand "
        "between the brackets of a call, or as a dict of all by name, in answer tags: "
        "<answer>...</answer>\n\n"
        "{context}{question}"
    ),
    "choice": (
        "Answer the question by choosing among the options. Reason step by step, and put the "
        "letter of the right option within \\boxed{}.\n\n"
        "{context}{question}"
    ),
    "science_boxed": (
        "Solve the problem. Reason step by step, and put the final answer within \\boxed{}: a "
        "number with its unit if it has one, an expression, or a short text.\n\n"
        "{context}{question}"
    ),
    # The form is shown with dots, which no parser reads as a grid: an echo is not an answer.
    "arc_grid": (
        "You are an expert at finding the rule behind grid puzzles.\n\n"
        "A grid is a list of rows; each cell is an integer from 0 to 9 that stands for a color. "
        "One rule turns the input grid of every demonstration into its output grid. The output "
        "may have another size than the input. Find the rule and apply it to the test input. "
        "Give the output grid as a JSON list of lists of integers, in answer tags: "
        "<answer>[[...], ...]</answer>\n\n"
        "{context}{question}"
    ),
    # Short, since small models copy forms better than they follow rules. The names in the example
    # are in no puzzle, so that an echo of it is not an answer to any.
    "knights_and_knaves": (
        "Everyone is one of two kinds: knights always tell the truth, knaves always lie. "
        "Who is what? End with one line like this, with the names from the puzzle:\n"
        "<answer>Max: knight, Kim: knave</answer>\n\n"
        "{context}{question}"
    ),
    # The example's theme is in no puzzle, so that an echo of its table is not an answer to any.
    "zebra": (
        "Solve the puzzle. End with the whole table in answer tags, like this one of another "
        "puzzle:\n"
        "<answer>\nSeat | Shoe | Game\n1 | boots | darts\n2 | clogs | poker\n</answer>\n\n"
        "{context}{question}"
    ),
    # As above: the examples name what is in no puzzle.
    "ordering": (
        "Exactly one order fits all clues. End with one line like this, with all names in the "
        "order that is asked for:\n"
        "<answer>Max, Kim, Lea</answer>\n\n"
        "{context}{question}"
    ),
    "graph_logic": (
        "Decide what follows from the statements. A statement about every A says nothing about "
        "things that are not an A, and what does not follow may be true or false. End with one "
        "line like this, with the word that answers the question:\n"
        "<answer>blicket</answer>\n\n"
        "{context}{question}"
    ),
}

_PLACEHOLDER = re.compile(r"\{(question|context)\}")


def known_templates() -> tuple[str, ...]:
    """The names of all templates, sorted."""
    return tuple(sorted(_TEMPLATES))


def known_styles() -> tuple[str, ...]:
    """The names of all styles, `none` first."""
    return get_args(Style)


def styled(template: str, styles: Sequence[str], identity: str) -> str:
    """A template with one of some styles, chosen by the id (hex) of the row.

    So the choice depends on nothing but the problem; a style that is named twice is chosen twice as
    often. A template that names a style already keeps it.
    """
    style = styles[int(identity, 16) % len(styles)]
    return template if _PLUS in template or style == "none" else f"{template}{_PLUS}{style}"


def render(template: str, question: str, context: str = "") -> tuple[Message, ...]:
    """The prompt. A context is followed by a blank line; an empty one leaves no trace.

    Both texts are put in literally and in one pass: braces in them mean nothing. `template` may
    name a style too: `math_boxed+planning`.
    """
    name, _, style = template.partition(_PLUS)
    if name not in _TEMPLATES or (style or "none") not in _STYLES:
        raise UnknownTemplateError(
            f"unknown template {template!r}; known: {', '.join(known_templates())}, each with or "
            f"without a style, as in {name}+planning: {', '.join(known_styles())}"
        )
    values = {"question": question, "context": f"{context}\n\n" if context else ""}
    text = _STYLES[style or "none"] + _TEMPLATES[name]
    content = _PLACEHOLDER.sub(lambda found: values[found[1]], text)
    return (Message(role="user", content=content),)
