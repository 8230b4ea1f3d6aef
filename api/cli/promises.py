"""Commands about what employers promised and kept."""

from typing import Annotated

import typer

from api.cli.keys import Again, key_of
from api.cli.outbox import Json, On, day_of
from api.cli.output import both, say, say_json

promises = typer.Typer(help="Arrangements that employers promised, and whether they were kept.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The promise's number.")]
Check = Annotated[int, typer.Argument(help="The check's number.")]
Note = Annotated[str, typer.Option(help="What was found, for staff.")]


@promises.command("record", epilog="Example: tongtu promise record p_ef56gh78 ramp --event spring-2027")
def record(
    posting: Annotated[str, typer.Argument(help="The posting's id.")],
    accommodation: Annotated[str, typer.Argument(help="The arrangement, by its name in the catalogue.")],
    candidate: Annotated[str | None, typer.Option(help="To whom; without it, to whoever comes.")] = None,
    event: Annotated[str | None, typer.Option(help="At which event.")] = None,
    on: On = None,
    again: Again = False,
    as_json: Json = False,
) -> None:
    """Record a promise as it was made at the booth; the same words again change nothing."""
    from api.actions.promises import record_promise
    from api.cli.home import organizer
    from data.stores import Promise

    app, viewer = organizer()
    promise = Promise(
        posting=posting, accommodation=accommodation, promised_on=day_of(on) or app.today, candidate=candidate, event=event
    )
    made = record_promise(app, viewer, promise, key_of("promise", promise.model_dump_json(), again=again))
    say_json(made) if as_json else say(f"{made.id}  {made.posting}  {both(made.text)}")


@promises.command("list", epilog="Example: tongtu promise list --employer e_vw12xy34")
def list_all(
    employer: Annotated[str | None, typer.Option(help="Only of this employer.")] = None,
    posting: Annotated[str | None, typer.Option(help="Only for this posting.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Only to this person.")] = None,
    as_json: Json = False,
) -> None:
    """Promises in the order in which they were recorded, with what the checks found."""
    from api.actions.promises import list_promises
    from api.cli.home import organizer

    app, viewer = organizer()
    after: int | None = 0
    while after is not None:
        page = list_promises(app, viewer, after, 200, employer=employer, posting=posting, candidate=candidate)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            checks = ", ".join(f"#{c.id} {c.on} {'kept' if c.kept else 'not kept'} ({c.state})" for c in one.checks)
            say(f"{one.id}  {one.employer}  {one.posting}  {both(one.text)}  {one.candidate or '-'}  {checks}".rstrip())
        after = page.next


@promises.command("check", epilog="Example: tongtu promise check 3 --kept")
def check(
    promise: Number,
    kept: Annotated[bool, typer.Option("--kept/--not-kept", help="Whether the arrangement was there.")],
    on: On = None,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Record whether a promise was found kept on a day."""
    from api.actions.promises import check_promise
    from api.cli.home import organizer

    made = check_promise(*organizer(), promise, kept, day_of(on), note)
    say_json(made) if as_json else say(f"{made.id}  {both(made.text)}  {'kept' if kept else 'not kept'}")


@promises.command("refuse", epilog="Example: tongtu promise refuse 3 --on 2027-04-02")
def refuse(promise: Number, on: On = None, note: Note = "", as_json: Json = False) -> None:
    """The employer takes a promise back: verdicts are found anew, and whom to tell is listed."""
    from api.actions.promises import refuse_promise
    from api.cli.home import organizer

    made = refuse_promise(*organizer(), promise, day_of(on), note)
    if as_json:
        say_json(made)
        return
    say(
        f"{made.promise.id}  {both(made.promise.text)}: {made.looked_at} people judged anew, {len(made.to_tell)} to tell, "
        f"{made.written_to} written to (tongtu outbox)"
    )
    for one in made.to_tell:
        say(f"  {one.candidate}  {one.name}  {one.counselor or one.district or '-'}  {both(one.text)}")


@promises.command("contest", epilog="Example: tongtu promise contest 5")
def contest(check: Check) -> None:
    """Say for the employer that a check is wrong; it does not count until it is settled."""
    from api.actions.promises import contest_check
    from api.cli.home import organizer

    contest_check(*organizer(), check)
    say(f"{check}: contested")


@promises.command("settle", epilog="Example: tongtu promise settle 5 --withdrawn")
def settle(check: Check, upheld: Annotated[bool, typer.Option("--upheld/--withdrawn", help="Whether the check stands.")]) -> None:
    """Say of a contested check that it stands, or that it does not."""
    from api.actions.promises import settle_check
    from api.cli.home import organizer

    settle_check(*organizer(), check, upheld)
    say(f"{check}: {'upheld' if upheld else 'withdrawn'}")
