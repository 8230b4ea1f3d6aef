"""An arrangement is meant by its name in either language, as the catalogue or people write it."""

import pytest

from api.actions.arrangements import arrangement_meant, check_arrangement
from api.actions.errors import BadInput
from matching.knowledge import CATALOGUE


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ramp", "ramp"),
        ("坡道", "ramp"),
        ("读屏软件(争渡/NVDA/旁白)", "screen_reader"),
        ("读屏软件（争渡/NVDA/旁白）", "screen_reader"),
        ("读屏软件", "screen_reader"),
        ("Screen Reader", "screen_reader"),
    ],
)
def test_an_arrangement_by_what_it_is_called(typed: str, name: str) -> None:
    assert arrangement_meant(typed) == name


def test_every_name_of_the_catalogue_means_itself() -> None:
    assert [arrangement_meant(one.name) for one in CATALOGUE.accommodations] == list(CATALOGUE.order)
    assert [arrangement_meant(one.zh) for one in CATALOGUE.accommodations] == list(CATALOGUE.order)
    assert [arrangement_meant(one.en) for one in CATALOGUE.accommodations] == list(CATALOGUE.order)


@pytest.mark.parametrize(
    ("typed", "zh"),
    [
        ("飞毯", "没有这项便利安排：飞毯；名称见 tongtu template 的“可用名称”页，中文、英文都可以。"),
        ("坡到", "没有这项便利安排：坡到；相近的有：坡道。"),
        ("键盘", "没有这项便利安排：键盘；相近的有：单手键盘、键盘罩、轨迹球、粘滞键。"),
    ],
)
def test_another_name_is_refused_with_those_that_are_near(typed: str, zh: str) -> None:
    for refuse in (arrangement_meant, check_arrangement):
        with pytest.raises(BadInput) as said:
            refuse(typed)
        assert said.value.detail.zh == zh
