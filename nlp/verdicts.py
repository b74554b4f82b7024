"""Verdicts that the network reads the wrong way round, put into plain words: "One star.", a thumb down.

To it a star is praise; of its training texts hardly one held such a verdict.
"""

import re

_FEW = r"(?:0|zero|1|one|2|two|negative|minus\s\w+)"
_STARS = r"(?:\s?/\s?5|\sout\sof\s(?:5|five))?(?:\s|-)?stars?\b"
# What stars are for; "a one star hotel" and "one star off" say something else.
_NO_VERDICT = r"(?!\s(?:hotel|motel|off|less|restaurant|general|deducted|short)s?\b)"
_BAD = re.compile(
    rf"(?:^|(?<=[.!?\n]))\s*(?:only\s|just\s)?{_FEW}{_STARS}{_NO_VERDICT}"
    r"|\b(?:giv(?:e|es|en|ing)|gave|rate[ds]?|rating|deserves?|worth)\b(?:\s(?!\d|more|than|over)\w+){0,3}"
    rf"\s(?:{_FEW}|no){_STARS}{_NO_VERDICT}"
    r"|\U0001f44e[\U0001f3fb-\U0001f3ff]?(?:\s?\U0001f44e[\U0001f3fb-\U0001f3ff]?)*",
    re.IGNORECASE,
)


def worded(text: str) -> str:
    """The text with such verdicts as words that the network knows."""
    return _BAD.sub(" terrible ", text)
