"""Commands about the messages of an event, the replies, and what is asked after it."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from api.cli.meant import posting_or_none
from api.cli.output import either, said, say, say_json, warn
from matching.china_time import day_in_china

if TYPE_CHECKING:
    from api.actions.called import Called
    from api.schemas.outbox import MessageView

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day, if it was not today.")]


def outbox(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    write: Annotated[str | None, typer.Option(help="First write these: invitation, times, change or reminder.")] = None,
    to: Annotated[str, typer.Option(help="With --write: candidate or employer.")] = "candidate",
    channel: Annotated[list[str] | None, typer.Option(help="With --write: letter, sms, wechat; several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Export what waits to this folder, to be sent by hand.")] = None,
    again: Annotated[bool, typer.Option("--again", help="With --out: also what was exported before.")] = False,
    as_json: Json = False,
) -> None:
    """Write the messages of an event, export them, or list them."""
    from pydantic import ValidationError

    from api.actions.called import called
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
                    zh="--write 写 invitation、times、change、reminder；--to 写 candidate、employer；"
                    "--channel 写 letter、sms、wechat。",
                    en="--write takes invitation, times, change or reminder, --to candidate or employer, "
                    "--channel letter, sms or wechat.",
                )
            ) from None
        written = write_messages(app, viewer, event, asked.kind, asked.audience, asked.channels)
        if as_json:
            say_json(written)
        else:
            say(
                either(
                    f"写给 {written.to} {'人' if written.audience == 'candidate' else '家单位'}，新消息 {written.written} 条",
                    f"{written.kind} to {written.to} ({written.audience}): {written.written} new messages",
                )
            )
    if out is not None:
        made = export_messages(app, viewer, event, out, again)
        if as_json:
            say_json(made)
        else:
            tables = [name for name in made.files if name.endswith(".csv")]
            letters = len(made.files) - len(tables)
            for name in tables:
                say(f"{out / name}: {made.files[name]}")
            say(
                either(
                    f"信 {letters} 封；首次导出 {made.fresh} 条；没有电话号码 {made.without_contact} 条（短信、微信）",
                    f"letters {letters}, fresh {made.fresh}, text messages without a phone number {made.without_contact}",
                )
            )
    if write is None and out is None:
        after: int | None = 0
        while after is not None:
            page = list_messages(app, viewer, event, after, 200)
            names = called(
                app,
                viewer,
                people=(one.to for one in page.items),
                employers=(one.to for one in page.items),
                postings=(reply.posting for one in page.items for reply in one.replies),
            )
            for one in page.items:
                say_json(one) if as_json else say(_message_line(one, names))
            after = page.next


def _message_line(one: "MessageView", names: "Called") -> str:
    from api.actions.letters import CHANNELS, KINDS
    from matching.records import Channel, MessageKind

    called = names.person(one.to) if one.audience == "candidate" else names.employer(one.to)
    answers = either("；", "; ").join(
        f"{names.posting(reply.posting) if reply.posting else ''} {_answer(reply.answer)}".strip() for reply in one.replies
    )
    sent = either("未导出", "not exported") if one.exported_at is None else str(day_in_china(one.exported_at))
    what = f"{said(KINDS[MessageKind(one.kind)])}  {said(CHANNELS[Channel(one.channel)])}"
    return f"{one.id}  {what}  {called} ({one.to})  {sent}  {answers}".rstrip()


def _answer(answer: str) -> str:
    return either("去" if answer == "yes" else "不去", answer)


def reply(
    message: Annotated[int, typer.Argument(help="The message's number.")],
    answer: Annotated[str, typer.Argument(help="yes or no")],
    posting: Annotated[
        str | None, typer.Option(help="Only about this posting, by title or id; otherwise about all that it asks.")
    ] = None,
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
    app, viewer = organizer()
    made = record_reply(app, viewer, message, answer, posting_or_none(app, viewer, posting), day_of(on))
    if as_json:
        say_json(made)
    else:
        say(
            either(
                f"消息 {message}：{_answer(answer)}，记下 {made.outcomes} 步",
                f"{message}: {answer}, {made.outcomes} steps recorded",
            )
        )


def load_replies(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    file: Annotated[
        Path, typer.Argument(help="The exported table with the answers written in (xlsx, xls, ods, csv, tsv or jsonl)")
    ],
    as_json: Json = False,
) -> None:
    """Record the answers of a whole table; loading a file twice changes nothing."""
    from api.actions.reply_files import load_replies as load
    from api.cli.home import organizer

    report = load(*organizer(), event, file)
    if as_json:
        say_json(report)
        return
    wrong = len(report.faults)
    say(
        either(
            f"{file.name}：共 {report.rows} 行，登记 {report.recorded}，早已登记 {report.known}，没有答复 {report.blank}，"
            f"没有登记 {wrong}；记下 {report.outcomes} 步",
            f"{file.name}: {report.rows} rows, {report.recorded} recorded, {report.known} known, {report.blank} without an answer, "
            f"{wrong} not recorded; {report.outcomes} steps",
        )
    )
    for fault in report.faults:
        warn(either(f"{file.name}：第 {fault.row} 行：{fault.problem.zh}", f"{file.name}: row {fault.row}: {fault.problem.en}"))


def new_key() -> str:
    """A key for one command: a command that is typed twice is meant twice."""
    return uuid4().hex


def day_of(moment: datetime | None) -> date | None:
    return None if moment is None else day_in_china(moment)
