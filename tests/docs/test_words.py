"""The words in bold of a tutorial are words of the pages: a button that is renamed fails here until the tutorial says it, too."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.docs.pages import DOCS, ROOT, Page

TUTORIALS = [Page(path) for path in sorted((DOCS / "tutorials").glob("*.md"))]
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def words_of_pages() -> dict[str, list[re.Pattern[str]]]:
    """What pages say, by language: the catalogue's texts, a value in a text being anything."""
    found: dict[str, list[re.Pattern[str]]] = {"zh": [], "en": []}
    path = ROOT / "api" / "messages" / "zh" / "LC_MESSAGES" / "tongtu.po"
    with path.open("rb") as file:
        for message in read_po(file):
            for language, texts in (("en", message.id), ("zh", message.string)):
                for text in [texts] if isinstance(texts, str) else texts:
                    found[language].append(_pattern(text))
    return found


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in re.split(r"%\(\w+\)s", text)))


@pytest.fixture(scope="module")
def known() -> dict[str, list[re.Pattern[str]]]:
    return words_of_pages()


@pytest.fixture(scope="module")
def code() -> str:
    """Words that stand in the code and not in the catalogue: places of the bar, names of fields, steps of a fair."""
    files = [path for folder in ("api", "matching") for path in (ROOT / folder).rglob("*.py")]
    data = list((ROOT / "matching" / "knowledge").glob("*.yaml"))
    return "\n".join(path.read_text("utf-8") for path in (*files, *data))


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.name)
def test_words_in_bold_stand_on_a_page(page: Page, known: dict[str, list[re.Pattern[str]]], code: str) -> None:
    patterns = known["zh" if page.name.endswith(".zh.md") else "en"]
    bold = {" ".join(words.split()) for words in _BOLD.findall(page.prose)}
    assert bold
    unknown = {one for one in bold if not any(pattern.fullmatch(one) for pattern in patterns)}
    assert sorted(one for one in unknown if f'"{one}"' not in code and f" {one}\n" not in code) == []


def test_a_word_that_no_page_says_is_found(known: dict[str, list[re.Pattern[str]]]) -> None:
    assert not any(pattern.fullmatch("发射火箭") for pattern in known["zh"])


def test_every_tutorial_is_there() -> None:
    names = [Path(page.name).name for page in TUTORIALS]
    assert names == [f"{name}{side}.md" for name in ("counselor", "demo-city", "employer", "organizer") for side in ("", ".zh")]
