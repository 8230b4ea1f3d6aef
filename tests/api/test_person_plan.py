"""The plan of a person behind its doors: gathered from verdicts, unlock, wishes, courses and services; edited and settled."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.person_plans import edit_plan, plan_file, plan_view, settle_plan
from api.schemas.person_plans import PersonPlanView, PlanEditInput, PlanSectionView
from api.wiring import Application
from matching.person_plan import SectionKey
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import AUTUMN, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU, build_world
from tests.api.test_cli import tongtu
from tests.api.web import Web

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Application:
    return build_world(tmp_path_factory.mktemp("plans"))


def section(view: PersonPlanView, key: SectionKey) -> PlanSectionView:
    return next(one for one in view.sections if one.key is key)


def said(view: PersonPlanView, key: SectionKey) -> list[str]:
    return [line.text.zh for line in section(view, key).lines]


def test_the_plan_is_gathered_from_what_is_on_record(world: Application) -> None:
    """Zhou is registered for a course; of the spring posts the typing job is open, and the stairs keep two others shut."""
    view = plan_view(world, LOCAL_ORGANIZER, ZHOU, SPRING)
    assert (view.name, view.event, [one.key for one in view.sections]) == ("周二", SPRING, list(SectionKey))
    assert said(view, SectionKey.WISHES) == ["想做：文员。", "每月至少 3,000 元。"]
    assert said(view, SectionKey.TRAINING) == ["已报名：打字与文员班（江城示例学校）。"]
    assert said(view, SectionKey.OPEN)[0].startswith("文字录入员（江城文印社）")
    assert said(view, SectionKey.OPEN)[-1] == "看过的岗位里有 2 个现在还不合适。"
    assert (view.to_review, view.settled) == ((), ())


def test_without_an_event_the_one_matched_last_is_taken(world: Application) -> None:
    assert plan_view(world, LOCAL_ORGANIZER, ZHOU).event == AUTUMN


def test_a_plan_over_one_person_opens_what_the_board_of_the_event_opens(world: Application) -> None:
    """A verdict never depends on another person: the changes are those of the event's own page of the person."""
    from api.actions.unlock_places import candidate_unlock

    whole = candidate_unlock(world, LOCAL_ORGANIZER, SPRING, HE)
    names = [row.change.text.zh for row in (*whole.person, *whole.employer, *whole.service) if row.posts]
    lines = said(plan_view(world, LOCAL_ORGANIZER, HE, SPRING), SectionKey.CHANGES)
    assert names != []
    assert {name for name in names if any(line.startswith(name) for line in lines)} == set(names[:5])


def test_words_stand_beside_the_lines_and_a_key_is_used_once(world: Application) -> None:
    before = plan_view(world, LOCAL_ORGANIZER, ZHOU, SPRING)
    told = PlanEditInput(section=SectionKey.STEPS, text="四月陪同看岗")
    view = edit_plan(world, LOCAL_ORGANIZER, ZHOU, told, "k1", SPRING)
    assert edit_plan(world, LOCAL_ORGANIZER, ZHOU, told, "k1", SPRING) == view
    written = section(view, SectionKey.STEPS)
    assert written.lines == section(before, SectionKey.STEPS).lines
    assert written.edit is not None
    assert (written.edit.text, written.edit.by, written.outdated) == ("四月陪同看岗", "local", False)
    for candidate, other in ((ZHOU, told.model_copy(update={"text": "别的"})), (HE, told)):
        with pytest.raises(BadInput, match="take a new one"):
            edit_plan(world, LOCAL_ORGANIZER, candidate, other, "k1", SPRING)
    cleared = edit_plan(world, LOCAL_ORGANIZER, ZHOU, told.model_copy(update={"text": ""}), "k2", SPRING)
    assert section(cleared, SectionKey.STEPS).edit is None
    with pytest.raises(BadInput, match="4001 characters"):
        edit_plan(world, LOCAL_ORGANIZER, ZHOU, told.model_copy(update={"text": "x" * 4_001}), "k3", SPRING)


def test_words_whose_lines_changed_are_to_be_read_again(world: Application) -> None:
    """At another event other posts are open, and the words were written over those of the first."""
    edit_plan(world, LOCAL_ORGANIZER, HE, PlanEditInput(section=SectionKey.OPEN, text="先看文字录入"), "k4", SPRING)
    assert plan_view(world, LOCAL_ORGANIZER, HE, SPRING).to_review == ()
    assert plan_view(world, LOCAL_ORGANIZER, HE, AUTUMN).to_review == (SectionKey.OPEN,)


def test_a_settled_plan_bears_its_day(world: Application) -> None:
    days = [settle_plan(world, LOCAL_ORGANIZER, LIN, "k5").settled for _ in range(2)]
    assert days == [(world.today,), (world.today,)]
    with pytest.raises(BadInput, match="take a new one"):
        settle_plan(world, LOCAL_ORGANIZER, HE, "k5")


def test_who_may_not_see_the_person_gets_no_plan(world: Application) -> None:
    elsewhere = Viewer(account="h", role=Role.COUNSELOR, district="420102")
    with pytest.raises(NotFound, match=ZHOU):
        plan_view(world, elsewhere, ZHOU)
    with pytest.raises(NotFound, match="c_no"):
        plan_view(world, LOCAL_ORGANIZER, "c_no")
    for viewer in (AUDITOR, Viewer(account="m", role=Role.EMPLOYER, organisation="e_river")):
        with pytest.raises(NotAllowed):
            plan_view(world, viewer, ZHOU)


def test_reading_and_printing_are_accesses(world: Application) -> None:
    made = plan_file(world, LOCAL_ORGANIZER, ZHOU, "csv", event=SPRING)
    assert made.name == "2027-03-18_春季专场_一人一策_周二.csv"
    with world.database.read(AUDITOR) as stores:
        lines = [(one.action, one.kind) for one in stores.log.of_candidate(AUDITOR, ZHOU)]
    assert lines[-1] == ("export", "candidate")
    assert ("read", "candidate") in lines


def test_the_other_doors_say_the_same(world: Application, tmp_path: Path) -> None:
    with TestClient(Web(world), base_url=HERE, client=LOOPBACK) as client:
        path = f"/api/v1/candidates/{LIN}/plan"
        assert client.get(f"{path}?event={SPRING}").json() == plan_view(world, LOCAL_ORGANIZER, LIN, SPRING).model_dump(mode="json")
        told = {"section": "wishes", "text": "想先试半天班"}
        assert client.post(f"{path}/edits", json=told).status_code in (403, 422)
        made = client.post(f"{path}/edits", json=told, headers={"idempotency-key": "k6"}).json()
        assert made["sections"][0]["edit"]["text"] == "想先试半天班"
        assert client.get("/api/v1/candidates/c_no/plan").status_code == 404
    home = world.settings.home
    shown = tongtu("person-plan", LIN, "--event", SPRING, home=home).stdout
    assert "想先试半天班" in shown
    wrong = tongtu("person-plan", LIN, "--edit", "dreams", "--text", "x", home=home)
    assert (wrong.returncode, "unknown section 'dreams'" in wrong.stderr) == (2, True)
