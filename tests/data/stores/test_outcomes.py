from datetime import date

import pytest
from sqlalchemy import text

from data.stores import Database, NotAllowed, Outcome, Refused, Saved, Step
from matching.records import Candidate, Employer, Event, Mistake, Posting, Role, Story, Viewer


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


# --- whole stories and corrections -----------------------------------------------------------------------------------------------


def step(name: Step, on: date | None = None, reason: str = "") -> Outcome:
    return Outcome(candidate="c_lin", posting="p_clerk", step=name, event="ev_fair", on=on, reason=reason)


def story(*steps: Outcome, withdrawn: tuple[Step, ...] = (), corrects: bool = False) -> Story:
    return Story(candidate="c_lin", posting="p_clerk", event="ev_fair", steps=steps, withdrawn=withdrawn, corrects=corrects)


INTERVIEWED = step(Step.INTERVIEWED, date(2026, 4, 1))


def tell(ready: Database, viewer: Viewer, *stories: Story) -> Saved:
    with ready.begin(viewer) as stores:
        return stores.outcomes.save_stories(viewer, stories)


def recorded(ready: Database, viewer: Viewer) -> dict[Step, tuple[date | None, str]]:
    with ready.read(viewer) as stores:
        return {one.step: (one.on, one.reason) for one in stores.outcomes.of_people(viewer, ["c_lin"])}


def test_a_story_adds_and_the_same_again_changes_nothing(ready: Database, organizer: Viewer) -> None:
    hired = step(Step.HIRED)
    assert tell(ready, organizer, story(INTERVIEWED)) == Saved(inserted=1)
    assert tell(ready, organizer, story(INTERVIEWED)) == Saved(unchanged=1)
    assert tell(ready, organizer, story(INTERVIEWED, hired)) == Saved(updated=1)
    assert tell(ready, organizer, story(hired), story(INTERVIEWED)) == Saved(unchanged=2)
    assert recorded(ready, organizer) == {Step.INTERVIEWED: (date(2026, 4, 1), ""), Step.HIRED: (None, "")}


def test_a_day_that_was_not_known_is_filled_in_and_a_known_one_stays(ready: Database, organizer: Viewer) -> None:
    tell(ready, organizer, story(INTERVIEWED, step(Step.HIRED)))
    assert tell(ready, organizer, story(step(Step.HIRED, date(2026, 4, 9)))) == Saved(updated=1)
    assert tell(ready, organizer, story(step(Step.HIRED, date(2026, 4, 10)))) == Saved(unchanged=1)
    assert tell(ready, organizer, story(step(Step.HIRED))) == Saved(unchanged=1)
    assert recorded(ready, organizer)[Step.HIRED] == (date(2026, 4, 9), "")
    with ready.read(organizer) as stores:
        assert [(one.was.on, one.became) for one in stores.outcomes.corrections(organizer)] == [(None, "changed")]


def test_a_correction_changes_and_withdraws_and_keeps_what_stood_there(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    tell(ready, organizer, story(INTERVIEWED, step(Step.HIRED, date(2026, 4, 9)), step(Step.LEFT, date(2026, 5, 9), "pay")))
    right = story(step(Step.INTERVIEWED, date(2026, 4, 2)), step(Step.REJECTED), withdrawn=(Step.HIRED, Step.LEFT), corrects=True)
    right = right.model_copy(update={"why": Mistake.OTHER_PAIR})
    assert tell(ready, organizer, right) == Saved(updated=1)
    assert tell(ready, organizer, right) == Saved(unchanged=1)
    assert recorded(ready, organizer) == {Step.INTERVIEWED: (date(2026, 4, 2), ""), Step.REJECTED: (None, "")}
    with ready.read(organizer) as stores:
        found = stores.outcomes.corrections(organizer, "c_lin")
        assert stores.outcomes.corrections(organizer, "c_gao") == ()
    assert [(one.was.step, one.was.on, one.was.reason, one.became, one.why, one.by) for one in found] == [
        (Step.INTERVIEWED, date(2026, 4, 1), "", "changed", None, "wang"),
        (Step.HIRED, date(2026, 4, 9), "", "withdrawn", Mistake.OTHER_PAIR, "wang"),
        (Step.LEFT, date(2026, 5, 9), "pay", "withdrawn", Mistake.OTHER_PAIR, "wang"),
    ]
    with ready.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, kind="outcome") if line.action == "correct"]
        assert [line.detail["became"] for line in lines] == ["changed", "withdrawn", "withdrawn"]
        assert stores.outcomes.corrections(auditor) == ()


def test_a_story_of_nobody_known_is_refused_alone(ready: Database, organizer: Viewer) -> None:
    nobody = Story(candidate="c_no", posting="p_clerk", steps=())
    nothing = Story(candidate="c_gao", posting="p_no", steps=())
    found = tell(ready, organizer, nobody, nothing, story(INTERVIEWED))
    assert found == Saved(inserted=1, refused=(Refused("c_no p_clerk ", "candidate"), Refused("c_gao p_no ", "posting")))


def test_stories_wait_in_staging_and_enter_at_once(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.imports.stage(organizer, "i_1", "outcomes", [story(INTERVIEWED)]) == 1
    assert recorded(ready, organizer) == {}
    with ready.begin(organizer) as stores:
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1)
    assert recorded(ready, organizer) == {Step.INTERVIEWED: (date(2026, 4, 1), "")}


def test_an_erased_person_keeps_no_reason(ready: Database, organizer: Viewer) -> None:
    tell(ready, organizer, story(INTERVIEWED, step(Step.DECLINED, None, "distance")))
    tell(ready, organizer, story(step(Step.DECLINED, None, "pay"), withdrawn=(Step.INTERVIEWED,), corrects=True))
    with ready.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
        reasons = [
            stores.outcomes.session.connection.execute(text(f"SELECT reason FROM {table}")).scalars().all()
            for table in ("outcomes", "corrections")
        ]
    assert [set(found) for found in reasons] == [{""}, {""}]


def test_learners_read_the_steps_of_the_events_they_name(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    tell(ready, organizer, story(INTERVIEWED))
    for viewer in (organizer, auditor, Viewer(account="root", role=Role.ADMINISTRATOR)):
        with ready.read(viewer) as stores:
            assert stores.outcomes.learnt(viewer, "train the ranker", ["ev_fair", "ev_other"]) == (INTERVIEWED,)
            assert stores.outcomes.learnt(viewer, "train the ranker", []) == ()
    counselor = Viewer(account="c", role=Role.COUNSELOR)
    with ready.read(counselor) as stores, pytest.raises(NotAllowed):
        stores.outcomes.learnt(counselor, "look", ["ev_fair"])


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"steps": (INTERVIEWED.model_copy(update={"posting": "p_other"}),)}, "a step of another pair"),
        ({"steps": (INTERVIEWED, step(Step.INTERVIEWED))}, "tells a step twice"),
        ({"steps": (INTERVIEWED,), "withdrawn": (Step.INTERVIEWED,), "corrects": True}, "tells a step twice"),
        ({"steps": (), "withdrawn": (Step.HIRED,)}, "cannot withdraw a step"),
    ],
)
def test_a_story_that_does_not_fit_together(fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Story.model_validate({"candidate": "c_lin", "posting": "p_clerk", "event": "ev_fair"} | fields)
