"""What is kept of erased people goes once nobody needs it; the living keep their records."""

from datetime import date

import pytest

from data.stores import Appeal, AppealKind, Consent, Database, Explained, NotAllowed, Scope
from matching.records import Candidate, Employer, Outcome, Posting, Role, Service, ServiceKind, Step, Story, Viewer

DAY = date(2026, 3, 1)
LOCAL = Viewer(account="d", role=Role.ORGANIZER, district="420111")


def consent(candidate: str) -> Consent:
    return Consent(
        candidate=candidate,
        scope=Scope.IDENTITY,
        employers=frozenset({"e_mill"}),
        wording="identity-2026-1",
        explained=Explained.READ,
        given_on=DAY,
    )


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting) -> Database:
    """Lin and Gao agreed, asked and were hired; then Lin was erased."""
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk])
        for name in ("c_lin", "c_gao"):
            stores.consents.save(organizer, consent(name))
            asked = Appeal(candidate=name, kind=AppealKind.COPY, text="要一份", on=DAY, due_on=DAY)
            stores.appeals.lodge(organizer, asked, name)
            hired = Outcome(candidate=name, posting="p_clerk", step=Step.HIRED, on=DAY)
            stores.outcomes.save_stories(organizer, [Story(candidate=name, posting="p_clerk", steps=(hired,))])
        stores.candidates.erase(organizer, "c_lin")
    return database


def test_only_what_is_left_of_erased_people_is_named_and_goes(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        (one,) = stores.retention.erased(organizer)
        assert (one.candidate, one.processing, one.placements) == ("c_lin", True, True)
        assert stores.retention.forget_processing(organizer, ["c_lin", "c_gao"]) == 2
        (one,) = stores.retention.erased(organizer)
        assert (one.processing, one.placements) == (False, True)
        assert stores.retention.forget_placements(organizer, ["c_lin", "c_gao"]) == 1
        assert stores.retention.erased(organizer) == ()
        assert stores.retention.forget_placements(organizer, ["c_lin"]) == 0
        assert len(stores.consents.list(organizer, "c_gao")) == 1
        assert len(stores.appeals.list(organizer, candidate="c_gao")) == 1
        assert [one.candidate for one in stores.outcomes.list(organizer)] == ["c_gao"]


def test_the_city_alone_looks_after_what_is_left(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        for viewer in (LOCAL, Viewer(account="c", role=Role.COUNSELOR)):
            assert stores.retention.erased(viewer) == ()
            with pytest.raises(NotAllowed):
                stores.retention.forget_processing(viewer, ["c_lin"])


def test_a_file_without_change_or_service_is_idle(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.retention.idle(organizer, date(2026, 3, 1)) == ()
        assert stores.retention.idle(organizer, date(2026, 3, 2)) == ("c_gao",)
        assert stores.retention.idle(LOCAL, date(2026, 3, 2)) == ()
        stores.services.save(organizer, Service(candidate="c_gao", kind=ServiceKind.NEEDS, on=date(2026, 3, 2), by="wang"))
        assert stores.retention.idle(organizer, date(2026, 3, 2)) == ()
