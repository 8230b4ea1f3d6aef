"""Orders of a fair: kept with who and why, once each, for organizers of the event, until withdrawn; an erasure takes them."""

import pytest

from data.stores import Database, FairOrder, NotAllowed, OrderKind, StoredOrder
from matching.records import Admission, Candidate, Employer, Event, Posting, Role, Viewer

HONGSHAN = Viewer(account="he", role=Role.ORGANIZER, district="420111")
PIN = FairOrder(OrderKind.PIN, "单位点名要见", "c_lin", "p_clerk")
FIRST = FairOrder(
    OrderKind.PRIORITY, "应届优先", amount=0.05, people=("c_gao", "c_lin"), who=Admission(districts=frozenset({"420111"}))
)


@pytest.fixture
def ready(
    database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event
) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk])
        stores.events.upsert_many(organizer, [fair])
    return database


def kept(database: Database, viewer: Viewer) -> tuple[StoredOrder, ...]:
    with database.read(viewer) as stores:
        return stores.orders.list(viewer, "ev_fair")


def test_what_is_in_force_is_kept_once_and_what_is_withdrawn_stays_on_record(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        first, second = stores.orders.add(organizer, "ev_fair", [PIN, FIRST, PIN])
        assert stores.orders.add(organizer, "ev_fair", [FIRST]) == ()
    assert [(one.id, one.order, one.by, one.withdrawn_by) for one in kept(ready, organizer)] == [
        (first, PIN, "wang", None),
        (second, FIRST, "wang", None),
    ]
    with ready.begin(organizer) as stores:
        assert [stores.orders.withdraw(organizer, "ev_fair", number) for number in (first, first, 99)] == [True, False, False]
        (third,) = stores.orders.add(organizer, "ev_fair", [PIN])
    assert [(one.id, one.withdrawn_by) for one in kept(ready, organizer)] == [(first, "wang"), (second, None), (third, None)]


def test_names_must_be_there_and_a_reason_given(ready: Database, organizer: Viewer) -> None:
    for order, fault in (
        (FairOrder(OrderKind.PIN, "?", "c_none", "p_clerk"), "no candidate c_none"),
        (FairOrder(OrderKind.EXCLUSION, "?", "c_lin", "p_none"), "no posting p_none"),
        (FairOrder(OrderKind.PRIORITY, "  ", amount=0.1, people=("c_lin",)), "needs a reason"),
    ):
        with ready.begin(organizer) as stores, pytest.raises(ValueError, match=fault):
            stores.orders.add(organizer, "ev_fair", [order])
    assert kept(ready, organizer) == ()


def test_they_are_the_organizers_of_the_event(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.orders.add(organizer, "ev_fair", [PIN, FIRST])
    counselor = Viewer(account="zhao", role=Role.COUNSELOR)
    assert kept(ready, counselor) == ()
    for other in (counselor, HONGSHAN):
        with ready.begin(other) as stores, pytest.raises(NotAllowed):
            stores.orders.add(other, "ev_fair", [PIN])
        with ready.begin(other) as stores, pytest.raises(NotAllowed):
            stores.orders.withdraw(other, "ev_fair", 1)
    with ready.read(HONGSHAN) as stores:
        theirs = {one.id for one in stores.candidates.iterate(HONGSHAN, ["c_lin", "c_gao"])}
    seen = [(one.order.candidate, one.order.people) for one in kept(ready, HONGSHAN)]
    assert [one for one in seen if one[0] is None] == [(None, tuple(sorted(theirs)))]


def test_an_erasure_takes_the_orders_about_a_person(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.orders.add(organizer, "ev_fair", [PIN, FIRST])
        stores.candidates.erase(organizer, "c_lin")
    assert [(one.order.kind, one.order.people) for one in kept(ready, organizer)] == [(OrderKind.PRIORITY, ("c_gao",))]
