"""Commands about the audit trail."""

from typing import Annotated

import typer

from api.cli.meant import Person, Posting, posting_id
from api.cli.output import said, say, say_json

trail = typer.Typer(help="The audit trail: who did what, its proof, and lines of lists as they were shown.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@trail.command("verify", epilog="Example: tongtu trail verify")
def verify(as_json: Json = False) -> None:
    """Walk the whole chain; exit code 1 if any line is not what it was. Keep the printed hash elsewhere as a proof."""
    from api.actions.trail import prove_trail
    from api.cli.home import administrator

    found = prove_trail(*administrator())
    if as_json:
        say_json(found)
    else:
        say(said(found.text))
        say(found.head)
    if not found.holds:
        raise typer.Exit(1)


@trail.command("list", epilog="Example: tongtu trail list --kind run")
def list_lines(
    after: Annotated[int, typer.Option(min=0, help="Lines after this sequence number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 50,
    kind: Annotated[str | None, typer.Option(help="Only of this kind of record, such as candidate or run.")] = None,
    object_id: Annotated[str | None, typer.Option("--object", help="Only of this record.")] = None,
    as_json: Json = False,
) -> None:
    """Lines of the trail, oldest first. No line holds a personal value."""
    from api.actions.trail import list_trail
    from api.cli.home import auditor
    from matching.china_time import minute_in_china

    app, viewer = auditor()
    for one in list_trail(app, viewer, after, limit, kind, object_id).items:
        if as_json:
            say_json(one)
        else:
            detail = " ".join(f"{name}={value}" for name, value in one.detail.items())
            what = f"{one.role} {one.account}  {one.action} {one.kind} {one.object}"
            say(f"{one.sequence:>7}  {minute_in_china(one.at)}  {what}  {detail}")


@trail.command("replay", epilog="Example: tongtu trail replay spring p_ab12cd34 c_ab12cd34")
def replay_line(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    posting: Posting,
    candidate: Person,
    run: Annotated[str | None, typer.Option(help="The run's id; without it, the last one.")] = None,
    as_json: Json = False,
) -> None:
    """A line of a list byte by byte as it was shown, with its proof, or when the person was erased."""
    from api.actions.trail import replay
    from api.cli.home import organizer

    app, viewer = organizer()
    found = replay(app, viewer, event, posting_id(app, viewer, posting, event), candidate, run)
    if as_json:
        say_json(found)
    else:
        say(said(found.text))
        say(found.line or str(found.erased_at))
    if not found.holds:
        raise typer.Exit(1)
