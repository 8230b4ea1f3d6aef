"""Make the documents of an event: who may have which is decided here, what they say in `api.paper`. Each is logged as an export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Final, TypeVar

from api.actions.allocation_words import titled_report
from api.actions.calls import whole_call_list
from api.actions.errors import BadInput
from api.actions.fair_papers import FairSheet, booth_sheets, hall_sheet, person_sheets
from api.actions.lists import event_postings, event_view, left_out, shortlist_view
from api.actions.pools import check_staff
from api.actions.stages import alias_of
from api.actions.unlock import event_unlock
from api.actions.views import candidates_by_id
from api.paper.blocks import Paper, Stamp, Style, Tells
from api.paper.calls import call_paper
from api.paper.files import PaperFile, paper_file
from api.paper.guide import guide_paper
from api.paper.left_out import left_out_paper
from api.paper.report import Findings, report_paper
from api.paper.shortlist import employer_shortlist, staff_shortlist
from api.schemas import EventView, LeftOutView, PostingSummary, ShortlistView
from api.schemas.allocation import AllocationReport
from api.schemas.calls import AddresseeName
from api.schemas.papers import PaperAudience, PaperFormat, PaperKind
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.privacy import Sight, employer_list, least_crowd
from matching.records import Viewer

T = TypeVar("T")
PaperT = TypeVar("PaperT", Paper, FairSheet)
Kind = PaperKind
AnyFormat = PaperFormat
Audience = PaperAudience
CHANGES: Final = 5
"""How many changes a report names."""
_PAGE: Final = 200

_ONLY_LISTS: Final = Text(
    zh="给单位的只有面试名单、展位安排和展位日历；请用 shortlist、booths 或 calendar，或去掉 --for employer。",
    en="Employers get interview lists, sheets and calendars of booths: ask for shortlist, booths or calendar,"
    " or leave out --for employer.",
)
_ONLY_PDF: Final = Text(
    zh="大字版和易读版只有 PDF；请用 --as pdf。", en="Large print and plain words are made as PDF only: use --as pdf."
)
_NO_POSTING: Final = Text(
    zh="只有面试名单按岗位分；请去掉 --posting。", en="Only interview lists are made for one posting: leave out --posting."
)
_NO_BOOTH: Final = Text(
    zh="只有展位安排和日历按展位分；请去掉 --booth。",
    en="Only sheets and calendars of booths are made for one booth: leave out --booth.",
)
_NO_CANDIDATE: Final = Text(
    zh="只有个人安排和个人日历按人分；请去掉 --candidate。",
    en="Only people's own sheets and calendars are made for one person: leave out --candidate.",
)
_BOOTH_OR_PERSON: Final = Text(
    zh="日历是一个展位的或一个人的；请去掉 --booth 或 --candidate。",
    en="A calendar is of one booth or of one person: leave out --booth or --candidate.",
)
_CALENDAR_ONLY: Final = Text(
    zh="日历只有 ics 一种格式，别的文件没有 ics；请去掉 --as。",
    en="A calendar is made as ics, and nothing else is: leave out --as.",
)
_LISTS: Final[tuple[Kind, ...]] = ("shortlist", "booths", "calendar")
"""What an employer may get."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which document, for whom, in which form. `posting` None: the list of every posting of the event, one document each.

    `booth` and `candidate` do the same for the sheets and calendars of a timetable; a calendar is of people unless a booth is named
    or an employer gets it.
    `contacts` are (what, where) lines of the guide; `addressee` limits the call list.
    """

    kind: Kind
    style: Style = field(default_factory=Style)
    posting: str | None = None
    booth: str | None = None
    candidate: str | None = None
    audience: Audience = "staff"
    addressee: AddresseeName | None = None
    contacts: tuple[tuple[str, str], ...] = ()


def paper_files(
    app: Application,
    viewer: Viewer,
    event_id: str,
    order: Order,
    form: AnyFormat | None = None,
    progress: Progress | None = None,
) -> Iterator[PaperFile]:
    """The documents as files, one after another; `form` None: PDF, of calendars ICS.

    Raises NotFound, NotAllowed, BadInput (an order that makes no sense), TypesettingError (no font).
    """
    chosen: AnyFormat = form or ("ics" if order.kind == "calendar" else "pdf")
    return _files(app, viewer, event_id, order, chosen, progress, alone=False)


def one_paper(app: Application, viewer: Viewer, event_id: str, order: Order, form: AnyFormat) -> PaperFile:
    """One document as a file. Raises as `paper_files`, and BadInput where it is not said of which posting, booth or person."""
    return next(_files(app, viewer, event_id, _for_one(order), form, None, alone=True))


def check_order(app: Application, viewer: Viewer, event_id: str, order: Order, form: AnyFormat) -> None:
    """Raises NotFound, NotAllowed or BadInput where `paper_files` would before it makes anything."""
    _check_form(order, form)
    _checked(app, viewer, event_id, order)


def stamp_of(app: Application, event: EventView) -> Stamp:
    """What a document of this event rests on."""
    return Stamp(version("tongtu"), event.run, event.matched_at, app.clock())


def _for_one(order: Order) -> Order:
    if order.kind == "shortlist" and order.posting is None:
        raise BadInput(Text(zh="请指定岗位（posting）。", en="Name the posting."))
    if order.kind == "booths" and order.booth is None:
        raise BadInput(Text(zh="请指定展位（booth）。", en="Name the booth."))
    if order.kind == "people" and order.candidate is None:
        raise BadInput(Text(zh="请指定求职者（candidate）。", en="Name the candidate."))
    if order.kind == "calendar" and order.candidate is None and order.booth is None:
        raise BadInput(Text(zh="请指定求职者（candidate）或展位（booth）。", en="Name the candidate or the booth."))
    return order


def _files(
    app: Application, viewer: Viewer, event_id: str, order: Order, form: AnyFormat, progress: Progress | None, alone: bool
) -> Iterator[PaperFile]:
    _check_form(order, form)
    event = _checked(app, viewer, event_id, order)
    if form == "ics":
        sheets = _counted(_sheets(app, viewer, event, order, alone), progress)
        for sheet in _logged(app, viewer, event, order, form, sheets):
            yield sheet.calendar(event.name, order.style.language)
        return
    for paper in _logged(app, viewer, event, order, form, _make(app, viewer, event, order, progress, alone)):
        yield paper_file(paper, event.name, order.style, form)


def _check_form(order: Order, form: AnyFormat) -> None:
    if form != "pdf" and (order.style.large or order.style.plain):
        raise BadInput(_ONLY_PDF)
    if (form == "ics") != (order.kind == "calendar"):
        raise BadInput(_CALENDAR_ONLY)


def _checked(app: Application, viewer: Viewer, event_id: str, order: Order) -> EventView:
    """The event, where the order makes sense and the viewer may give it."""
    check_staff(viewer)
    if order.audience == "employer" and (order.kind not in _LISTS or (order.kind == "calendar" and order.candidate is not None)):
        raise BadInput(_ONLY_LISTS)
    if order.posting is not None and order.kind != "shortlist":
        raise BadInput(_NO_POSTING)
    if order.booth is not None and order.kind not in ("booths", "calendar"):
        raise BadInput(_NO_BOOTH)
    if order.candidate is not None and order.kind not in ("people", "calendar"):
        raise BadInput(_NO_CANDIDATE)
    if order.booth is not None and order.candidate is not None:
        raise BadInput(_BOOTH_OR_PERSON)
    return event_view(app, viewer, event_id)


def _sheets(app: Application, viewer: Viewer, event: EventView, order: Order, alone: bool) -> list[FairSheet]:
    of_booths = order.kind == "booths" or order.booth is not None or order.audience == "employer"
    if of_booths:
        return booth_sheets(app, viewer, event, order.audience, order.booth, alone)
    return person_sheets(app, viewer, event, order.candidate, order.style.plain)


def _counted(sheets: list[T], progress: Progress | None) -> Iterator[T]:
    for done, sheet in enumerate(sheets, start=1):
        yield sheet
        if progress is not None:
            progress(done, len(sheets))


def _logged(
    app: Application, viewer: Viewer, event: EventView, order: Order, form: str, papers: Iterable[PaperT]
) -> Iterator[PaperT]:
    """Each document is in the log before it leaves; one for an employer is on its record, so that it can be marked later."""
    for paper in papers:
        told = paper.tells
        if told is not None:
            with app.database.begin(viewer) as stores:
                stores.disclosures.record(viewer, event.id, told.employer, order.kind, form, told.people, order.posting)
        detail = {"what": order.kind, "for": order.audience, "kind": form}
        for name, value in (("posting", order.posting), ("booth", order.booth), ("candidate", order.candidate)):
            if value is not None:
                detail[name] = value
        with app.database.read(viewer) as stores:
            stores.log.append(viewer, "export", "event", event.id, detail, access=True)
        yield paper


def _make(
    app: Application, viewer: Viewer, event: EventView, order: Order, progress: Progress | None, alone: bool
) -> Iterator[Paper]:
    stamp, plain = stamp_of(app, event), order.style.plain
    match order.kind:
        case "shortlist":
            names = [order.posting] if order.posting is not None else [one.id for one in _postings(app, viewer, event)]
            for done, name in enumerate(names, start=1):
                view = shortlist_view(app, viewer, event.id, name)
                yield _list_paper(app, viewer, view, order.audience, stamp, plain)
                if progress is not None:
                    progress(done, len(names))
        case "call-list":
            yield call_paper(event, whole_call_list(app, viewer, event.id, order.addressee), stamp, plain)
        case "left-out":
            yield left_out_paper(event, _left_out(app, viewer, event), stamp, plain)
        case "report":
            unlocks = event_unlock(app, viewer, event.id, "changes", None, CHANGES, progress=progress).items
            decided = _allocation(app, viewer, event)
            found = Findings(event, _postings(app, viewer, event), _left_out(app, viewer, event), unlocks, decided)
            yield report_paper(found, stamp, order.style)
        case "guide":
            yield guide_paper(event, Stamp(stamp.software, None, None, stamp.made_at), order.contacts, plain)
        case "hall" | "wall":
            yield hall_sheet(app, viewer, event, order.style.large, wall=order.kind == "wall")
        case _:
            yield from (sheet.paper() for sheet in _counted(_sheets(app, viewer, event, order, alone), progress))


def _list_paper(app: Application, viewer: Viewer, view: ShortlistView, audience: Audience, stamp: Stamp, plain: bool) -> Paper:
    with app.database.read(viewer) as stores:
        run, posting = view.event.run, stores.postings.get(viewer, view.posting.id)
        found = None if run is None else stores.runs.shortlist(viewer, run, view.posting.id)
        assert posting is not None, "the list was read a moment ago"
        assert run is not None, "the list was read a moment ago"
        assert found is not None, "the list was read a moment ago"
        shown = {entry.candidate for entry in (*view.fit, *view.review)}
        entries = [entry for entry in found.entries if entry.candidate in shown]
        aliases = {entry.candidate: alias_of(app, view.event.id, posting.employer, entry.candidate) for entry in entries}
        if audience == "staff":
            return staff_shortlist(view, aliases, stamp, plain)
        people = candidates_by_id(stores, viewer, aliases)
        known = stores.listings.reach(viewer, view.event.id, posting.employer, aliases, app.today)
        settled = stores.reviews.cleared(viewer, view.event.id, posting.id)
        sights = [
            Sight(
                entry=entry,
                candidate=people[entry.candidate],
                stage=known[entry.candidate].stage,
                alias=aliases[entry.candidate],
                settled=entry.candidate in settled,
                stated=known[entry.candidate].stated,
                certificate_on=known[entry.candidate].certificate_on,
            )
            for entry in entries
            if entry.candidate in known
        ]
        words = stores.listings.words(viewer, run, posting.employer, least_crowd(app.today))
        rows = employer_list(sights, posting.skills, words)
    names = {alias: name for name, alias in aliases.items()}
    tells = Tells(posting.employer, {names[row.alias]: row.stage for row in rows})
    return replace(employer_shortlist(view.event, view.posting, rows, stamp, plain), tells=tells)


def _postings(app: Application, viewer: Viewer, event: EventView) -> list[PostingSummary]:
    found: list[PostingSummary] = []
    after: str | None = None
    while True:
        page = event_postings(app, viewer, event.id, after, _PAGE)
        found += page.items
        after = page.next
        if after is None:
            return found


def _allocation(app: Application, viewer: Viewer, event: EventView) -> AllocationReport | None:
    """The report of the allocation in force, with titles; None where there is no timetable, or none that was allocated."""
    with app.database.read(viewer) as stores:
        saved = stores.timetables.current(viewer, event.id)
    if saved is None or "lottery" not in saved.report:
        return None
    return titled_report(app, viewer, AllocationReport.model_validate(dict(saved.report)))


def _left_out(app: Application, viewer: Viewer, event: EventView) -> list[LeftOutView]:
    found: list[LeftOutView] = []
    after: str | None = None
    while True:
        page = left_out(app, viewer, event.id, after, _PAGE)
        found += page.items
        after = page.next
        if after is None:
            return found
