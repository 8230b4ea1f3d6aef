"""The form of an event's plan: filled from an event, and read back into a plan."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from api.pages.fair.rows import rows_in
from api.pages.fair.values import Reading, clock_text
from api.schemas.fairs import EventPlan, FairView
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import (
    SUPPORT_TEXTS,
    AccommodationStatus,
    Admission,
    EventKind,
    Hall,
    Place,
    Support,
    SupportKind,
    Venue,
    Workplace,
)

BREAKS: Final = ("starts", "ends")
SUPPORTS: Final = ("kind", "count", "starts", "ends")
"""The fields of a row."""
KINDS: Final[Mapping[str, EventKind]] = {kind.value: kind for kind in EventKind}
SUPPORT_KINDS: Final[Mapping[str, Text]] = {kind.value: text for kind, text in SUPPORT_TEXTS.items()}
UNKNOWN: Final = Text(zh="不清楚", en="not known")
TOILETS: Final[Mapping[str, Text]] = {
    "": UNKNOWN,
    "accessible": Text(zh="无障碍卫生间", en="accessible toilet"),
    "rails": Text(zh="坐便，有扶手", en="seat with rails"),
    "seat": Text(zh="坐便", en="seat"),
    "squat": Text(zh="蹲便", en="squat toilet"),
    "none": Text(zh="没有卫生间", en="no toilet"),
}
THERE: Final[Mapping[str, Text]] = {
    "": UNKNOWN,
    AccommodationStatus.IN_PLACE.value: Text(zh="有", en="yes"),
    AccommodationStatus.REFUSED.value: Text(zh="没有", en="no"),
}
_ACCESS: Final = ("lift", "ramp")
_VENUE: Final = ("venue", "address", "district", "floor", "steps", "toilet", *_ACCESS)
_PAST: Final = Text(zh="这一天已经过去；请选以后的日期", en="that day is over; choose one to come")
_NO_VENUE: Final = Text(zh="请写上场地的名称", en="give the name of the venue")


def empty_plan() -> dict[str, str]:
    """The form of a new event: the usual hours, so that a fair can be changed rather than invented."""
    return {
        "opens": "09:00",
        "closes": "16:00",
        "breaks.0.starts": "12:00",
        "breaks.0.ends": "13:00",
        "slot": "15",
        "guaranteed": "1",
    }


def plan_given(view: FairView) -> dict[str, str]:
    """The form of an event as it is."""
    hall, venue = view.hall, view.venue
    given = {"name": view.name, "kind": view.kind, "on": "" if view.on is None else view.on.isoformat()}
    given |= {"slot": str(hall.slot_minutes), "guaranteed": str(hall.guaranteed)}
    if hall.hours is not None:
        given |= {"opens": clock_text(hall.hours.starts), "closes": clock_text(hall.hours.ends)}
    for number, one in enumerate(hall.breaks):
        given |= {f"breaks.{number}.starts": clock_text(one.starts), f"breaks.{number}.ends": clock_text(one.ends)}
    for number, support in enumerate(hall.supports):
        window = support.windows[0] if support.windows else None
        given |= {f"supports.{number}.kind": support.kind.value, f"supports.{number}.count": str(support.count)}
        given |= {
            f"supports.{number}.starts": clock_text(None if window is None else window.starts),
            f"supports.{number}.ends": clock_text(None if window is None else window.ends),
        }
    given |= {name: "1" for name in ("graduates", "zero_employment") if getattr(view.admits, name)}
    given |= {f"district.{code}": "1" for code in view.admits.districts}
    return given if venue is None else given | _venue_given(venue)


def _venue_given(venue: Venue) -> dict[str, str]:
    building = venue.building
    return {
        "venue": venue.name,
        "address": venue.place.address,
        "district": venue.place.district or "",
        "floor": "" if building.floor is None else str(building.floor),
        "steps": "" if building.entrance_steps is None else str(building.entrance_steps),
        "toilet": building.toilet or "",
        **{name: str(building.statuses.get(name, "")) for name in _ACCESS},
    }


def read_plan(form: Mapping[str, str], before: FairView | None, today: date) -> tuple[EventPlan, dict[str, Text]]:
    """What the form plans, and every field that cannot be read; what the form does not hold (the booths) stays as it was."""
    reading = Reading(form)
    name = reading.words("name", 120, needed=True)
    kind = KINDS[reading.choice("kind", KINDS)]
    on = reading.day("on")
    if on is not None and on < today and (before is None or before.on != on):
        reading.faults["on"] = _PAST
    venue = _venue(reading, form, None if before is None else before.venue)
    hall = _hall(reading, form, Hall() if before is None else before.hall)
    districts = frozenset(code for code in DISTRICTS if reading.ticked(f"district.{code}"))
    admits = Admission(
        graduates=reading.ticked("graduates"), zero_employment=reading.ticked("zero_employment"), districts=districts
    )
    same = admits == (Admission() if before is None else before.admits) == Admission()
    if reading.faults:
        return EventPlan(), reading.faults
    return EventPlan(name=name, kind=kind, on=on, venue=venue, hall=hall, admits=None if same else admits), {}


def _venue(reading: Reading, form: Mapping[str, str], before: Venue | None) -> Venue | None:
    said = {name: form.get(name, "").strip() for name in _VENUE}
    name, address = reading.words("venue", 120), reading.words("address", 200)
    floor, steps = reading.whole("floor", -5, 200), reading.whole("steps", 0, 200)
    if not any(said.values()) and before is None:
        return None
    if not name:
        reading.faults.setdefault("venue", _NO_VENUE)
    place, building = (Place(), Workplace()) if before is None else (before.place, before.building)
    statuses = {other: status for other, status in building.statuses.items() if other not in _ACCESS}
    for one in _ACCESS:
        if chosen := reading.choice(one, THERE):
            statuses[one] = AccommodationStatus(chosen)
    changed = {"floor": floor, "entrance_steps": steps, "toilet": reading.choice("toilet", TOILETS) or None, "statuses": statuses}
    district = reading.choice("district", {"": None, **DISTRICTS}) or None
    return Venue(
        name=name or "-",
        place=place.model_copy(update={"address": address, "district": district}),
        building=building.model_copy(update=changed),
    )


def _hall(reading: Reading, form: Mapping[str, str], before: Hall) -> Hall:
    hours = reading.window("opens", "closes")
    slot = reading.whole("slot", 5, 240, empty=15)
    guaranteed = reading.whole("guaranteed", 0, 20, empty=1)
    breaks = [reading.window(f"breaks.{n}.starts", f"breaks.{n}.ends") for n, _ in enumerate(rows_in(form, "breaks", BREAKS))]
    supports = [_support(reading, f"supports.{n}", before.supports) for n, _ in enumerate(rows_in(form, "supports", SUPPORTS))]
    return before.model_copy(
        update={
            "hours": hours,
            "slot_minutes": slot,
            "guaranteed": guaranteed,
            "breaks": tuple(one for one in breaks if one is not None),
            "supports": tuple(supports),
        }
    )


def _support(reading: Reading, name: str, before: tuple[Support, ...]) -> Support:
    kind = SupportKind(reading.choice(f"{name}.kind", SUPPORT_KINDS))
    window = reading.window(f"{name}.starts", f"{name}.ends")
    count = reading.whole(f"{name}.count", 1, 1_000, empty=1)
    windows = () if window is None else (window,)
    # The form holds one time a row; a file may have given more of them, which stay where the first did.
    told = next((one.windows for one in before if one.kind is kind and one.windows[:1] == windows), windows)
    return Support(kind=kind, count=count or 1, windows=told)
