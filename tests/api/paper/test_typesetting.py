"""PDF: tagged, titled, in its language, its font embedded, its words never read as source, the same bytes each time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.paper.blocks import Paper, Prose, Style
from api.paper.typesetting import FONT, pdf_bytes
from tests.api.paper.pdfs import alternatives_of, fonts_of, reader, sizes_of, tags_of, words_of
from tests.api.paper.samples import STAMP, whole_paper

TOLD = """
样例文件 江城文印社 开头的话。 第一部分 1,234 66.7% 林静 K7QP 要问二 保安 1,200 登记 027 意见 可以公开。
匹配于2027-03-1809:30（0123456789ab） 数据读取于2027-03-1809:35 第1页，共2页
"""
STYLES = [Style("zh"), Style("en"), Style("zh", large=True), Style("en", large=True, plain=True), Style("zh", plain=True)]


@pytest.mark.parametrize("style", STYLES)
def test_pdf_is_tagged_and_says_its_title_and_language(style: Style) -> None:
    content = pdf_bytes(whole_paper(), style)
    root = reader(content).trailer["/Root"]
    title = "样例文件" if style.language == "zh" else "Sample"
    assert root["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True  # type: ignore[index]
    assert root["/Lang"] == {"zh": "zh-CN", "en": "en-GB"}[style.language]  # type: ignore[index]
    assert reader(content).metadata.title == title  # type: ignore[union-attr]
    tags = tags_of(content)
    assert [tags.count(one) for one in ("/H1", "/H2", "/Figure")] == [1, 1, 3]
    assert ("/Table" in tags) == (not style.large and not style.plain)


@pytest.mark.parametrize("style", STYLES)
def test_fonts_are_chinese_and_embedded(style: Style) -> None:
    assert fonts_of(pdf_bytes(whole_paper(), style)) == {
        "NotoSansCJKsc-Regular": True,
        "NotoSansCJKsc-Bold": True,
    }


def test_words_of_every_block_are_there() -> None:
    words = words_of(pdf_bytes(whole_paper(), Style("zh")))
    for told in TOLD.split():
        assert told in words
    assert [words.count("〓"), words.count("□")] == [0, 0]


def test_pictures_have_words() -> None:
    assert alternatives_of(pdf_bytes(whole_paper(), Style("zh"))) == ["两份能，一份不能", "服务台", "签到码 A001"]


def test_equal_documents_give_equal_bytes_and_the_moment_of_printing_changes_no_version() -> None:
    paper = whole_paper()
    later = replace(paper, stamp=replace(STAMP, made_at=STAMP.made_at + timedelta(days=1)))
    assert pdf_bytes(paper, Style()) == pdf_bytes(whole_paper(), Style())
    assert _version(later) == _version(paper)
    assert _version(replace(paper, over="另一场")) != _version(paper)
    assert reader(pdf_bytes(later, Style())).metadata.creation_date == reader(pdf_bytes(paper, Style())).metadata.creation_date  # type: ignore[union-attr]


def _version(paper: Paper) -> str:
    return words_of(pdf_bytes(paper, Style("en"))).partition("version")[2][:8]


def test_large_print_has_no_small_letter() -> None:
    content = pdf_bytes(whole_paper(), Style("zh", large=True))
    assert min(sizes_of(content)) >= 18
    assert min(sizes_of(pdf_bytes(whole_paper(), Style("zh")))) >= 8.5


def test_words_are_never_source() -> None:
    told = '#panic("x") $x^2$ *a* _b_ `c` @ref <label> \\ // /* = #sys.inputs ] } "'
    words = words_of(pdf_bytes(replace(whole_paper(), blocks=(Prose(told),)), Style()))
    assert told.replace(" ", "") in words


def test_characters_that_no_font_has_are_marked_and_controls_go() -> None:
    paper = replace(whole_paper(), blocks=(Prose("龘\ue000 ᚠ \U0003134a \ud800 a\x00b‮c"),))
    assert "龘〓〓〓〓abc" in words_of(pdf_bytes(paper, Style()))


def test_rare_names_are_set() -> None:
    paper = replace(whole_paper(), blocks=(Prose("王𠮷 䶮 㛃"),))
    content = pdf_bytes(paper, Style())
    assert "王𠮷䶮㛃" in words_of(content)
    assert all(name.startswith(FONT.replace(" ", "").replace("SC", "sc")) for name in fonts_of(content))
