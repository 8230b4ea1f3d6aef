"""Words in a text: found wherever they stand, unless denied, wished for, excepted or one of two ways."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.demands.characters import readable, readable_all
from models.demands.words import WordTable, needed_words, readable_pattern

TABLE = WordTable(
    says=[["接听(来)?电话", "打电话"], ["夜班", "通宵"], ["搬运.{0,4}货"]],
    unless=[["联系电话", "打电话.{0,4}面试"], ["夜班补贴"], []],
    alternatives=[["微信", "在线"], ["白班"], []],
)


def found(text: str) -> list[tuple[int, str, str]]:
    plain = readable(text)
    return [(place.row, plain[place.start : place.end], place.sense) for place in TABLE.find(plain)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("负责接听来电话。", [(0, "接听来电话", "said")]),
        ("接听電話，上夜班", [(0, "接听电话", "said"), (1, "夜班", "said")]),
        ("无需打电话", [(0, "打电话", "denied")]),
        ("不用接听、打电话", [(0, "打电话", "denied")]),
        ("不需要每天打电话", [(0, "打电话", "denied")]),
        ("不上夜班,要打电话", [(0, "打电话", "said"), (1, "夜班", "denied")]),
        ("不仅打电话", [(0, "打电话", "said")]),
        ("没有经验也行,打电话", [(0, "打电话", "said")]),
        ("打电话都不用", [(0, "打电话", "denied")]),
        ("会打电话者优先", []),
        ("打电话,有经验者优先", [(0, "打电话", "said")]),
        ("微信或打电话", []),
        ("打电话或微信均可", []),
        ("打电话,加微信", [(0, "打电话", "said")]),
        ("夜班补贴20元", []),
        ("打电话预约面试", []),
        ("夜班补贴20元,夜班四天", [(1, "夜班", "said")]),
        ("白班或者夜班", []),
        ("搬家和搬运大件货", [(2, "搬运大件货", "said")]),
        ("", []),
        ("货搬运", []),
    ],
)
def test_words_are_found_with_their_sense(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert found(text) == expected


@given(st.text(max_size=60))
def test_every_character_stays_where_it_was(text: str) -> None:
    assert len(readable(text)) == len(text)


@given(
    st.lists(
        st.text(max_size=60) | st.sampled_from(["<p>打电话&nbsp;</p>", "接聽電話＜b＞", "\U0001f600夜班", "\ud800"]), min_size=1
    )
)
def test_many_texts_are_read_and_searched_as_one_by_one(texts: list[str]) -> None:
    assert readable_all(texts) == [readable(text) for text in texts]
    assert TABLE.find_all(readable_all(texts)) == [TABLE.find(readable(text)) for text in texts]


def test_markup_is_blanked_and_scripts_with_it() -> None:
    text = "<p>打电话&nbsp;</p><script>夜班</script><!-- 夜班 --><style>通宵"
    assert len(readable(text)) == len(text)
    assert found(text) == [(0, "打电话", "said")]


@given(
    st.lists(
        st.sampled_from(["接听来电话", "接听电话", "打电话", "夜班", "通宵", "搬运大货", "搬运货", "。", "我", "x"]), max_size=12
    )
)
def test_what_is_found_is_what_a_plain_search_finds(pieces: list[str]) -> None:
    text = readable("".join(pieces))
    for row, words in enumerate((["接听(来)?电话", "打电话"], ["夜班", "通宵"], ["搬运.{0,4}货"])):
        pattern = re.compile("|".join(map(readable_pattern, words)))
        places = {place.start for place in TABLE.find(text) if place.row == row}
        assert places <= {match.start() for match in pattern.finditer(text)} | {
            match.start() for match in re.finditer("搬运", text)
        }
        assert bool(places) == (pattern.search(text) is not None)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("接听电话", ("接听电话",)),
        ("接听(来)?电话", ("接听",)),
        ("(驾照|驾驶证)优先", ("优先",)),
        ("(有|带)(宿舍|住宿)", ("宿舍", "住宿")),
        ("熟练.{0,8}(电脑|office)", ("熟练",)),
        ("坐着(工作|(操|动)作)?", ("坐着",)),
    ],
)
def test_some_word_is_in_every_match(pattern: str, expected: tuple[str, ...]) -> None:
    assert needed_words(readable_pattern(pattern)) == expected


@pytest.mark.parametrize("pattern", ["(a|b)?", "扛", "(有|带)", "", ".{0,4}货"])
def test_a_pattern_of_which_nothing_is_certain_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="has no word of two characters that is certain; write one out"):
        needed_words(readable_pattern(pattern))
