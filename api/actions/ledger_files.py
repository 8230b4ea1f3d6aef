"""Files of the ledgers beside what is stored: services, placements and graduates, their people and postings found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from api.actions.views import employer_names
from api.wiring import Application
from data.importers import Fault, GraduateBatch, OutcomeBatch, ServiceBatch, read_graduates, read_placements, read_services
from data.importers.columns_graduates import GRADUATE_COLUMNS
from data.importers.mapping import Mapping as SheetMapping
from data.importers.typed_rows import Source
from data.importers.words import folded
from matching.knowledge.catalogue import Text
from matching.ledger import member_of
from matching.policy import policy_on
from matching.records import Candidate, Outcome, Viewer

_ENTERED: Final = next(column.header for column in GRADUATE_COLUMNS if column.field == "entered_on")
_NO_GRADUATE: Final = (
    Text(zh="此人不是统计期内的毕业生，仍记入台账", en="no graduate of the years that count; kept in the ledger all the same"),
    Text(zh="核对编号，或在求职者表里补上毕业时间", en="check the number, or add the day of graduation in the sheet of candidates"),
)
_NO_SCHOOL: Final = (
    Text(zh="档案里缺毕业院校或毕业时间，台账还不完整", en="the person's file lacks school or day; the line is not complete"),
    Text(zh="在求职者表里补上后再导入", en="add them in the sheet of candidates and import that"),
)
_ENTERED_BEFORE: Final = Text(zh="此人 {day} 已登记，登记日期不变", en="entered on {day} already; that day stays")
_NOTHING_TO_DO: Final = Text(zh="不必处理", en="nothing to do")


def read_service_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> ServiceBatch:
    """The services of a file, its people found among the stored ones."""
    return read_services(path, app.identify, _People(app, viewer), mapping, app.today, limit_bytes=limit)


def read_placement_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> OutcomeBatch:
    """The placements of a file, its people, postings and events found among the stored ones, beside the recorded outcomes."""

    def postings(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return stores.postings.find_named(viewer, names)

    def jobs(wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return _jobs(app, viewer, frozenset(wanted))

    def recorded(ids: Iterable[str]) -> Sequence[Outcome]:
        with app.database.read(viewer) as stores:
            return stores.outcomes.of_people(viewer, ids)

    with app.database.read(viewer) as stores:
        events = stores.events.list(viewer)
    return read_placements(
        path, app.identify, _People(app, viewer), postings, jobs, events, recorded, mapping, app.today, limit_bytes=limit
    )


def read_graduate_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> GraduateBatch:
    """What a file tells of the graduates' ledger, its people found among the stored ones.

    Told besides: who is no graduate of the years that count, whose file lacks school or day, and whose day of entry stays.
    """
    batch = read_graduates(path, app.identify, _People(app, viewer), mapping, app.today, limit_bytes=limit)
    with app.database.read(viewer) as stores:
        opened = stores.candidates.iterate(viewer, [told.candidate for told, _ in batch.records]) if batch.records else ()
        people = {one.id: one for one in opened}
        entered = {one.candidate: one.entered_on for one in stores.graduates.list(viewer)}
    policy = policy_on(app.today)
    faults = list(batch.faults)
    for told, row in batch.records:
        before = entered.get(told.candidate)
        if before is not None and told.entered_on not in (None, before):
            faults.append(Fault(row, _ENTERED, None, _ENTERED_BEFORE.format(day=before), _NOTHING_TO_DO, "warning"))
        person = people.get(told.candidate)
        if person is not None and member_of(person, policy).graduate is False:
            faults.append(Fault(row, None, None, *_NO_GRADUATE, "warning"))
        elif person is not None and not _school_told(person):
            faults.append(Fault(row, None, None, *_NO_SCHOOL, "warning"))
    return replace(batch, faults=tuple(faults))


class _People:
    """Finds the stored people behind the names of a file."""

    def __init__(self, app: Application, viewer: Viewer) -> None:
        self._app, self._viewer = app, viewer

    def __call__(self, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with self._app.database.read(self._viewer) as stores:
            return stores.candidates.find_named(self._viewer, names)


def _jobs(app: Application, viewer: Viewer, wanted: frozenset[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(employer, title), both folded -> the postings that are called so."""
    if not wanted:
        return {}
    titles = {title for _, title in wanted}
    found: dict[tuple[str, str], list[str]] = {}
    with app.database.read(viewer) as stores:
        near = [one for one in stores.postings.iterate(viewer) if folded(one.title) in titles]
        employers = employer_names(stores, viewer, (one.employer for one in near))
    for one in near:
        name = folded(employers.get(one.employer, "")), folded(one.title)
        if name in wanted:
            found.setdefault(name, []).append(one.id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


def _school_told(person: Candidate) -> bool:
    studied = person.resume.graduate
    return studied is not None and bool(studied.school) and studied.graduated_on is not None
