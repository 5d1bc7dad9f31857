"""The final answer in a response, found in linear time and never guessed.

    from .extract import MATH, extract_answer
    extract_answer("So it is $\\boxed{5}$ cm.", MATH)  # Extraction(text='5 cm', how='box')

1. `thinking`: only what follows the last closed think block counts; unclosed thinking has none.
2. A reward names its finders in order; the first mark that occurs at all decides. `TAGGED`, the
   default: tag, box, fence, phrase to the end of the text (tables, grids, lists). `MATH`: box, tag,
   claim (`####`, "the answer is", a heading, each up to the end of its sentence), bold, fence, or a
   response that is one short line and nothing else.
3. `commitment`: of these marks the last counts, and touching ones are one list. What is empty, cut
   off, a placeholder, an example from the prompt, denied, retracted afterwards or one half of an
   "or" is no answer. A mark that only names the format ("as asked, in \\boxed{}") is not looked at.
"""

from .answer import MATH, TAGGED, Extraction, Finders, closing_paragraph, extract_answer
from .peel import is_placeholder, unwrap
from .thinking import clip_response, final_text

__all__ = [
    "MATH",
    "TAGGED",
    "Extraction",
    "Finders",
    "clip_response",
    "closing_paragraph",
    "extract_answer",
    "final_text",
    "is_placeholder",
    "unwrap",
]
