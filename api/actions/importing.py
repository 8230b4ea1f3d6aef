"""Import a file: read, stage, publish in one transaction, and report row by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from api.actions.consent_files import read_consent_file, record_consents
from api.actions.course_files import over_stored, read_training_file
from api.actions.errors import BadInput
from api.actions.ledger_files import read_graduate_file, read_placement_file, read_service_file
from api.actions.newer_assessments import kept_text, lay_profile
from api.actions.outcomes import read_outcome_file
from api.actions.posting_readings import read_into
from api.actions.reassessment import count_to_assess
from api.wiring import Application
from data.importers import (
    CandidateBatch,
    CourseBatch,
    Fault,
    GraduateBatch,
    ImportRefused,
    OutcomeBatch,
    PostingBatch,
    ServiceBatch,
    TrainingBatch,
    read_assessment_form,
    read_candidates,
    read_courses,
    read_mapping,
    read_postings,
)
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.mapping import Mapping
from data.importers.typed_rows import Source
from data.stores import Refused, Saved, Stores
from data.stores.outcomes import story_key
from data.stores.prepared import Prepared, prepare_merges, prepare_rows
from data.stores.services import service_key, training_key
from matching.collection import paused_collection
from matching.constraints import PostingFault, faults_of
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.prematch import Progress
from matching.records import (
    Candidate,
    CertificateDetails,
    Employer,
    EmployerKind,
    Person,
    Posting,
    Service,
    Viewer,
)

MEGABYTE = 1_000_000
PAY: Final = next(column.header for column in POSTING_COLUMNS if column.field == "pay")
CHUNK = 5_000
AT_ONCE: Final = 10_000
"""So many prepared rows wait in memory; of a longer file they wait sealed in the database."""


class FaultLine(BaseModel):
    """One fault of one cell; `value` is hidden where it is personal."""

    model_config = ConfigDict(frozen=True)

    row: int | None
    column: str | None
    value: str | None
    problem: Text
    advice: Text
    severity: str


class ImportReport(BaseModel):
    """What an import did. Rows are data rows of the file; a rejected row never stops the others.

    `import_id` names what was published, so that it can be undone; nothing was where it is None.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    rows: int
    imported: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int
    faults: tuple[FaultLine, ...]
    import_id: str | None = None


@dataclass(frozen=True)
class _Published:
    """What was stored, under which import."""

    saved: Saved
    import_id: str | None


Settle = Callable[[Stores, ImportReport], object]


@dataclass(frozen=True)
class Watch:
    """Who is told how far an import is, and what goes into the transaction that publishes it."""

    progress: Progress | None
    settle: Settle


class TrainingReport(ImportReport):
    """What an import of training records did. `assess_again` counts people of the file who should be assessed again."""

    assess_again: int


def import_file(
    app: Application,
    viewer: Viewer,
    kind: str,
    path: Source,
    mapping: Path | Mapping | None,
    progress: Progress | None = None,
    settle: Settle = lambda stores, report: None,
) -> ImportReport:
    """Read a file, or rows that somebody typed, and publish the right ones at once.

    `kind` is candidates, postings, courses, trainings, outcomes, services, placements, graduates or consents, or
    assessment for one form.
    Running it twice changes nothing. `settle` is called with the report in the transaction that publishes the rows, if there are
    any: what it writes is there exactly when they are.
    Raises BadInput when nothing of the file can be read.
    """
    with paused_collection():
        return _import_file(app, viewer, kind, path, mapping, Watch(progress, settle))


def _import_file(
    app: Application,
    viewer: Viewer,
    kind: str,
    path: Source,
    mapping: Path | Mapping | None,
    watch: Watch,
) -> ImportReport:
    limit = app.settings.upload_limit_mb * MEGABYTE
    try:
        rules = read_mapping(mapping) if isinstance(mapping, Path) else mapping
        if kind == "postings":
            return _publish_postings(
                app, viewer, path, read_postings(path, app.identify, rules, app.today, limit_bytes=limit), watch
            )
        if kind == "courses":
            found = read_courses(path, app.identify, rules, app.today, limit_bytes=limit)
            return _publish_courses(app, viewer, path, over_stored(app, viewer, found), watch)
        if kind == "trainings":
            return _publish_trainings(app, viewer, path, read_training_file(app, viewer, path, rules, limit), watch)
        if kind == "outcomes":
            return _publish_outcomes(app, viewer, path, read_outcome_file(app, viewer, path, rules, limit), watch)
        if kind == "placements":
            return _publish_outcomes(app, viewer, path, read_placement_file(app, viewer, path, rules, limit), watch)
        if kind == "services":
            return _publish_ledger(app, viewer, path, "services", read_service_file(app, viewer, path, rules, limit), watch)
        if kind == "graduates":
            return _publish_ledger(app, viewer, path, "graduates", read_graduate_file(app, viewer, path, rules, limit), watch)
        if kind == "consents":
            return _record_consents(app, viewer, path, rules, limit, watch.progress)
        if kind == "assessment":
            return _publish_candidates(app, viewer, path, _read_form(app, viewer, path, limit), watch)
        batch = read_candidates(path, app.identify, rules, app.today, limit_bytes=limit)
        return _publish_candidates(app, viewer, path, batch, watch)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault


def new_import_id() -> str:
    """The id of an import that begins: `i_` and 20 hexadecimal digits."""
    return f"i_{uuid4().hex[:20]}"


def undo_until(app: Application) -> date:
    """The last day on which an import of today can be undone."""
    return app.today + timedelta(days=policy_on(app.today).number("import.undo_days"))


def _publish_candidates(app: Application, viewer: Viewer, path: Source, batch: CandidateBatch, watch: Watch) -> ImportReport:
    told = _with_one_file_each(app, viewer, [(candidate, papers) for candidate, papers, _ in batch.records])
    stored = _stored(app, viewer, [candidate.id for candidate, _ in told])
    lines = {candidate.id: row for (candidate, _), (_, _, row) in zip(told, batch.records, strict=True)}
    rows: list[tuple[Candidate, CertificateDetails | None]] = []
    stayed: list[FaultLine] = []
    for candidate, papers in told:
        before = stored.get(candidate.id)
        made = candidate if before is None else lay_over(before, candidate, batch.fields)
        if before is not None:
            profile, kept = lay_profile(before.profile, candidate.profile)
            made = made.model_copy(update={"profile": profile})
            if kept:
                stayed.append(_stayed_line(before, candidate, kept, lines[candidate.id]))
        rows.append((made, papers))
    return _publish(app, viewer, "candidates", rows, (), watch, partial(_report, path, batch, lines, stayed))


def file_names(app: Application, stores: Stores, viewer: Viewer, names: Sequence[str]) -> dict[str, str]:
    """Of these ids those that are filed under another one: a second file under the file that is kept, and one that the viewer may
    not know of under the id of the viewer's own file.

    Refusing the latter would tell whoever enters a number that another office has it; somebody who sees both files merges them.
    """
    found = stores.person_merges.kept_for(viewer, names)
    if viewer.district is None and not viewer.caseload:
        return found
    turn, filed = 0, {name: found.get(name, name) for name in names}
    while unseen := stores.candidates.unseen(viewer, filed.values()):
        turn += 1
        fresh = {name: f"c_{app.identify(f'{name}:{turn}')}" for name, target in filed.items() if target in unseen}
        kept = stores.person_merges.kept_for(viewer, fresh.values())
        filed |= {name: kept.get(other, other) for name, other in fresh.items()}
    return {name: other for name, other in filed.items() if other != name}


def _stayed_line(stored: Candidate, fresh: Candidate, kept: Sequence[str], row: int) -> FaultLine:
    problem, advice = kept_text(stored.profile, fresh.profile, kept)
    return FaultLine(row=row, column=None, value=None, problem=problem, advice=advice, severity="warning")


def _with_one_file_each(
    app: Application, viewer: Viewer, told: Sequence[tuple[Candidate, CertificateDetails | None]]
) -> list[tuple[Candidate, CertificateDetails | None]]:
    """What is told of a second file of somebody is told of the file that is kept; of a file of another office, of one's own."""
    with app.database.read(viewer) as stores:
        kept = file_names(app, stores, viewer, [candidate.id for candidate, _ in told])
    if not kept:
        return list(told)
    return [
        (
            candidate.model_copy(update={"id": kept.get(candidate.id, candidate.id)}),
            None if papers is None else papers.model_copy(update={"candidate": kept.get(candidate.id, candidate.id)}),
        )
        for candidate, papers in told
    ]


def _stored(app: Application, viewer: Viewer, ids: Sequence[str]) -> dict[str, Candidate]:
    with app.database.read(viewer) as stores:
        return {person.id: person for person in stores.candidates.iterate(viewer, ids, with_person=True)} if ids else {}


def lay_over(stored: Candidate, fresh: Candidate, fields: frozenset[str]) -> Candidate:
    """The fresh record over the stored one, less its profile: what the file has no column for stays."""
    person = {name: getattr(stored.person, name) for name in Person.model_fields if name not in fields}
    kept = {name: getattr(stored, name) for name in Candidate.model_fields if name not in fields | {"id", "person", "profile"}}
    # A contact found in a text and an access route found among the skills are told without a column of their own.
    if "contact_note" not in fields and fresh.person.contact_note:
        person["contact_note"] = fresh.person.contact_note
    if "access_skills" not in fields:
        kept["access_skills"] = stored.access_skills | fresh.access_skills
    return fresh.model_copy(update=kept | {"person": fresh.person.model_copy(update=person)})


def _publish_postings(app: Application, viewer: Viewer, path: Source, batch: PostingBatch, watch: Watch) -> ImportReport:
    hiring = _beside_stored(app, viewer, {employer.id: employer for _, employer, _, _ in batch.records})
    rows = [(posting, hiring[employer.id], between) for posting, employer, between, _ in batch.records]
    again = read_into(app, viewer, [merge.merged for merge in batch.merges])
    merges = [(merge.kept_id, merged, f"{path.name}: row {merge.row}") for merge, merged in zip(batch.merges, again, strict=True)]
    lines = {posting.id: row for posting, _, _, row in batch.records}
    policy = policy_on(app.today)
    found = [_fault_line(fault, posting, row) for posting, _, _, row in batch.records for fault in faults_of(posting, policy)]
    told = partial(_report, path, batch, lines, found)
    return _publish(app, viewer, "postings", rows, merges, watch, told, lambda part: _read_rows(app, viewer, part))


def _beside_stored(app: Application, viewer: Viewer, told: dict[str, Employer]) -> dict[str, Employer]:
    """Each employer with what a sheet of postings has no column for, as it is stored, and what this sheet left blank."""
    made: dict[str, Employer] = dict(told)
    ids = sorted(told)
    with app.database.read(viewer) as stores:
        for start in range(0, len(ids), 1_000):
            for stored in stores.employers.list(viewer, ids[start : start + 1_000], limit=1_000, with_contact=True):
                blank = {name: getattr(stored, name) for name in _TOLD_OF_EMPLOYERS if not getattr(told[stored.id], name)}
                if told[stored.id].kind is EmployerKind.OTHER:
                    blank["kind"] = stored.kind
                made[stored.id] = told[stored.id].model_copy(update=blank)
    return made


_TOLD_OF_EMPLOYERS: Final = ("district", "contact", "staff", "staff_text", "establishment", "industry", "code")


def _read_rows(app: Application, viewer: Viewer, rows: Sequence[Any]) -> list[Any]:
    read = read_into(app, viewer, [posting for posting, _, _ in rows])
    return [(posting, employer, between) for posting, (_, employer, between) in zip(read, rows, strict=True)]


def _publish_courses(app: Application, viewer: Viewer, path: Source, batch: CourseBatch, watch: Watch) -> ImportReport:
    told = partial(_report, path, batch, {}, ())
    return _publish(app, viewer, "courses", [course for course, _ in batch.records], (), watch, told)


def _publish_trainings(app: Application, viewer: Viewer, path: Source, batch: TrainingBatch, watch: Watch) -> TrainingReport:
    lines = {training_key(training.candidate, training.course): row for training, row in batch.records}
    told = partial(_report, path, batch, lines, ())
    report = _publish(app, viewer, "trainings", [training for training, _ in batch.records], (), watch, told)
    again = count_to_assess(app, viewer, [training.candidate for training, _ in batch.records])
    return TrainingReport(**dict(report), assess_again=again)


def _publish_outcomes(app: Application, viewer: Viewer, path: Source, batch: OutcomeBatch, watch: Watch) -> ImportReport:
    lines = {story_key(story.candidate, story.posting, story.event): row for story, row in batch.records}
    told = partial(_report, path, batch, lines, ())
    return _publish(app, viewer, "outcomes", [story for story, _ in batch.records], (), watch, told)


def _record_consents(
    app: Application, viewer: Viewer, path: Source, rules: Mapping | None, limit: int, progress: Progress | None
) -> ImportReport:
    batch = read_consent_file(app, viewer, path, rules, limit)
    counts, kept_out = record_consents(app, viewer, batch, progress)
    faults = sorted((*batch.faults, *kept_out), key=lambda fault: (fault.row is None, fault.row or 0))
    return ImportReport(
        file=path.name,
        rows=batch.rows,
        imported=counts["new"],
        updated=counts["changed"],
        unchanged=counts["known"],
        duplicates=batch.duplicates,
        rejected=len({fault.row for fault in faults if fault.severity == "rejected"}),
        faults=tuple(_line(fault) for fault in faults),
    )


def _publish_ledger(
    app: Application,
    viewer: Viewer,
    path: Source,
    kind: Literal["services", "graduates"],
    batch: ServiceBatch | GraduateBatch,
    watch: Watch,
) -> ImportReport:
    lines = {service_key(one) if isinstance(one, Service) else one.candidate: row for one, row in batch.records}
    told = partial(_report, path, batch, lines, ())
    return _publish(app, viewer, kind, [one for one, _ in batch.records], (), watch, told)


def _publish(
    app: Application,
    viewer: Viewer,
    kind: Literal["candidates", "postings", "courses", "trainings", "outcomes", "services", "graduates"],
    rows: Sequence[Any],
    merges: Sequence[tuple[str, Posting, str]],
    watch: Watch,
    told: Callable[[_Published], ImportReport],
    made: Callable[[Sequence[Any]], Sequence[Any]] = tuple,
) -> ImportReport:
    """Prepare in chunks, then publish in one transaction; what a run that broke off had ready is never seen.

    `told` makes the report of what was published. `made` is what becomes of the rows of a chunk before they are staged, while no
    transaction is open.
    """
    if not rows:
        return told(_Published(Saved(), None))
    import_id = new_import_id()
    held: list[Prepared] = []
    at_once = len(rows) + len(merges) <= AT_ONCE
    try:
        for start in range(0, len(rows), CHUNK):
            part = made(rows[start : start + CHUNK])
            if at_once:
                held.append(prepare_rows(app.keys, kind, part))
            with app.database.begin(viewer) as stores:
                if at_once:
                    stores.imports.hold(viewer, import_id, kind, len(part))
                else:
                    stores.imports.stage(viewer, import_id, kind, part)
            if watch.progress is not None:
                watch.progress(min(start + CHUNK, len(rows)), len(rows))
        if at_once:
            held.append(prepare_merges(app.keys, merges))
        with app.database.begin(viewer) as stores:
            if merges and not at_once:
                stores.imports.stage_merges(viewer, import_id, merges)
            counts = {"rows": len(rows), "merges": len(merges)}
            saved = stores.imports.publish(viewer, import_id, counts, undo_until(app), held)
            report = told(_Published(saved, import_id))
            watch.settle(stores, report)
            return report
    except BaseException:
        # Nothing of it was ever seen; the sealed rows go with their key.
        with app.database.begin(viewer) as stores:
            stores.imports.discard(viewer, import_id)
        raise


def _report(
    path: Source,
    batch: CandidateBatch | PostingBatch | CourseBatch | TrainingBatch | OutcomeBatch | ServiceBatch | GraduateBatch,
    lines: dict[str, int],
    found: Sequence[FaultLine],
    published: _Published,
) -> ImportReport:
    saved = published.saved
    refused = [_refused_line(one, lines.get(one.id)) for one in saved.refused]
    faults = [*(_line(fault) for fault in (*batch.faults, *batch.unparsed)), *found]
    faults.sort(key=lambda fault: (fault.row is None, fault.row or 0))
    stopped = {fault.row for fault in batch.faults if fault.severity == "rejected"}
    return ImportReport(
        file=path.name,
        rows=batch.rows,
        imported=saved.inserted,
        updated=saved.updated,
        unchanged=saved.unchanged,
        duplicates=batch.duplicates,
        rejected=len(stopped) + len(refused),
        faults=(*faults, *refused),
        import_id=published.import_id,
    )


def _line(fault: Fault) -> FaultLine:
    return FaultLine(
        row=fault.row,
        column=fault.column,
        value=fault.value,
        problem=fault.problem,
        advice=fault.advice,
        severity=fault.severity,
    )


def _fault_line(fault: PostingFault, posting: Posting, row: int) -> FaultLine:
    """What the law has against a posting that did go in: it is matched with nobody until repaired, or the employer is asked."""
    return FaultLine(
        row=row, column=PAY, value=posting.pay.text or None, problem=fault.reason, advice=fault.question, severity="warning"
    )


def _refused_line(refused: Refused, row: int | None) -> FaultLine:
    if refused.cause == "certificate":
        problem = Text(zh="证件号码已属于库里的另一个人", en="the certificate number belongs to another stored person")
        advice = Text(zh="核对号码；若是同一个人，请沿用原来的编号", en="check the number; for the same person keep the former id")
    elif refused.cause in ("candidate", "course", "posting"):
        problem = Text(
            zh="导入时求职者、课程或岗位已不在库里", en="the candidate, course or posting was gone when the row was to be stored"
        )
        advice = Text(zh="核对后再导入一次", en="check it and import again")
    else:
        problem = Text(zh="此人已要求删除资料", en="this person had their data erased")
        advice = Text(zh="未经本人同意不要再导入", en="do not import them again without their consent")
    return FaultLine(row=row, column=None, value=None, problem=problem, advice=advice, severity="rejected")


def _read_form(app: Application, viewer: Viewer, path: Source, limit: int) -> CandidateBatch:
    """The filled form as a row about the person it names."""
    assert isinstance(path, Path), "an assessment form is a file"
    form = read_assessment_form(path, app.identify, app.today, limit_bytes=limit)
    with app.database.read(viewer) as stores:
        person = stores.candidates.get(viewer, form.candidate) or _named_by_id(stores, viewer, form.external_id)
        if person is None:
            raise BadInput(
                Text(
                    zh="{file}：表上的人还没有导入；先导入求职者名单，或核对证件号码、编号。",
                    en="{file}: the person on the form is not stored; import the candidates first, or check the number or id.",
                ).format(file=path.name)
            )
    updated = person.model_copy(update={"profile": form.profile})
    fields = frozenset(Candidate.model_fields) | frozenset(Person.model_fields)
    return CandidateBatch(rows=1, records=((updated, None, 1),), duplicates=0, faults=form.faults, fields=fields)


def _named_by_id(stores: Stores, viewer: Viewer, external_id: str | None) -> Candidate | None:
    """The one person whom an office calls by this id, when the form gives no document; None when it is nobody or several."""
    if external_id is None:
        return None
    found = [person.id for person in stores.candidates.iterate(viewer) if person.external_id == external_id]
    return stores.candidates.get(viewer, found[0]) if len(found) == 1 else None
