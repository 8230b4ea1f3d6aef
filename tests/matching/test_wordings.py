"""The words put before a person: versions that stay, and one in force on each day."""

from datetime import date

import pytest

from matching.knowledge import KnowledgeError, packaged
from matching.wordings import NAMES, WORDINGS, load_wordings, wording_of, wording_on

TEXT = packaged("wordings.yaml")


def test_there_is_a_text_of_each_name_in_both_languages_and_in_plain_words() -> None:
    for name in NAMES:
        found = wording_on(name, date(2027, 3, 1))
        assert found.name == name
        assert [line for line in (*found.full, *found.easy) if not (line.zh and line.en)] == []
        assert len(found.full) >= len(found.easy) >= 4


def test_a_text_holds_what_it_is_about() -> None:
    listing = wording_on("listing", date(2027, 3, 1)).filled(event="春季专场")
    assert listing[0].zh == "我同意在“春季专场”上，把我列在下面这些单位的岗位名单里。"
    identity = wording_on("identity", date(2027, 3, 1)).filled(employer="江城文印社")
    assert identity[0].en == "I agree that “江城文印社” is told my name, how to reach me, and my résumé."


def test_before_the_first_version_that_one_is_taken_and_an_unknown_one_is_none() -> None:
    first = wording_on("notice", date(1999, 1, 1))
    assert wording_of(first.version) == first
    assert wording_of("notice-1999-1") is None


def test_a_newer_version_holds_from_its_day_on() -> None:
    old = "to: null\n  source: 个人信息保护法第十三条"
    newer = TEXT[TEXT.index("- name: listing") : TEXT.index("- name: identity")].replace("listing-2026-1", "listing-2028-1")
    both = TEXT.replace(old, old.replace("null", "2027-12-31"), 1) + newer.replace("2026-01-01", "2028-01-01")
    assert [row.version for row in load_wordings(both) if row.name == "listing"] == ["listing-2026-1", "listing-2028-1"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: identity-2026-1", "version: listing-2026-1", "named twice"),
        ("- name: identity\n", "- name: listing\n", "holds on the same days"),
        ("version: notice-2026-1", "version: notice", "version"),
    ],
)
def test_wrong_rows_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        load_wordings(TEXT.replace(old, new))


def test_a_name_without_a_row_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="no row is named 'notice'"):
        load_wordings(TEXT[: TEXT.index("- name: notice")])


def test_no_text_names_a_diagnosis_or_promises_what_no_law_gives() -> None:
    said = "".join(line.zh for row in WORDINGS for line in (*row.full, *row.easy))
    assert [word for word in ("患", "病", "缺陷", "正常人", "保证录用") if word in said] == []
