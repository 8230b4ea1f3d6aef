"""What a match read is not read again to allocate: only what changed since is, and the meetings are those of a process that knows
nothing."""

from datetime import date

import pytest

from api.actions.days import rules_day
from api.actions.erasing import erase
from api.actions.listed import read_listed
from api.actions.matching import match_event
from api.actions.meetings import Meetings, read_meetings
from api.kept_lists import ListedThen
from api.schemas.person_records import ErasureInput
from api.wiring import Application
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import AbilityProfile, Event, PostingStatus, Refusals
from tests.api.conftest import CRAFT, HE, LIN, SONG, SPRING, ZHOU
from tests.api.fair.conftest import move
from tests.api.fair.test_allocating import Agree, change


def spring(app: Application) -> tuple[Event, str]:
    """The fair, and the mark of erasures."""
    with app.database.read(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        return event, stores.retention.mark(ME)


def kept(app: Application) -> ListedThen:
    event, mark = spring(app)
    return app.listed.get(SPRING, rules_day(app, event), mark)


def meetings(app: Application) -> Meetings:
    event, _ = spring(app)
    with app.database.read(ME) as stores:
        return read_meetings(app, stores, ME, event)


@pytest.fixture
def matched(planned: Application, agree: Agree) -> Application:
    for candidate in (LIN, ZHOU, HE, SONG):
        agree(candidate, Scope.LISTING, "e_river", "e_hall")
    move(planned, "collecting")
    match_event(planned, ME, SPRING)
    move(planned, "pre_matched", "confirmed")
    return planned


def test_what_did_not_change_since_the_match_is_not_read_again(matched: Application) -> None:
    then = kept(matched)
    told = meetings(matched)
    now = kept(matched)
    assert {name: one[1] for name, one in now.people.items()} == dict(told.people)
    assert [name for name, one in now.people.items() if one is not then.people[name]] == []
    assert [name for name, one in now.postings.items() if one is not then.postings[name]] == []
    assert now.verdicts == {pair: then.verdicts[pair] for pair in now.verdicts} != {}
    matched.listed.forget()
    assert meetings(matched) == told


def test_whoever_and_whatever_changed_is_read_and_judged_anew(matched: Application) -> None:
    then, told = kept(matched), meetings(matched)
    change(matched, ZHOU, profile=AbilityProfile())
    change(matched, LIN, refusals=Refusals(employers=frozenset({"e_river"})))
    with matched.database.begin(ME) as stores:
        stores.postings.set_status(ME, CRAFT, PostingStatus.CLOSED)
    again = meetings(matched)
    now = kept(matched)
    assert {name for name, one in now.people.items() if one is not then.people[name]} == {LIN, ZHOU}
    assert CRAFT in then.postings.keys() - now.postings.keys()
    matched.listed.forget()
    assert meetings(matched) == again != told


def test_nothing_is_kept_beyond_an_erasure_and_no_verdict_beyond_its_day(matched: Application) -> None:
    then = kept(matched)
    event, mark = spring(matched)
    other = matched.listed.get(SPRING, date(2026, 1, 1), mark)
    assert (other.people, other.verdicts) == (then.people, {})
    assert matched.listed.get(SPRING, then.day, "another mark") == ListedThen(then.day, "another mark")
    erase(matched, ME, HE, ErasureInput(candidate=HE, named="王办事"))
    assert matched.listed._kept.look() is None
    with matched.database.read(ME) as stores:
        assert HE not in read_listed(matched, stores, ME, event, [(HE, CRAFT), (LIN, CRAFT)]).people
