"""Send batches of work to sheltered workshops: a proposal within the capacity of each, and its record once somebody confirms it."""

from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from api.actions.errors import BadInput
from api.actions.organisations import check_district
from api.actions.pools import check_staff
from api.schemas.workshops import (
    BatchInput,
    DispatchView,
    LeftBatchView,
    SendingView,
    SendInput,
    WorkshopInput,
    WorkshopView,
)
from api.wiring import Application
from data.stores import Stores, WorkBatch, WorkshopReport
from matching.dispatch import WHY_TEXTS, Sending, dispatch
from matching.knowledge.catalogue import Text
from matching.ledger.workshops import Batch, Workshop
from matching.records import Viewer

T = TypeVar("T", bound=BaseModel)
_WRONG: Final = Text(zh="填报有误（{field}）：{what}", en="The report is wrong ({field}): {what}")
_CANNOT: Final = Text(zh="不能这样调配：{what}", en="It cannot be sent so: {what}")
_TWICE: Final = Text(
    zh="这批活已经送出，不能再改；新的活请用新的编号。",
    en="This batch was sent already and stays as it is; give new work an id of its own.",
)


def dispatch_view(app: Application, viewer: Viewer) -> DispatchView:
    """What was sent, and a proposal for the batches that wait. Staff. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return _view(stores, viewer)


def send_batches(app: Application, viewer: Viewer, wanted: SendInput, key: str) -> DispatchView:
    """Record where the waiting batches go: as given, else as proposed. The same again changes nothing.

    Raises BadInput (what is not there, does not fit or is done elsewhere), NotAllowed.
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        chosen = wanted.sent
        if chosen is None:
            chosen = dict(_propose(stores, viewer).sent)
        try:
            stores.workshops.send(viewer, sorted(chosen.items()), app.today, key)
        except ValueError as fault:
            raise BadInput(_CANNOT.format(what=str(fault))) from None
        return _view(stores, viewer)


def report_workshop(app: Application, viewer: Viewer, told: WorkshopInput) -> DispatchView:
    """Keep what a workshop reported. Raises BadInput, NotAllowed."""
    check_staff(viewer)
    check_district(told.district)
    record = _record(WorkshopReport, told)
    if record.taken is not None and record.taken > record.places:
        what = Text(zh="占用的名额多于全部名额", en="more places taken than there are")
        raise BadInput(_WRONG.format(field="taken", what=what))
    with app.database.begin(viewer) as stores:
        stores.workshops.upsert_many(viewer, [record])
        return _view(stores, viewer)


def add_batch(app: Application, viewer: Viewer, told: BatchInput) -> DispatchView:
    """Keep a batch of work that waits for a workshop. Raises BadInput (also for one that was sent already), NotAllowed."""
    check_staff(viewer)
    check_district(told.district)
    record = _record(WorkBatch, told)
    with app.database.begin(viewer) as stores:
        try:
            stores.workshops.upsert_batches(viewer, [record])
        except ValueError:
            raise BadInput(_TWICE) from None
        return _view(stores, viewer)


def _record(kind: type[T], told: BaseModel) -> T:
    try:
        return kind.model_validate(told.model_dump())
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        raise BadInput(_WRONG.format(field=str(first["loc"][0]), what=first["msg"])) from None


def _propose(stores: Stores, viewer: Viewer) -> Sending:
    gone = {one.batch for one in stores.workshops.sent(viewer)}
    left = stores.workshops.free_days(viewer)
    houses = [
        Workshop(one.id, one.places, one.taken, one.district, one.work, left[one.id]) for one in stores.workshops.list(viewer)
    ]
    waiting = [Batch(one.id, one.work, one.days, one.district) for one in stores.workshops.batches(viewer) if one.id not in gone]
    try:
        return dispatch(waiting, houses)
    except ValueError as fault:
        raise BadInput(_CANNOT.format(what=str(fault))) from None


def _view(stores: Stores, viewer: Viewer) -> DispatchView:
    shops = {one.id: one for one in stores.workshops.list(viewer)}
    work = {one.id: one for one in stores.workshops.batches(viewer)}
    left, found = stores.workshops.free_days(viewer), _propose(stores, viewer)

    def title(batch: str) -> str:
        """A batch of another district is called by its id."""
        return work[batch].title if batch in work else batch

    return DispatchView(
        workshops=tuple(
            WorkshopView(
                id=one.id,
                name=one.name,
                district=one.district,
                places=one.places,
                taken=one.taken,
                work=tuple(sorted(one.work)),
                free_days=left[one.id],
                reported_on=one.reported_on,
            )
            for one in shops.values()
        ),
        sent=tuple(
            SendingView(
                batch=one.batch,
                title=title(one.batch),
                days=one.days,
                workshop=one.workshop,
                workshop_name=shops[one.workshop].name,
                on=one.on,
            )
            for one in stores.workshops.sent(viewer)
        ),
        proposed=tuple(
            SendingView(
                batch=batch,
                title=title(batch),
                days=work[batch].days,
                workshop=workshop,
                workshop_name=shops[workshop].name,
                on=None,
            )
            for batch, workshop in found.sent
        ),
        left=tuple(
            LeftBatchView(batch=batch, title=title(batch), days=work[batch].days, why=why, text=WHY_TEXTS[why])
            for batch, why in found.left
        ),
        days=found.days,
        abroad=found.abroad,
    )
