"""What employers decided about people on their lists, for staff who arrange the interviews."""

from api.actions.employer_lists import VERBS
from api.actions.lists import find_event
from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.employer_lists import MadeDecisionsView, MadeDecisionView
from api.wiring import Application
from matching.privacy import DECLINES
from matching.records import Viewer


def decisions_view(app: Application, viewer: Viewer, event_id: str, posting: str | None = None) -> MadeDecisionsView:
    """The standing decisions of an event, or of one posting at it, about the people that staff may see, oldest first.

    Raises NotAllowed, NotFound.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        made = [one for one in stores.decisions.list(viewer, event=event_id) if posting in (None, one.decision.posting)]
        people = candidates_by_id(stores, viewer, {one.candidate for one in made})
        named = sorted({one.decision.posting for one in made})
        postings = {one.id: one for one in stores.postings.iterate(viewer, named)} if named else {}
        employers = employer_names(stores, viewer, (one.employer for one in postings.values()))
    return MadeDecisionsView(
        event=event_id,
        items=tuple(
            MadeDecisionView(
                candidate=one.candidate,
                name=candidate_name(people[one.candidate]),
                posting=one.decision.posting,
                title=postings[one.decision.posting].title,
                employer=employers.get(postings[one.decision.posting].employer, ""),
                decision=one.decision.verb.value,
                text=VERBS[one.decision.verb],
                reason=one.decision.reason or None,  # type: ignore[arg-type]
                reason_text=DECLINES.get(one.decision.reason),
                at=one.decision.at,
            )
            for one in made
            if one.candidate in people and one.decision.posting in postings
        ),
    )
