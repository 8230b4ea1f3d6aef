from datetime import date

import pytest

from data.stores import Database, Outcome, Saved, Step
from matching.records import Candidate, Employer, Event, Posting, Role, Viewer


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


SHOWN = Outcome(candidate="c_lin", posting="p_clerk", step=Step.SHOWN, event="ev_fair", rank=3, on=date(2026, 4, 1))
HIRED = Outcome(candidate="c_lin", posting="p_clerk", step=Step.HIRED, event="ev_fair", on=date(2026, 4, 9))
GAO = Outcome(candidate="c_gao", posting="p_clerk", step=Step.DECLINED, reason="too-far", origin="synthetic")


def test_steps_add_up_and_never_change(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.outcomes.save_many(organizer, [SHOWN, GAO, GAO]) == Saved(inserted=2)
        again = [SHOWN.model_copy(update={"rank": 1}), HIRED]
        assert stores.outcomes.save_many(organizer, again) == Saved(inserted=1, unchanged=1)
        assert stores.outcomes.list(organizer) == (GAO, HIRED, SHOWN)
        assert stores.outcomes.list(organizer, event="ev_fair") == (HIRED, SHOWN)
        assert stores.outcomes.list(organizer, candidate="c_gao") == (GAO,)
        assert stores.outcomes.list(organizer, posting="p_no") == ()


def test_outcomes_are_of_people_one_may_see(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    hongshan = Viewer(account="d", role=Role.COUNSELOR, district="420111")
    with ready.begin(organizer) as stores:
        stores.outcomes.save_many(organizer, [SHOWN, GAO])
        assert stores.outcomes.list(hongshan) == (SHOWN,)
        assert stores.outcomes.list(auditor) == ()
        with pytest.raises(ValueError, match="there is no candidate c_gao; store it before its outcomes"):
            stores.outcomes.save_many(hongshan, [GAO])
        with pytest.raises(ValueError, match="there is no posting p_no; store it before its outcomes"):
            stores.outcomes.save_many(organizer, [GAO.model_copy(update={"posting": "p_no"})])
