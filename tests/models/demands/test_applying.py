"""A reading put into a posting: stated things win, and what was read asks and never blocks."""

from dataclasses import replace

import pytest

from matching.knowledge import CATALOGUE
from matching.records import (
    AccommodationStatus,
    Demand,
    Hours,
    Posting,
    PostingKind,
    Provenance,
    SourceRef,
    Workplace,
)
from matching.verdicts import CandidateSide, evaluate, posting_side
from models.demands import apply_reading, read_posting
from tests.models.demands.personas import PERSONAS
from tests.models.demands.readings import own_readings


def posting(title: str, text: str = "", **changes: object) -> Posting:
    base = Posting(id="p_1", employer="e_1", title=title, text=text, source=SourceRef(name="test"))
    return base.model_copy(update=changes)


def applied(before: Posting) -> Posting:
    return apply_reading(before, read_posting(before.title, before.text, kind=before.kind, hours=before.hours))


def by_name(after: Posting) -> dict[str, Demand]:
    return {demand.dimension: demand for demand in after.demands}


def test_what_was_read_is_filled_with_where_it_comes_from() -> None:
    found = by_name(applied(posting("保洁员", "每天4小时")))
    hours, sweeping = found["hours_per_day"], found["bending"]
    assert (hours.level, hours.provenance, hours.evidence) == (2, Provenance.READ, "每天4小时")
    assert (sweeping.level, sweeping.provenance, sweeping.evidence) == (3, Provenance.TYPICAL, "")
    assert (hours.confidence or 0) > 0
    assert found["lifting"].marginal


@pytest.mark.parametrize("provenance", [Provenance.STATED, Provenance.CONFIRMED, Provenance.DERIVED])
def test_what_somebody_stands_behind_stays(provenance: Provenance) -> None:
    stated = Demand(dimension="lifting", level=0, provenance=provenance, evidence="不搬东西")
    assert by_name(applied(posting("搬运工", "搬运50公斤", demands=(stated,))))["lifting"] == stated


def test_a_default_and_an_unknown_give_way_to_what_was_read() -> None:
    default = Demand(dimension="lifting", level=0, provenance=Provenance.ASSUMED)
    unknown = Demand(dimension="bending", level=None, provenance=Provenance.UNKNOWN, marginal=True)
    found = by_name(applied(posting("保洁员", demands=(default, unknown))))
    assert (found["lifting"].level, found["lifting"].provenance) == (2, Provenance.TYPICAL)
    assert (found["bending"].level, found["bending"].marginal) == (3, True)


def test_where_nothing_was_read_a_default_and_an_unknown_stay() -> None:
    default = Demand(dimension="lifting", level=0, provenance=Provenance.ASSUMED)
    unknown = Demand(dimension="bending", level=None, provenance=Provenance.UNKNOWN)
    assert applied(posting("", demands=(default, unknown))).demands == (unknown, default)


def test_an_earlier_reading_is_replaced() -> None:
    earlier = applied(posting("搬运工", "三班倒"))
    later = applied(earlier.model_copy(update={"title": "", "text": ""}))
    assert later.demands == ()


def test_reading_twice_changes_nothing() -> None:
    for before in own_readings().postings:
        once = applied(posting(before.title, before.text, kind=before.kind))
        assert applied(once).demands == once.demands
        assert applied(once).workplace == once.workplace


def test_what_was_read_of_the_place_is_marked_and_opens_nothing() -> None:
    """An arrangement in a text is possible until the employer says so; a gate fact stays a question."""
    after = applied(posting("文员", "门店一楼,有坡道,提供住宿,可居家办公,做六休一,长白班"))
    assert (after.workplace.floor, after.workplace.assumed) == (1, frozenset({"floor"}))
    assert after.workplace.facts == {}
    assert after.workplace.statuses == {"dormitory": AccommodationStatus.POSSIBLE, "ramp": AccommodationStatus.POSSIBLE}
    assert after.hours == Hours()


def test_a_lift_in_a_text_opens_no_stairs() -> None:
    upstairs = Workplace(remote=False, floor=3, entrance_steps=0, toilet="accessible", commute=0)
    side = posting_side(applied(posting("文员", "写字楼有电梯", workplace=upstairs)))
    wheelchair = CandidateSide(tuple(0 if row.name == "stairs" else 4 for row in CATALOGUE.dimensions))
    assert evaluate(wheelchair, side).verdict == "blocked"


def test_stated_facts_stay() -> None:
    stated = Workplace(floor=3, facts={"remote_possible": False}, statuses={"dormitory": AccommodationStatus.REFUSED})
    before = posting("文员", "门店一楼,提供住宿,可居家办公,长白班", workplace=stated, hours=Hours(shift="night"))
    after = applied(before)
    assert after.workplace == stated
    assert after.hours.shift == "night"


def test_what_was_read_asks_and_never_blocks() -> None:
    for before in own_readings().postings:
        side = posting_side(applied(posting(before.title, before.text, kind=before.kind)))
        assert [name for name, person in PERSONAS.items() if evaluate(person, side).verdict == "blocked"] == []


def test_the_rest_of_the_posting_is_untouched() -> None:
    before = posting("保洁员", "每天4小时", kind=PostingKind.PUBLIC_WELFARE)
    after = applied(before)
    unchanged = {"demands", "workplace"}
    assert after.model_dump(exclude=unchanged) == before.model_dump(exclude=unchanged)
    assert Posting.model_validate(after.model_dump()) == after


def test_shared_demands_are_those_that_each_reading_makes_and_all_are_sound() -> None:
    for title, text in (
        ("保洁员", "每天4小时，二楼，有电梯"),
        ("客服专员", "接听电话，不上夜班"),
        ("示例科技有限公司", "夜班"),
        ("仓管", ""),
    ):
        before = posting(title, text)
        reading = read_posting(title, text)
        after = apply_reading(before, reading)
        assert after == apply_reading(before, replace(reading, usual=None))
        assert Posting.model_validate(after.model_dump()) == after
