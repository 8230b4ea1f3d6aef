from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from data.stores import Consent, Database, Explained, NotAllowed, Scope
from data.stores.undoing import Obstacle, Undone
from matching.quota import CertifiedCount
from matching.records import (
    Candidate,
    CertificateDetails,
    Course,
    Employer,
    Event,
    Intermediary,
    Outcome,
    Posting,
    PostingStatus,
    Role,
    Step,
    Story,
    Training,
    Viewer,
)

SOON = date(2026, 4, 1)


@pytest.fixture
def publish(database: Database, organizer: Viewer) -> Callable[..., None]:
    def made(name: str, kind: Any, rows: Iterable[Any], merges: Iterable[Any] = (), viewer: Viewer = organizer) -> None:
        with database.begin(viewer) as stores:
            stores.imports.stage(viewer, name, kind, rows)
            if merges:
                stores.imports.stage_merges(viewer, name, merges)
            stores.imports.publish(viewer, name, {}, SOON)

    return made


def undo(database: Database, viewer: Viewer, name: str) -> Undone:
    with database.begin(viewer) as stores:
        return stores.undo.undo(viewer, name)


def obstacles(database: Database, viewer: Viewer, name: str) -> tuple[Obstacle, ...]:
    with database.read(viewer) as stores:
        return stores.undo.obstacles(viewer, name)


def everything(url: str) -> dict[str, list[Any]]:
    """All rows of the tables that an import writes, as they are stored."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    tables = ("candidates", "certificates", "employers", "intermediaries", "postings", "merges", "courses", "trainings", "outcomes")
    with engine.connect() as connection:
        found = {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in (*tables, "certified_counts")
        }
        found["keys"] = sorted(map(repr, connection.execute(text("SELECT subject FROM keys WHERE subject NOT LIKE 'former%'"))))
    engine.dispose()
    return found


def test_people_are_as_before(
    database: Database, url: str, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate, publish: Any
) -> None:
    publish("i_1", "candidates", [(lin, lin_papers)])
    before = everything(url)
    moved = lin.model_copy(update={"person": lin.person.model_copy(update={"phone": "13800000000"})})
    publish("i_2", "candidates", [(moved, lin_papers.model_copy(update={"grade": 2})), (gao, None)])
    assert everything(url) != before
    assert undo(database, organizer, "i_2") == Undone(removed=1, restored=1, left=0)
    assert everything(url) == before
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") == lin
        found = stores.imports.get(organizer, "i_2")
        assert found is not None
        assert (found.state, found.undone_at is not None) == ("undone", True)
    assert obstacles(database, organizer, "i_2") == (Obstacle("undone"),)


def test_postings_their_employers_and_merges_are_as_before(
    database: Database, url: str, organizer: Viewer, mill: Employer, clerk: Posting, publish: Any
) -> None:
    publish("i_1", "postings", [(clerk, mill, None)])
    before = everything(url)
    other = clerk.model_copy(update={"id": "p_2", "title": "质检员", "employer": "e_new", "contact": None})
    fresh = Employer(id="e_new", name="新厂", contact="027-1")
    twin = clerk.model_copy(update={"id": "p_twin"})
    changed = clerk.model_copy(update={"title": "录入员（白班）", "contact": "027-88880000"})
    agency = Intermediary(id="m_agency", name="桥梁人力")
    publish(
        "i_2",
        "postings",
        [(changed, mill.model_copy(update={"industry": "食品"}), agency), (other, fresh, agency)],
        [("p_clerk", twin, "row 7")],
    )
    assert undo(database, organizer, "i_2") == Undone(removed=4, restored=2, left=0)
    assert everything(url) == before


def test_an_existing_posting_that_an_import_merged_away_is_back(
    database: Database, url: str, organizer: Viewer, mill: Employer, clerk: Posting, publish: Any
) -> None:
    twin = clerk.model_copy(update={"id": "p_twin"})
    publish("i_1", "postings", [(clerk, mill, None), (twin, mill, None)])
    before = everything(url)
    publish("i_2", "postings", [(clerk, mill, None)], [("p_clerk", twin, "row 7")])
    with database.read(organizer) as stores:
        assert stores.postings.get(organizer, "p_twin") is None
    undo(database, organizer, "i_2")
    assert everything(url) == before


def test_courses_trainings_outcomes_and_counts_are_as_before(
    database: Database, url: str, organizer: Viewer, lin: Candidate, mill: Employer, clerk: Posting, publish: Any
) -> None:
    course = Course(id="k_1", name="打字班", provider="学校")
    day = date(2026, 2, 1)
    met = Story(
        candidate="c_lin",
        posting="p_clerk",
        event=None,
        steps=(Outcome(candidate="c_lin", posting="p_clerk", step=Step.INTERVIEWED, on=day),),
    )
    publish("i_1", "candidates", [(lin, None)])
    publish("i_2", "postings", [(clerk, mill, None)])
    publish("i_3", "courses", [course])
    publish("i_4", "trainings", [Training(candidate="c_lin", course="k_1", state="registered")])
    publish("i_5", "outcomes", [met])
    counted = CertifiedCount(employer="e_mill", year=2025, source="平台", fetched_on=day, counted=1.0)
    with database.begin(organizer) as stores:
        stores.imports.certify(organizer, "i_6", [counted], {}, SOON)
    before = everything(url)
    hired = Outcome(candidate="c_lin", posting="p_clerk", step=Step.HIRED, on=day)
    corrected = Story(
        candidate="c_lin", posting="p_clerk", event=None, steps=(hired,), withdrawn=(Step.INTERVIEWED,), corrects=True
    )
    publish("j_1", "courses", [course.model_copy(update={"seats": 5}), course.model_copy(update={"id": "k_2"})])
    publish("j_2", "trainings", [Training(candidate="c_lin", course="k_1", state="completed", on=day)])
    publish("j_3", "outcomes", [corrected])
    with database.begin(organizer) as stores:
        stores.imports.certify(organizer, "j_4", [counted.model_copy(update={"counted": 2.0})], {}, SOON)
    assert [undo(database, organizer, name) for name in ("j_1", "j_2", "j_3", "j_4")] == [
        Undone(removed=1, restored=1, left=0),
        Undone(removed=0, restored=1, left=0),
        Undone(removed=1, restored=1, left=0),
        Undone(removed=0, restored=1, left=0),
    ]
    assert everything(url) == before


def test_what_rests_on_an_import_keeps_it(
    database: Database, url: str, organizer: Viewer, lin: Candidate, mill: Employer, clerk: Posting, fair: Event, publish: Any
) -> None:
    publish("i_1", "candidates", [(lin, None)])
    publish("i_2", "postings", [(clerk, mill, None)])
    agreed = Consent(
        candidate="c_lin",
        scope=Scope.LISTING,
        event="ev_fair",
        employers=frozenset({"e_mill"}),
        wording="v1",
        explained=Explained.READ,
        given_on=date(2026, 3, 1),
    )
    with database.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
        stores.events.upsert_many(organizer, [fair.model_copy(update={"candidates": ("c_lin",), "postings": ("p_clerk",)})])
        stores.consents.save(organizer, agreed)
        stores.outcomes.save_many(organizer, [Outcome(candidate="c_lin", posting="p_clerk", step=Step.OFFERED)])
    before = everything(url)
    assert set(obstacles(database, organizer, "i_1")) == {
        Obstacle("rests", "consents", 1),
        Obstacle("rests", "outcomes", 1),
        Obstacle("rests", "events", 1),
    }
    assert set(obstacles(database, organizer, "i_2")) == {Obstacle("rests", "outcomes", 1), Obstacle("rests", "events", 1)}
    with pytest.raises(ValueError, match="import i_1 cannot be undone: rests"):
        undo(database, organizer, "i_1")
    assert everything(url) == before


def test_what_was_changed_since_keeps_it(
    database: Database,
    organizer: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    mill: Employer,
    clerk: Posting,
    publish: Any,
) -> None:
    publish("i_1", "candidates", [(lin, lin_papers)])
    publish("i_2", "postings", [(clerk, mill, None)])
    publish("i_3", "candidates", [(lin, lin_papers.model_copy(update={"grade": 2}))])
    with database.begin(organizer) as stores:
        stores.postings.set_status(organizer, "p_clerk", PostingStatus.FILLED)
    assert obstacles(database, organizer, "i_1") == (Obstacle("changed", "certificates", 1),)
    assert obstacles(database, organizer, "i_2") == (Obstacle("changed", "postings", 1),)
    undo(database, organizer, "i_3")
    assert obstacles(database, organizer, "i_1") == ()


def test_an_employer_that_others_use_by_now_stays(
    database: Database, organizer: Viewer, mill: Employer, clerk: Posting, publish: Any
) -> None:
    publish("i_1", "postings", [(clerk, mill, None)])
    publish("i_2", "postings", [(clerk.model_copy(update={"id": "p_2"}), mill, None)])
    assert undo(database, organizer, "i_1") == Undone(removed=1, restored=0, left=1)
    with database.read(organizer) as stores:
        assert stores.employers.get(organizer, "e_mill") == mill
        assert [one.id for one in stores.postings.iterate(organizer)] == ["p_2"]


def test_whoever_was_erased_since_stays_erased(
    database: Database, url: str, organizer: Viewer, lin: Candidate, gao: Candidate, publish: Any
) -> None:
    publish("i_1", "candidates", [(lin, None)])
    publish("i_2", "candidates", [(lin.model_copy(update={"external_id": "B-1"}), None), (gao, None)])
    with database.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
    assert obstacles(database, organizer, "i_2") == ()
    assert undo(database, organizer, "i_2") == Undone(removed=1, restored=0, left=1)
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") is None
        assert stores.candidates.erased_at(organizer, "c_lin") is not None


def test_nothing_readable_of_a_person_is_kept_after_an_erasure(
    database: Database, url: str, keyring: Any, organizer: Viewer, lin: Candidate, publish: Any
) -> None:
    publish("i_1", "candidates", [(lin, None)])
    publish("i_2", "candidates", [(lin.model_copy(update={"external_id": "B-1"}), None)])
    with database.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
    with database.begin(organizer) as stores:
        from data.stores.former_rows import read_former

        kept = read_former(stores.undo.session.connection, stores.undo.session.vault, "i_2")
    assert [(one.key, one.was, one.erased) for one in kept["candidates"]] == [(("c_lin",), None, True)]


def test_an_import_is_undone_until_its_day_and_then_forgotten(
    database: Database, clock: Any, organizer: Viewer, lin: Candidate, publish: Any
) -> None:
    publish("i_1", "candidates", [(lin, None)])
    with database.begin(organizer) as stores:
        assert stores.undo.forget(organizer, SOON) == 0
    clock.now += timedelta(days=60)
    assert obstacles(database, organizer, "i_1") == (Obstacle("over"),)
    with database.begin(organizer) as stores:
        assert stores.undo.forget(organizer, SOON + timedelta(days=1)) == 1
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") == lin


def test_only_its_maker_or_the_city_undoes_an_import(database: Database, organizer: Viewer, lin: Candidate, publish: Any) -> None:
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    publish("i_1", "candidates", [(lin, None)])
    with pytest.raises(NotAllowed):
        undo(database, hongshan, "i_1")
    publish("i_2", "candidates", [(lin.model_copy(update={"external_id": "C"}), None)], viewer=hongshan)
    assert undo(database, organizer, "i_2").restored == 1
    with pytest.raises(ValueError, match="there is no import i_9"):
        obstacles(database, organizer, "i_9")
