"""Commands about the messages of an event, the replies, and what is asked after it."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from api.cli.output import both, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day, if it was not today.")]


def outbox(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    write: Annotated[str | None, typer.Option(help="First write these: invitation, change or reminder.")] = None,
    to: Annotated[str, typer.Option(help="With --write: candidate or employer.")] = "candidate",
    channel: Annotated[list[str] | None, typer.Option(help="With --write: letter, sms, wechat; several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Export what waits to this folder, to be sent by hand.")] = None,
    again: Annotated[bool, typer.Option("--again", help="With --out: also what was exported before.")] = False,
    as_json: Json = False,
) -> None:
    """Write the messages of an event, export them, or list them."""
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.outbox import export_messages, list_messages, write_messages
    from api.cli.home import organizer
    from api.schemas.outbox import WriteInput
    from matching.knowledge.catalogue import Text

    app, viewer = organizer()
    if write is not None:
        try:
            asked = WriteInput.model_validate({"kind": write, "audience": to, "channels": channel or ["letter", "sms"]})
        except ValidationError:
            raise BadInput(
                Text(
                    zh="--write 写 invitation、change、reminder；--to 写 candidate、employer；--channel 写 letter、sms、wechat。",
                    en="--write takes invitation, change or reminder, --to candidate or employer, --channel letter, sms or wechat.",
                )
            ) from None
        written = write_messages(app, viewer, event, asked.kind, asked.audience, asked.channels)
        if as_json:
            say_json(written)
        else:
            say(f"{written.kind} to {written.to} ({written.audience}): {written.written} new messages")
    if out is not None:
        made = export_messages(app, viewer, event, out, again)
        if as_json:
            say_json(made)
        else:
            tables = [name for name in made.files if name.endswith(".csv")]
            letters = len(made.files) - len(tables)
            for name in tables:
                say(f"{out / name}: {made.files[name]}")
            say(f"letters {letters}, fresh {made.fresh}, without a contact {made.without_contact}")
    if write is None and out is None:
        after: int | None = 0
        while after is not None:
            page = list_messages(app, viewer, event, after, 200)
            for one in page.items:
                if as_json:
                    say_json(one)
                    continue
                answers = ", ".join(f"{reply.posting or ''} {reply.answer}".strip() for reply in one.replies)
                sent = "-" if one.exported_at is None else f"{one.exported_at:%Y-%m-%d}"
                say(f"{one.id}  {one.kind}  {one.channel}  {one.to}  {sent}  {answers}".rstrip())
            after = page.next


def reply(
    message: Annotated[int, typer.Argument(help="The message's number.")],
    answer: Annotated[str, typer.Argument(help="yes or no")],
    posting: Annotated[str | None, typer.Option(help="Only about this posting; otherwise about all that it asks.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record the yes or no that came back."""
    from api.actions.errors import BadInput
    from api.actions.outbox import record_reply
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    if answer not in ("yes", "no"):
        raise BadInput(Text(zh="答复写 yes 或 no。", en="The answer is yes or no."))
    made = record_reply(*organizer(), message, answer, posting, day_of(on))
    if as_json:
        say_json(made)
    else:
        say(f"{message}: {answer}, {made.outcomes} steps recorded")


def outcome(
    interview: Annotated[int, typer.Argument(help="The interview's number.")],
    result: Annotated[str, typer.Argument(metavar="OUTCOME", help="interviewed, offered, hired, rejected or declined")],
    reason: Annotated[str, typer.Option(help="With rejected or declined: a code such as distance, or 路程太远.")] = "",
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record what came of an interview."""
    from typing import cast, get_args

    from api.actions.errors import BadInput
    from api.actions.interview_outcomes import record_interview_outcome
    from api.cli.home import organizer
    from api.schemas.follow_ups import OutcomeName
    from matching.knowledge.catalogue import Text

    if result not in get_args(OutcomeName):
        known = ", ".join(get_args(OutcomeName))
        raise BadInput(Text(zh="没有这种结果；可用：{known}", en="There is no such outcome; use {known}").format(known=known))
    made = record_interview_outcome(*organizer(), interview, cast(OutcomeName, result), reason, day_of(on))
    if as_json:
        say_json(made)
    else:
        say(f"{made.candidate}  {made.posting}  {', '.join(both(one) for one in made.steps)}")


def follow_ups(event: Annotated[str | None, typer.Argument(help="Only of this event.")] = None, as_json: Json = False) -> None:
    """What is to be asked today: at one, three and six months after somebody began a job."""
    from api.actions.follow_ups import follow_ups as due
    from api.cli.home import organizer

    view = due(*organizer(), event)
    if as_json:
        say_json(view)
        return
    for one in view.items:
        promises = f"  promises {', '.join(map(str, one.promises))}" if one.promises else ""
        say(f"{one.due}  {one.months} months  {one.name}  {one.employer}  {one.title}{promises}")
    if view.without_a_day:
        say(f"{view.without_a_day} hires without a day")


def follow_up(
    candidate: Annotated[str, typer.Argument(help="The person's id.")],
    posting: Annotated[str, typer.Argument(help="The posting's id.")],
    months: Annotated[int, typer.Argument(help="1, 3 or 6")],
    answer: Annotated[str, typer.Argument(help="yes (still in the job) or no (left)")],
    event: Annotated[str | None, typer.Option(help="The event of the hire.")] = None,
    reason: Annotated[str, typer.Option(help="With no: a code such as pay, or 工资.")] = "",
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record the answer of a follow-up."""
    from api.actions.errors import BadInput
    from api.actions.follow_ups import record_follow_up
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    if months not in (1, 3, 6) or answer not in ("yes", "no"):
        raise BadInput(Text(zh="月数写 1、3 或 6；答复写 yes 或 no。", en="Months are 1, 3 or 6; the answer is yes or no."))
    made = record_follow_up(*organizer(), candidate, posting, event, months, answer == "yes", day_of(on), reason)
    if as_json:
        say_json(made)
    else:
        say(f"{made.candidate}  {made.posting}  {', '.join(both(one) for one in made.steps)}")


def new_key() -> str:
    """A key for one command: a command that is typed twice is meant twice."""
    return uuid4().hex


def day_of(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
