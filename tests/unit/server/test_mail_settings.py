"""A mail server that cannot be used is said in one line that names the setting."""

from pathlib import Path

import pytest

from veillee.server.mailing import make_mail
from veillee.server.settings import SettingProblem, load_settings

GOOD = {"HOST": "mail.example.org", "SENDER": "veillee@example.org"}


def load(more: dict[str, str]) -> None:
    load_settings(None, {f"VEILLEE_MAIL__{name}": value for name, value in (GOOD | more).items()})


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"SENDER": ""}, "mail.sender"),
        ({"SENDER": "a@b.example\nBcc: c@d.example"}, "mail.sender"),
        ({"HOST": "mail example"}, "mail.host"),
        ({"PORT": "99999"}, "mail.port"),
        ({"SECURITY": "maybe"}, "mail.security"),
        ({"SECURITY": "none"}, "mail.security"),
        ({"USER": "veillee"}, "mail.password"),
        ({"PASSWORD": "x"}, "mail.user"),
        ({"USER": "veillee", "PASSWORD": "x", "PASSWORD_FILE": "y"}, "mail.password_file"),
        ({"USER": "veillee", "PASSWORD_FILE": "/nowhere/password"}, "mail.password_file"),
        ({"CA_FILE": "/nowhere/ca.pem"}, "mail.ca_file"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(more: dict[str, str], named: str) -> None:
    with pytest.raises(SettingProblem, match=f"setting {named}: ") as problem:
        load(more)
    assert "\n" not in str(problem.value)


def test_the_password_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")
    names = {"USER": "veillee", "PASSWORD_FILE": str(file)} | GOOD
    settings = load_settings(None, {f"VEILLEE_MAIL__{name}": value for name, value in names.items()})
    made = make_mail(settings.mail)
    assert made and (made.password, made.port, made.security) == ("secret", 587, "starttls")
    assert make_mail(load_settings(None, {}).mail) is None
