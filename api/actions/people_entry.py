"""A person entered or edited by form: read as a row of a sheet is read, so that nothing goes in that an import would refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from api.actions.entering import AlreadyThere, Cells, EntryRefused, by_field, marks, put_together, refuse
from api.actions.errors import NotFound
from api.actions.importing import file_names, import_file
from api.actions.lists import CANDIDATE
from api.actions.views import candidate_name
from api.entry_fields import PEOPLE
from api.schemas.entries import EntryView, SavedView
from api.wiring import Application
from data.importers import read_candidates
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.people import employer_key, read_person
from data.importers.people_row import PeopleRow
from data.importers.typed_rows import TypedRows
from data.stores import Stores
from data.synthetic.candidate_cells import candidate_cells
from matching.knowledge.catalogue import Text
from matching.records import Candidate, CertificateDetails, Employer, Viewer

_HEADERS: Final = {column.field: column.header for column in CANDIDATE_COLUMNS}
_FIELDS_OF: Final = {column.header: column.field for column in CANDIDATE_COLUMNS}
_ONLY_NEW: Final = frozenset({"citizen_number", "external_id"})
"""By what a person is told apart: given once."""

EDITED: Final = tuple(name for name in PEOPLE if name not in _ONLY_NEW)
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "credential": ("credential_kind", "credential_valid_until"),
    "household": ("zero_employment", "poverty_watch", "rural"),
    "refusals": ("refused_accommodations", "refused_conditions", "refused_employers"),
    "resume": (
        "skills",
        "certificates",
        "licences",
        "education",
        "experience_years",
        "experience",
        "school",
        "major",
        "graduated_on",
    ),
    "wishes": ("occupations", "wish_text", "kinds", "pay_min", "minutes_max", "hours_max", "districts", "remote"),
}
"""The parts of a candidate that several fields make; every other field is a part of its own."""

_OF_PERSON: Final = frozenset(
    {"name", "phone", "email", "contact_note", "birth", "sex", "guardian", "registered_residence", "retirement_track"}
)
_OTHER_PERSON: Final = Text(
    zh="这个证号是另一个人的；请核对。要登记另一个人，请新建。",
    en="This is the number of another person; check it. To enter somebody else, make a new entry.",
)
_HELD: Final = Text(
    zh="这个证号已属于库里的另一份档案；若是同一个人，请在「重复」页合并。",
    en="This number belongs to another stored file; if it is the same person, merge the two under duplicates.",
)
_NO_NAME: Final = Text(zh="请填写姓名。", en="Fill in the name.")


def person_form(app: Application, viewer: Viewer, candidate: str) -> EntryView:
    """A person's file as the cells of the form; opening it is in the log. Raises NotFound."""
    with app.database.read(viewer) as stores:
        person = stores.candidates.get(viewer, candidate)
        if person is None:
            raise NotFound(CANDIDATE, candidate)
        cells = _cells(stores, viewer, person)
    return EntryView(id=person.id, called=candidate_name(person), cells=cells, was=marks(app, cells, EDITED))


def add_person(app: Application, viewer: Viewer, typed: Cells, accepted: bool = False) -> SavedView:
    """Enter a person. Raises EntryRefused, or AlreadyThere for somebody who is stored."""
    cells = {field: cell for field, cell in typed.items() if field in PEOPLE and cell}
    if "name" not in cells:
        raise EntryRefused({"name": _NO_NAME}, {})
    headers = tuple(_HEADERS[field] for field in PEOPLE)
    sheet = TypedRows("form", headers, ((1, tuple(cells.get(field) for field in PEOPLE)),))
    batch = read_candidates(sheet, app.identify, None, app.today)
    faults, warnings = by_field([*batch.faults, *batch.unparsed], _FIELDS_OF, "certificate_number")
    refuse(faults, warnings, accepted)
    person = batch.records[0][0]
    with app.database.read(viewer) as stores:
        name = file_names(app, stores, viewer, [person.id]).get(person.id, person.id)
        if next(stores.candidates.iterate(viewer, [name]), None) is not None:
            raise AlreadyThere(name)
    # The name of the sheet is in the id of its import: two entries of one moment are two imports.
    report = import_file(app, viewer, "candidates", replace(sheet, name=f"form-{name}"), None)
    if report.rejected:
        refused = next(one for one in report.faults if one.severity == "rejected")
        told = Text(zh=f"{refused.problem.zh}；{refused.advice.zh}", en=f"{refused.problem.en}; {refused.advice.en}")
        raise EntryRefused({"certificate_number": told}, {})
    return SavedView(id=name, new=True)


def change_person(app: Application, viewer: Viewer, candidate: str, typed: Cells, was: str, accepted: bool = False) -> SavedView:
    """Change what was changed in the form; everything else of the file stays to the letter.

    Raises NotFound, EntryRefused, and ChangedMeanwhile when somebody else saved since the form was opened.
    """
    with app.database.begin(viewer) as stores:
        stored = stores.candidates.get(viewer, candidate)
        if stored is None:
            raise NotFound(CANDIDATE, candidate)
        now = _cells(stores, viewer, stored)
        cells = put_together(app, EDITED, now, typed, was)
        changed = {field for field in EDITED if _plain(cells[field]) != _plain(now.get(field, ""))}
        if not changed:
            return SavedView(id=candidate, new=False)
        person, papers = _read(app, stores, viewer, stored, cells, changed, accepted)
        saved = stores.candidates.upsert_many(viewer, [(person, papers)])
        if saved.refused:
            raise EntryRefused({"certificate_number": _HELD}, {})
    return SavedView(id=candidate, new=False)


def _read(
    app: Application,
    stores: Stores,
    viewer: Viewer,
    stored: Candidate,
    cells: Cells,
    changed: set[str],
    accepted: bool,
) -> tuple[Candidate, CertificateDetails | None]:
    """The stored file with the parts that were touched, read from their cells as a sheet is read."""
    touched = {part for part, fields in _PARTS.items() if changed & set(fields)}
    wanted = set(changed).union(*(_PARTS[part] for part in touched)) | {"contact_note"}
    told: dict[str, Any] = {field: cells[field] or None for field in wanted}
    told |= {"external_id": stored.external_id or stored.id, "credential_kind": cells["credential_kind"]}
    row = PeopleRow(1, {field: cell for field, cell in told.items() if cell}, _HEADERS)
    found = read_person(row, app.identify, app.today, "form")
    faults, warnings = by_field([*row.faults, *row.unparsed], _FIELDS_OF, "certificate_number")
    if "name" in changed and not cells["name"]:
        faults["name"] = _NO_NAME
    own = {field: text for field, text in warnings.items() if field in changed}
    if found is None or faults:
        raise EntryRefused(faults, own)
    fresh, papers = found
    if papers is not None and "certificate_number" in changed:
        _check_same(stores, viewer, stored, papers)
        papers = papers.model_copy(update={"candidate": stored.id})
    else:
        papers = None
    refuse({}, own, accepted)
    return _laid_over(app, stores, viewer, stored, fresh, changed, touched, cells), papers


def _check_same(stores: Stores, viewer: Viewer, stored: Candidate, papers: CertificateDetails) -> None:
    """A new number must be of the same person: its first 18 characters are those of the number that is stored."""
    before = stores.candidates.certificate_details(viewer, stored.id, "a new certificate is entered")
    if before is not None and before.number is not None and papers.number is not None and before.number[:18] != papers.number[:18]:
        raise EntryRefused({"certificate_number": _OTHER_PERSON}, {})


def _laid_over(
    app: Application,
    stores: Stores,
    viewer: Viewer,
    stored: Candidate,
    fresh: Candidate,
    changed: set[str],
    touched: set[str],
    cells: Cells,
) -> Candidate:
    person = {field: getattr(fresh.person, field) for field in changed & _OF_PERSON}
    # What reads like a contact in another field was moved into the note, as an import does.
    if fresh.person.contact_note != stored.person.contact_note:
        person["contact_note"] = fresh.person.contact_note
    simple = changed & {"home", "employment_aid_recognised", "registered_unemployed", "aids", "access_skills", "profiling"}
    parts: dict[str, Any] = {name: getattr(fresh, name) for name in (*touched, *simple)}
    if "resume" in touched:
        parts["access_skills"] = parts.get("access_skills", stored.access_skills) | fresh.access_skills
    if "household" in touched:
        parts["household"] = fresh.household.model_copy(update={"id": stored.household.id})
    if "refusals" in touched:
        employers = _refused(app, stores, viewer, stored, cells["refused_employers"])
        parts["refusals"] = fresh.refusals.model_copy(update={"employers": employers})
    return stored.model_copy(update=parts | {"person": stored.person.model_copy(update=person)})


def _refused(app: Application, stores: Stores, viewer: Viewer, stored: Candidate, cell: str) -> frozenset[str]:
    """The employers named in the cell: a stored one of that name by its own id. Those that cannot be shown by name stay refused."""
    named = {one.name: one.id for one in _employers(stores, viewer, sorted(stored.refusals.employers))}
    found = set(stored.refusals.employers) - set(named.values())
    for word in (part.strip() for part in cell.replace("；", ";").replace("\n", ";").split(";")):
        if not word:
            continue
        same = [one.id for one in stores.employers.search(viewer, word) if word in (one.name, one.code)]
        found |= {named[word]} if word in named else set(same) or {"e_" + app.identify(employer_key(word))}
    return frozenset(found)


def _cells(stores: Stores, viewer: Viewer, person: Candidate) -> dict[str, str]:
    """The file as cells; the number of the certificate is not shown, and left empty it stays."""
    known = _employers(stores, viewer, sorted(person.refusals.employers))
    shown = frozenset(one.id for one in known)
    nameable = person.model_copy(update={"refusals": person.refusals.model_copy(update={"employers": shown})})
    cells = next(candidate_cells([nameable], (), known))
    return {field: cells.get(field, "") for field in EDITED}


def _employers(stores: Stores, viewer: Viewer, ids: Sequence[str]) -> tuple[Employer, ...]:
    return stores.employers.list(viewer, ids, limit=1_000) if ids else ()


def _plain(cell: str) -> str:
    return " ".join(cell.split())
