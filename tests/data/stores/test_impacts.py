"""What an impact assessment counts, and that it is kept as a line of the log."""

from datetime import date

import pytest

from data.stores import Consent, Database, Explained, NotAllowed, Scope
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Candidate, Employer, Role, Viewer

TODAY = date(2026, 3, 1)
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)


def test_people_consents_and_accounts_are_counted(database: Database, lin: Candidate, gao: Candidate, mill: Employer) -> None:
    with database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(lin, None), (gao, None)])
        stores.employers.upsert_many(LOCAL_ORGANIZER, [mill])
        consent = {"candidate": lin.id, "scope": Scope.IDENTITY, "event": None, "employers": frozenset({mill.id}), "wording": "w"}
        for ends in (None, date(2026, 2, 1)):
            told = consent | {"explained": Explained.SIGNED, "given_on": date(2026, 1, 1), "ends_on": ends}
            stores.consents.save(LOCAL_ORGANIZER, Consent.model_validate(told))
    with database.read(AUDITOR) as stores:
        counts, accounts = stores.impacts.counts(AUDITOR, TODAY), stores.impacts.accounts(AUDITOR)
    told = {name: counts[name] for name in ("people", "identity_consents", "listing_consents", "open_appeals", "erased")}
    assert told == {"people": 2, "identity_consents": 1, "listing_consents": 0, "open_appeals": 0, "erased": 0}
    assert accounts == dict.fromkeys(map(str, Role), 0)


def test_assessments_and_attacks_are_kept_apart_newest_first(database: Database) -> None:
    for number in (1, 2):
        with database.begin(LOCAL_ADMINISTRATOR) as stores:
            stores.impacts.save(LOCAL_ADMINISTRATOR, {"people": number})
            stores.impacts.save_attack(LOCAL_ADMINISTRATOR, {"lines": number})
    with database.read(AUDITOR) as stores:
        records, attack = stores.impacts.records(AUDITOR), stores.impacts.last_attack(AUDITOR)
        whole = stores.log.verify(AUDITOR)
    assert [dict(one.detail) for one in records] == [{"people": 2}, {"people": 1}]
    assert attack is not None
    assert dict(attack.detail) == {"lines": 2}
    assert whole is not None
    assert whole.holds


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.EMPLOYER])
def test_others_read_nothing(database: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_x" if role is Role.EMPLOYER else None)
    with database.read(viewer) as stores, pytest.raises(NotAllowed, match="reads no impact assessment"):
        stores.impacts.records(viewer)


def test_an_auditor_records_nothing(database: Database) -> None:
    with database.begin(AUDITOR) as stores, pytest.raises(NotAllowed):
        stores.impacts.save(AUDITOR, {})
