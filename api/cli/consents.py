"""Commands about what people agreed to: recorded, taken back, listed."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from api.cli.meant import Person
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.consents import ConsentsView, ConsentView

consents = typer.Typer(
    help="Consents: to be listed to employers at an event, and to be named to one employer.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_DAY: Final = ["%Y-%m-%d"]
_SHOWN: Final = 5
"""Employers of one consent that are named; --json names all."""


@consents.command(
    "record", epilog="Example: tongtu consent record c_ab12cd34 --event spring-2027 --all --but 某公司 --explained easy_text"
)
def record(
    candidate: Person,
    explained: Annotated[
        Literal["read", "easy_text", "signed", "read_aloud"], typer.Option(help="How it was explained to the person.")
    ],
    event: Annotated[str | None, typer.Option(help="The event; needed to be listed.")] = None,
    scope: Annotated[
        Literal["listing", "identity"], typer.Option(help="To be listed under a number, or to be named to one employer.")
    ] = "listing",
    employer: Annotated[list[str] | None, typer.Option(help="An employer, by name or id; several times.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All employers of the event that the person does not refuse.")] = False,
    but: Annotated[list[str] | None, typer.Option(help="With --all: not this employer; several times.")] = None,
    on: Annotated[datetime | None, typer.Option("--on", formats=_DAY, help="The day on which it was given, if not today.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="The last day on which it holds.")] = None,
    guardian: Annotated[str | None, typer.Option(help="Which guardian agrees, or agrees too.")] = None,
    wording: Annotated[
        str | None, typer.Option(help="The version that was explained; otherwise the one in force that day.")
    ] = None,
    tell: Annotated[
        list[str] | None, typer.Option(help="With identity: an arrangement that the person chooses to tell; several times.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Record what a person agreed to; an older listing of the same event ends with it."""
    from api.actions.consents import agreed_employers, give_consent
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer
    from api.schemas.consents import ConsentInput
    from matching.china_time import day_in_china

    if everybody == bool(employer) or (but and not everybody):
        raise typer.BadParameter(either("写 --employer，或 --all 加 --but", "give --employer, or --all and --but"))
    app, viewer = organizer()
    person = candidate_meant(app, viewer, candidate)
    told = ConsentInput(
        scope=scope,
        event=event,
        employers=agreed_employers(app, viewer, person, event, employer, but or ()),
        explained=explained,
        given_on=app.today if on is None else day_in_china(on),
        ends_on=None if until is None else day_in_china(until),
        guardian=guardian,
        wording=wording,
        stated=tuple(tell or ()),
    )
    _show(give_consent(app, viewer, person, told), as_json)


@consents.command("withdraw", epilog="Example: tongtu consent withdraw c_ab12cd34 3")
def withdraw(
    candidate: Person, consent: Annotated[int, typer.Argument(min=1, help="The consent's number.")], as_json: Json = False
) -> None:
    """Take a consent back; it holds no longer from now on."""
    from api.actions.consents import withdraw_consent
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    _show(withdraw_consent(app, viewer, candidate_meant(app, viewer, candidate), consent), as_json)


@consents.command("list", epilog="Example: tongtu consent list c_ab12cd34")
def list_all(candidate: Person, as_json: Json = False) -> None:
    """What a person agreed to, newest first, and whom they refuse."""
    from api.actions.consents import consents_view
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    _show(consents_view(app, viewer, candidate_meant(app, viewer, candidate)), as_json)


def _show(view: "ConsentsView", as_json: bool) -> None:
    if as_json:
        say_json(view)
        return
    for line in consents_lines(view):
        say(line)


def consents_lines(view: "ConsentsView") -> Iterator[str]:
    yield f"{view.name} ({view.candidate})  {view.on}"
    for one in view.items:
        yield f"  #{one.id}  {_about(one)}  {_standing(one)}"
        yield f"      {_named(one)}"
        if one.stated:
            told = either("、", ", ").join(said(text) for text in one.stated)
            yield either(f"      本人选择告诉单位的安排：{told}", f"      arrangements that the person chose to tell: {told}")
    if not view.items:
        yield either("  还没有同意记录", "  no consent is recorded")
    for refused in view.refused:
        yield either(f"  不愿意的单位：{refused.name}", f"  refused employer: {refused.name}")


def _named(one: "ConsentView") -> str:
    names = either("、", ", ").join(employer.name for employer in one.employers[:_SHOWN])
    every = len(one.employers)
    return names if every <= _SHOWN else either(f"{names} 等 {every} 家单位", f"{names} and others, {every} employers")


def _about(one: "ConsentView") -> str:
    scope = either("列入名单", "to be listed") if one.scope == "listing" else either("告知身份", "to be named")
    return scope if one.event_name is None else f"{scope}  {one.event_name}"


def _standing(one: "ConsentView") -> str:
    given = either(f"{one.given_on} 同意", f"given on {one.given_on}")
    if one.withdrawn_at is not None:
        from matching.china_time import day_in_china

        day = day_in_china(one.withdrawn_at)
        return either(f"{given}，{day} 收回", f"{given}, taken back on {day}")
    if not one.holds:
        return either(f"{given}，{one.ends_on} 到期", f"{given}, ended on {one.ends_on}")
    return given if one.ends_on is None else either(f"{given}，到 {one.ends_on}", f"{given}, until {one.ends_on}")
