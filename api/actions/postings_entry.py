"""A posting entered or edited by form: read as a row of a sheet is read; its demands and workplace have a form of their own."""

from collections.abc import Mapping
from typing import Final

from api.actions.entering import AlreadyThere, Cells, EntryRefused, by_field, marks, put_together, refuse
from api.actions.errors import NotFound
from api.actions.importing import import_file
from api.actions.lists import POSTING
from api.actions.posting_readings import read_into
from api.actions.views import pay_text
from api.entry_fields import POSTINGS
from api.schemas.entries import EntryView, SavedView
from api.wiring import Application
from data.importers import read_postings
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.mapping import TEMPLATE, Plan
from data.importers.mapping import Mapping as SheetMapping
from data.importers.offers import read_offer
from data.importers.posting_row import PostingRow
from data.importers.recognisers import RECOGNISERS
from data.importers.typed_rows import TypedRows
from data.stores import Stores
from data.synthetic.posting_cells import posting_cells
from matching.constraints import faults_of
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Employer, Posting, Viewer

_HEADERS: Final = {column.field: column.header for column in POSTING_COLUMNS}
_FIELDS_OF: Final = {column.header: column.field for column in POSTING_COLUMNS}
_OF_EMPLOYER: Final = frozenset({"employer", "employer_code"})
"""Whose job it is stays; the employer itself is edited on its own page."""

EDITED: Final = tuple(name for name in POSTINGS if name not in _OF_EMPLOYER)
_PARTS: Final[Mapping[str, str]] = {
    "address": "place",
    "shift": "hours",
    "experience": "experience_years",
    **dict.fromkeys(
        ("residence", "graduated_within_years", "recognised_only", "unemployed_only", "zero_employment_household_only"),
        "eligibility",
    ),
}
"""The part of a posting that each field feeds; other fields feed the part of their own name."""

_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("place", "address"),
    "hours": ("hours", "shift"),
    "eligibility": (
        "residence",
        "graduated_within_years",
        "recognised_only",
        "unemployed_only",
        "zero_employment_household_only",
    ),
}
_SOURCE: Final = "form"


def posting_form(app: Application, viewer: Viewer, posting: str) -> EntryView:
    """A posting as the cells of the form. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = _found(stores, viewer, posting)
        cells = _cells(stores, viewer, found)
    return EntryView(id=found.id, called=found.title, cells=cells, was=marks(app, cells, EDITED))


def add_posting(app: Application, viewer: Viewer, typed: Cells, accepted: bool = False) -> SavedView:
    """Enter a posting, and its employer where it is not stored yet. Raises EntryRefused, or AlreadyThere for the same once more."""
    cells = {field: cell for field, cell in typed.items() if field in POSTINGS and cell}
    headers = tuple(_HEADERS[field] for field in cells)
    sheet = TypedRows(_SOURCE, (*headers, _HEADERS["source"]), ((1, (*cells.values(), _SOURCE)),))
    missing = {name: _REQUIRED[name] for name in _REQUIRED if name not in cells}
    refuse(missing, {}, accepted)
    batch = read_postings(sheet, app.identify, None, app.today)
    faults, warnings = by_field([*batch.faults, *batch.unparsed], _FIELDS_OF, "title")
    if not faults:
        warnings |= _law(app, batch.records[0][0])
    refuse(faults, warnings, accepted)
    posting = batch.records[0][0]
    with app.database.read(viewer) as stores:
        if stores.postings.get(viewer, posting.id) is not None:
            raise AlreadyThere(posting.id)
    import_file(app, viewer, "postings", TypedRows(f"form-{posting.id}", sheet.headers, sheet.rows), None)
    return SavedView(id=posting.id, new=True)


def change_posting(app: Application, viewer: Viewer, posting: str, typed: Cells, was: str, accepted: bool = False) -> SavedView:
    """Change what was changed in the form; what was confirmed of demands and workplace stays.

    Raises NotFound, EntryRefused, and ChangedMeanwhile when somebody else saved since the form was opened.
    """
    while True:
        with app.database.read(viewer) as stores:
            stored = _found(stores, viewer, posting)
            now = _cells(stores, viewer, stored)
        cells = put_together(app, EDITED, now, typed, was)
        changed = {field for field in EDITED if " ".join(cells[field].split()) != " ".join(now.get(field, "").split())}
        if not changed:
            return SavedView(id=posting, new=False)
        fresh = _read(app, stored, cells, changed, accepted)
        if fresh.text != stored.text or fresh.title != stored.title:
            fresh = read_into(app, viewer, [fresh])[0]
        with app.database.begin(viewer) as stores:
            # The texts were read while nobody had to wait: what was stored meanwhile is looked at again.
            if _found(stores, viewer, posting) == stored:
                stores.postings.upsert_many(viewer, [fresh])
                return SavedView(id=posting, new=False)


def _read(app: Application, stored: Posting, cells: Cells, changed: set[str], accepted: bool) -> Posting:
    """The stored posting with the parts that were touched, read from their cells as a sheet is read."""
    parts = {_PARTS.get(field, field) for field in changed}
    wanted = set(changed).union(*(_TOGETHER.get(part, ()) for part in parts)) | {"title"}
    told = {field: cells[field] for field in wanted if cells.get(field)} | {"employer": _SOURCE}
    mapping = SheetMapping(name=TEMPLATE, kind="postings", columns={_HEADERS[field]: field for field in told})
    plan = Plan(mapping, tuple(_HEADERS[field] for field in told), RECOGNISERS, POSTING_COLUMNS)
    row = PostingRow(1, dict(told), plan)
    offer = read_offer(row, app.identify, _SOURCE, app.today)
    faults, warnings = by_field([*row.faults, *row.unparsed], _FIELDS_OF, "title")
    own = {field: text for field, text in warnings.items() if field in changed}
    if offer is None or faults:
        raise EntryRefused(faults, own)
    fresh = offer.posting(stored.id)
    values = {part: getattr(fresh, part) for part in parts}
    if fresh.contact and fresh.contact != stored.contact and "contact" not in parts:
        # What reads like a contact in a text was moved out of it, as an import does.
        values["contact"] = "；".join(dict.fromkeys(part for part in (stored.contact, fresh.contact) if part))
    if "text" not in parts and fresh.text:
        values["text"] = "\n".join(part for part in (stored.text, fresh.text) if part)
    made = stored.model_copy(update=values)
    refuse({}, own | _law(app, made), accepted)
    return made


def _law(app: Application, posting: Posting) -> dict[str, Text]:
    """What the law has against the pay: it may be entered, and is matched with nobody until repaired."""
    one = next(iter(faults_of(posting, policy_on(app.today))), None)
    if one is None:
        return {}
    return {"pay": Text(zh=f"{one.reason.zh}；{one.question.zh}", en=f"{one.reason.en}; {one.question.en}")}


def _found(stores: Stores, viewer: Viewer, posting: str) -> Posting:
    found = stores.postings.get(viewer, posting)
    if found is None:
        raise NotFound(POSTING, posting)
    return found


def _cells(stores: Stores, viewer: Viewer, posting: Posting) -> dict[str, str]:
    employer = stores.employers.get(viewer, posting.employer) or Employer(id=posting.employer, name=posting.employer)
    plain = posting.model_copy(update={"source": posting.source.model_copy(update={"intermediary": None})})
    told = next(posting_cells([plain], [employer], ()))
    cells = {field: told.get(field, "") for field in EDITED}
    return cells | {"pay": pay_text(posting.pay)}


_REQUIRED: Final[Mapping[str, Text]] = {
    "title": Text(zh="请填写岗位名称。", en="Fill in the title."),
    "employer": Text(zh="请填写单位名称。", en="Fill in the employer."),
}
