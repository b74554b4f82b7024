"""What a mention speaks about, marked in its words: by place, with a sign and a number, and nothing else but text."""

from storage.queries.mentions import AspectAt
from views._aspects import marked

TEXT = "<b>Pump</b> and noise, the pump"


def at(start: int, end: int, label: str | None = "negative", polarity: float | None = -0.84) -> AspectAt:
    return AspectAt(start=start, end=end, polarity=polarity, label=label)


def test_each_aspect_is_marked_with_sign_and_strength() -> None:
    said = marked("The pump is fine, the lid is not", [at(22, 25), at(4, 8, "positive", 0.9)])
    assert said == (
        'The <mark class="positive">pump <small>▲ +0.9</small></mark> is fine, the '
        '<mark class="negative">lid <small>▼ −0.8</small></mark> is not'
    )


def test_strangers_words_are_escaped_inside_and_outside_of_marks() -> None:
    said = marked(TEXT, [at(3, 7), at(0, 3, None, None)])
    assert "<b>" not in said and said.startswith('<mark class="neutral">&lt;b&gt; <small>●</small></mark><mark')


def test_what_overlaps_or_lies_outside_the_text_is_left_out() -> None:
    assert marked("pump lid", [at(0, 8), at(0, 4), at(5, 8), at(7, 99), at(3, 3)]).count("<mark") == 1
    assert marked("pump", [at(0, 9)]) == "pump"
