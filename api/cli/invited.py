"""Commands about the employers of an event."""

from typing import Annotated

import typer

from api.cli.output import either, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id.")]


def event_employers(
    event: EventArgument,
    invite: Annotated[list[str] | None, typer.Option(help="Put this employer on the list, by name or id; several times.")] = None,
    to_invite: Annotated[bool, typer.Option("--to-invite", help="Those with open postings that are not on the list yet.")] = False,
    as_json: Json = False,
) -> None:
    """The employers of an event, and whether each was vetted; or those that could be invited."""
    from api.actions.invited import employers_to_invite, invite_employers, invited_employers
    from api.cli.home import organizer

    if to_invite:
        for could in employers_to_invite(*organizer(), event):
            if as_json:
                say_json(could)
            else:
                code = either("有信用代码", "code on record") if could.has_code else either("没有信用代码", "no code on record")
                posts = either(f"{could.postings} 个在招岗位", f"{could.postings} open postings")
                say(f"{could.name} ({could.employer})  {posts}  {code}")
        return
    found = invite_employers(*organizer(), event, invite) if invite else invited_employers(*organizer(), event)
    for one in found.items:
        if as_json:
            say_json(one)
        else:
            code = either("有信用代码", "code on record") if one.has_code else either("没有信用代码", "no code on record")
            say(f"{one.name} ({one.employer})  {_state(one.state)}  {code}  {', '.join(one.booths)}".rstrip())


def event_vet(
    event: EventArgument,
    employer: Annotated[str, typer.Argument(help="The employer, by name or id.")],
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="Whether it may come.")] = True,
    note: Annotated[str, typer.Option(help="Why; needed to approve one without a social credit code.")] = "",
    as_json: Json = False,
) -> None:
    """Approve or refuse an invited employer; its social credit code is checked."""
    from api.actions.invited import vet_employer
    from api.actions.naming import employer_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    chosen = employer_meant(app, viewer, employer)
    found = vet_employer(app, viewer, event, chosen, approve, note)
    one = next(one for one in found.items if one.employer == chosen)
    if as_json:
        say_json(one)
    else:
        code = either("信用代码已核对", "code checked") if one.code_checked else either("没有信用代码", "no code")
        say(f"{one.name} ({one.employer})  {_state(one.state)}  {code}")


def _state(state: str) -> str:
    return {
        "invited": either("已邀请", "invited"),
        "approved": either("已同意参会", "approved"),
        "refused": either("已谢绝", "refused"),
    }[state]
