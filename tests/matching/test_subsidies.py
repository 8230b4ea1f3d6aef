"""Hints on support: dated, by what was told, and never by category or grade."""

from dataclasses import fields
from datetime import date

import pytest

from matching.knowledge.source import KnowledgeError, packaged
from matching.records import CredentialKind, PostingKind
from matching.subsidies import Applying, hints_on, load_subsidies

TODAY = date(2026, 11, 26)
SHOP = Applying(frozenset({PostingKind.START_UP}), CredentialKind.CERTIFICATE)


def _names(one: Applying, on: date = TODAY) -> list[str]:
    return [row.name for row in hints_on(one, on)]


def test_whoever_wants_a_shop_hears_of_the_tobacco_licence() -> None:
    """Item 2 of the plan: eased conditions for persons with disabilities; a household member has no such claim."""
    assert _names(SHOP) == ["tobacco_licence", "incubation"]
    member = Applying(SHOP.kinds, CredentialKind.HOUSEHOLD_MEMBER)
    assert _names(member) == ["incubation"]


def test_a_hint_holds_in_its_time_only() -> None:
    assert _names(SHOP, date(2022, 12, 31)) == []


def test_a_recorded_no_takes_the_hint_away_and_an_unknown_does_not() -> None:
    told = [Applying(frozenset({PostingKind.PUBLIC_WELFARE}), CredentialKind.CERTIFICATE, known) for known in (True, None, False)]
    assert [_names(one) for one in told] == [["public_welfare"], ["public_welfare"], []]


def test_a_work_injury_counts_without_a_certificate() -> None:
    """Item 18: people injured at work are within the support."""
    assert _names(Applying(frozenset(), CredentialKind.WORK_INJURY, training=True)) == ["work_injury", "training"]


def test_hints_read_neither_category_nor_grade() -> None:
    assert {field.name for field in fields(Applying)} == {"kinds", "credential", "recognised", "training"}


def test_a_hint_of_no_item_is_refused() -> None:
    text = packaged("subsidies.yaml").replace("item: '2'", "item: '22'", 1)
    with pytest.raises(KnowledgeError, match="tobacco_licence: item: the plan has no item '22'"):
        load_subsidies(text)


def test_two_rows_for_one_day_are_refused() -> None:
    text = packaged("subsidies.yaml")
    with pytest.raises(KnowledgeError, match="holds on the same days as the row in line"):
        load_subsidies(text + text)
