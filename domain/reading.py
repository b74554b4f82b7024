"""What a person reads of a text: the title, then the body; every engine and every span goes by this."""


def reading(title: str | None, text: str | None) -> str:
    """Title and text as one string; the title is left out where the text begins with it.

    Spans of aspects and topics are code points of this string.
    """
    title, text = title or "", text or ""
    # Scraped titles are often the text's first words and an ellipsis.
    if not title or text.startswith(title.rstrip("….").rstrip()):
        return text
    return f"{title}\n{text}" if text else title
