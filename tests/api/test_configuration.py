"""The settings in words: the committed reference is what the command writes, and what the command shows hides passwords."""

from pathlib import Path

import pytest

from api.actions.configuration import settings_view
from api.configuration.document import FILES, document
from api.configuration.words import CHINESE
from api.languages import Language
from api.settings import Settings, SettingsError, read_settings
from tests.api.command import tongtu


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_committed_reference_is_up_to_date(root: Path, language: Language) -> None:
    assert (root / "docs" / FILES[language]).read_text("utf-8") == document(language)


def test_every_setting_is_said_in_both_languages() -> None:
    assert list(CHINESE) == sorted(CHINESE, key=list(Settings.model_fields).index)
    assert set(CHINESE) == set(Settings.model_fields)
    named = {name: field.description or "" for name, field in Settings.model_fields.items()}
    assert [name for name, text in named.items() if not text.startswith(f"TONGTU_{name.upper()}: ")] == []


def test_passwords_are_hidden(tmp_path: Path) -> None:
    url = "postgresql://tongtu:geheim@db.example:5432/city?passfile=/x&password=geheim"
    done = tongtu("settings", home=tmp_path, TONGTU_DATABASE_URL=url)
    assert "TONGTU_DATABASE_URL=postgresql://tongtu:***@db.example:5432/city?***\n" in done.stdout
    assert "geheim" not in done.stdout


def test_what_is_set_is_told_from_defaults(tmp_path: Path) -> None:
    settings = read_settings({"TONGTU_HOME": str(tmp_path), "TONGTU_KEEP": "7", "TONGTU_HOSTS": "a.example,b.example"})
    found = {one.name: (one.value, one.is_default) for one in settings_view(settings)}
    assert found["TONGTU_KEEP"] == ("7", False)
    assert found["TONGTU_HOSTS"] == ("a.example,b.example", False)
    assert found["TONGTU_ENCODER"] == (None, True)


def test_a_password_of_a_file_goes_into_the_address(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("p@ss/wörd\n")
    given = {"TONGTU_HOME": str(tmp_path), "TONGTU_DATABASE_PASSWORD_FILE": str(file)}
    found = read_settings(given | {"TONGTU_DATABASE_URL": "postgresql://tongtu@db/city"})
    assert found.database_url == "postgresql://tongtu:p%40ss%2Fw%C3%B6rd@db/city"
    for url in ("sqlite:///x.db", "postgresql://db/city", "postgresql://tongtu:other@db/city"):
        with pytest.raises(SettingsError, match="with a user and without a password"):
            read_settings(given | {"TONGTU_DATABASE_URL": url})
