from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from data.stores import Consent, Database, Explained, Scope
from matching.records import Candidate, Employer, Event, Role, Viewer
from matching.shortlist import Prematch
from tests.data.stores.conftest import Clock
from tests.data.stores.test_runs import prematch

__all__ = ["prematch"]


def listing(**fields: object) -> Consent:
    plain = {
        "candidate": "c_lin",
        "scope": Scope.LISTING,
        "event": "ev_fair",
        "employers": frozenset({"e_mill", "e_shop"}),
        "wording": "listing-2026-1",
        "explained": Explained.SIGNED,
        "given_on": date(2026, 3, 1),
        "ends_on": date(2026, 4, 30),
        "guardian": "林大山",
    }
    return Consent.model_validate(plain | fields)


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, mill: Employer, fair: Event) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        stores.employers.upsert_many(organizer, [mill, Employer(id="e_shop", name="书店")])
        stores.events.upsert_many(organizer, [fair])
    return database


def test_a_consent_comes_back_and_can_be_withdrawn(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        number = stores.consents.save(organizer, listing())
        (stored,) = stores.consents.list(organizer, "c_lin")
        assert (stored.id, stored.consent, stored.withdrawn_at) == (number, listing(), None)
        assert [stored.holds(date(2026, month, 15)) for month in (2, 3, 4, 5)] == [False, True, True, False]
        agreed = [stores.consents.listing(organizer, "ev_fair", date(2026, month, 15)) for month in (2, 3, 4, 5)]
        both = {("c_lin", "e_mill"), ("c_lin", "e_shop")}
        assert agreed == [set(), both, both, set()]
        people = [stores.consents.agreeing(organizer, "ev_fair", date(2026, month, 15)) for month in (2, 3, 4, 5)]
        assert people == [set(), {"c_lin"}, {"c_lin"}, set()]
        assert stores.consents.listing(organizer, "ev_other", date(2026, 3, 15)) == set()
    with ready.begin(organizer) as stores:
        assert stores.consents.withdraw(organizer, number) is True
        assert stores.consents.withdraw(organizer, number) is False
        assert stores.consents.withdraw(organizer, 999) is False
        (stored,) = stores.consents.list(organizer, "c_lin")
        assert stored.withdrawn_at is not None
        assert stored.holds(date(2026, 3, 15)) is False
        assert stores.consents.listing(organizer, "ev_fair", date(2026, 3, 15)) == set()
        assert stores.consents.agreeing(organizer, "ev_fair", date(2026, 3, 15)) == set()


def test_a_guardian_is_hidden_from_repr() -> None:
    assert "林大山" not in repr(listing())


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"event": None}, "a listing consent names its event"),
        ({"scope": Scope.IDENTITY}, "an identity consent names one employer, this one names 2"),
        ({"ends_on": date(2026, 2, 1)}, "a consent given on 2026-03-01 cannot end on 2026-02-01"),
    ],
)
def test_a_consent_is_whole(fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        listing(**fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"candidate": "c_no"}, "there is no candidate c_no; store the person first"),
        ({"event": "ev_no"}, "there is no event ev_no; store it first"),
        ({"employers": frozenset({"e_no"})}, "there is no employer e_no; store it first"),
        ({"wording": ""}, "the wording of a consent has 0 characters"),
    ],
)
def test_a_consent_is_about_what_is_there(ready: Database, organizer: Viewer, fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem), ready.begin(organizer) as stores:
        stores.consents.save(organizer, listing(**fields))


def test_consents_of_another_district_are_not_there(ready: Database, organizer: Viewer) -> None:
    jiangan = Viewer(account="d", role=Role.COUNSELOR, district="420102")
    with ready.begin(organizer) as stores:
        number = stores.consents.save(organizer, listing())
        assert stores.consents.list(jiangan, "c_lin") == ()
        assert stores.consents.withdraw(jiangan, number) is False


def test_what_was_made_before_a_consent_ended_is_known_to_be_stale(
    ready: Database, organizer: Viewer, gao: Candidate, prematch: Prematch, clock: Clock
) -> None:
    made, today = clock.now, clock.now.date()
    with ready.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao, None)])
        own = stores.consents.save(organizer, listing(ends_on=None))
        other = stores.consents.save(organizer, listing(candidate="c_gao", ends_on=today + timedelta(days=3)))
        assert stores.consents.taken_back_since(organizer, "ev_fair", made, today) is False
        stores.runs.save(organizer, prematch, made)

    def stale(days: int = 0, event: str = "ev_fair") -> bool:
        with ready.read(organizer) as stores:
            return stores.consents.taken_back_since(organizer, event, made, today + timedelta(days=days))

    assert [stale(), stale(3), stale(4)] == [False, False, True]
    clock.now += timedelta(hours=1)
    with ready.begin(organizer) as stores:
        stores.consents.withdraw(organizer, own)
    assert [stale(), stale(event="ev_other")] == [True, False]
    made = clock.now
    assert stale() is False
    clock.now += timedelta(hours=1)
    with ready.begin(organizer) as stores:
        assert stores.candidates.erase(organizer, "c_gao")
    assert other > own
    assert [stale(), stale(event="ev_other")] == [True, True]


def test_stated_arrangements_go_with_an_identity_consent_alone(
    database: Database, organizer: Viewer, lin: Candidate, mill: Employer
) -> None:
    plain = {
        "candidate": "c_lin",
        "scope": Scope.IDENTITY,
        "employers": frozenset({"e_mill"}),
        "wording": "w-1",
        "explained": Explained.SIGNED,
        "given_on": date(2026, 3, 1),
        "stated": frozenset({"captioning", "quiet_space"}),
    }
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.consents.save(organizer, Consent.model_validate(plain))
        (kept,) = stores.consents.list(organizer, "c_lin")
    assert kept.consent.stated == {"captioning", "quiet_space"}
    assert "captioning" not in repr(kept)
    with pytest.raises(ValueError, match="a listing consent states no arrangement"):
        Consent.model_validate(plain | {"scope": Scope.LISTING, "event": "ev_fair"})
    with pytest.raises(ValueError, match="unknown accommodation"):
        Consent.model_validate(plain | {"stated": frozenset({"telepathy"})})
