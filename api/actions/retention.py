"""Delete what is kept of erased people once no law asks for it; and name the files that nobody has used for long."""

from dataclasses import dataclass
from datetime import date

from api.actions.pools import check_staff
from api.wiring import Application
from data.stores import Stores
from matching.china_time import day_in_china
from matching.policy import month_shifted, policy_on
from matching.records import Viewer


@dataclass(frozen=True)
class Due:
    """What is due on a day: erased people whose records of processing, or of placements, need be kept no longer; idle files."""

    on: date
    processing: tuple[str, ...]
    placements: tuple[str, ...]
    idle: tuple[str, ...]


def retention_due(app: Application, viewer: Viewer) -> Due:
    """What is due today by the periods of the policy. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return _due(app, viewer, stores)


def forget_due(app: Application, viewer: Viewer) -> tuple[Due, int]:
    """Delete what is due; files of people who are there stay. Returns what was due, and how many rows went. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        due = _due(app, viewer, stores)
        gone = stores.retention.forget_processing(viewer, due.processing) if due.processing else 0
        gone += stores.retention.forget_placements(viewer, due.placements) if due.placements else 0
        return due, gone


def _due(app: Application, viewer: Viewer, stores: Stores) -> Due:
    policy, erased = policy_on(app.today), stores.retention.erased(viewer)
    processing, placements, idle = (
        month_shifted(app.today, -int(12 * policy.number(f"retention.{name}")))
        for name in ("processing_record_years", "placement_years", "idle_years")
    )
    return Due(
        on=app.today,
        processing=tuple(one.candidate for one in erased if one.processing and day_in_china(one.at) < processing),
        placements=tuple(one.candidate for one in erased if one.placements and day_in_china(one.at) < placements),
        idle=stores.retention.idle(viewer, idle),
    )
