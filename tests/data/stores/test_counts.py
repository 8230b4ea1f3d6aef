"""Who is counted for an employer, and that a day's answer stays what it was."""

from datetime import date

import pytest

from data.stores import Consent, Database, Explained, NotAllowed, ReadOnly, Scope
from matching.records import Candidate, Employer, Event, Person, Posting, Refusals, Role, Viewer

TODAY = date(2026, 3, 1)
MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
SHOP = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_shop")


def agree(name: str, **changes: object) -> Consent:
    plain = {
        "candidate": name,
        "scope": Scope.LISTING,
        "event": "ev_fair",
        "employers": frozenset({"e_mill"}),
        "wording": "listing-2026-1",
        "explained": Explained.READ,
        "given_on": TODAY,
    }
    return Consent.model_validate(plain | changes)


@pytest.fixture
def ready(
    database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, fair: Event, clerk: Posting
) -> Database:
    """People of two districts; each but the first two lacks something of being counted for the mill."""
    others = {
        "c_against": gao.model_copy(update={"id": "c_against", "refusals": Refusals(employers=frozenset({"e_mill"}))}),
        **{
            name: gao.model_copy(update={"id": name}) for name in ("c_ended", "c_later", "c_named", "c_shop", "c_silent", "c_twice")
        },
        "c_withdrew": gao.model_copy(update={"id": "c_withdrew"}),
    }
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(one, None) for one in (lin, gao, *others.values())])
        stores.employers.upsert_many(organizer, [mill, Employer(id="e_shop", name="书店")])
        stores.events.upsert_many(organizer, [fair])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_shop", "employer": "e_shop"})])
        for consent in (
            agree("c_lin"),
            agree("c_gao", ends_on=TODAY, employers=frozenset({"e_mill", "e_shop"})),
            agree("c_against"),
            agree("c_ended", given_on=date(2026, 1, 1), ends_on=date(2026, 2, 28)),
            agree("c_later", given_on=date(2026, 3, 2)),
            agree("c_named", scope=Scope.IDENTITY, event=None),
            agree("c_shop", employers=frozenset({"e_shop"})),
            agree("c_twice"),
            agree("c_twice"),
        ):
            stores.consents.save(organizer, consent)
        stores.consents.withdraw(organizer, stores.consents.save(organizer, agree("c_withdrew")))
    return database


def test_only_people_who_agreed_to_be_listed_for_the_employer_are_counted(ready: Database) -> None:
    with ready.read(MILL) as stores:
        assert [one.id for one in stores.counts.pool(MILL, TODAY)] == ["c_gao", "c_lin", "c_twice"]
        assert [one.id for one in stores.counts.pool(MILL, date(2026, 3, 2))] == ["c_later", "c_lin", "c_twice"]
    with ready.read(SHOP) as stores:
        assert [one.id for one in stores.counts.pool(SHOP, TODAY)] == ["c_gao", "c_shop"]


def test_the_rules_of_law_can_be_told_of_those_who_are_counted(ready: Database, lin: Candidate) -> None:
    with ready.read(MILL) as stores:
        found = {one.id: one for one in stores.counts.pool(MILL, TODAY)}
    assert found["c_lin"] == lin
    assert found["c_gao"].person == Person(name="高大山")


def test_counting_is_one_access_in_the_log(ready: Database, auditor: Viewer) -> None:
    with ready.read(auditor) as stores:
        before = len(stores.log.list(auditor, limit=1_000))
    with ready.read(MILL) as stores:
        list(stores.counts.pool(MILL, TODAY))
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, limit=1_000)[before:]
    assert [(one.account, one.action, one.kind, one.detail) for one in lines] == [
        ("zhao", "count", "candidate", {"employer": "e_mill"})
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYER])
def test_nobody_else_gets_the_counts_of_an_employer(ready: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_mill")
    with ready.begin(viewer) as stores:
        for ask in (
            lambda: stores.counts.pool(viewer, TODAY),
            lambda: stores.counts.told(viewer, "p_clerk", TODAY),
            lambda: stores.counts.tell(viewer, "p_clerk", TODAY, "{}"),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_an_employer_without_an_organisation_gets_nothing(ready: Database) -> None:
    viewer = Viewer(account="x", role=Role.EMPLOYER)
    with ready.read(viewer) as stores, pytest.raises(NotAllowed):
        stores.counts.pool(viewer, TODAY)


def test_the_answer_of_a_day_stands(ready: Database) -> None:
    with ready.begin(MILL) as stores:
        assert stores.counts.told(MILL, "p_clerk", TODAY) is None
        assert stores.counts.tell(MILL, "p_clerk", TODAY, '{"people":10}') == '{"people":10}'
        assert stores.counts.tell(MILL, "p_clerk", TODAY, '{"people":15}') == '{"people":10}'
    with ready.begin(MILL) as stores:
        assert stores.counts.told(MILL, "p_clerk", TODAY) == '{"people":10}'
        assert stores.counts.tell(MILL, "p_clerk", date(2026, 3, 2), '{"people":15}') == '{"people":15}'


def test_an_answer_belongs_to_the_employer_of_the_posting(ready: Database) -> None:
    with ready.begin(MILL) as stores:
        stores.counts.tell(MILL, "p_clerk", TODAY, "{}")
    with ready.begin(SHOP) as stores:
        assert stores.counts.told(SHOP, "p_clerk", TODAY) is None
        with pytest.raises(ValueError, match="there is no posting p_clerk of this employer"):
            stores.counts.tell(SHOP, "p_clerk", TODAY, "{}")


def test_an_answer_is_not_saved_while_reading(ready: Database) -> None:
    with ready.read(MILL) as stores, pytest.raises(ReadOnly):
        stores.counts.tell(MILL, "p_clerk", TODAY, "{}")
