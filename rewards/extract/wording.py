"""The words by which a response takes an answer back, doubts it, or shows it as an example.

Searched in a bounded stretch of text before or after a mark; every repetition is bounded as well.
"""

from __future__ import annotations

import re

# What may stand between two marks that are read as one answer, besides the marks' own signs.
GAP_MARKS = re.compile(
    r"</?answer>|\\(?:boxed|fbox|text|quad|qquad)|\\[,;:!()\[\] ]|[{}$*,;.、，。`\s]"
)
JOINED = frozenset(("", "and", "&", "和", "y", "und", "et"))
ALTERNATIVE = re.compile(
    r"(?:or|oder|ou|o|或者?|\\lor|\\vee|/|alternatively|maybe|perhaps|possibly)"
    r"(?:maybe|perhaps|possibly|even|else|[a-z]=)?"
)
# The same in more words, or with one of the two outside of any mark.
OR_BEFORE = re.compile(
    r"(?:\b(?:or|oder)(?:\s+(?:maybe|perhaps|possibly|even|else|it\s+is|is\s+it|[a-z]\s?=))?"
    r"|\b(?:could|might|may)\s+also\s+be|\balternatively,?|或者?)"
    r"[\s$(*]{0,4}$",
    re.IGNORECASE,
)
OR_AFTER = re.compile(
    r"[\s$).,*;]{0,4}\(?(?:\\text\s?\{\s?)?(?:or|oder|或者?|\\lor|\\vee)(?![a-z])"
    r"(?!\W{0,3}(?:equivalent|simply|in\s|about|approx|roughly|\\approx|≈))",
    re.IGNORECASE,
)

# "..., enclosed in \\boxed{} as asked" names the format.
NAMED = re.compile(
    r"\b(?:in|into|within|inside|using|use|used|with|via|the|an?|empty|en|dans)[\s`\"'$(]{0,4}$",
    re.I,
)
EXAMPLE = re.compile(
    r"(?:\b(?:for\s+example|for\s+instance|e\.g\.|such\s+as|example\s?:|por\s+ejemplo"
    r"|zum\s+beispiel)|例如|比如)[,:：，]?\s{0,3}(?:(?:write|writing|answer|answering"
    r"|like|as)\s)?[\s$`\"'(*]{0,4}$"
    r"|\b(?:put|write|give|place|enclose|provide|box|wrap|express|present|state|submit|return"
    r"|output)\b[^.\n]{0,40}\byour\b[^.\n]{0,60}$",
    re.IGNORECASE,
)
EXAMPLE_AFTER = re.compile(
    r"[\s$`\"'.)]{0,4}(?:would|could|might)\s+be\s+(?:an?\s+(?:answer|example)|written)",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bnor|\brather\s+than|\binstead\s+of|\\neq?|≠)\s{0,3}"
    r"(?:(?:be|equal(?:\s+to)?|simply|just|exactly)\s{1,3})?[\s$(*`]{0,4}$",
    re.IGNORECASE,
)
GUESSES = re.compile(
    r"(?:\b(?:candidates?|possible|possibilit\w{1,3}|guess(?:es)?|options?|choices?|maybe|perhaps"
    r"|probably|one\s+of|either|could\s+be|might\s+be|may\s+be)\b|可能)[^.\n]{0,40}$",
    re.IGNORECASE,
)
DOUBTED = re.compile(
    r"^[\s$*({]{0,5}(?:\\text\s?\{\s?)?(?:either|one\s+of|any\s+of"
    r"|neither(?=[^A-Za-z0-9]{1,20}[A-Za-z0-9]))\b",
    re.I,
)
_LEAD = (
    r"(?:(?:wait|no|please|hmm+|actually|oh|oops|sorry|however|but|hold\s+on|on\s+reflection"
    r"|i\s+think|i\s+believe|in\s+fact)\b[\s,.!:—–…-]{0,6}){0,3}"
)
_THE_ANSWER = (
    r"(?:that|this|it|my|the)(?:\s+(?:above|previous|last|boxed|final|earlier))?"
    r"(?:\s+(?:answer|result|box|value|solution|one))?(?:\s+(?:above|there))?"
)
_IS = (
    r"(?:['’]s|\s+(?:is|was|were|seems|looks|(?:must|may|might|cannot|can['’]t)\s+be))"
    r"(?:\s+(?:all|actually|clearly|definitely|also|still|probably|completely))?"
)
_WRONG = (
    r"(?:off|wrong|incorrect|mistaken|not\s+(?:right|correct|true|the\s+answer)"
    r"|a\s+mistake|an\s+error)\b"
)
# Said at the start of a sentence: in its middle the same words mostly speak of something else.
TAKEN_BACK = re.compile(
    rf"(?:^[\s*_$,;:.)—–-]{{0,6}}|[.!?\n][\s*_$\"')]{{0,6}}){_LEAD}(?:"
    rf"{_THE_ANSWER}{_IS}\s+{_WRONG}"
    r"|(?:that|this|it)\s+(?:(?:isn|wasn|can)['’]t|cannot)\s+(?:be\s+)?(?:right|correct|true)\b"
    r"|i\s+(?:was|am)\s+(?:wrong|mistaken)\b|i['’]m\s+wrong\b|my\s+(?:mistake|bad|error)\b"
    r"|i\s+(?:have\s+|just\s+|think\s+i\s+)?(?:made|see|found|noticed|spotted)\s+(?:an?|the|my)"
    r"\s+(?:[a-z]{1,20}\s+)?(?:mistake|error|slip|miscalculation)\b"
    r"|i\s+(?:mis(?:read|calculated|counted|computed|took)|take\s+(?:that|it|this)\s+back"
    r"|retract)\b"
    r"|(?:scratch|disregard|ignore|forget|strike|never)\s+(?:mind|that|this|it"
    r"|the\s+(?:above|box|previous|answer))"
    r"|(?:correction|corrected|erratum|edit)\b(?:\s{1,2}answer)?\s{0,2}(?:to\b[^:\n]{0,30})?[:：—–]"
    r"|(?:it|that|this|the\s+answer)\s+should\s+(?:actually\s+|instead\s+|really\s+)?"
    r"(?:have\s+been|be)\b"
    r")|不对|错了|有误|更正|应改为|me\s+equivoqu|correcci[oó]n\s?:|es\s+incorrect[oa]\b"
    r"|está\s+mal\b|je\s+me\s+suis\s+tromp|das\s+ist\s+falsch|korrektur\s?:",
    re.IGNORECASE,
)
CORRECTED = re.compile(
    r"\b(?:(?:wait|no|actually|sorry|oops|hold\s+on|second\s+thoughts?)\b[^.\n]{0,40}\banswer"
    r"|(?:correct|right|actual|true|real|corrected)\s+(?:final\s+)?(?:answer|value|result"
    r"|option|choice))"
    r"\s{0,3}(?:is|should\s+be|must\s+be|:)\s{0,3}([^\n]{0,200})",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\bi\s+(?:really\s+|honestly\s+)?(?:do\s+not|don['’]t|cannot|can['’]t|can\s+not|could\s+not"
    r"|couldn['’]t|am\s+(?:not\s+able|unable)\s+to)\s+(?:know|solve|determine|answer|find"
    r"|decide|tell|say)"
    r"|\bi(?:\s+am|['’]m)\s+(?:\w+\s+)?(?:not\s+(?:really\s+|so\s+|at\s+all\s+)?(?:sure"
    r"|certain)|unsure|uncertain|guessing|unable\s+to|sorry)"
    r"|\bnot\s+sure\s+which\b|\b(?:just|only|merely)\s+a\s+guess\b|我不(?:知道|确定|会)|无法确定|no\s+"
    r"(?:lo\s+)?sé\b",
    re.IGNORECASE,
)
