"""Events, timetables and entries of the day as lines of text."""

from collections.abc import Iterable, Iterator

from api.actions.called import Called, called
from api.cli.output import either, said
from api.schemas.fairs import FairView
from api.schemas.interviews import STATE_WORDS, DayEntryView, RedirectView, SheetView, WithoutView
from api.schemas.own_hours import OwnHoursView
from api.wiring import Application
from matching.china_time import time_in_china
from matching.records import DayAct, InterviewState, Viewer


def fair_lines(view: FairView) -> Iterator[str]:
    confirmed = either(f"  {view.confirmed_by} 确认", f"  confirmed by {view.confirmed_by}") if view.confirmed_by else ""
    yield f"{view.event}  {view.name}  {view.on or '-'}  {said(view.state_text)}  v{view.version}{confirmed}"
    yield either(
        f"求职者 {view.candidates} 人（同意展示 {view.listed} 人）  单位 {view.employers} 家（已同意参会 {view.approved} 家）"
        f"  展位 {len(view.hall.booths)} 个",
        f"people {view.candidates} (agreed to be shown {view.listed})  employers {view.employers} (approved {view.approved})"
        f"  booths {len(view.hall.booths)}",
    )
    for fault in view.faults:
        yield f"! {said(fault.problem)}{either('：', ': ')}{said(fault.cure)}"
    for move in view.moves:
        lacks = "".join(f"\n    {said(one)}" for one in move.missing)
        yield f"-> {move.to}  {said(move.text)}{lacks}"
    for act in view.acts:
        yield f"   {said(act.text)}"


def sheet_lines(view: SheetView) -> Iterator[str]:
    for one in view.items:
        supports = either("、", ", ").join(said(text) for text in one.supports)
        place = f"{one.booth} {said(one.place)}".rstrip()
        yield f"{one.at or '--:--'}  {place}  {one.name}  {one.title}  {said(one.state_text)}  {supports}  #{one.id}".rstrip()
    for wait in view.waiting:
        yield either(f"候补第 {wait.position} 位  {wait.name}  {wait.title}", f"waiting {wait.position}  {wait.name}  {wait.title}")


def hours_line(one: OwnHoursView) -> str:
    times = ", ".join(f"{window.starts:%H:%M}-{window.ends:%H:%M}" for window in one.windows)
    return f"{one.name} ({one.candidate})  {times or either('全天', 'all day')}"


def entry_lines(one: DayEntryView, names: Called) -> Iterator[str]:
    about = _person(one.candidate, names) if one.candidate else one.booth or ""
    if one.act is DayAct.HELD and one.changes:
        about = _person(one.changes[0].candidate, names)
    if one.redirect is not None:
        about = f"{one.redirect.booth} → {one.redirect.to}"
    yield f"#{one.id}  {time_in_china(one.happened_at)}  {said(one.text)}  {about}  {one.by}"
    if one.redirect is not None:
        yield f"   {_redirect_line(one.redirect, names, written=one.origin == 'screen')}"
    if one.unplaced:
        yield either("   没有空闲时间，可先等候", "   no free time; the person can wait")
    for change in one.changes:
        became = said(STATE_WORDS[InterviewState(change.became)])
        who = f"{_person(change.candidate, names)}  {_posting(change.posting, names)}  {change.booth}"
        at = change.at or "-"
        when = at if change.was_at == change.at else f"{change.was_at or '-'} → {at}"
        yield f"   #{change.interview}  {when}  {who}  {became}  {said(change.why)}"


def without_lines(event: str, people: Iterable[WithoutView]) -> Iterator[str]:
    """Who has no interview any more, and what they can be offered."""
    for one in people:
        yield either(f"! {one.name} 现在没有面试了", f"! {one.name} has no interview any more")
        if one.waiting:
            titles = either("、", ", ").join(one.waiting)
            yield either(f"   在候补名单上：{titles}", f"   on the waiting list: {titles}")
        for time in one.free:
            yield either(
                f"   可以改谈：{time.at} 起 {time.booth} {time.title}",
                f"   could talk with: {time.booth} {time.title}, from {time.at}",
            )
        if one.free:
            how = f"tongtu day {event} walk_in --candidate {one.candidate} --posting {one.free[0].posting}"
            yield either(f"   本人愿意的话：{how}", f"   if the person agrees: {how}")
        else:
            yield either(
                "   今天没有合适的空闲时间：请道歉，并另约时间",
                "   no fitting time is free today: apologise, and agree on another day",
            )


def names_told(app: Application, viewer: Viewer, entries: Iterable[DayEntryView]) -> Called:
    """What the people, postings and employers are called that entries tell of."""
    told = list(entries)
    changes = [change for one in told for change in one.changes]
    redirects = [one.redirect for one in told if one.redirect is not None]
    people = {one.candidate for one in told if one.candidate} | {change.candidate for change in changes}
    return called(
        app,
        viewer,
        people=people | {name for one in redirects for name in one.people},
        postings={change.posting for change in changes},
        employers={name for one in redirects for name in one.employers},
    )


def _redirect_line(one: RedirectView, names: Called, *, written: bool) -> str:
    instead = "" if one.instead_of is None else either(f"代替先前的 {one.instead_of}；", f"instead of {one.instead_of}; ")
    if not one.interviews:
        return instead + either("没有还要进行的面试，不用通知", "no interview was still to come, nobody to tell")
    whom = either("、", ", ").join(
        [*(_person(name, names) for name in one.people), *(names.employer(name) for name in one.employers)]
    )
    moved = either(
        f"{one.interviews} 场面试改到 {one.to} 号展位；要告诉：{whom}",
        f"interviews that go on at {one.to}: {one.interviews}; to tell: {whom}",
    )
    outbox = either("（短信已写好，见 tongtu outbox）", " (text messages are written, see tongtu outbox)") if written else ""
    return instead + moved + outbox


def _person(one: str, names: Called) -> str:
    """The name; with the id where somebody else is called the same."""
    return _apart(names.person(one), one) if one in names.namesakes else names.person(one)


def _posting(one: str, names: Called) -> str:
    """The title; with the id where another of the postings told of has the same."""
    title = names.posting(one)
    alike = sum(other == title for other in names.postings.values())
    return _apart(title, one) if alike > 1 else title


def _apart(name: str, number: str) -> str:
    return either(f"{name}（{number}）", f"{name} ({number})")
