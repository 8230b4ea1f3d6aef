"""What is only counted: saved talent pools, incubated projects, pairings, training bases, evaluations."""

from typing import Final

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.organisations import check_district
from api.actions.pools import check_staff
from api.schemas.ledgers import TallyInput, TallyView
from api.wiring import Application
from data.stores import NewTally, StoredTally
from matching.knowledge.catalogue import Text
from matching.ledger import TallyKind
from matching.records import Viewer

TALLY: Final = Text(zh="记录（或已撤回）", en="record (or it was taken back)")
_TAKEN_BACK: Final = Text(
    zh="同样的内容登记过（{number} 号），后来撤回了；确实又有一次的，请用新的键（命令行加 --again）再登记。",
    en="The same was recorded as number {number} and taken back since; if it happened once more, record it under another key "
    "(--again on the command line).",
)
_CANNOT: Final = Text(zh="不能这样登记：{what}", en="It cannot be recorded so: {what}")


def record_tally(app: Application, viewer: Viewer, told: TallyInput, key: str) -> TallyView:
    """Record something to count; the same `key` again gives the first. Staff of a district record for it.

    Raises BadInput (people where none belong, no such district, a key that was used otherwise, ...), NotAllowed, Conflict (what was
    recorded under the key was taken back since).
    """
    check_staff(viewer)
    check_district(told.district)
    tally = NewTally(
        kind=told.kind,
        title=told.title,
        on=told.on,
        district=told.district or viewer.district,
        people=frozenset(told.people),
        note=told.note,
    )
    with app.database.begin(viewer) as stores:
        try:
            saved = stores.tallies.save(viewer, tally, key)
        except ValueError as fault:
            raise BadInput(_CANNOT.format(what=str(fault))) from None
    if saved.withdrawn:
        raise Conflict(_TAKEN_BACK.format(number=saved.id))
    return _view(saved)


def list_tallies(app: Application, viewer: Viewer, kind: TallyKind | None = None) -> tuple[TallyView, ...]:
    """All records, oldest first, those taken back among them. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return tuple(map(_view, stores.tallies.list(viewer, kind)))


def withdraw_tally(app: Application, viewer: Viewer, tally: int) -> None:
    """Take a record back, so that it counts no more. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        if not stores.tallies.withdraw(viewer, tally):
            raise NotFound(TALLY, str(tally))


def _view(one: StoredTally) -> TallyView:
    return TallyView(
        id=one.id,
        kind=one.kind,
        title=one.title,
        on=one.on,
        district=one.district,
        people=one.people,
        withdrawn=one.withdrawn,
    )
