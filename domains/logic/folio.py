"""FOLIO, training questions: entailment in plain English, checked by first-order logic.

What: about 1,000 conclusions on some 300 sets of premises that experts wrote; each is true, false
or uncertain. The second version, whose labels were corrected.

Where from: tasksource/folio on the Hub, folio_v2_train.jsonl; a copy of yale-nlp/FOLIO, which opens
only after a registration.
License: CC-BY-SA-4.0 (the FOLIO repository of its authors).

One row, abbreviated:
    {"story_id": 406, "premises": "All people who regularly drink coffee are ...\\n...",
     "premises-FOL": "...", "conclusion": "Rina doesn't want to be addicted to caffeine or ...",
     "conclusion-FOL": "...", "label": "True", "example_id": 1126}
"""

from __future__ import annotations

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.choices import choice_problem
from domains.readers import jsonl

REPO = "tasksource/folio"
FILE = "folio_v2_train.jsonl"
_CHOICES = {"A": "True", "B": "False", "C": "Uncertain"}


@source(
    location=Hub(REPO, "main", files=(FILE,)),
    reader=jsonl,
    license="CC-BY-SA-4.0",
    reward="multiple_choice",
    template="choice",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
)
def folio(row: RawRow) -> Problem | Drop:
    """The problem of one conclusion; all conclusions of a story are one group."""
    label = row.data["label"].strip()
    letters = {text: letter for letter, text in _CHOICES.items()}
    if label not in letters:
        return Drop("unknown_label", f"label {label!r}; known: {', '.join(letters)}")
    question = f"Does this follow from the premises? {row.data['conclusion'].strip()}"
    return choice_problem(
        question, _CHOICES, letters[label],
        context=row.data["premises"].strip(), group_id=f"folio:{row.data['story_id']}",
    )  # fmt: skip
