"""Is there anything in a text that an engine could score?"""

import re

from domain.records import NEVER_SCORED

# What exports write where nobody wrote anything.
_SAYS_NOTHING = NEVER_SCORED | {"n/a", "nan", "null", "[no text]", "[deleted by user]", "[removed by moderator]"}
_NOT_WORDS = re.compile(
    r"(?:https?://|www\.)\S+"  # links
    r"|(?<!\w)@\w+"  # handles
    r"|</?[a-zA-Z][^<>]{0,200}>"  # tags
    r"|&(?:[a-zA-Z]{2,8}|#\d{1,7});"  # entities
)
EMOTICON = re.compile(r"(?:[:;=xX8]['^]?-?[)(\]\[DPpO0|/\\*3>]|<3|[)(\]\[]-?[:;=]|\^_?\^)(?=\s|$|[^\w])")
# Pictographs, dingbats, and the symbols that chats draw in colour.
EMOJI = re.compile("[\u203c\u2049\u2190-\u21ff\u231a-\u23ff\u25a0-\u27bf\u2934-\u2b55\U0001f000-\U0001faff]")
_LETTER = re.compile(r"[^\W\d_]")


def words_of(text: str) -> str:
    """The text without links, handles, tags and entities, each replaced by a blank."""
    return _NOT_WORDS.sub(" ", text)


def is_wordless(text: str) -> bool:
    """Whether the text holds no letter outside links and handles; it may still hold emoji."""
    return _LETTER.search(words_of(text)) is None


def is_empty(text: str) -> bool:
    """Whether nothing can be scored: blank, deleted, a bare link, digits or punctuation, no letter and no emoji."""
    stripped = text.strip()
    if not stripped or stripped.lower() in _SAYS_NOTHING:
        return True
    if not is_wordless(stripped):
        return False
    rest = words_of(stripped)
    return EMOJI.search(rest) is None and EMOTICON.search(rest) is None


def blanked(text: str) -> str:
    """The text with links, handles, tags and entities as blanks, and every other character where it was."""
    return _NOT_WORDS.sub(lambda found: " " * len(found.group()), text).replace("#", " ")
