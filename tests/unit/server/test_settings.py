"""Where settings come from, and what is said of those that cannot be used."""

from pathlib import Path

import pytest

from veillee.server.settings import SettingProblem, describe_settings, load_settings


def test_the_environment_wins_over_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "veillee.toml"
    file.write_text("[limits]\nmessage_chars_max = 500\nconnections_per_address = 7\n")
    settings = load_settings(file, {"VEILLEE_LIMITS__CONNECTIONS_PER_ADDRESS": "9", "HOME": "/"})
    limits = settings.limits
    assert (limits.message_chars_max, limits.connections_per_address) == (500, 9)
    assert limits.messages_per_minute_per_person == 60


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"VEILLEE_LIMIT": "1"}, "VEILLEE_LIMIT"),
        ({"VEILLEE_LIMITS__MESSAGE_CHARS_MAX": "many"}, "limits.message_chars_max"),
        ({"VEILLEE_LIMITS__CONNECTIONS_PER_ADDRESS": "0"}, "limits.connections_per_address"),
        ({"VEILLEE_ENTRY__AGE_ASSURANCE": "[declared"}, "VEILLEE_ENTRY__AGE_ASSURANCE"),
        ({"VEILLEE_DATABASE": "oracle://x"}, "database"),
        ({"VEILLEE_BUS": "nats://x"}, "bus"),
        ({"VEILLEE_BLOBS": "s3://bucket"}, "blobs"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingProblem, match=named) as problem:
        load_settings(None, environment)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("text", ["limits = 3", "[limits]\nunknown = 1", "not toml"])
def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "veillee.toml"
    file.write_text(text)
    with pytest.raises(SettingProblem) as problem:
        load_settings(file, {})
    assert "\n" not in str(problem.value)


def test_every_setting_has_a_meaning_and_every_number_a_unit() -> None:
    assert all(setting.meaning for setting in describe_settings())
    numbers = [one for one in describe_settings() if isinstance(one.default, int) and not isinstance(one.default, bool)]
    assert all(setting.unit for setting in numbers)
