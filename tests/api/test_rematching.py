"""Matching an event again: what was found before is used, forgotten with a person, and changes no byte."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.actions import rematching
from api.actions.erasing import erase
from api.actions.event_rolls import EventRoll, KnownRoll, read_roll
from api.actions.matching import match_event
from api.actions.rematching import forget_runs
from api.jobs.worker import Worker
from api.last_runs import LastRuns, frame_of
from api.run_memory import MOST_PEOPLE, RunMemory
from api.schemas.person_records import ErasureInput
from api.wiring import Application
from data.stores import Run, canonical, frozen
from matching.records import LOCAL_ORGANIZER, PostingStatus
from matching.rematch import Rematched, rematch
from matching.shortlist import Entry
from tests.api.conftest import AUTUMN, HE, ZHOU, open_copy


def matched(app: Application) -> Run:
    run = match_event(app, LOCAL_ORGANIZER, AUTUMN).run
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.runs.get(LOCAL_ORGANIZER, run)
    assert found is not None
    return found


def change(app: Application, experience: str = "在仓库盘点两年") -> None:
    """One person learns something else."""
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
        he = next(one for one in people if one.id == HE)
        resume = he.resume.model_copy(update={"experience": experience})
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(he.model_copy(update={"resume": resume}), None)])


def close(app: Application) -> None:
    """One posting is filled, another says something else."""
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        first, second, *_ = stores.postings.iterate(LOCAL_ORGANIZER, status=PostingStatus.OPEN)
        stores.postings.set_status(LOCAL_ORGANIZER, first.id, PostingStatus.FILLED)
        stores.postings.upsert_many(LOCAL_ORGANIZER, [second.model_copy(update={"title": f"{second.title}（夜班）"})])


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "office")


def kept(app: Application) -> list[Path]:
    folder = app.settings.last_runs
    return sorted(folder.iterdir()) if folder.is_dir() else []


def roll_of(app: Application, known: KnownRoll) -> EventRoll:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        event = stores.events.get(LOCAL_ORGANIZER, AUTUMN)
        assert event is not None
        return read_roll(stores, LOCAL_ORGANIZER, event, known)


@pytest.mark.parametrize("remembers", [True, False], ids=["memory", "disk"])
def test_runs_after_changes_are_those_of_an_office_that_never_matched_before(
    office: Application, built_town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remembers: bool
) -> None:
    first = matched(office)
    assert [path.suffix for path in kept(office)] == [".sealed"]
    used: list[tuple[bool, bool]] = []

    def watched(*given: Any, **named: Any) -> Rematched:
        known, ground = given[7:9]
        used.append((known is not None, ground is not None))
        return rematch(*given, **named)

    monkeypatch.setattr(rematching, "rematch", watched)
    fresh = open_copy(built_town, tmp_path / "fresh")
    hashes = [first.hash]
    for happens in (change, close):
        for app in (office, fresh):
            happens(app)
        if not remembers:
            office.run_memory.forget()
        forget_runs(fresh)
        hashes.append(matched(office).hash)
        assert matched(fresh).hash == hashes[-1]
    assert (len(set(hashes)), used) == (3, 2 * [(True, remembers), (False, False)])


def test_entries_that_stand_as_they_stood_are_written_once(office: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = matched(office)
    written: list[Entry] = []

    def counted(value: Any) -> bytes:
        written.append(value)
        return canonical(value)

    monkeypatch.setattr(frozen, "canonical", counted)
    assert (matched(office).hash, [entry.candidate for entry in written if entry.candidate not in drawn(office)]) == (
        whole.hash,
        [],
    )
    with office.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.runs.holds(LOCAL_ORGANIZER, whole.id) is True


def drawn(app: Application) -> set[str]:
    """Who opted out of profiling: their entries follow those beside them, and are made anew."""
    with app.database.read(LOCAL_ORGANIZER) as stores:
        return {one.id for one in stores.candidates.iterate(LOCAL_ORGANIZER) if not one.profiling}


def test_only_who_changed_since_a_whole_run_is_opened(office: Application) -> None:
    whole = roll_of(office, KnownRoll())
    assert (whole.whole, len(whole.opened)) == (True, len(whole.people))
    known = whole.known_after(KnownRoll())
    known = replace(known, people=known.people | {f"c_gone{number}": b"" for number in range(8)})
    change(office)
    for experience in ("会做木工", "会开叉车"):
        change(office, experience)
        roll = roll_of(office, known)
        assert [(one.id, one.resume.experience, one.person.name) for one in roll.opened] == [(HE, experience, "")]
        assert roll.asked == whole.asked
        known = roll.known_after(known)
    assert known.people[HE] == whole.people[HE] != roll.people[HE]


def test_what_is_kept_names_nobody_and_goes_with_anybody_who_is_erased(office: Application) -> None:
    matched(office)
    (file,) = kept(office)
    plain = [word.encode() for word in (HE, ZHOU, "周二", AUTUMN)]
    assert [word for word in plain if word in file.read_bytes() or word in file.name.encode()] == []
    assert office.run_memory._kept.look() is not None
    erase(office, LOCAL_ORGANIZER, HE, ErasureInput(candidate=HE, named="王办事"))
    assert (kept(office), office.run_memory._kept.look()) == ([], None)


def test_a_worker_forgets_the_run_that_it_remembers_once_another_process_erased_somebody(
    office: Application, built_town: Path, tmp_path: Path
) -> None:
    Worker(office).work(0, once=True)
    matched(office)
    elsewhere = replace(office, run_memory=RunMemory())
    erase(elsewhere, LOCAL_ORGANIZER, HE, ErasureInput(candidate=HE, named="王办事"))
    assert office.run_memory._kept.look() is not None
    Worker(office).work(0, once=True)
    assert office.run_memory._kept.look() is None


def test_a_remembered_run_is_taken_once_for_its_own_event_and_frame(office: Application) -> None:
    versions, memory = matched(office).versions, office.run_memory
    with office.database.read(LOCAL_ORGANIZER) as stores:
        mark = stores.retention.mark(LOCAL_ORGANIZER)
    run = memory.take(AUTUMN, frame_of(versions, mark))
    assert run is not None
    assert memory.take(AUTUMN, run.frame) is None
    memory.put(run)
    assert (memory.take("another event", run.frame), memory._kept.look()) == (None, run)
    assert (memory.take(AUTUMN, "another frame"), memory._kept.look()) == (None, None)
    many = {str(number): b"" for number in range(MOST_PEOPLE + 1)}
    memory.put(replace(run, roll=replace(run.roll, people=many)))
    assert memory._kept.look() is None


def test_a_damaged_file_and_another_frame_cost_a_whole_run_and_nothing_else(office: Application) -> None:
    run = matched(office)
    (file,) = kept(office)
    last = LastRuns(office.settings.last_runs, office.keys)
    file.write_bytes(file.read_bytes()[:-9])
    office.run_memory.forget()
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
