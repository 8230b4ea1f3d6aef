"""What a file of courses or of training records says beside what is stored already."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import ValidationError

from api.wiring import Application
from data.importers import CourseBatch, Fault, TrainingBatch, read_trainings
from data.importers.columns_trainings import STATES
from data.importers.mapping import Mapping as SheetMapping
from data.importers.typed_rows import Source
from matching.knowledge.catalogue import Text
from matching.records import Course, Viewer


def over_stored(app: Application, viewer: Viewer, batch: CourseBatch) -> CourseBatch:
    """The courses of a file laid over the stored ones: what the file has no column for stays as it was.

    A row whose dates cannot stand beside the stored ones stays out.
    """
    with app.database.read(viewer) as stores:
        stored = {course.id: course for course in stores.courses.list(viewer)}
    records: list[tuple[Course, int]] = []
    faults: list[Fault] = []
    for course, row in batch.records:
        try:
            records.append((_laid_over(stored.get(course.id), course, batch.fields), row))
        except ValidationError:
            faults.append(_out_of_order(row))
    return replace(batch, records=tuple(records), faults=(*batch.faults, *faults))


def read_training_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> TrainingBatch:
    """The training records of a file, its people and courses found among the stored ones; one that is taken back is told."""
    with app.database.read(viewer) as stores:
        courses = stores.courses.list(viewer)

    def find(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return stores.candidates.find_named(viewer, names)

    batch = read_trainings(path, app.identify, find, courses, mapping, app.today, limit_bytes=limit)
    people = [training.candidate for training, _ in batch.records]
    with app.database.read(viewer) as stores:
        done = {(one.candidate, one.course) for one in stores.services.trainings_of(viewer, people, "completed")}
    undone = [
        _taken_back(training.state, row)
        for training, row in batch.records
        if training.state != "completed" and (training.candidate, training.course) in done
    ]
    return replace(batch, faults=(*batch.faults, *undone))


def _laid_over(stored: Course | None, fresh: Course, fields: frozenset[str]) -> Course:
    if stored is None:
        return fresh
    kept = {name: getattr(stored, name) for name in Course.model_fields if name not in fields | {"id", "name", "provider"}}
    return Course.model_validate({name: getattr(fresh, name) for name in Course.model_fields} | kept)


def _out_of_order(row: int) -> Fault:
    return Fault(
        row,
        None,
        None,
        Text(
            zh="与库里这门课的另一个日期对不上：结课早于开课",
            en="does not go with the stored date of this course: it would end before it starts",
        ),
        Text(zh="把开课和结课两个日期都写上", en="give both the first and the last day"),
        "rejected",
    )


def _taken_back(state: str, row: int) -> Fault:
    word = next(word for word, known in STATES.items() if known == state)
    return Fault(
        row,
        None,
        None,
        Text(zh="原来记为已结业，现改为{zh}", en="was completed until now, and becomes {en}").format(zh=word, en=state),
        Text(zh="若表是旧的，请改回后再导入一次", en="if the sheet is an old one, correct it and import it again"),
        "warning",
    )
