"""Events, timetables and entries of the day as lines of text."""

from collections.abc import Iterator

from api.cli.output import both
from api.schemas.fairs import FairView
from api.schemas.interviews import DayEntryView, SheetView
from api.schemas.own_hours import OwnHoursView
from matching.china_time import time_in_china


def fair_lines(view: FairView) -> Iterator[str]:
    confirmed = f"  confirmed by {view.confirmed_by}" if view.confirmed_by else ""
    yield f"{view.event}  {view.name}  {view.on or '-'}  {both(view.state_text)}  v{view.version}{confirmed}"
    yield f"people {view.candidates} (listed {view.listed})  employers {view.employers} (approved {view.approved})"
    yield f"booths {len(view.hall.booths)}"
    for fault in view.faults:
        yield f"! {both(fault.problem)}: {both(fault.cure)}"
    for move in view.moves:
        lacks = "".join(f"\n    {both(one)}" for one in move.missing)
        yield f"-> {move.to}  {both(move.text)}{lacks}"
    for act in view.acts:
        yield f"   {both(act.text)}"


def sheet_lines(view: SheetView) -> Iterator[str]:
    for one in view.items:
        supports = "、".join(text.zh for text in one.supports)
        place = f"{one.booth} {one.place.zh}".rstrip()
        yield f"{one.at or '--:--'}  {place}  {one.name}  {one.title}  {both(one.state_text)}  {supports}  #{one.id}".rstrip()
    for wait in view.waiting:
        yield f"waiting {wait.position}  {wait.name}  {wait.title}  {wait.cause}"


def hours_line(one: OwnHoursView) -> str:
    times = ", ".join(f"{window.starts:%H:%M}-{window.ends:%H:%M}" for window in one.windows)
    return f"{one.candidate}  {one.name}  {times or '全天 / all day'}"


def entry_lines(one: DayEntryView) -> Iterator[str]:
    yield f"#{one.id}  {time_in_china(one.happened_at)}  {both(one.text)}  {one.candidate or one.booth or ''}  {one.by}"
    if one.unplaced:
        yield "   没有空闲时间，可先等候 / no free time; the person can wait"
    for change in one.changes:
        yield f"   {change.interview}  {change.was_at or '-'} -> {change.at or '-'}  {change.became}  {both(change.why)}"
