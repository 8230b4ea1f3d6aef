"""Supports that are there for a part of the fair."""

from dataclasses import replace

import pytest

from matching.allocation import AllocationConflict, Resource, allocate, bottlenecks, check_capacity, price
from tests.matching.allocation.fairs import INTERPRETER, three_at_two


def test_a_resource_counts_the_slots_it_is_there_for() -> None:
    fair = replace(three_at_two(), resources=(Resource("csl", INTERPRETER, units=1, slots=1),))
    found = allocate(fair)
    assert fair.resource_slots.tolist() == [1]
    assert check_capacity(found.allocation, fair) == ()
    assert (found.coverage.first, found.most.first) == (2, 2)
    assert [shortage.holds for shortage in found.shortages] == [1]


def test_one_more_unit_for_the_whole_fair_adds_all_its_slots() -> None:
    fair = replace(three_at_two(), resources=(Resource("csl", INTERPRETER, units=1, slots=1),))
    found = allocate(fair).allocation
    whole = [one for one in bottlenecks(fair, found, price(fair, found)) if one.name == "csl" and "whole fair" in one.text.en]
    assert [one.gain.people for one in whole] == [1]


def test_a_resource_that_is_never_there_is_a_conflict_for_those_who_need_it() -> None:
    with pytest.raises(AllocationConflict, match="resource sign-language interpreters has a capacity of 0; 2 people need it"):
        replace(three_at_two(), resources=(Resource("csl", INTERPRETER, units=1, slots=0),))
