"""The ledgers of people, line by line, for staff: graduates, the four services, placements. Opening one is an access in the log."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

from api.actions.books import open_books
from api.actions.errors import BadInput, NotFound
from api.actions.lists import CANDIDATE
from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.base import Page
from api.schemas.ledgers import EnteredView, FourServicesView, GraduateView, PlacementView, RefusalInput, RefusalView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.ledger import Books, FourOnes, GraduateEntry, GraduateLine, Placement, four_ones, graduate_lines, member_of
from matching.policy import policy_on
from matching.records import Employer, ServiceKind, Viewer
from matching.verdicts.wording import join

LineT = TypeVar("LineT", FourOnes, GraduateLine, Placement)
GRADUATE: Final = Text(zh="毕业生台账里的人（先登记）", en="person in the graduates' ledger (enter them first)")
_MISSING: Final[Mapping[str, Text]] = {
    "school": Text(zh="缺学校或毕业日期", en="school or day of graduation not told"),
    "plan": Text(zh="缺一人一策", en="no plan yet"),
    "service": Text(zh="还没有就业服务", en="no employment service yet"),
}
_COMPLETE: Final = Text(zh="齐全，已服务", en="complete and served")
_REFUSED: Final = Text(zh="齐全，本人拒绝服务", en="complete, and refused to be served")
_NO_REASON: Final = Text(zh="收回拒绝时不写原因。", en="A refusal that is taken back has no reason: leave it out.")
_AHEAD: Final = Text(zh="日期 {day} 在今天之后。", en="The day {day} lies ahead.")


def graduates_view(
    app: Application, viewer: Viewer, after: str | None, limit: int, *, only_missing: bool = False
) -> Page[GraduateView]:
    """The graduates' ledger today, in order of id; with `only_missing` the lines that raise an alert. Raises NotAllowed."""
    check_staff(viewer)
    books = open_books(app, viewer, "graduates' ledger").books
    entries = {one.candidate: one for one in books.graduates}
    lines = graduate_lines(books.members, entries, books.services, books.placements, app.today)
    wanted = [one for one in lines if one.missing or not only_missing]
    page, names, following = _page(app, viewer, wanted, _candidate, after, limit)
    with app.database.read(viewer) as stores:
        entered = {one.candidate for one in stores.graduates.list(viewer)}
    items = tuple(
        _graduate(one, names.get(one.candidate, one.candidate), entries.get(one.candidate), one.candidate in entered)
        for one in page
    )
    return Page[GraduateView](items=items, next=following)


def services_view(
    app: Application, viewer: Viewer, after: str | None, limit: int, *, only_missing: bool = False
) -> Page[FourServicesView]:
    """The four services of each person up to today, in order of id; `only_missing`: of those who lack one. Raises NotAllowed."""
    check_staff(viewer)
    books = open_books(app, viewer, "four services").books
    wanted = [one for one in four_ones(books.members, books.services, app.today) if one.missing or not only_missing]
    page, names, following = _page(app, viewer, wanted, _candidate, after, limit)
    items = tuple(_services(one, names.get(one.candidate, one.candidate)) for one in page)
    return Page[FourServicesView](items=items, next=following)


def placements_view(app: Application, viewer: Viewer, year: int, after: str | None, limit: int) -> Page[PlacementView]:
    """The jobs that people began in a year, by day; undated ones stand last, in every year. Raises NotAllowed."""
    check_staff(viewer)
    opened = open_books(app, viewer, f"placements {year}")
    wanted = [one for one in opened.books.placements if one.on is None or (one.on.year == year and one.on <= app.today)]
    titles = _titles(opened.books)
    page, names, following = _page(app, viewer, wanted, _placed, after, limit)
    items = tuple(_placement(one, names.get(one.candidate, one.candidate), titles, opened.employers) for one in page)
    return Page[PlacementView](items=items, next=following)


def enter_graduates(app: Application, viewer: Viewer) -> EnteredView:
    """Take every graduate of the window into the ledger, where they stay until they have work. Again, it changes nothing."""
    check_staff(viewer)
    policy = policy_on(app.today)
    with app.database.begin(viewer) as stores:
        people = [one.id for one in stores.candidates.iterate(viewer) if member_of(one, policy).graduate]
        return EnteredView(entered=stores.graduates.enter(viewer, people, app.today), total=len(stores.graduates.list(viewer)))


def record_refusal(app: Application, viewer: Viewer, candidate: str, told: RefusalInput) -> RefusalView:
    """Record that a person refuses to be served, or does so no longer; whoever refuses stands in the ledger.

    Raises NotFound, BadInput (a day ahead, a reason without a refusal), NotAllowed.
    """
    check_staff(viewer)
    if told.on is None and told.reason:
        raise BadInput(_NO_REASON)
    if told.on is not None and told.on > app.today:
        raise BadInput(_AHEAD.format(day=told.on))
    with app.database.begin(viewer) as stores:
        if stores.candidates.get(viewer, candidate) is None:
            raise NotFound(CANDIDATE, candidate)
        if told.on is not None:
            stores.graduates.enter(viewer, [candidate], app.today)
        elif stores.graduates.get(viewer, candidate) is None:
            raise NotFound(GRADUATE, candidate)
        stores.graduates.refuse(viewer, candidate, told.on, told.reason)
        entry = stores.graduates.get(viewer, candidate)
    assert entry is not None, "it was written a moment ago"
    return RefusalView(candidate=candidate, entered_on=entry.entered_on, refused_on=entry.refused_on)


def _candidate(one: FourOnes | GraduateLine) -> str:
    return one.candidate


def _placed(one: Placement) -> str:
    """A key that sorts as placements do: by day, undated ones last."""
    return f"{one.on or date.max} {one.candidate} {one.posting}"


def _page(
    app: Application, viewer: Viewer, rows: Iterable[LineT], key: Callable[[LineT], str], after: str | None, limit: int
) -> tuple[list[LineT], Mapping[str, str], str | None]:
    """One page of some lines in the order of their keys, the names of its people alone, and where the next one begins."""
    rest = sorted((row for row in rows if after is None or key(row) > after), key=key)
    page = rest[:limit]
    with app.database.read(viewer) as stores:
        people = candidates_by_id(stores, viewer, (row.candidate for row in page))
    names = {name: candidate_name(one) for name, one in people.items()}
    return page, names, key(page[-1]) if len(rest) > limit else None


def _graduate(one: GraduateLine, name: str, entry: GraduateEntry | None, entered: bool) -> GraduateView:
    text = join(_MISSING[part] for part in one.missing) if one.missing else _REFUSED if one.refused else _COMPLETE
    return GraduateView(
        candidate=one.candidate,
        name=name,
        district=one.district,
        entered=entered,
        served=one.served,
        employed=one.employed,
        refused_on=None if entry is None else entry.refused_on,
        plan_on=None if entry is None else entry.plan_on,
        missing=one.missing,
        complete=one.complete,
        text=text,
    )


def _services(one: FourOnes, name: str) -> FourServicesView:
    return FourServicesView(
        candidate=one.candidate,
        name=name,
        done={kind: one.first[kind] for kind in ServiceKind if kind in one.first},
        missing=one.missing,
        unknown=tuple(kind for kind in ServiceKind if one.owed[kind] is None and kind not in one.first),
    )


def _titles(books: Books) -> Mapping[str, str]:
    return {one.id: one.title for one in books.postings}


def _placement(one: Placement, name: str, titles: Mapping[str, str], employers: Mapping[str, Employer]) -> PlacementView:
    employer = employers.get(one.employer) if one.employer is not None else None
    return PlacementView(
        candidate=one.candidate,
        name=name,
        posting=one.posting,
        title=titles.get(one.posting, one.posting),
        employer="" if employer is None else employer.name,
        kind=one.kind,
        district=one.district,
        on=one.on,
    )
