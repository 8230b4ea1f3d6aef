"""What is only counted: saved talent pools, incubated projects, pairings, training bases, evaluations."""

from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.pools import check_staff
from api.schemas.ledgers import TallyInput, TallyView
from api.wiring import Application
from data.stores import NewTally, StoredTally
from matching.knowledge.catalogue import Text
from matching.ledger import TallyKind
from matching.records import Viewer

TALLY: Final = Text(zh="记录（或已撤回）", en="record (or it was taken back)")
_CANNOT: Final = Text(zh="不能这样登记：{what}", en="It cannot be recorded so: {what}")


def record_tally(app: Application, viewer: Viewer, told: TallyInput, key: str) -> TallyView:
    """Record something to count; the same `key` again gives the first. Staff of a district record for it.

    Raises BadInput (people where none belong, a key that was used otherwise, ...), NotAllowed.
    """
    check_staff(viewer)
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
            return _view(stores.tallies.save(viewer, tally, key))
        except ValueError as fault:
            raise BadInput(_CANNOT.format(what=str(fault))) from None


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
