"""The classification: looked up by code, by what something is called, and by class."""

import pytest

from matching.occupation_names import occupations_by_code
from matching.occupations import ancestors, class_prefixes, occupation, occupations_called


def test_every_code_and_alias_of_the_classification_is_found_again() -> None:
    for code, row in occupations_by_code().items():
        assert occupation(code) == row
        for name in (row.name, *row.aliases):
            assert row in occupations_called(name)


def test_letter_case_and_width_do_not_matter() -> None:
    assert [row.code for row in occupations_called(" ＤＢＡ ")] == ["4-04-05-04"]
    assert occupations_called("没有这个职业") == ()


def test_a_name_that_means_several_occupations_gives_them_all() -> None:
    assert [row.code for row in occupations_called("iOS")] == ["2-02-10-03", "4-04-05-01"]
    assert [row.name for row in occupations_called("出纳")] == ["会计专业人员"]


def test_the_classes_of_an_occupation_come_main_class_first() -> None:
    assert [row.name for row in ancestors("4-09-08-01")] == [
        "社会生产服务和生活服务人员",
        "水利、环境和公共设施管理服务人员",
        "环境卫生服务人员",
    ]
    assert [row.level for row in ancestors("2-07-05-00")] == [1, 2]


def test_every_occupation_stands_under_the_classes_that_its_code_names() -> None:
    for code in occupations_by_code():
        classes = ancestors(code)
        assert [row.level for row in classes] in ([1, 2], [1, 2, 3])
        for row, prefix in zip(classes, reversed(class_prefixes(code)), strict=False):
            assert row.code.startswith(prefix)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("9-99-99-99", "code '9-99-99-99' is not in the classification; use a code such as 4-09-08-01"),
        ("4-09-08-00", "code '4-09-08-00' is a class, no occupation; use a code such as 4-09-08-01"),
        ("", "code '' is not in the classification; use a code such as 4-09-08-01"),
    ],
)
def test_what_is_no_occupation_is_refused(code: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^code ") as refused:
        occupation(code)
    assert str(refused.value) == said
