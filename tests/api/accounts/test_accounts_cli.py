"""Accounts from the command line: the person at the machine makes the first, invites, resets and ends."""

import json
from pathlib import Path

import pytest

from tests.api.accounts.conftest import PASSWORD, open_office
from tests.api.command import tongtu


@pytest.fixture
def home(peopled: Path, tmp_path: Path) -> Path:
    """A home with the accounts of the office."""
    made = open_office(peopled, tmp_path / "home")
    made.app.database.close()
    return made.app.settings.home


def test_the_first_link_is_printed_once_there_is_none(tmp_path: Path, home: Path) -> None:
    done = tongtu("accounts", "first", "--address", "https://tongtu.example/", home=tmp_path / "fresh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("https://tongtu.example/first/")
    refused = tongtu("accounts", "first", home=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "There are accounts already" in refused.stderr


def test_nobody_is_invited_before_there_is_an_administrator(tmp_path: Path) -> None:
    done = tongtu("accounts", "invite", "x1", "--called", "x", "--role", "administrator", home=tmp_path / "fresh")
    assert done.returncode == 2
    assert "/first" in done.stderr


def test_invite_list_reset_and_end(home: Path) -> None:
    words = ("accounts", "invite", "chendan", "--called", "陈丹", "--role", "counselor", "--organisation", "d_420106")
    made = json.loads(tongtu(*words, "--json", home=home, TONGTU_HOSTS="tongtu.example").stdout)
    assert made["address"] == f"https://tongtu.example{made['path']}"
    account = made["account"]["id"]
    listed = tongtu("accounts", "list", home=home).stdout
    assert f"{account}  chendan  陈丹  Counselor  武昌区 (d_420106), 420106" in listed
    assert tongtu("accounts", "list", "--organisation", "e_river", home=home).stdout.count("\n") == 1
    assert tongtu("accounts", "reset", "a_li", home=home, TONGTU_HOSTS="tongtu.example").stdout.startswith(
        "https://tongtu.example/reset/"
    )
    assert json.loads(tongtu("accounts", "end", account, "--json", home=home).stdout)["state"] == "ended"
    assert "洪山区" in tongtu("accounts", "organisations", home=home).stdout
    refused = tongtu("accounts", "end", "nobody", home=home)
    assert (refused.returncode, "nobody" in refused.stderr) == (2, True)


def test_a_role_that_there_is_not_is_said(home: Path) -> None:
    done = tongtu("accounts", "invite", "x1", "--called", "x", "--role", "king", home=home)
    assert done.returncode == 2
    assert "role" in done.stderr


def test_the_person_at_the_machine_stays_its_organizer(home: Path) -> None:
    assert "spring-2027" in tongtu("event", "list", home=home).stdout
    assert PASSWORD not in tongtu("accounts", "list", "--json", home=home).stdout
