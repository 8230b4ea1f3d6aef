"""The employers of an event: invited, their credit code checked, and approved or refused by an organizer."""

from collections import Counter
from collections.abc import Sequence

from api.actions.errors import BadInput, NotFound
from api.actions.fair_state import check_act, check_own
from api.actions.lists import find_event
from api.actions.naming import employer_meant
from api.schemas.fairs import InvitedListView, InvitedView, ToInviteView
from api.wiring import Application
from data.stores import Stores, Vetting
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import Employer, Event, PostingStatus, Viewer

EMPLOYER = Text(zh="已邀请的单位", en="invited employer")
_NO_CODE = Text(
    zh="单位 {name} 没有统一社会信用代码；先补上代码，或写明没有代码也同意的理由。",
    en="Employer {name} has no social credit code on record; add the code, or say why it may come without one.",
)


def invite_employers(app: Application, viewer: Viewer, event_id: str, employers: Sequence[str]) -> InvitedListView:
    """Put employers (by name, credit code or id) on the list of an event; those that stand on it stay as they are.

    Raises NotFound, Conflict, BadInput (none or several are called so).
    """
    wanted = [employer_meant(app, viewer, one) for one in employers]
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        check_own(viewer, event)
        check_act(stores, viewer, event_id, Act.INVITE_EMPLOYERS)
        stores.fairs.invite(viewer, event_id, wanted)
        return _list(stores, viewer, event)


def vet_employer(app: Application, viewer: Viewer, event_id: str, employer: str, approved: bool, note: str = "") -> InvitedListView:
    """Approve or refuse an invited employer; who, when and why is recorded. Its social credit code is checked.

    Raises NotFound, Conflict, BadInput (an approval without a code and without a reason).
    """
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        check_own(viewer, event)
        check_act(stores, viewer, event_id, Act.INVITE_EMPLOYERS)
        found = next(iter(_employers(stores, viewer, [employer])), None)
        if found is None:
            raise NotFound(EMPLOYER, employer)
        # A stored code fits its check character: the record refuses another.
        has_code = found.code is not None
        if approved and not has_code and not note.strip():
            raise BadInput(_NO_CODE.format(name=found.name))
        if not stores.fairs.vet(viewer, event_id, employer, approved=approved, code_checked=has_code, note=note.strip()):
            raise NotFound(EMPLOYER, employer)
        return _list(stores, viewer, event)


def invited_employers(app: Application, viewer: Viewer, event_id: str) -> InvitedListView:
    """The employers of an event in order of id. Raises NotFound."""
    with app.database.read(viewer) as stores:
        return _list(stores, viewer, find_event(stores, viewer, event_id))


def employers_to_invite(app: Application, viewer: Viewer, event_id: str) -> tuple[ToInviteView, ...]:
    """Employers with open postings that are not on the list of an event yet, by name. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        there = {one.employer for one in stores.fairs.employers(viewer, event.id)}
        open_now = Counter(one.employer for one in stores.postings.outlines(viewer, status=PostingStatus.OPEN))
        found = _employers(stores, viewer, sorted(open_now.keys() - there))
    views = [
        ToInviteView(employer=one.id, name=one.name, has_code=one.code is not None, postings=open_now[one.id]) for one in found
    ]
    return tuple(sorted(views, key=lambda one: (one.name, one.employer)))


def _employers(stores: Stores, viewer: Viewer, ids: Sequence[str]) -> list[Employer]:
    return [one for start in range(0, len(ids), 500) for one in stores.employers.list(viewer, ids[start : start + 500], limit=500)]


def _list(stores: Stores, viewer: Viewer, event: Event) -> InvitedListView:
    invited = stores.fairs.employers(viewer, event.id)
    known = {one.id: one for one in _employers(stores, viewer, [one.employer for one in invited])}
    return InvitedListView(
        event=event.id,
        items=tuple(
            InvitedView(
                employer=one.employer,
                name=known[one.employer].name,
                state=Vetting(one.state).value,
                has_code=known[one.employer].code is not None,
                code_checked=one.code_checked,
                booths=tuple(booth.number for booth in event.hall.booths if booth.employer == one.employer),
                note=one.note,
                at=one.at,
                by=one.by,
            )
            for one in invited
        ),
    )
