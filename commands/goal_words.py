"""What a run says about the scorecards that it wrote."""

from collections.abc import Sequence
from dataclasses import asdict

from domain.goals import CheckIn


def check_ins_json(cards: Sequence[CheckIn]) -> list[dict[str, object]]:
    """The new scorecards, as `run --json` and scripts see them."""
    return [{key: value for key, value in asdict(card).items() if key != "goal_id"} for card in cards]


def check_in_sentences(cards: Sequence[CheckIn]) -> list[str]:
    """One line per new scorecard."""
    return [
        f"goal: {card.brand}, {card.metric} {'no data' if card.value is None else f'{card.value:.1f}'} "
        f"of {card.target:g}: {card.verdict}"
        for card in cards
    ]
