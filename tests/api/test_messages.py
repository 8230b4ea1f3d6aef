"""Every sentence of the pages exists in both languages."""

import re
from pathlib import Path

import pytest

from api.languages import LANGUAGES, Language
from api.messages.catalogue import read_catalogue, template_messages, translations, update_catalogue

PLACES = re.compile(r"%\((\w+)\)s")


def strings(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: Language) -> None:
    catalogue = read_catalogue(language)
    known = {tuple(strings(message.id)): message for message in catalogue if message.id}
    wanted = {tuple(strings(message)) for message in template_messages()}
    assert set(known) == wanted, "run `python -m api.messages.catalogue`, then translate what is empty"
    assert [key for key, message in known.items() if message.fuzzy or not all(strings(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_the_places_of_values(language: Language) -> None:
    wrong = [
        message.id
        for message in read_catalogue(language)
        if message.id
        for string in strings(message.string)
        if set(PLACES.findall(string)) != set(PLACES.findall(strings(message.id)[-1]))
    ]
    assert wrong == []


def test_chinese_is_chinese() -> None:
    plain = [m.id for m in read_catalogue("zh") if m.id and not re.search("[一-鿿：、。；，]", strings(m.string)[0])]
    assert plain == []


def test_english_is_its_own_translation() -> None:
    assert [m.id for m in read_catalogue("en") if m.id and strings(m.id) != strings(m.string)] == []


def test_extraction_finds_plain_and_plural_sentences() -> None:
    found = template_messages()
    assert "Skip to the content" in found
    assert ("%(num)s person", "%(num)s people") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_update_of_a_complete_catalogue_changes_nothing(language: Language, root: Path) -> None:
    committed = root / "api" / "messages" / language / "LC_MESSAGES" / "tongtu.po"
    assert update_catalogue(language) == committed.read_bytes()


def test_translations_are_compiled() -> None:
    assert translations("zh").gettext("Events") == "招聘活动"
    assert translations("en").ngettext("%(num)s person", "%(num)s people", 2) == "%(num)s people"
