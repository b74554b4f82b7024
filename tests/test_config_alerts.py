"""[notify] and [[alert]]: addresses are never in the file, and every mistake is named with its remedy."""

from pathlib import Path

import pytest

from config import Config, load
from domain.alerting import AlertRule, RuleKind
from domain.errors import ConfigError

BRAND = '[[brand]]\nname = "A"\n'


def written(folder: Path, text: str) -> Config:
    path = folder / "earshot.toml"
    path.write_text(text, "utf-8")
    return load(path)


def test_rules_and_channels_are_values(tmp_path: Path) -> None:
    alert = '[[alert]]\nname = "a"\nrule = "threshold"\nbelow = 3\ncool_down = "6h"\nchannel = "TEAM"\n'
    config = written(tmp_path, f'app_url = "http://x/"\n[notify]\nchannels = ["TEAM", "TEAM"]\n{BRAND}{alert}')
    assert (config.app_url, config.notify.channels) == ("http://x", ("TEAM",))
    assert config.notify.rules == (
        AlertRule(
            name="a",
            brand="A",
            metric="negative_mentions",
            kind=RuleKind.THRESHOLD,
            bound=3.0,
            above=False,
            channel="TEAM",
            cool_down=21600.0,
            origin="config",
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[notify]\nchannels = ["slack://token"]', "notify.channels.0"),
        (f'{BRAND}[[alert]]\nname="a"\nrule="threshold"', "needs above = NUMBER or below = NUMBER"),
        (f'{BRAND}[[alert]]\nname="a"\nabove=3', 'above and below belong to rule = "threshold"'),
        (f'{BRAND}[[alert]]\nname="a"\nbrand="B"', "no brand 'B'; known: A"),
        ('[[alert]]\nname="a"', "add a [[brand]] table"),
        (f'{BRAND}[[alert]]\nname="a"\nchannel="TEAM"', "no channel 'TEAM' in [notify] channels; known: none"),
        (f'{BRAND}[[alert]]\nname="a"\n[[alert]]\nname="a"', "two alerts are called 'a'"),
        (f'{BRAND}[[alert]]\nname="a"\nrule="often"', "alert.0.rule"),
        ('app_url = "javascript:alert(1)"', "app_url"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        written(tmp_path, text)
    assert said in str(error.value)
