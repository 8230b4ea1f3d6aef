"""The commands about people whom somebody must look at first, and about what employers decided."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.keys import key_of
from api.cli.meant import Person, Posting, posting_id
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.wiring import Application
    from matching.records import Viewer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Event = Annotated[str, typer.Argument(help="The event.")]

reviews = typer.Typer(
    help="People on a list whom somebody must look at first: settle a question by name, or take that back.", no_args_is_help=True
)


@reviews.command("settle", epilog="Example: tongtu review settle spring-2027 文字录入员 李明 --named 王芳 --why 电话问过")
def settle(
    event: Event,
    posting: Posting,
    candidate: Person,
    named: Annotated[str, typer.Option("--named", help="Who answers for it.")],
    why: Annotated[str, typer.Option("--why", help="What was found out; about the work, never a diagnosis.")],
    as_json: Json = False,
) -> None:
    """The question is settled: the employer may see the person, as far as their consent goes."""
    from api.actions.reviews import clear_review
    from api.cli.home import organizer

    app, viewer = organizer()
    who, post = _pair(app, viewer, event, posting, candidate)
    key = key_of("review", event, post, who, named, why, again=True)
    done = clear_review(app, viewer, event, post, who, named, why, key)
    say_json(done) if as_json else say(either(f"{candidate}：由 {named} 确认", f"{candidate}: settled by {named}"))


@reviews.command("undo", epilog="Example: tongtu review undo spring-2027 文字录入员 李明")
def undo(event: Event, posting: Posting, candidate: Person, as_json: Json = False) -> None:
    """Take it back: the employer no longer sees the person."""
    from api.actions.reviews import undo_clearing
    from api.cli.home import organizer

    app, viewer = organizer()
    who, post = _pair(app, viewer, event, posting, candidate)
    done = undo_clearing(app, viewer, event, post, who)
    say_json(done) if as_json else say(either(f"{candidate}：已收回", f"{candidate}: taken back"))


@reviews.command("list", epilog="Example: tongtu review list spring-2027 文字录入员")
def list_(event: Event, posting: Posting, as_json: Json = False) -> None:
    """Which questions of a list were settled, by whom and why."""
    from api.actions.called import called
    from api.actions.reviews import cleared_reviews
    from api.cli.home import organizer

    app, viewer = organizer()
    view = cleared_reviews(app, viewer, event, posting_id(app, viewer, posting, event))
    if as_json:
        say_json(view)
        return
    names = called(app, viewer, people=[one.candidate for one in view.items])
    for one in view.items:
        say(f"{names.person(one.candidate)}  {one.named}  {one.note}")


def decisions(event: Event, as_json: Json = False) -> None:
    """Whom the employers of a fair want to meet and whom not, with their reasons."""
    from api.actions.decisions import decisions_view
    from api.cli.home import organizer

    view = decisions_view(*organizer(), event)
    if as_json:
        say_json(view)
        return
    for one in view.items:
        why = "" if one.reason_text is None else f"  {said(one.reason_text)}"
        say(f"{one.employer}  {one.title}  {one.name}  {said(one.text)}{why}")


def _pair(app: "Application", viewer: "Viewer", event: str, posting: str, candidate: str) -> tuple[str, str]:
    from api.actions.naming import candidate_meant

    return candidate_meant(app, viewer, candidate), posting_id(app, viewer, posting, event)
