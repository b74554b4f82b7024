"""Where `serve` listens: this machine, or where people sign in; anything else needs somebody who says so."""

import os
from pathlib import Path

import pytest

from commands.serve import LOOPBACK, Place, app_command, listening
from config import load
from domain.errors import ConfigError
from tests.house import configure, earshot
from tests.test_people import AUTH, SECRETS


def test_without_a_sign_in_only_this_machine_is_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configure(tmp_path, {})
    assert listening(config, {}, 8501, "127.0.0.1").hosts == LOOPBACK
    for address in ("0.0.0.0", "10.1.2.3", "::", "example.com"):
        with pytest.raises(ConfigError, match="anybody could read"):
            listening(config, {}, 8501, address)
        with pytest.raises(ConfigError, match="anybody could read"):
            listening(None, {}, 8501, address)
    assert listening(config, {"EARSHOT_ALLOW_NETWORK": "1"}, 8501, "0.0.0.0").hosts == ("*",)
    assert "warning: anybody who reaches 0.0.0.0" in capsys.readouterr().err


def test_with_a_sign_in_any_address_is_served_under_the_apps_own_name(tmp_path: Path) -> None:
    path = tmp_path / "earshot.toml"
    path.write_text(AUTH, "utf-8")
    place = listening(load(path), SECRETS, 8501, "0.0.0.0")
    assert place.hosts == (*LOOPBACK, "earshot.example")
    with pytest.raises(ConfigError, match="EARSHOT_COOKIE_SECRET is not set"):
        listening(load(path), {}, 8501, "127.0.0.1")


def test_the_server_is_told_its_hosts_and_serves_no_files(tmp_path: Path) -> None:
    words = " ".join(app_command(Place(port=1, hosts=("a", "b"))))
    assert "--server.allowedHosts a --server.allowedHosts b" in words
    assert "--server.address 127.0.0.1 --server.port 1" in words and "--server.enableStaticServing false" in words


def test_the_command_refuses_a_public_address_with_a_sentence(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    assert config.path and "EARSHOT_ALLOW_NETWORK" not in os.environ
    earshot(config.path, "serve", "--address", "0.0.0.0", code=2)
