from datetime import date

import pytest

from data.keys import Keyring
from data.stores import Database, NotAllowed, Refused, Saved, open_database
from data.stores.prepared import PostingImport, prepare_merges, prepare_rows
from matching.records import (
    Candidate,
    CertificateDetails,
    Course,
    Employer,
    Intermediary,
    Posting,
    Role,
    Training,
    Viewer,
)


def test_candidates_are_seen_only_when_published(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate
) -> None:
    with database.begin(organizer) as stores:
        assert stores.imports.stage(organizer, "i_1", "candidates", [(lin, lin_papers)]) == 1
        assert stores.imports.stage(organizer, "i_1", "candidates", [(gao, None)]) == 2
    with database.read(organizer) as stores:
        assert stores.candidates.count(organizer) == 0
        assert [(one.id, one.state, one.rows) for one in stores.imports.list(organizer)] == [("i_1", "staged", 2)]
    with database.begin(organizer) as stores:
        assert stores.imports.publish(organizer, "i_1", {"rows": 3, "rejected": 1}) == Saved(inserted=2)
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") == lin
        assert stores.candidates.get(organizer, "c_gao") == gao
        assert stores.candidates.certificate_details(organizer, "c_lin", "test") == lin_papers
        done = stores.imports.get(organizer, "i_1")
        assert done is not None
        assert (done.state, done.rows, done.staged_by, done.report) == ("published", 2, "wang", {"rows": 3, "rejected": 1})
        assert done.published_at is not None


def test_the_same_import_again_changes_nothing(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    digests = []
    for name, expected in (("i_1", Saved(inserted=1)), ("i_2", Saved(unchanged=1))):
        with database.begin(organizer) as stores:
            stores.imports.stage(organizer, name, "candidates", [(lin, lin_papers)])
            assert stores.imports.publish(organizer, name) == expected
            digests.append(stores.candidates.content_hash(organizer))
    assert digests[0] == digests[1]


def test_postings_bring_their_employers_and_agents(database: Database, organizer: Viewer, mill: Employer, clerk: Posting) -> None:
    agency = Intermediary(id="m_agency", name="桥梁人力")
    second = clerk.model_copy(update={"id": "p_2"})
    twin = clerk.model_copy(update={"id": "p_twin"})
    retold = mill.model_copy(update={"name": "面粉厂(另一种写法)"})
    for name, expected in (("i_1", Saved(inserted=2, merged=1)), ("i_2", Saved(unchanged=2))):
        with database.begin(organizer) as stores:
            assert stores.imports.stage(organizer, name, "postings", [(clerk, mill, agency)]) == 1
            assert stores.imports.stage(organizer, name, "postings", [(second, retold, None)]) == 2
            stores.imports.stage_merges(organizer, name, [("p_clerk", twin, "row 7"), ("p_clerk", clerk, "row 8")])
        with database.begin(organizer) as stores:
            assert stores.imports.publish(organizer, name) == expected
        with database.read(organizer) as stores:
            assert stores.employers.get(organizer, "e_mill") == mill
            assert stores.employers.intermediary(organizer, "m_agency") == agency
            assert [one.id for one in stores.postings.iterate(organizer)] == ["p_2", "p_clerk"]
            assert [(one.kept, one.merged, one.reason) for one in stores.postings.merges(organizer)] == [
                ("p_clerk", "p_twin", "row 7")
            ]


def test_what_the_caller_holds_is_published_as_what_was_staged(
    database: Database, keyring: Keyring, organizer: Viewer, mill: Employer, clerk: Posting
) -> None:
    agency, twin = Intermediary(id="m_agency", name="桥梁人力"), clerk.model_copy(update={"id": "p_twin"})
    second = clerk.model_copy(update={"id": "p_2"})
    goes: list[list[PostingImport]] = [[(clerk, mill, agency)], [(second, mill.model_copy(update={"name": "面粉厂"}), None)]]
    held = [prepare_rows(keyring, "postings", rows) for rows in goes]
    held.append(prepare_merges(keyring, [("p_clerk", twin, "row 7"), ("p_clerk", clerk, "row 8")]))
    with database.begin(organizer) as stores:
        assert [stores.imports.hold(organizer, "i_1", "postings", 1) for _ in goes] == [1, 2]
    with database.read(organizer) as stores:
        assert [(one.id, one.state, one.rows) for one in stores.imports.list(organizer)] == [("i_1", "staged", 2)]
        assert stores.postings.count(organizer) == 0
    with database.begin(organizer) as stores:
        assert stores.imports.publish(organizer, "i_1", held=held) == Saved(inserted=2, merged=1)
    with database.begin(organizer) as stores:
        for rows in goes:
            stores.imports.stage(organizer, "i_2", "postings", rows)
        stores.imports.stage_merges(organizer, "i_2", [("p_clerk", twin, "row 7")])
        assert stores.imports.publish(organizer, "i_2") == Saved(unchanged=2)
        assert stores.employers.get(organizer, "e_mill") == mill
        assert stores.employers.intermediary(organizer, "m_agency") == agency
        assert [(one.kept, one.merged) for one in stores.postings.merges(organizer)] == [("p_clerk", "p_twin")]


def test_a_crash_between_staging_and_publishing_leaves_nothing_visible(
    url: str, keyring: Keyring, clock: object, organizer: Viewer, lin: Candidate, gao: Candidate
) -> None:
    first = open_database(url, keyring, clock)  # type: ignore[arg-type]
    with first.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])

    def crash() -> None:
        with first.begin(organizer) as stores:
            stores.imports.publish(organizer, "i_1")
            assert stores.candidates.count(organizer) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crash()
    first.close()
    second = open_database(url, keyring, clock)  # type: ignore[arg-type]
    with second.begin(organizer) as stores:
        assert stores.candidates.count(organizer) == 0
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1)
    second.close()


def test_a_discarded_import_is_gone(database: Database, organizer: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
        assert stores.imports.discard(organizer, "i_1") is True
        assert stores.imports.discard(organizer, "i_1") is False
        assert stores.imports.discard(organizer, "i_no") is False
        assert [one.state for one in stores.imports.list(organizer)] == ["discarded"]
    with pytest.raises(ValueError, match="no import i_1 is waiting to be published"), database.begin(organizer) as stores:
        stores.imports.publish(organizer, "i_1")


def test_an_import_is_of_one_kind_and_ends_once(database: Database, organizer: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
        with pytest.raises(ValueError, match="import i_1 is an import of candidates and staged; start another one"):
            stores.imports.stage_merges(organizer, "i_1", [])
        stores.imports.publish(organizer, "i_1")
        with pytest.raises(ValueError, match="import i_1 is an import of candidates and published"):
            stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])


def test_a_bad_row_stages_nothing(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> None:
    bad = gao.model_copy(update={"external_id": "a\0b"})
    with pytest.raises(ValueError, match="a record holds a NUL character"), database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None), (bad, None)])
    with database.read(organizer) as stores:
        assert stores.imports.list(organizer) == ()


def test_refused_rows_are_named_and_the_rest_goes_in(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        stores.candidates.erase(organizer, "c_lin")
    with database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, lin_papers), (gao, None)])
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1, refused=(Refused("c_lin", "erased"),))


def test_a_district_cannot_publish_another_districts_people(database: Database, lin: Candidate, gao: Candidate) -> None:
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    with database.begin(hongshan) as stores:
        stores.imports.stage(hongshan, "i_1", "candidates", [(lin, None), (gao, None)])
    with pytest.raises(NotAllowed), database.begin(hongshan) as stores:
        stores.imports.publish(hongshan, "i_1")
    with database.read(hongshan) as stores:
        assert stores.candidates.count(hongshan) == 0


def test_imports_are_for_staff(database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
        assert stores.imports.list(auditor) == ()
        assert stores.imports.get(auditor, "i_1") is None
        assert stores.imports.get(organizer, "i_no") is None


def test_more_rows_than_a_chunk(database: Database, organizer: Viewer, gao: Candidate) -> None:
    people = [(gao.model_copy(update={"id": f"c_{number:04d}"}), None) for number in range(1_201)]
    with database.begin(organizer) as stores:
        assert stores.imports.stage(organizer, "i_1", "candidates", people) == 1_201
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1_201)
        assert [one.id for one in stores.candidates.iterate(organizer)] == [one.id for one, _ in people]


def test_courses_and_trainings_are_seen_only_when_published(database: Database, organizer: Viewer, lin: Candidate) -> None:
    course = Course(
        id="k_1", name="打字", provider="示例学校", seats=3, raises={"keyboard_input": 3}, arrangements=frozenset({"ramp", "lift"})
    )
    training = Training(candidate="c_lin", course="k_1", state="completed", on=date(2026, 2, 1))
    gone = training.model_copy(update={"candidate": "c_gone"})
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        assert stores.imports.stage(organizer, "i_1", "courses", [course]) == 1
        assert stores.courses.list(organizer) == ()
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1)
        assert stores.courses.list(organizer) == (course,)
        assert stores.imports.stage(organizer, "i_2", "trainings", [training, gone]) == 2
        assert stores.services.trainings_of(organizer) == ()
        assert stores.imports.publish(organizer, "i_2") == Saved(inserted=1, refused=(Refused("c_gone k_1", "candidate"),))
        assert stores.services.trainings_of(organizer) == (training,)
    for name, kind, row in (("i_3", "courses", course), ("i_4", "trainings", training)):
        with database.begin(organizer) as stores:
            stores.imports.stage(organizer, name, kind, [row])  # type: ignore[arg-type]
            assert stores.imports.publish(organizer, name) == Saved(unchanged=1)


def test_an_import_of_courses_takes_no_trainings(database: Database, organizer: Viewer) -> None:
    with database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "courses", [Course(id="k_1", name="打字", provider="示例学校")])
    with pytest.raises(ValueError, match="is an import of courses and staged"), database.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "trainings", [Training(candidate="c_lin", course="k_1", state="dropped")])
