"""What an employer raises waits for the office: one high demand would read an ability off the list of its posting."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.confirming import confirm, demands_view
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.raised_demands import decide, raised_postings
from api.actions.tasks import tasks_view
from api.confirmable import word_of
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import RaiseState
from matching.knowledge import CATALOGUE
from matching.records import LOCAL_ORGANIZER, Demand, Employer, Posting, Provenance, Role, SourceRef, Viewer, Workplace
from matching.verdicts import CandidateSide, Trace, evaluate, posting_side
from tests.api.conftest import FROM_OWN_PAGE, NOW
from tests.api.records.conftest import visit_as

MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
COUNSELOR = Viewer(account="li", role=Role.COUNSELOR)
NAMES = [row.name for row in CATALOGUE.dimensions]
STANDING = {"lifting": (2, Provenance.READ), "bending": (2, Provenance.CONFIRMED)}
FEW = CandidateSide(levels=(1,) * len(NAMES), skills=frozenset(), aids=frozenset(), refuses=frozenset())
"""Somebody with a little of every ability."""


@pytest.fixture
def office(empty_home: Path, tmp_path: Path) -> Iterator[Application]:
    """One employer with one open posting: one level was read, another confirmed, and the others ask for nothing."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    ticks = count()
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}")
    app = open_application(settings, lambda: NOW + timedelta(seconds=next(ticks)))
    demands = []
    for name in NAMES:
        level, provenance = STANDING.get(name, (0, Provenance.TYPICAL))
        demands.append(Demand(dimension=name, level=level, provenance=provenance))
    posting = Posting(
        id="p_clean",
        employer="e_mill",
        title="保洁员",
        source=SourceRef(name="test"),
        demands=tuple(demands),
        workplace=Workplace(commute=1),
    )
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_mill", name="江城面粉厂")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, [posting])
    yield app
    app.database.close()


@pytest.fixture
def visit(office: Application) -> Callable[[Role], TestClient]:
    """A visitor of a role, in Chinese."""

    def made(role: Role) -> TestClient:
        client = visit_as(office, role, account="zhao", organisation="e_mill")
        client.headers["accept-language"] = "zh"
        return client

    return made


def stored(app: Application) -> Posting:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.postings.get(LOCAL_ORGANIZER, "p_clean")
    assert found is not None
    return found


def verdict(app: Application) -> Trace:
    return evaluate(FEW, posting_side(stored(app)))


def level(app: Application, name: str) -> tuple[int | None, Provenance]:
    return next((one.level, one.provenance) for one in stored(app).demands if one.dimension == name)


def waiting(app: Application) -> list[tuple[int, str, int | None, int, str]]:
    views = raised_postings(app, LOCAL_ORGANIZER).items
    return [(one.id, one.name, one.before, one.wanted, one.by) for view in views for one in view.raised]


def tasks(app: Application) -> dict[str, int]:
    return {one.name: one.count for one in tasks_view(app, LOCAL_ORGANIZER).tasks if one.address == "/postings/raised"}


@pytest.mark.parametrize("name", ["demands.lifting", "demands.bending", "demands.reading", "workplace.commute"])
def test_what_an_employer_raises_changes_no_verdict_until_it_is_approved(office: Application, name: str) -> None:
    before, posting = verdict(office), stored(office)
    made = confirm(office, MILL, "p_clean", {name: 4}, "k1")
    assert (made.confirmed, made.held) == ((), (name,))
    assert (verdict(office), stored(office)) == (before, posting)
    assert tasks(office) == {"raised": 1}
    ((raised, *_),) = waiting(office)
    assert decide(office, LOCAL_ORGANIZER, raised, True, "").state is RaiseState.APPROVED
    assert verdict(office) != before
    assert (waiting(office), tasks(office)) == ([], {})
    found = {one.name: (one.value, one.provenance, one.raised) for one in demands_view(office, MILL, "p_clean").items}
    assert found[name] == (4, Provenance.CONFIRMED, None)


def test_a_refusal_keeps_what_stood_and_tells_the_employer_why(office: Application) -> None:
    before = stored(office)
    confirm(office, MILL, "p_clean", {"demands.lifting": 4}, "k1")
    ((raised, *told),) = waiting(office)
    assert told == ["demands.lifting", 2, 4, "zhao"]
    with pytest.raises(BadInput, match="Give a reason"):
        decide(office, LOCAL_ORGANIZER, raised, False, " ")
    decide(office, LOCAL_ORGANIZER, raised, False, "招聘文字里没有搬运")
    assert stored(office) == before
    (shown,) = [one.raised for one in demands_view(office, MILL, "p_clean").items if one.raised is not None]
    assert (shown.wanted, shown.state, shown.reason) == (4, RaiseState.REFUSED, "招聘文字里没有搬运")
    with pytest.raises(BadInput, match="decided already"):
        decide(office, LOCAL_ORGANIZER, raised, True, "")
    assert stored(office) == before


def test_lowering_and_confirming_count_at_once_and_the_rest_of_what_was_sent_waits(office: Application) -> None:
    values = {"demands.lifting": 1, "demands.bending": 2, "demands.reading": 4, "workplace.floor": 3}
    made = confirm(office, MILL, "p_clean", values, "k1")
    assert made.confirmed == ("demands.bending", "demands.lifting", "workplace.floor")
    assert (made.corrected, made.held) == (("demands.lifting", "workplace.floor"), ("demands.reading",))
    assert level(office, "lifting") == (1, Provenance.CONFIRMED)
    assert level(office, "bending") == (2, Provenance.CONFIRMED)
    assert level(office, "reading") == (0, Provenance.TYPICAL)
    assert confirm(office, MILL, "p_clean", values, "k1") == made
    confirm(office, MILL, "p_clean", {"demands.lifting": 2}, "k2")
    assert level(office, "lifting") == (1, Provenance.CONFIRMED)


@pytest.mark.parametrize("viewer", [LOCAL_ORGANIZER, COUNSELOR])
def test_what_staff_raise_counts_at_once(office: Application, viewer: Viewer) -> None:
    made = confirm(office, viewer, "p_clean", {"demands.reading": 4}, "k1")
    assert (made.confirmed, made.held) == (("demands.reading",), ())
    assert level(office, "reading") == (4, Provenance.CONFIRMED)
    assert waiting(office) == []


def test_only_the_organizer_decides(office: Application) -> None:
    confirm(office, MILL, "p_clean", {"demands.lifting": 4}, "k1")
    ((raised, *_),) = waiting(office)
    for viewer in (MILL, COUNSELOR):
        with pytest.raises(NotAllowed):
            decide(office, viewer, raised, True, "")
        with pytest.raises(NotAllowed):
            raised_postings(office, viewer)
    with pytest.raises(NotFound):
        decide(office, LOCAL_ORGANIZER, raised + 1, True, "")


def test_a_later_import_does_not_bring_what_waits(office: Application) -> None:
    confirm(office, MILL, "p_clean", {"demands.lifting": 4}, "k1")
    with office.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.confirmations.standing(LOCAL_ORGANIZER, ["p_clean"]) == {}


# --- a posting made to read one ability off its list ---------------------------------------------------------------------------


def probe(high: str) -> dict[str, Any]:
    return {f"demands.{name}": 4 if name == high else 0 for name in NAMES}


def test_the_probe_reads_nothing_and_the_organizer_is_warned(office: Application) -> None:
    made = confirm(office, MILL, "p_clean", probe("bending"), "k1")
    assert (len(made.confirmed), made.held) == (44, ("demands.bending",))
    assert level(office, "bending") == (2, Provenance.CONFIRMED)
    (view,) = raised_postings(office, LOCAL_ORGANIZER).items
    assert view.zeros == 44
    assert tasks(office) == {"raised": 1, "probes": 1}
    assert demands_view(office, LOCAL_ORGANIZER, "p_clean").zeros == 44
    assert demands_view(office, MILL, "p_clean").zeros is None
    decide(office, LOCAL_ORGANIZER, view.raised[0].id, False, "请说明是哪一项工作")
    assert tasks(office) == {}


def test_few_zeros_or_nothing_high_is_no_probe(office: Application) -> None:
    confirm(office, MILL, "p_clean", dict.fromkeys(list(probe(""))[:39], 0) | {"demands.speaking": 3}, "k1")
    confirm(office, MILL, "p_clean", {"demands.bending": 2}, "k2")
    assert "probes" not in tasks(office)
    confirm(office, MILL, "p_clean", probe(""), "k3")
    assert tasks(office) == {}


# --- the doors -----------------------------------------------------------------------------------------------------------------


def filled(app: Application, **changes: str) -> dict[str, str]:
    view = demands_view(app, MILL, "p_clean")
    return {"key": "k1", "version": view.version, "event": "", **{one.name: word_of(one.value) for one in view.items}, **changes}


def test_the_form_of_the_employer_says_so_before_and_after(office: Application, visit: Callable[[Role], TestClient]) -> None:
    own = visit(Role.EMPLOYER)
    assert "提高的，要等服务机构同意" in own.get("/postings/p_clean/demands").text
    form = filled(office, **{"demands.lifting": "4"})
    answer = own.post("/postings/p_clean/demands", data=form, headers=FROM_OWN_PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/postings/p_clean/demands?done=held")
    page = own.get(answer.headers["location"]).text
    assert "提高的要求要等服务机构同意" in page
    assert "等待服务机构决定" in page
    assert "/postings/raised" not in page
    assert '<option value="2" selected>' in page.partition('name="demands.lifting"')[2].partition("</select>")[0]
    ((raised, *_),) = waiting(office)
    assert f'href="/postings/raised#raised-{raised}"' in visit(Role.ORGANIZER).get("/postings/p_clean/demands").text
    assert "/postings/raised" not in visit(Role.COUNSELOR).get("/postings/p_clean/demands").text


def test_the_form_of_the_organizer(office: Application, visit: Callable[[Role], TestClient]) -> None:
    confirm(office, MILL, "p_clean", probe("lifting"), "k1")
    confirm(office, MILL, "p_clean", {"demands.reading": 3}, "k2")
    (first, second) = [row[0] for row in waiting(office)]
    organizer = visit(Role.ORGANIZER)
    assert "44 项写成了 0" in organizer.get("/postings/raised").text
    wrong = organizer.post(f"/postings/raised/{first}", data={"decision": "refuse", "reason": ""}, headers=FROM_OWN_PAGE)
    assert (wrong.status_code, f'<a href="#reason-{first}">不同意时请写明理由' in wrong.text) == (422, True)
    assert f'aria-describedby="reason-{first}-hint reason-{first}-fault" aria-invalid="true"' in wrong.text
    long = organizer.post(f"/postings/raised/{first}", data={"decision": "refuse", "reason": "长" * 401}, headers=FROM_OWN_PAGE)
    assert (long.status_code, "长" * 401 in long.text) == (422, True)
    for raised, decision, done in ((first, "refuse", "refused"), (second, "approve", "approved")):
        sent = {"decision": decision, "reason": "没有这样的工作"}
        answer = organizer.post(f"/postings/raised/{raised}", data=sent, headers=FROM_OWN_PAGE, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/postings/raised?done={done}")
        assert 'role="status"' in organizer.get(answer.headers["location"]).text
    assert level(office, "lifting") == (2, Provenance.READ)
    assert level(office, "reading") == (3, Provenance.CONFIRMED)
    assert "没有这样的工作" in visit(Role.EMPLOYER).get("/postings/p_clean/demands").text
    assert organizer.post(f"/postings/raised/{first}", data={"decision": "x"}, headers=FROM_OWN_PAGE).status_code == 422
    assert visit(Role.COUNSELOR).get("/postings/raised").status_code == 403


def test_the_same_as_json(office: Application, visit: Callable[[Role], TestClient]) -> None:
    own, organizer = visit(Role.EMPLOYER), visit(Role.ORGANIZER)
    put = own.put("/api/v1/postings/p_clean/demands", json={"values": {"demands.lifting": 3}}, headers={"Idempotency-Key": "k1"})
    assert put.json()["held"] == ["demands.lifting"]
    (view,) = organizer.get("/api/v1/raised-demands").json()["items"]
    assert (view["posting"], [one["wanted"] for one in view["raised"]]) == ("p_clean", [3])
    address = f"/api/v1/raised-demands/{view['raised'][0]['id']}"
    assert own.put(address, json={"approved": True}, headers={"Idempotency-Key": "k2"}).status_code == 403
    assert organizer.put(address, json={"approved": False}, headers={"Idempotency-Key": "k3"}).status_code == 422
    first = organizer.put(address, json={"approved": True}, headers={"Idempotency-Key": "k4"})
    assert (first.status_code, first.json()["state"]) == (200, "approved")
    assert level(office, "lifting") == (3, Provenance.CONFIRMED)
