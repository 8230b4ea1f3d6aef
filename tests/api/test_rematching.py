"""Matching an event again: what was found before is used, forgotten with a person, and changes no byte."""

from pathlib import Path

import pytest

from api.actions.erasing import erase
from api.actions.matching import match_event
from api.last_runs import LastRuns, frame_of
from api.schemas.person_records import ErasureInput
from api.wiring import Application
from data.stores import Run
from matching.records import LOCAL_ORGANIZER
from matching.rematch import KnownScores
from tests.api.conftest import AUTUMN, HE, ZHOU, open_copy


def matched(app: Application) -> Run:
    run = match_event(app, LOCAL_ORGANIZER, AUTUMN).run
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.runs.get(LOCAL_ORGANIZER, run)
    assert found is not None
    return found


def change(app: Application) -> None:
    """One person learns something else."""
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
        he = next(one for one in people if one.id == HE)
        resume = he.resume.model_copy(update={"experience": "在仓库盘点两年"})
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(he.model_copy(update={"resume": resume}), None)])


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "office")


def kept(app: Application) -> list[Path]:
    folder = app.settings.last_runs
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_run_after_a_change_is_that_of_an_office_that_never_matched_before(
    office: Application, built_town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = matched(office)
    assert [path.suffix for path in kept(office)] == [".sealed"]
    taken: list[int] = []
    find = KnownScores.find

    def counted(known: KnownScores, *rows: object) -> object:
        found = find(known, *rows)  # type: ignore[arg-type]
        taken.append(int((found == found).sum()))
        return found

    monkeypatch.setattr(KnownScores, "find", counted)
    change(office)
    again = matched(office)
    assert taken[0] > 0
    fresh = open_copy(built_town, tmp_path / "fresh")
    change(fresh)
    assert not kept(fresh)
    assert matched(fresh).hash == again.hash != first.hash


def test_what_is_kept_names_nobody_and_goes_with_anybody_who_is_erased(office: Application) -> None:
    matched(office)
    (file,) = kept(office)
    plain = [word.encode() for word in (HE, ZHOU, "周二", AUTUMN)]
    assert [word for word in plain if word in file.read_bytes() or word in file.name.encode()] == []
    erase(office, LOCAL_ORGANIZER, HE, ErasureInput(candidate=HE, named="王办事"))
    assert kept(office) == []


def test_a_damaged_file_and_another_frame_cost_a_whole_run_and_nothing_else(office: Application) -> None:
    run = matched(office)
    (file,) = kept(office)
    last = LastRuns(office.settings.last_runs, office.keys)
    file.write_bytes(file.read_bytes()[:-9])
    assert matched(office).hash == run.hash
    with office.database.read(LOCAL_ORGANIZER) as stores:
        mark = stores.retention.mark(LOCAL_ORGANIZER)
    assert last.get(AUTUMN, frame_of(run.versions, mark)) is not None
    assert last.get(AUTUMN, "another frame") is None
    assert kept(office) == []


def test_what_was_kept_before_an_erasure_is_used_by_nobody(office: Application) -> None:
    """Another host has a folder of its own, which the erasure does not reach."""
    matched(office)
    (file,) = kept(office)
    content = file.read_bytes()
    erase(office, LOCAL_ORGANIZER, HE, ErasureInput(candidate=HE, named="王办事"))
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    last = LastRuns(office.settings.last_runs, office.keys)
    run = matched(office)
    assert (file.read_bytes() != content, HE in str(run)) == (True, False)
    file.write_bytes(content)
    with office.database.read(LOCAL_ORGANIZER) as stores:
        mark = stores.retention.mark(LOCAL_ORGANIZER)
    assert last.get(AUTUMN, frame_of(run.versions, mark)) is None
    assert kept(office) == []
