"""What was confirmed of a posting: recorded once a key, in force over later readings, and nothing else of the posting changes."""

import pytest

from data.stores import Change, Confirmation, Database, NotAllowed, RaiseState
from matching.records import Demand, Employer, Posting, PostingStatus, Provenance, Role, Viewer, Workplace

OWN = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
OTHER = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_shop")
LIFTING = Change("demands.lifting", 3, Provenance.READ, 1)
FLOOR = Change("workplace.floor", None, Provenance.UNKNOWN, 2)


def with_level(posting: Posting, level: int, provenance: Provenance = Provenance.CONFIRMED) -> Posting:
    demand = Demand(dimension="lifting", level=level, provenance=provenance)
    return posting.model_copy(update={"demands": (demand,), "workplace": Workplace(floor=2)})


@pytest.fixture
def ready(database: Database, organizer: Viewer, mill: Employer, clerk: Posting) -> Database:
    with database.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk])
    return database


def confirm(database: Database, viewer: Viewer, posting: Posting, key: str, *changes: Change) -> tuple[Confirmation, ...]:
    with database.begin(viewer) as stores:
        return stores.confirmations.confirm(viewer, posting, changes, key)


def test_staff_confirm_and_everything_else_stays(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    with ready.begin(organizer) as stores:
        stores.postings.set_status(organizer, "p_clerk", PostingStatus.FILLED)
    bare = clerk.model_copy(update={"title": "别的", "contact": None, "status": PostingStatus.OPEN})
    made = confirm(ready, organizer, with_level(bare, 1), "k1", LIFTING, FLOOR)
    assert [(one.change, one.key, one.by, one.role) for one in made] == [
        (LIFTING, "k1", "wang", Role.ORGANIZER),
        (FLOOR, "k1", "wang", Role.ORGANIZER),
    ]
    with ready.read(organizer) as stores:
        found = stores.postings.get(organizer, "p_clerk")
    assert found == with_level(clerk, 1).model_copy(update={"status": PostingStatus.FILLED})


def test_the_same_record_handed_in_again_changes_nothing(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    confirm(ready, organizer, with_level(clerk, 1), "k1", LIFTING)
    with ready.begin(organizer) as stores:
        assert stores.postings.upsert_many(organizer, [with_level(clerk, 1)]).unchanged == 1


def test_the_last_word_stands(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    confirm(ready, organizer, with_level(clerk, 1), "k1", LIFTING, FLOOR)
    confirm(ready, OWN, with_level(clerk, 2), "k2", Change("demands.lifting", 1, Provenance.CONFIRMED, 2))
    with ready.read(organizer) as stores:
        assert stores.confirmations.standing(organizer, ["p_clerk", "p_none"]) == {
            "p_clerk": {"demands.lifting": 2, "workplace.floor": 2}
        }
        assert stores.confirmations.standing(organizer, []) == {}
        assert [one.key for one in stores.confirmations.list(organizer)] == ["k1", "k1", "k2"]
        first = stores.confirmations.list(organizer, limit=1)
        assert [one.key for one in stores.confirmations.list(organizer, after=first[0].id, limit=1)] == ["k1"]
        assert {one.change.name for one in stores.confirmations.made(organizer, "k1")} == {"demands.lifting", "workplace.floor"}


def test_the_log_holds_counts_only(ready: Database, organizer: Viewer, auditor: Viewer, clerk: Posting) -> None:
    confirm(ready, organizer, with_level(clerk, 1), "k1", LIFTING, Change("demands.reading", 2, Provenance.READ, 2))
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, kind="posting", object_id="p_clerk")
    assert [(one.action, dict(one.detail)) for one in lines] == [("confirm-demands", {"confirmed": 2, "corrected": 1})]


@pytest.mark.parametrize(
    ("posting", "changes", "key", "problem"),
    [
        ("p_clerk", (), "k2", "nothing was confirmed"),
        ("p_clerk", (LIFTING,), "k1", "this key was used for another confirmation"),
        ("p_none", (LIFTING,), "k2", "there is no posting p_none"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    ready: Database, organizer: Viewer, clerk: Posting, posting: str, changes: tuple[Change, ...], key: str, problem: str
) -> None:
    confirm(ready, organizer, with_level(clerk, 1), "k1", FLOOR)
    with pytest.raises(ValueError, match=problem):
        confirm(ready, organizer, with_level(clerk, 4).model_copy(update={"id": posting}), key, *changes)
    with ready.read(organizer) as stores:
        found = stores.postings.get(organizer, "p_clerk")
        assert found is not None
        assert found.demands == with_level(clerk, 1).demands
        assert len(stores.confirmations.list(organizer)) == 1


def test_an_employer_confirms_its_own_postings_only(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    confirm(ready, OWN, with_level(clerk, 1), "k1", LIFTING)
    with pytest.raises(ValueError, match="there is no posting p_clerk"):
        confirm(ready, OTHER, with_level(clerk, 2), "k2", LIFTING)
    with ready.read(OTHER) as stores:
        assert stores.confirmations.list(OTHER) == ()
        assert stores.confirmations.made(OTHER, "k1") == ()
        assert stores.confirmations.standing(OTHER, ["p_clerk"]) == {}
    with ready.read(OWN) as stores:
        assert [one.by for one in stores.confirmations.list(OWN)] == ["zhao"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_confirm_nothing(ready: Database, clerk: Posting, role: Role) -> None:
    with pytest.raises(NotAllowed):
        confirm(ready, Viewer(account="x", role=role), with_level(clerk, 1), "k1", LIFTING)


def test_a_revision_changes_demands_and_workplace_only(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    with ready.begin(organizer) as stores:
        missing = clerk.model_copy(update={"id": "p_none"})
        changed = with_level(clerk, 3, Provenance.READ).model_copy(update={"title": "别的"})
        assert stores.postings.revise(organizer, [changed, missing]) == 1
        assert stores.postings.revise(organizer, [changed]) == 0
    with ready.read(organizer) as stores:
        assert stores.postings.get(organizer, "p_clerk") == with_level(clerk, 3, Provenance.READ)
        assert stores.postings.get(organizer, "p_none") is None
    with pytest.raises(NotAllowed), ready.begin(OWN) as stores:
        stores.postings.revise(OWN, [clerk])


RAISED = Change("demands.lifting", 1, Provenance.READ, 4)


def hold(database: Database, clerk: Posting, key: str, *held: Change) -> tuple[Confirmation, ...]:
    """The employer raises, and nothing of the posting changes."""
    with database.begin(OWN) as stores:
        return stores.confirmations.confirm(OWN, clerk, (), key, held)


def test_what_is_held_waits_and_does_not_count(ready: Database, organizer: Viewer, auditor: Viewer, clerk: Posting) -> None:
    (made,) = hold(ready, clerk, "k1", RAISED)
    assert (made.change, made.state, made.by) == (RAISED, RaiseState.WAITING, "zhao")
    with ready.read(organizer) as stores:
        assert stores.postings.get(organizer, "p_clerk") == clerk
        assert stores.confirmations.standing(organizer, ["p_clerk"]) == {}
        assert stores.confirmations.list(organizer) == ()
        assert stores.confirmations.waiting(organizer) == (made,)
        assert stores.confirmations.held(organizer, "p_clerk") == {"demands.lifting": made}
    with ready.read(OWN) as stores:
        assert stores.confirmations.made(OWN, "k1") == (made,)
        assert stores.confirmations.held(OWN, "p_clerk") == {"demands.lifting": made}
    with ready.read(OTHER) as stores:
        assert stores.confirmations.waiting(OTHER) == ()
        assert stores.confirmations.held(OTHER, "p_clerk") == {}
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, kind="posting", object_id="p_clerk")
    assert [(one.action, dict(one.detail)) for one in lines] == [("confirm-demands", {"confirmed": 0, "corrected": 0, "held": 1})]


def test_what_is_said_later_of_the_same_demand_replaces_what_waits(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    (first,) = hold(ready, clerk, "k1", RAISED)
    hold(ready, clerk, "k2", Change("demands.reading", 0, Provenance.READ, 2))
    (second,) = hold(ready, clerk, "k3", RAISED)
    with ready.read(organizer) as stores:
        assert [one.key for one in stores.confirmations.waiting(organizer)] == ["k2", "k3"]
        found = stores.confirmations.get(organizer, first.id)
        assert found is not None
        assert found.state is RaiseState.REPLACED
    confirm(ready, organizer, with_level(clerk, 2), "k4", LIFTING)
    with ready.begin(organizer) as stores:
        assert [one.key for one in stores.confirmations.waiting(organizer)] == ["k2"]
        assert not stores.confirmations.settle(organizer, second.id, True, "")
        assert list(stores.confirmations.held(organizer, "p_clerk")) == ["demands.reading"]


@pytest.mark.parametrize(
    ("approved", "state", "action"), [(True, "approved", "approve-demand"), (False, "refused", "refuse-demand")]
)
def test_the_office_settles_once(
    ready: Database, organizer: Viewer, auditor: Viewer, clerk: Posting, approved: bool, state: str, action: str
) -> None:
    (made,) = hold(ready, clerk, "k1", RAISED)
    with pytest.raises(NotAllowed), ready.begin(OWN) as stores:
        stores.confirmations.settle(OWN, made.id, True, "")
    with ready.begin(organizer) as stores:
        assert stores.confirmations.settle(organizer, made.id, approved, "说明")
        assert not stores.confirmations.settle(organizer, made.id, not approved, "别的")
        assert not stores.confirmations.settle(organizer, made.id + 1, approved, "别的")
    with ready.read(OWN) as stores:
        found = stores.confirmations.get(OWN, made.id)
        assert found is not None
        assert (found.state, found.reason) == (RaiseState(state), "说明")
        assert stores.confirmations.waiting(OWN) == ()
        assert list(stores.confirmations.held(OWN, "p_clerk")) == ([] if approved else ["demands.lifting"])
        assert stores.postings.get(OWN, "p_clerk") == clerk
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, kind="posting", object_id="p_clerk")
    assert [dict(one.detail) for one in lines if one.action == action] == [{}]


def test_demands_put_at_0_are_counted_until_staff_confirm(ready: Database, organizer: Viewer, clerk: Posting) -> None:
    names = ("lifting", "reading", "bending")
    confirm(ready, OWN, clerk, "k1", *(Change(f"demands.{name}", 2, Provenance.READ, 0) for name in names))
    confirm(ready, OWN, clerk, "k2", Change("demands.lifting", 0, Provenance.CONFIRMED, 0), FLOOR)
    with ready.read(organizer) as stores:
        assert stores.confirmations.put_at_zero(organizer, 3) == {"p_clerk": 3}
        assert stores.confirmations.put_at_zero(organizer, 4) == {}
    confirm(ready, organizer, clerk, "k3", Change("demands.lifting", 0, Provenance.CONFIRMED, 0))
    with ready.read(organizer) as stores:
        assert stores.confirmations.put_at_zero(organizer, 1) == {}
