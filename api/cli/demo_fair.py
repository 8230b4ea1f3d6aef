"""The fair of the demo: planned with a hall, its invented employers approved, and a list of invented consents to import."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from api.actions.consents import guardian_needed
from api.actions.events import add_event
from api.actions.fairs import move_event, plan_event
from api.actions.invited import employers_to_invite, invite_employers, vet_employer
from api.actions.views import employer_names
from api.schemas.fairs import EventPlan
from api.wiring import Application
from matching.fair.states import FairState
from matching.records import Booth, Hall, Place, Support, SupportKind, TimeWindow, Venue, Viewer, Workplace

EVENT: Final = "demo"
NAME: Final = "示范专场招聘会"
_INVENTED: Final = "示范数据：虚构的单位"
_AHEAD: Final = timedelta(days=30)
_SATURDAY: Final = 5
_ROW: Final = 10
_APART: Final = 4.0


def demo_state(app: Application, viewer: Viewer) -> FairState | None:
    """Where the fair of the demo stands; None before it was made."""
    with app.database.read(viewer) as stores:
        standing = stores.fairs.standing(viewer, EVENT)
    return None if standing is None else standing.state


def plan_demo_fair(app: Application, viewer: Viewer) -> None:
    """Make the fair: day, venue, a booth for every employer with an open posting, supports; each employer invited and approved."""
    day = saturday_after(app.today + _AHEAD)
    add_event(app, viewer, EVENT, NAME, "专场招聘会", day.isoformat())
    employers = [one.employer for one in employers_to_invite(app, viewer, EVENT)]
    plan_event(app, viewer, EVENT, EventPlan(venue=_venue(), hall=_hall(employers)), "demo-plan")
    invite_employers(app, viewer, EVENT, employers)
    for employer in employers:
        vet_employer(app, viewer, EVENT, employer, True, _INVENTED)


def write_demo_consents(app: Application, viewer: Viewer, path: Path, seed: int) -> Path:
    """Write the list of consents of the demo, of everybody stored, dated today."""
    from data.synthetic.consents import consent_cells
    from data.synthetic.export import write_consents

    with app.database.read(viewer) as stores:
        people = list(stores.candidates.iterate(viewer, with_person=True))
        invited = [one.employer for one in stores.fairs.employers(viewer, EVENT)]
        names = employer_names(stores, viewer, invited)
    guarded = frozenset(one.id for one in people if guardian_needed(app, one))
    write_consents(path, consent_cells(seed, people, sorted(names.values()), NAME, app.today, guarded))
    return path


def open_lists(app: Application, viewer: Viewer) -> None:
    """Take the matched fair as far as nobody has to answer for it: a named person confirms the lists, not the demo."""
    for state in (FairState.COLLECTING, FairState.PRE_MATCHED):
        move_event(app, viewer, EVENT, state.value, f"demo-{state.value}")


def saturday_after(day: date) -> date:
    """The day itself, or the next Saturday."""
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)


def _venue() -> Venue:
    return Venue(
        name="江城示范会展馆",
        place=Place(city="武汉", district="420111", address="示范路 1 号"),
        building=Workplace(entrance_steps=0, floor=1, toilet="accessible"),
    )


def _hall(employers: list[str]) -> Hall:
    return Hall(
        hours=TimeWindow(starts=time(9), ends=time(16)),
        breaks=(TimeWindow(starts=time(12), ends=time(13)),),
        booths=tuple(
            Booth(
                number=f"{chr(ord('A') + place // _ROW % 26)}{place % _ROW + 1 + place // (26 * _ROW) * _ROW}",
                employer=employer,
                position=(place % _ROW * _APART, place // _ROW * _APART),
            )
            for place, employer in enumerate(employers)
        ),
        supports=(
            Support(kind=SupportKind.SIGN_INTERPRETER, count=3),
            Support(kind=SupportKind.GUIDE, count=3),
            Support(kind=SupportKind.QUIET_ROOM, count=2),
            Support(kind=SupportKind.JOB_COACH, count=3),
        ),
    )
