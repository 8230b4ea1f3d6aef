"""Commands about accounts: whoever can run commands on the machine of the installation looks after them."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.accounts import LinkView
    from api.wiring import Application

accounts = typer.Typer(help="Who may sign in, and whose accounts they are.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
AccountId = Annotated[str, typer.Argument(help="The account's id.")]
Address = Annotated[
    str | None, typer.Option(help="What the link begins with; default: the first of TONGTU_HOSTS, or this machine.")
]


@accounts.command("first", epilog="Example: tongtu accounts first")
def first(address: Address = None, as_json: Json = False) -> None:
    """A link, shown once, with which somebody becomes the first administrator. From then on everybody signs in."""
    from api.actions.first import make_first_link
    from api.cli.home import application

    app = application()
    _show(app, make_first_link(app), address, as_json)


@accounts.command("list", epilog="Example: tongtu accounts list --organisation city")
def list_all(
    organisation: Annotated[str | None, typer.Option(help="Only accounts of this organisation.")] = None, as_json: Json = False
) -> None:
    """Everybody who may sign in, those who were invited and those whose account has ended among them."""
    from api.actions.accounts import list_accounts
    from api.cli.home import administrator

    app, viewer = administrator()
    after: str | None = None
    while True:
        page = list_accounts(app, viewer, after, 200, organisation)
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            place = f"{one.organisation_name} ({one.organisation})" + (f", {one.district}" if one.district else "")
            say(f"{one.id}  {one.name}  {one.called}  {said(one.role_text)}  {place}  {said(one.state_text)}")
        after = page.next
        if after is None:
            return


@accounts.command("organisations", epilog="Example: tongtu accounts organisations")
def organisations(as_json: Json = False) -> None:
    """The organisations that accounts belong to; an employer comes here when somebody of its is invited by its id."""
    from api.actions.organisations import list_organisations
    from api.cli.home import administrator

    app, viewer = administrator()
    after: str | None = None
    while True:
        page = list_organisations(app, viewer, after, 200)
        for one in page.items:
            caseloads = either("  分配服务对象", "  assigns people") if one.caseloads else ""
            say_json(one) if as_json else say(f"{one.id}  {said(one.kind_text)}  {one.name}{caseloads}")
        after = page.next
        if after is None:
            return


@accounts.command(
    "invite", epilog="Example: tongtu accounts invite wangfang --called 王芳 --role organizer --organisation d_420111"
)
def invite(
    name: Annotated[str, typer.Argument(help="What is written at the door.")],
    called: Annotated[str, typer.Option(help="What others see.")],
    role: Annotated[str, typer.Option(help="organizer, counselor, employer, auditor or administrator")],
    organisation: Annotated[str, typer.Option(help="The organisation's id; for an employer its own id.")] = "city",
    district: Annotated[str | None, typer.Option(help="The district whose people the account sees.")] = None,
    address: Address = None,
    as_json: Json = False,
) -> None:
    """Make an account, and a link, shown once, with which its owner chooses a password."""
    from pydantic import ValidationError

    from api.actions.accounts import invite as make
    from api.cli.home import administrator
    from api.schemas.accounts import InviteInput

    try:
        given = InviteInput.model_validate(
            {"name": name, "called": called, "role": role, "organisation": organisation, "district": district}
        )
    except ValidationError as fault:
        raise typer.BadParameter(f"{fault.errors()[0]['loc'][0]}: {fault.errors()[0]['msg']}") from None
    app, viewer = administrator()
    _show(app, make(app, viewer, given), address, as_json)


@accounts.command("reset", epilog="Example: tongtu accounts reset a_ab12cd34ef56")
def reset(account: AccountId, address: Address = None, as_json: Json = False) -> None:
    """A link, shown once, with which the owner of an account chooses a new password; the old one works until then."""
    from api.actions.accounts import make_reset
    from api.cli.home import administrator

    app, viewer = administrator()
    _show(app, make_reset(app, viewer, account), address, as_json)


@accounts.command("end", epilog="Example: tongtu accounts end a_ab12cd34ef56")
def end(account: AccountId, as_json: Json = False) -> None:
    """End an account for good, with its sessions and keys; what it did stays in the log."""
    from api.actions.accounts import end_account
    from api.cli.home import administrator

    made = end_account(*administrator(), account)
    say_json(made) if as_json else say(f"{made.id}  {made.called}  {said(made.state_text)}")


def _show(app: "Application", link: "LinkView", address: str | None, as_json: bool) -> None:
    hosts = app.settings.hosts
    base = address or (f"https://{hosts[0]}" if hosts else "http://127.0.0.1:8300")
    if as_json:
        say_json({**link.model_dump(mode="json"), "address": base.rstrip("/") + link.path})
        return
    say(base.rstrip("/") + link.path)
    until = link.expires_at.astimezone().strftime("%Y-%m-%d %H:%M")
    say(either(f"只显示这一次；{until} 前有效，只能用一次", f"shown this once; works once, until {until}"))
