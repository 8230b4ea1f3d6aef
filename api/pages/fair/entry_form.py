"""What somebody at the desk tells, from its small forms: who, where, for how long."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from api.pages.fair.values import Reading
from api.schemas.interviews import ACT_WORDS, DayInput
from matching.knowledge.catalogue import Text
from matching.records import DayAct, Hall, SupportKind

AT_ONCE: Final = (DayAct.CHECK_IN, DayAct.HELD)
"""What is recorded at once: it changes no other's time. Everything else is shown before it is kept."""
FIELDS: Final = ("who", "interview", "booth", "to", "unit", "minutes", "postings", "note", "at")
_WHO: Final = Text(zh="请写签到码或编号", en="give the code on the sheet, or an id")
_BOOTH: Final = Text(zh="请选展位", en="choose a booth")
_MINUTES: Final = Text(zh="请写分钟数", en="give the minutes")
_ODD: Final = Text(zh="有的内容太长或不能用", en="something is too long or cannot be used")
_NEEDS_WHO: Final = (DayAct.CHECK_IN, DayAct.LATE, DayAct.NO_SHOW, DayAct.WITHDRAWN, DayAct.WALK_IN)
_NEEDS_BOOTH: Final = (DayAct.EMPLOYER_LEFT, DayAct.BOOTH_LOST, DayAct.OVERRUN)
_NEEDS_MINUTES: Final = (DayAct.LATE, DayAct.OVERRUN)


def act_of(form: Mapping[str, str]) -> DayAct | None:
    said = form.get("act", "")
    return DayAct(said) if said in ACT_WORDS else None


def read_entry(form: Mapping[str, str], act: DayAct, hall: Hall, candidate: str | None) -> tuple[DayInput | None, dict[str, Text]]:
    """The entry of a form, or what is missing. `candidate`: the person whom `who` means, if somebody is meant.

    Minutes are told by people, slots are counted by the timetable: begun slots count whole.
    """
    reading = Reading(form)
    name = act.value
    if act in _NEEDS_WHO and not form.get("who", "").strip():
        reading.faults[f"{name}-who"] = _WHO
    elif act in _NEEDS_WHO and candidate is None:
        reading.faults[f"{name}-who"] = Text(zh="没有找到这个人；请核对签到码或编号", en="nobody has this code or id; compare it")
    if act in _NEEDS_BOOTH and not form.get("booth"):
        reading.faults[f"{name}-booth"] = _BOOTH
    minutes = reading.whole("minutes", 1, 600)
    if "minutes" in reading.faults:
        reading.faults[f"{name}-minutes"] = reading.faults.pop("minutes")
    elif minutes is None and act in _NEEDS_MINUTES:
        reading.faults[f"{name}-minutes"] = _MINUTES
    if reading.faults:
        return None, reading.faults
    values: dict[str, object] = {"act": act, "candidate": candidate, "note": form.get("note", "").strip()}
    if minutes is not None:
        values["slots"] = -(-minutes // max(1, hall.slot_minutes))
    for field in ("booth", "to"):
        if form.get(field):
            values[field] = form[field]
    if form.get("interview", "").isdecimal():
        values["interview"] = int(form["interview"])
    if act is DayAct.SUPPORT_GONE:
        kind, _, unit = form.get("unit", "").partition(".")
        values |= {"support": kind, "unit": int(unit) if unit.isdecimal() else None}
    if form.get("postings", "").strip():
        values["postings"] = tuple(one.strip() for one in form["postings"].replace("，", ",").split(",") if one.strip())
    if form.get("at"):
        try:
            values["at"] = datetime.fromisoformat(form["at"])
        except ValueError:
            return None, {f"{name}-note": _ODD}
    try:
        return DayInput.model_validate(values), {}
    except ValidationError:
        return None, {f"{name}-note": _ODD}


def units_of(hall: Hall) -> dict[str, tuple[SupportKind, int]]:
    """Every single interpreter, guide, room or coach of the hall: the value of its option -> what and which."""
    found: dict[str, tuple[SupportKind, int]] = {}
    for kind in SupportKind:
        count = sum(support.count for support in hall.supports if support.kind is kind)
        found |= {f"{kind.value}.{unit}": (kind, unit) for unit in range(count)}
    return found
