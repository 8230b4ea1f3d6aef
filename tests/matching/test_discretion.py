"""Which words may stand where others read them."""

import pytest

from matching.discretion import discreet_part, is_discreet, names_no_arrangement
from matching.knowledge import CATALOGUE


@pytest.mark.parametrize(
    "phrase", ["文字录入", "Office 软件", "植物病虫害防治", "推拿按摩", "C1 驾驶证", "普通话二级甲等", "3 号展位", "江城文印社"]
)
def test_ordinary_words_may_stand(phrase: str) -> None:
    assert is_discreet(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        *("盲人按摩", "手语翻译", "读屏软件", "盲文", "残疾人证", "肢体四级", "血友病", "尿毒症", "精神科护理", "深度耳聋"),
        *("screen reader", "wheelchair", "Blind massage", "残疾人专场招聘会", "13800001234"),
    ],
)
def test_telling_words_may_not(phrase: str) -> None:
    assert not is_discreet(phrase)


def test_no_arrangement_of_the_catalogue_passes_by_its_name() -> None:
    for row in CATALOGUE.accommodations:
        assert [names_no_arrangement(f"备{row.zh}。"), names_no_arrangement(f"with {row.en.upper()}")] == [False, False]
    assert names_no_arrangement("江城文印社")


def test_a_telling_clause_goes_whole() -> None:
    assert discreet_part("在社区做过三年档案，因脑瘫走路慢，会用读屏软件；做过客服") == "在社区做过三年档案，做过客服"
    assert discreet_part("肢体残疾") == ""
