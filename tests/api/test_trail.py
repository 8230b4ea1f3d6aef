"""The audit trail: read it, prove it, read a line of a list out of it again, and see that a change is found."""

import re
import shutil
from pathlib import Path

import orjson
import pytest
from sqlalchemy import create_engine, text

from api.actions import lists, trail
from api.actions.errors import NotAllowed, NotFound
from api.pages.trail_words import KINDS
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores.base import Store
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import CLERK, MARKUP, NOW, SPRING, SignIn

AUDITOR = Viewer(account="a_wen", role=Role.AUDITOR)


@pytest.fixture
def copied(town: Application, tmp_path: Path) -> Application:
    """The town in a folder of its own, to be tampered with."""
    home = tmp_path / "home"
    shutil.copytree(town.settings.home, home)
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}")
    return open_application(settings, clock=lambda: NOW)


def run_sql(app: Application, statement: str) -> None:
    """Tamper with the file as somebody who owns it could: the triggers that keep the log append-only go first."""
    engine = create_engine(app.settings.database_url)
    with engine.begin() as connection:
        for name in connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all():
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text(statement))
    engine.dispose()


def test_a_whole_trail_is_proved(town: Application) -> None:
    found = trail.prove_trail(town, LOCAL_ADMINISTRATOR)
    assert (found.holds, found.broken_at) == (True, None)
    assert found.lines > 0


def test_a_changed_line_is_named(copied: Application) -> None:
    run_sql(copied, "update log set account = 'somebody' where sequence = 3")
    found = trail.prove_trail(copied, AUDITOR)
    assert (found.holds, found.broken_at) == (False, 3)


def test_a_cut_end_is_seen(copied: Application) -> None:
    run_sql(copied, "delete from log where sequence = (select max(sequence) from log)")
    found = trail.prove_trail(copied, AUDITOR)
    assert (found.holds, found.broken_at) == (False, 0)


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COUNSELOR, Role.EMPLOYER])
def test_others_read_no_trail(town: Application, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_river")
    for ask in (trail.list_trail, trail.prove_trail):
        with pytest.raises(NotAllowed):
            ask(town, viewer)


def test_pages_of_the_trail_join_without_a_gap(town: Application) -> None:
    first = trail.list_trail(town, AUDITOR, 0, 2)
    assert first.next is not None
    second = trail.list_trail(town, AUDITOR, int(first.next), 2)
    assert [one.sequence for one in (*first.items, *second.items)] == [1, 2, 3, 4]


def test_a_line_is_read_again_as_it_was_frozen(town: Application) -> None:
    view = lists.shortlist_view(town, LOCAL_ORGANIZER, SPRING, CLERK)
    entry = (*view.fit, *view.review)[0]
    found = trail.replay(town, LOCAL_ORGANIZER, SPRING, CLERK, entry.candidate)
    assert found.holds
    assert found.line is not None
    kept = orjson.loads(found.line)
    assert (kept["candidate"], kept["posting"], kept["rank"]) == (entry.candidate, CLERK, entry.rank)
    assert trail.replay(town, LOCAL_ORGANIZER, SPRING, CLERK, entry.candidate, found.run).line == found.line


def test_a_changed_list_proves_nothing(copied: Application) -> None:
    view = lists.shortlist_view(copied, LOCAL_ORGANIZER, SPRING, CLERK)
    who = (*view.fit, *view.review)[0].candidate
    run_sql(copied, f"update shortlists set digests = zeroblob(length(digests)) where posting = '{CLERK}'")
    assert not trail.replay(copied, LOCAL_ORGANIZER, SPRING, CLERK, who).holds


def test_an_erased_person_is_said_to_be_erased(copied: Application) -> None:
    view = lists.shortlist_view(copied, LOCAL_ORGANIZER, SPRING, CLERK)
    who = (*view.fit, *view.review)[0].candidate
    with copied.database.begin(LOCAL_ORGANIZER) as stores:
        assert stores.candidates.erase(LOCAL_ORGANIZER, who)
    found = trail.replay(copied, LOCAL_ORGANIZER, SPRING, CLERK, who)
    assert (found.line, found.place, found.erased_at, found.holds) == (None, None, NOW, True)
    assert trail.prove_trail(copied, AUDITOR).holds


@pytest.mark.parametrize("candidate", ["c_nobody", "p_clerk"])
def test_an_unknown_line_is_not_found(town: Application, candidate: str) -> None:
    with pytest.raises(NotFound):
        trail.replay(town, LOCAL_ORGANIZER, SPRING, CLERK, candidate)


def test_names_do_not_stand_in_the_trail(town: Application) -> None:
    lines = trail.list_trail(town, AUDITOR, 0, 200).items
    assert lines
    assert [one.sequence for one in lines if "林一" in one.model_dump_json() or MARKUP in one.model_dump_json()] == []


def test_every_kind_of_record_has_plain_words() -> None:
    assert {store.kind for store in Store.__subclasses__()} - KINDS.keys() == set()


def test_an_auditor_chooses_a_kind_by_its_word_and_reads_acts_in_words(signed_in: SignIn) -> None:
    web = signed_in(Role.AUDITOR)
    page = web.get("/trail?kind=posting", headers={"accept-language": "zh"}).text
    assert '<option value="posting" selected>岗位</option>' in page
    assert "<td>保存</td><td>岗位" in page
    assert '<option value="unheard" selected>unheard</option>' in web.get("/trail?kind=unheard").text


def test_an_auditor_comes_from_the_list_of_events_to_an_audit_and_is_offered_no_list(signed_in: SignIn) -> None:
    web = signed_in(Role.AUDITOR)
    found = re.findall(r'href="(/events/[^"]+)"', web.get("/audits").text)
    assert found == ["/events/autumn-2027/audit", "/events/spring-2027/audit"]
    page = web.get(found[1])
    assert page.status_code == 200
    assert {one.rpartition("/")[2] for one in re.findall(r'href="(/events/[^"?]+)"', page.text)} == {"audit.csv"}
