"""Commands of the ledgers: graduates, services, placements, what is only counted, reports of bodies and workshops."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.keys import Again, key_of
from api.cli.meant import Employer, Person
from api.cli.outbox import Json, On, day_of, new_key
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.workshops import DispatchView

ledgers = typer.Typer(help="The ledgers of the plan, line by line, and what is recorded in them.", no_args_is_help=True)
OnlyMissing = Annotated[bool, typer.Option("--missing", help="Only lines that lack something.")]
_PAGE = 200


@ledgers.command("graduates", epilog="Example: tongtu ledger graduates --missing")
def graduates(only_missing: OnlyMissing = False, as_json: Json = False) -> None:
    """Graduates of the window and whoever is kept until they have work: plan, service, refusal, and what is missing."""
    from api.actions.ledgers import graduates_view
    from api.cli.home import organizer

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = graduates_view(app, viewer, after, _PAGE, only_missing=only_missing)
        for one in page.items:
            if as_json:
                say_json(one)
            else:
                say(f"{one.name} ({one.candidate})  {one.district or '-'}  {said(one.text)}")
        after = page.next
        if after is None:
            return


@ledgers.command("services", epilog="Example: tongtu ledger services --missing")
def services(only_missing: OnlyMissing = False, as_json: Json = False) -> None:
    """The four services (四个一) of each person: what was done when, and what is owed."""
    from api.actions.ledgers import services_view
    from api.cli.home import organizer
    from matching.person_plan.writing import SERVICES

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = services_view(app, viewer, after, _PAGE, only_missing=only_missing)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            comma = either("、", ", ")
            done = comma.join(f"{said(SERVICES[kind])} {day}" for kind, day in one.done.items()) or "-"
            owed = comma.join(said(SERVICES[kind]) for kind in one.missing) or "-"
            told = either(f"已做：{done}  应做：{owed}", f"done: {done}  owed: {owed}")
            say(f"{one.name} ({one.candidate})  {told}")
        after = page.next
        if after is None:
            return


@ledgers.command("placements", epilog="Example: tongtu ledger placements 2026")
def placements(year: Annotated[int, typer.Argument(help="The year, as 2026.")], as_json: Json = False) -> None:
    """The jobs that people began in a year; those without a recorded day come last."""
    from api.actions.called import called
    from api.actions.ledgers import placements_view
    from api.cli.home import organizer

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = placements_view(app, viewer, year, after, _PAGE)
        names = called(app, viewer, employers=(one.employer for one in page.items))
        for one in page.items:
            if as_json:
                say_json(one)
            else:
                kind = "-" if one.kind is None else one.kind.value
                where = f"{names.employer(one.employer)}  {kind}  {one.district or '-'}"
                say(f"{one.on or '?'}  {one.name} ({one.candidate})  {one.title}  {where}")
        after = page.next
        if after is None:
            return


@ledgers.command("enter", epilog="Example: tongtu ledger enter")
def enter(as_json: Json = False) -> None:
    """Take every graduate of the window into the graduates' ledger; again, it changes nothing."""
    from api.actions.ledgers import enter_graduates
    from api.cli.home import organizer

    made = enter_graduates(*organizer())
    say_json(made) if as_json else say(
        either(f"新登记 {made.entered} 人，台账共 {made.total} 人", f"{made.entered} new, {made.total} in the ledger")
    )


@ledgers.command("refuse", epilog="Example: tongtu ledger refuse c_ab12cd34 --on 2026-05-01 --reason 先读研")
def refuse(
    candidate: Person,
    on: On = None,
    reason: Annotated[str, typer.Option(help="Why, in the person's words; it is sealed.")] = "",
    take_back: Annotated[bool, typer.Option("--take-back", help="The person refuses no longer.")] = False,
    as_json: Json = False,
) -> None:
    """Record that a graduate refuses to be served: it stays visible, and raises no alert for a missing service."""
    from api.actions.called import called
    from api.actions.ledgers import record_refusal
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer
    from api.schemas.ledgers import RefusalInput

    app, viewer = organizer()
    day = None if take_back else day_of(on) or app.today
    made = record_refusal(app, viewer, candidate_meant(app, viewer, candidate), RefusalInput(on=day, reason=reason))
    name = called(app, viewer, people=[made.candidate]).person(made.candidate)
    since = made.refused_on
    stands = either("没有拒绝服务", "does not refuse") if since is None else either(f"{since} 拒绝服务", f"refused on {since}")
    say_json(made) if as_json else say(f"{name} ({made.candidate})  {stands}")


@ledgers.command("tally", epilog="Example: tongtu ledger tally incubation.projects 手作工坊 --on 2026-03-02 --district 420106")
def tally(
    kind: Annotated[
        str, typer.Argument(help="talent.pools, incubation.projects, pairing.contacts, training.bases or evaluations.made")
    ],
    title: Annotated[str, typer.Argument(help="What it is; it names no person.")],
    on: On = None,
    district: Annotated[str | None, typer.Option(help="Where, by the district's code.")] = None,
    people: Annotated[
        list[str] | None,
        typer.Option("--person", help="A person of it, by whole name, id, or your own number; give it again for more."),
    ] = None,
    note: Annotated[str, typer.Option(help="Of a pairing: who helps and how; it is sealed.")] = "",
    again: Again = False,
    as_json: Json = False,
) -> None:
    """Record what is only counted: a talent pool, a project, a pairing, a training base, an evaluation; the same words once."""
    from api.actions.naming import candidate_meant
    from api.actions.tallies import record_tally
    from api.cli.home import organizer
    from api.schemas.ledgers import TallyInput
    from matching.ledger import TallyKind

    if kind not in set(TallyKind):
        known = ", ".join(TallyKind)
        raise typer.BadParameter(either(f"没有“{kind}”这一类；可用：{known}", f"unknown kind {kind!r}; use {known}"))
    app, viewer = organizer()
    known_people = tuple(candidate_meant(app, viewer, one) for one in people or ())
    told = TallyInput(
        kind=TallyKind(kind), title=title, on=day_of(on) or app.today, district=district, people=known_people, note=note
    )
    made = record_tally(app, viewer, told, key_of("tally", told.model_dump_json(), again=again))
    say_json(made) if as_json else say(f"{made.id}  {made.kind.value}  {made.title}")


@ledgers.command("tallies", epilog="Example: tongtu ledger tallies --json")
def tallies(as_json: Json = False) -> None:
    """Everything that is only counted, oldest first."""
    from api.actions.tallies import list_tallies
    from api.cli.home import organizer

    for one in list_tallies(*organizer()):
        if as_json:
            say_json(one)
        else:
            gone = either("  （已撤回）", "  (taken back)") if one.withdrawn else ""
            say(f"{one.id}  {one.kind.value}  {one.title}  {one.on or '?'}  {one.district or '-'}  {len(one.people)}{gone}")


@ledgers.command("withdraw", epilog="Example: tongtu ledger withdraw 12")
def withdraw(tally: Annotated[int, typer.Argument(help="The number of the record.")]) -> None:
    """Take a record back, so that it counts no more."""
    from api.actions.tallies import withdraw_tally
    from api.cli.home import organizer

    withdraw_tally(*organizer(), tally)
    say(either(f"{tally}：已撤回", f"{tally}: taken back"))


@ledgers.command("body", epilog="Example: tongtu ledger body e_vw12xy34 --on 2026-12-31 --establishment 60 --people 1")
def body(
    employer: Employer,
    on: On = None,
    establishment: Annotated[int | None, typer.Option(help="Posts (编制).")] = None,
    people: Annotated[int | None, typer.Option(help="Persons with disabilities in post.")] = None,
    exempt: Annotated[str | None, typer.Option(help="school or kindergarten")] = None,
    federation: Annotated[bool, typer.Option("--federation", help="It is a disabled persons' federation.")] = False,
    cadres: Annotated[int | None, typer.Option(help="Cadres of a federation.")] = None,
    cadres_with_disability: Annotated[
        int | None, typer.Option("--cadres-with-disability", help="Of these, with a disability.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Record what a government body, public institution or federation reported of a day."""
    from api.actions.naming import employer_meant
    from api.actions.obligations import report_body
    from api.cli.home import organizer
    from api.schemas.quota import BodyInput

    app, viewer = organizer()
    told = BodyInput(
        on=day_of(on) or app.today,
        establishment=establishment,
        people=people,
        exempt=exempt,
        federation=federation,
        cadres=cadres,
        cadres_with_disability=cadres_with_disability,
    )
    made = report_body(app, viewer, employer_meant(app, viewer, employer), told)
    if as_json:
        say_json(made)
    elif made.duty is None:
        say(either(f"{employer}：已登记，没有这项义务", f"{employer}: recorded; it has no such duty"))
    else:
        say(f"{made.duty.name} ({made.duty.employer})  {said(made.duty.text)}")


@ledgers.command("workshop", epilog="Example: tongtu ledger workshop w_sun 阳光家园 --places 20 --work 包装 --free-days 60")
def workshop(
    number: Annotated[str, typer.Argument(help="A short id.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
    places: Annotated[int, typer.Option(min=0, help="Places in all.")],
    taken: Annotated[int | None, typer.Option(min=0, help="Places that are taken.")] = None,
    work: Annotated[list[str] | None, typer.Option(help="A kind of work that it does; give it again for more.")] = None,
    free_days: Annotated[int, typer.Option("--free-days", min=0, help="Person-days that it can still take on.")] = 0,
    district: Annotated[str | None, typer.Option(help="Where, by the district's code.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record what a provider of sheltered work reported."""
    from api.actions.dispatching import report_workshop
    from api.cli.home import organizer
    from api.schemas.workshops import WorkshopInput

    app, viewer = organizer()
    told = WorkshopInput(
        id=number,
        name=name,
        district=district,
        places=places,
        taken=taken,
        work=tuple(work or ()),
        free_days=free_days,
        reported_on=day_of(on) or app.today,
    )
    _print(report_workshop(app, viewer, told), as_json)


@ledgers.command("batch", epilog="Example: tongtu ledger batch b_boxes 礼盒 --work 包装 --days 40")
def batch(
    number: Annotated[str, typer.Argument(help="A short id.")],
    title: Annotated[str, typer.Argument(help="What it is.")],
    work: Annotated[str, typer.Option(help="The kind of work.")],
    days: Annotated[int, typer.Option(min=1, help="Person-days.")],
    district: Annotated[str | None, typer.Option(help="Where, by the district's code.")] = None,
    as_json: Json = False,
) -> None:
    """Record a batch of work that waits for a workshop."""
    from api.actions.dispatching import add_batch
    from api.cli.home import organizer
    from api.schemas.workshops import BatchInput

    _print(add_batch(*organizer(), BatchInput(id=number, title=title, work=work, days=days, district=district)), as_json)


def dispatch(
    confirm: Annotated[bool, typer.Option("--confirm", help="Record the dispatch as it is proposed.")] = False,
    send: Annotated[
        list[str] | None, typer.Option("--send", help="Record this one instead, as BATCH=WORKSHOP; give it again for more.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Which waiting batch goes to which sheltered workshop, within the capacity of each."""
    from api.actions.dispatching import dispatch_view, send_batches
    from api.cli.home import organizer
    from api.schemas.workshops import SendInput

    if confirm and send:
        raise typer.BadParameter(either("--confirm 和 --send 只能用一个", "give either --confirm or --send"))
    app, viewer = organizer()
    if not confirm and not send:
        _print(dispatch_view(app, viewer), as_json)
        return
    _print(send_batches(app, viewer, SendInput(sent=None if confirm else _pairs(send or [])), new_key()), as_json)


def _pairs(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise typer.BadParameter(either("写成 批次=机构，例如 b_boxes=w_sun", "write BATCH=WORKSHOP, such as b_boxes=w_sun"))
        found[name.strip()] = value.strip()
    return found


def _print(view: "DispatchView", as_json: bool) -> None:
    if as_json:
        say_json(view)
        return
    for house in view.workshops:
        taken = "?" if house.taken is None else house.taken
        work = either("、", ", ").join(house.work) or "-"
        room = either(
            f"名额 {taken}/{house.places}  还能做 {house.free_days} 人天",
            f"places {taken}/{house.places}  {house.free_days} person-days left",
        )
        say(f"{house.name} ({house.id})  {room}  {work}")
    for label, rows in ((either("已送", "sent"), view.sent), (either("建议", "proposed"), view.proposed)):
        for one in rows:
            where = f"{one.workshop_name} ({one.workshop})  {one.on or ''}".rstrip()
            say(f"  [{label}] {one.title} ({one.batch}, {one.days}) -> {where}")
    for left in view.left:
        say(f"  [{either('未送', 'waits')}] {left.title} ({left.batch}, {left.days}): {said(left.text)}")
