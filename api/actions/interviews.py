"""The timetable of an event: saved whole, and read by its organizer, a counselor, or an employer at its stage."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from api.actions.employer_times import told_times
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.fair_state import check_act
from api.actions.keys import claim_key
from api.actions.lists import find_event
from api.actions.losses import losses_so_far
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.interviews import (
    STATE_WORDS,
    BoothInterviewView,
    BoothSheetView,
    CodesView,
    CodeView,
    InterviewView,
    SheetView,
    TimetableView,
    WaitingView,
)
from api.wiring import Application
from data.stores import FairOrder, Publication, SavedTimetable, StoredInterview, Stores
from matching.fair.clock import time_at
from matching.fair.places import NOWHERE, Redirects, place_of_booth
from matching.fair.states import Act, FairState
from matching.knowledge.catalogue import Text
from matching.privacy import WHY, is_exact
from matching.records import STANDING, SUPPORT_TEXTS, Event, Posting, Role, Viewer

KEY_SCOPE: Final = "timetable"
TIMETABLE = Text(zh="面试时间表（先分配并保存）", en="timetable (allocate and save one first)")
_EMPLOYERS_ONLY = Text(zh="这一页是给参会单位的。", en="This page is for an employer of the event.")


def save_timetable(
    app: Application,
    viewer: Viewer,
    event_id: str,
    publication: Publication,
    key: str,
    told: Mapping[str, Any] | None = None,
    orders: Sequence[FairOrder] = (),
) -> TimetableView:
    """Save a timetable whole, with the run it came from; it is in force until another is saved. `told`: what it was made from;
    `orders`: decisions of the organizer that were made with it and hold from now on.

    The same `key` with the same timetable again changes nothing. Raises NotFound, Conflict (the event is not confirmed), BadInput.
    """
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        check_act(stores, viewer, event_id, Act.PUBLISH)
        if told is not None:
            claim_key(stores, viewer, KEY_SCOPE, key, told)
        try:
            stores.orders.add(viewer, event_id, orders)
            version = stores.timetables.publish(viewer, event_id, publication, key)
        except ValueError as fault:
            raise BadInput(Text(zh=f"时间表不能保存：{fault}", en=f"The timetable cannot be saved: {fault}")) from None
        stores.jobs.publish(viewer, f"timetable:{version}")
        return _timetable(app, stores, viewer, event)


def timetable_view(app: Application, viewer: Viewer, event_id: str) -> TimetableView:
    """The timetable in force, in figures. Raises NotFound."""
    with app.database.read(viewer) as stores:
        return _timetable(app, stores, viewer, find_event(stores, viewer, event_id))


def sheet_view(
    app: Application,
    viewer: Viewer,
    event_id: str,
    *,
    candidate: str | None = None,
    posting: str | None = None,
    booth: str | None = None,
) -> SheetView:
    """The interviews of the people that staff may see, by time; of one person, posting or booth where asked. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        saved = _current(stores, viewer, event_id)
        rows = stores.interviews.list(viewer, event_id, candidate=candidate, posting=posting, booth=booth)
        moved = losses_so_far(stores, viewer, event_id).moved
        standing = {(row.interview.candidate, row.interview.posting) for row in rows if row.interview.state in STANDING}
        waiting = [
            one
            for one in stores.waiting_lists.list(viewer, event_id, candidate)
            if booth is None and posting in (None, one.posting) and (one.candidate, one.posting) not in standing
        ]
        named = {row.interview.candidate for row in rows} | {one.candidate for one in waiting}
        people = candidates_by_id(stores, viewer, named)
        postings = _postings(stores, viewer, [*(row.interview.posting for row in rows), *(one.posting for one in waiting)])
        employers = employer_names(stores, viewer, (posting.employer for posting in postings.values()))
        takes = {one.candidate: one.takes for one in stores.visitors.list(viewer, event_id)}
        names = {name: candidate_name(one) for name, one in people.items()}
        return SheetView(
            event=event_id,
            version=saved.version,
            items=tuple(_interview(event, row, names, postings, employers, takes, moved) for row in rows),
            waiting=tuple(
                WaitingView(
                    posting=one.posting,
                    title=postings[one.posting].title if one.posting in postings else one.posting,
                    candidate=one.candidate,
                    name=names.get(one.candidate, one.candidate),
                    position=one.position,
                    cause=one.cause,
                )
                for one in waiting
            ),
        )


def codes_view(app: Application, viewer: Viewer, event_id: str) -> CodesView:
    """The check-in code of everybody on the timetable whom staff may see, by name. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        _current(stores, viewer, event_id)
        codes = stores.visitors.codes(viewer, event_id)
        names = {name: candidate_name(one) for name, one in candidates_by_id(stores, viewer, codes).items()}
    items = [CodeView(candidate=one, name=names.get(one, one), code=code) for one, code in codes.items()]
    return CodesView(event=event_id, items=tuple(sorted(items, key=lambda one: (one.name, one.candidate))))


def booth_sheet(app: Application, viewer: Viewer, event_id: str) -> BoothSheetView:
    """An employer's own interviews: a pseudonym for each person, a name only with identity consent; others' are not there.

    Empty until the timetable is out, and for an employer that the event has not approved. No exact times before the fair runs.

    Raises NotAllowed for anybody but an employer.
    """
    if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
        raise NotAllowed(_EMPLOYERS_ONLY)
    with app.database.read(viewer) as stores:
        found = stores.listings.event(viewer, event_id)
        rows = stores.booths.list(viewer, event_id, app.today) if found is not None and found.timetable_out else ()
        hall = stores.booths.hall(viewer, event_id)
        moved = stores.booths.moved(viewer, event_id)
    state = FairState.DRAFT if found is None else found.state
    return BoothSheetView(
        event=event_id,
        employer=viewer.organisation,
        items=tuple(
            BoothInterviewView(
                key=row.key,
                person=row.alias,
                name=row.name,
                posting=row.posting,
                booth=row.booth,
                place=NOWHERE if hall is None else place_of_booth(hall, row.booth, moved, row.start),
                at=told.at,
                half=told.half,
                turn=told.turn,
                when_text=told.text,
                state=row.state.value,
                state_text=STATE_WORDS[row.state],
            )
            for row, told in told_times(hall, state, rows)
        ),
        times_text=None if not rows or is_exact(state) else WHY,
    )


def _timetable(app: Application, stores: Stores, viewer: Viewer, event: Event) -> TimetableView:
    saved = _current(stores, viewer, event.id)
    rows = stores.interviews.list(viewer, event.id)
    return TimetableView(
        event=event.id,
        version=saved.version,
        run=saved.run,
        made_at=saved.at,
        made_by=saved.by,
        people=len({row.interview.candidate for row in rows}),
        interviews=len(rows),
        unseen=stores.interviews.unseen(viewer, event.id, app.today),
        waiting=stores.waiting_lists.count(viewer, event.id),
        report=dict(saved.report),
    )


def _current(stores: Stores, viewer: Viewer, event: str) -> SavedTimetable:
    saved = stores.timetables.current(viewer, event)
    if saved is None:
        raise NotFound(TIMETABLE, event)
    return saved


def _postings(stores: Stores, viewer: Viewer, ids: Iterable[str]) -> dict[str, Posting]:
    wanted: Sequence[str] = sorted(set(ids))
    return {posting.id: posting for posting in stores.postings.iterate(viewer, wanted)} if wanted else {}


def _interview(
    event: Event,
    row: StoredInterview,
    names: dict[str, str],
    postings: dict[str, Posting],
    employers: dict[str, str],
    takes: dict[str, int],
    moved: Redirects,
) -> InterviewView:
    one = row.interview
    posting = postings.get(one.posting)
    slots = takes.get(one.candidate, 1) + one.extra
    return InterviewView(
        id=row.id,
        candidate=one.candidate,
        name=names.get(one.candidate, one.candidate),
        posting=one.posting,
        title=one.posting if posting is None else posting.title,
        employer="" if posting is None else employers.get(posting.employer, posting.employer),
        booth=one.booth,
        place=place_of_booth(event.hall, one.booth, moved, one.start),
        start=one.start,
        at=time_at(event.hall, one.start),
        minutes=slots * event.hall.slot_minutes,
        supports=tuple(SUPPORT_TEXTS[kind] for kind in sorted(one.units)),
        state=one.state.value,
        state_text=STATE_WORDS[one.state],
    )
