"""An employer entered or edited by form: its name and code read as a row of a sheet of postings is read."""

from collections.abc import Mapping
from typing import Final

from api.actions.entering import AlreadyThere, Cells, EntryRefused, by_field, marks, put_together, refuse
from api.actions.errors import NotFound
from api.actions.obligations import EMPLOYER
from api.entry_fields import EMPLOYERS
from api.schemas.entries import EntryView, SavedView
from api.wiring import Application
from data.importers.columns_postings import EMPLOYER_KINDS, POSTING_COLUMNS
from data.importers.employer_cells import read_employer
from data.importers.mapping import TEMPLATE, Plan
from data.importers.mapping import Mapping as SheetMapping
from data.importers.posting_row import PostingRow
from data.stores import Stores
from matching.geography import ZONES, area_of, find_area
from matching.knowledge.catalogue import Text
from matching.records import Employer, Place, Viewer

EDITED: Final = tuple(EMPLOYERS)
_HEADERS: Final = {column.field: column.header for column in POSTING_COLUMNS}
_FIELDS_OF: Final = {column.header: column.field for column in POSTING_COLUMNS}
_TYPED: Final = ("employer", "employer_code", "employer_kind", "staff", "establishment", "industry")
_NO_NAME: Final = Text(zh="请填写单位名称。", en="Fill in the name.")
_TAKEN: Final = Text(
    zh="这个统一社会信用代码已属于另一个单位；请核对。", en="This social credit code belongs to another employer; check it."
)


def employer_form(app: Application, viewer: Viewer, employer: str) -> EntryView:
    """An employer as the cells of the form. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = _found(stores, viewer, employer)
    cells = _cells(found)
    return EntryView(id=found.id, called=found.name, cells=cells, was=marks(app, cells, EDITED))


def add_employer(app: Application, viewer: Viewer, typed: Cells, accepted: bool = False) -> SavedView:
    """Enter an employer. Raises EntryRefused, or AlreadyThere for one that is stored."""
    found = _read(app, {field: typed.get(field, "") for field in EDITED}, set(EDITED), accepted)
    with app.database.begin(viewer) as stores:
        if stores.employers.get(viewer, found.id) is not None:
            raise AlreadyThere(found.id)
        _check_code(stores, viewer, found)
        stores.employers.upsert_many(viewer, [found])
    return SavedView(id=found.id, new=True)


def change_employer(app: Application, viewer: Viewer, employer: str, typed: Cells, was: str, accepted: bool = False) -> SavedView:
    """Change what was changed in the form. Raises NotFound, EntryRefused, ChangedMeanwhile."""
    with app.database.begin(viewer) as stores:
        stored = _found(stores, viewer, employer)
        now = _cells(stored)
        cells = put_together(app, EDITED, now, typed, was)
        changed = {field for field in EDITED if cells[field].strip() != now[field].strip()}
        if not changed:
            return SavedView(id=employer, new=False)
        # The office's approval is no part of the record: an import hands in none either, and never takes it back.
        fresh = _read(app, cells, changed, accepted).model_copy(update={"id": stored.id, "approved": False})
        _check_code(stores, viewer, fresh)
        stores.employers.upsert_many(viewer, [fresh])
    return SavedView(id=employer, new=False)


def _read(app: Application, cells: Cells, changed: set[str], accepted: bool) -> Employer:
    told = {field: cells[field].strip() for field in _TYPED if cells[field].strip()}
    if "employer" not in told:
        raise EntryRefused({"employer": _NO_NAME}, {})
    mapping = SheetMapping(name=TEMPLATE, kind="postings", columns={_HEADERS[field]: field for field in told})
    row = PostingRow(1, dict(told), Plan(mapping, tuple(_HEADERS[field] for field in told), {}, POSTING_COLUMNS))
    found = read_employer(row, " ".join(told["employer"].split()), app.identify)
    faults, warnings = by_field([*row.faults, *row.unparsed], _FIELDS_OF, "employer")
    if found is None or faults:
        raise EntryRefused(faults, warnings)
    refuse({}, {field: text for field, text in warnings.items() if field in changed}, accepted)
    area = find_area(cells["district"].strip()) if cells["district"].strip() else None
    district = None if area is None else area.code or area.zone
    return found.model_copy(update={"district": district, "contact": cells["contact"].strip() or None})


def _check_code(stores: Stores, viewer: Viewer, employer: Employer) -> None:
    """A credit code is one employer's."""
    if employer.code is not None and any(one.id != employer.id for one in stores.employers.search(viewer, employer.code)):
        raise EntryRefused({"employer_code": _TAKEN}, {})


def _found(stores: Stores, viewer: Viewer, employer: str) -> Employer:
    found = stores.employers.get(viewer, employer)
    if found is None:
        raise NotFound(EMPLOYER, employer)
    return found


def _cells(employer: Employer) -> dict[str, str]:
    words: Mapping[str, str] = {kind.value: word for word, kind in EMPLOYER_KINDS.items()}
    zone = ZONES.get(employer.district or "")
    area = zone or (None if employer.district is None else area_of(Place(city="武汉", district=employer.district)))
    return {
        "employer": employer.name,
        "employer_code": employer.code or "",
        "employer_kind": words.get(employer.kind.value, ""),
        "staff": employer.staff_text or ("" if employer.staff is None else str(employer.staff)),
        "establishment": "" if employer.establishment is None else str(employer.establishment),
        "industry": employer.industry,
        "district": "" if area is None else area.names[0],
        "contact": employer.contact or "",
    }
