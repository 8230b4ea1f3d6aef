"""What employers were asked for: recorded once, shown until it is taken back, and in the log."""

import pytest

from data.stores import Database, NotAllowed
from matching.records import Employer, Event, Posting, Role, Viewer

ALARM = "accommodation:visual_alarm"
COUNSELOR = Viewer(account="he", role=Role.COUNSELOR, district="420111")


@pytest.fixture
def ready(database: Database, organizer: Viewer, mill: Employer, fair: Event, clerk: Posting) -> Database:
    with database.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
        stores.events.upsert_many(organizer, [fair])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_other"})])
    return database


def standing(database: Database, viewer: Viewer) -> list[tuple[str, str]]:
    with database.read(viewer) as stores:
        return [(one.posting, one.change) for one in stores.requests.standing(viewer, ["p_clerk", "p_other", "p_none"])]


def test_a_request_is_recorded_once(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        first = stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
        assert (first.posting, first.change, first.asked_by, first.undone_at) == ("p_clerk", ALARM, "wang", None)
        assert stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1") == first
        assert stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k2") == first
        stores.requests.ask(organizer, "ev_fair", "p_other", ALARM, "k3")
    assert standing(ready, organizer) == [("p_clerk", ALARM), ("p_other", ALARM)]


def test_a_key_stands_for_one_request(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
        with pytest.raises(ValueError, match="this key was used for another request"):
            stores.requests.ask(organizer, "ev_fair", "p_other", ALARM, "k1")


def test_a_request_can_be_taken_back_and_made_again(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        first = stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
        assert stores.requests.take_back(organizer, "p_clerk", ALARM) is True
        assert stores.requests.take_back(organizer, "p_clerk", ALARM) is False
        assert stores.requests.take_back(organizer, "p_none", ALARM) is False
        assert stores.requests.standing(organizer, ["p_clerk"]) == ()
        again = stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k2")
    assert again.id > first.id
    assert standing(ready, organizer) == [("p_clerk", ALARM)]


def test_both_acts_are_in_the_log(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
        stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
        stores.requests.take_back(organizer, "p_clerk", ALARM)
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, kind="posting", object_id="p_clerk")
    assert [(one.action, dict(one.detail)) for one in lines] == [
        ("ask-employer", {"change": ALARM, "event": "ev_fair"}),
        ("take-back-request", {"change": ALARM}),
    ]


@pytest.mark.parametrize(("event", "posting"), [("ev_none", "p_clerk"), ("ev_fair", "p_none")])
def test_what_is_not_there_is_not_asked_for(ready: Database, organizer: Viewer, event: str, posting: str) -> None:
    with ready.begin(organizer) as stores, pytest.raises(ValueError, match=r"there is no (event ev|posting p)_none"):
        stores.requests.ask(organizer, event, posting, ALARM, "k1")


def test_counselors_ask_too(ready: Database, organizer: Viewer) -> None:
    with ready.begin(COUNSELOR) as stores:
        stores.requests.ask(COUNSELOR, "ev_fair", "p_clerk", ALARM, "k1")
    assert standing(ready, organizer) == [("p_clerk", ALARM)]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_ask_nothing_and_see_at_most_what_they_are_asked(ready: Database, organizer: Viewer, role: Role) -> None:
    with ready.begin(organizer) as stores:
        stores.requests.ask(organizer, "ev_fair", "p_clerk", ALARM, "k1")
    other = Viewer(account="x", role=role, organisation="e_mill")
    own = [("p_clerk", ALARM)] if role is Role.EMPLOYER else []
    assert standing(ready, other) == own, "an employer reads what it is asked for"
    assert standing(ready, Viewer(account="y", role=role, organisation="e_shop")) == []
    with ready.begin(other) as stores:
        with pytest.raises(NotAllowed):
            stores.requests.ask(other, "ev_fair", "p_clerk", ALARM, "k2")
        with pytest.raises(NotAllowed):
            stores.requests.take_back(other, "p_clerk", ALARM)
    assert standing(ready, organizer) == [("p_clerk", ALARM)]
