"""Everyday titles: one owner each, aliases that they correct, and tables that cannot be meant."""

import pytest

from matching.knowledge import KnowledgeError
from matching.occupation_names import occupations_by_code
from matching.occupation_titles import near_occupations, read_titles, titles_by_code
from matching.texts import normalise


def test_every_occupation_is_called_by_its_name_first() -> None:
    assert {code: told[0] for code, told in titles_by_code().items()} == {
        code: normalise(row.name) for code, row in occupations_by_code().items()
    }


def test_no_title_is_told_twice_of_one_occupation() -> None:
    assert [code for code, told in titles_by_code().items() if len(set(told)) != len(told)] == []


def test_a_title_corrects_an_alias_of_another_occupation() -> None:
    assert "成本会计" in occupations_by_code()["2-02-30-10"].aliases
    assert [code for code, told in titles_by_code().items() if "成本会计" in told] == ["2-06-03-00"]


def test_a_correction_takes_no_occupation_its_name() -> None:
    names = {normalise(row.name): code for code, row in occupations_by_code().items()}
    strangers = [(title, code) for code, told in titles_by_code().items() for title in told[1:] if names.get(title, code) != code]
    assert strangers == []


def test_near_groups_hold_several_occupations_each() -> None:
    assert [group for group in near_occupations() if len(set(group)) < 2 or len(set(group)) != len(group)] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titles: {9-99-99-99: [甲]}\nnear: []", "9-99-99-99 is no occupation of the classification"),
        ("titles: {}\nnear: [[4-09-08-01, 4-09-00-00]]", "4-09-00-00 is no occupation of the classification"),
        (
            "titles: {4-09-08-01: [打扫], 4-07-05-01: [打扫]}\nnear: []",
            "打扫 stands under 4-09-08-01 and 4-07-05-01; keep it under one",
        ),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(text: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        read_titles(text)
