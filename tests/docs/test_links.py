"""Every link, place, picture and path that a page names is there; what is Chinese has its English side."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.images import size_of
from tests.docs.pages import DOCS, ROOT, Page, pages

ENGLISH_ALONE = frozenset({"cli"})
"""Written by a command; every other page has a Chinese side."""
SHORTER = "docs/asvs.zh.md"
"""The one Chinese page that tells the sum of its English side; 253 rows stand there in English alone."""
MOST_BYTES, MOST_WIDE, ALL_BYTES = 60_000, 1_280, 2_000_000
README = Page(ROOT / "README.zh-CN.md")
"""Named as hosts of code expect it."""
CHINESE = [page for page in pages() if page.name.endswith(".zh.md")]
PAIRS = [page for page in CHINESE if page.name != SHORTER]
WRITTEN = [page for page in PAIRS if "请勿手工修改" not in page.text]
"""Those that no program made."""


def english_of(page: Page) -> Page:
    return Page(page.path.with_name(page.path.name.replace(".zh.md", ".md").replace(".zh-CN.md", ".md")))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_and_paths_lead_somewhere(page: Page) -> None:
    missing = []
    for link in page.links:
        file, _, place = link.target.partition("#")
        if "://" in file or file.startswith("mailto:"):
            continue
        target = (page.path.parent / unquote(file)).resolve() if file else page.path
        if not target.exists() or (place and unquote(place) not in Page(target).places):
            missing.append(link.target)
    paths = [one for one in page.inline if re.fullmatch(r"(matching|models|data|api|tests|docs|notebooks|deploy)/[\w./-]*\w", one)]
    missing += [one for one in paths if not (ROOT / one).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAIRS, ids=lambda page: page.name)
def test_a_chinese_page_has_its_english_side(page: Page) -> None:
    """The same levels of headings in the same order, the same pictures and lines of blocks, and each links to the other."""
    other = english_of(page)
    assert [level for level, _ in page.headings] == [level for level, _ in other.headings]
    assert [one.target.replace(".zh.png", ".png") for one in page.links if one.picture] == [
        one.target for one in other.links if one.picture
    ]
    assert [len(block.text.splitlines()) for block in page.blocks] == [len(block.text.splitlines()) for block in other.blocks]
    if page in WRITTEN:
        linked = other.path.name in {one.target for one in page.links}
        assert (linked, page.path.name in {one.target for one in other.links}) == (True, True)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_a_chinese_page_has_no_figure_of_its_own(page: Page) -> None:
    """What was measured stands in one place: a decimal, or a number of thousands, that the English side does not name is a slip."""
    figures = re.compile(r"\d+\.\d+|\d{1,3}(?:,\d{3})+")
    assert sorted(set(figures.findall(page.prose)) - set(figures.findall(english_of(page).prose))) == []


@pytest.mark.parametrize("page", [*CHINESE, README], ids=lambda page: page.name)
def test_a_chinese_page_leads_to_chinese_pages(page: Page) -> None:
    """Where a page has a Chinese side, a Chinese page links to that; its own English side is named so."""
    wrong = []
    for link in page.links:
        target = (page.path.parent / link.target.partition("#")[0]).resolve()
        if link.picture or target.suffix != ".md" or target == english_of(page).path:
            continue
        if not target.name.endswith(".zh.md") and target.with_suffix(".zh.md").exists():
            wrong.append(link.target)
    assert wrong == []


def test_every_page_for_people_has_a_chinese_side() -> None:
    english = {page.name for page in pages() if page.path.is_relative_to(DOCS) and not page.name.endswith(".zh.md")}
    chinese = {english_of(page).name for page in CHINESE}
    assert sorted(english - chinese - {f"docs/{name}.md" for name in ENGLISH_ALONE}) == []
    assert sorted(chinese - english) == []


@pytest.mark.parametrize("language", ["", ".zh"], ids=["English", "Chinese"])
def test_the_map_leads_to_every_page(language: str) -> None:
    """Nothing is written that the index does not name."""
    index = Page(DOCS / f"index{language}.md")
    named = {(DOCS / link.target.partition("#")[0]).resolve() for link in index.links}
    ours = {page.path for page in pages() if page.path.is_relative_to(DOCS) and page.name.endswith(".zh.md") == bool(language)}
    assert sorted(path.name for path in ours - named - {index.path}) == []


def test_pictures_are_small_and_said_in_words() -> None:
    """Each is shown by exactly the pages of its language, has an alternative text of its own, and is no larger than it need be."""
    files = {path.resolve() for path in (DOCS / "pictures").glob("*.png")}
    shown: dict[Path, list[str]] = {}
    for page in pages():
        for link in page.links:
            if link.picture:
                shown.setdefault((page.path.parent / link.target).resolve(), []).append(link.words)
    assert set(shown) == files
    assert [words for texts in shown.values() for words in texts if len(words) < 10] == []
    texts = [words for texts in shown.values() for words in texts]
    assert len(texts) == len(set(texts))
    sizes = {path.name: (path.stat().st_size, size_of(path.read_bytes())[0]) for path in files}
    assert [name for name, (size, width) in sizes.items() if size > MOST_BYTES or width > MOST_WIDE] == []
    assert sum(size for size, _ in sizes.values()) <= ALL_BYTES


def test_the_pictures_are_those_of_the_walks() -> None:
    """The browser tests walk what the tutorials show, in this order: a picture that no step takes is of a page that was."""
    walks = (ROOT / "tests" / "api" / "browser" / "walks.py").read_text("utf-8")
    taken = set(re.findall(r'"((?:organizer|employer|counselor)-\d-[\w-]+)"', walks))
    for name in ("organizer", "employer", "counselor"):
        page = Page(DOCS / "tutorials" / f"{name}.md")
        shown = [Path(link.target).stem for link in page.links if link.picture]
        assert shown == sorted(one for one in taken if one.startswith(name))
