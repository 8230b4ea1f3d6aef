"""Commands about what employers promised and kept."""

from typing import Annotated

import typer

from api.cli.keys import Again, key_of
from api.cli.meant import Posting, arrangement, employer_or_none, person_or_none, posting_id, posting_or_none
from api.cli.outbox import Json, On, day_of
from api.cli.output import either, said, say, say_json

promises = typer.Typer(help="Arrangements that employers promised, and whether they were kept.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The promise's number.")]
Check = Annotated[int, typer.Argument(help="The check's number.")]
Note = Annotated[str, typer.Option(help="What was found, for staff.")]


@promises.command("record", epilog="Example: tongtu promise record p_ef56gh78 ramp --event spring-2027")
def record(
    posting: Posting,
    accommodation: Annotated[str, typer.Argument(help="The arrangement, by its name in the catalogue, in Chinese or English.")],
    candidate: Annotated[str | None, typer.Option(help="To whom, by name or id; without it, to whoever comes.")] = None,
    event: Annotated[str | None, typer.Option(help="At which event.")] = None,
    on: On = None,
    again: Again = False,
    as_json: Json = False,
) -> None:
    """Record a promise as it was made at the booth; the same words again change nothing."""
    from api.actions.called import called
    from api.actions.promises import record_promise
    from api.cli.home import organizer
    from data.stores import Promise

    app, viewer = organizer()
    posting, candidate = posting_id(app, viewer, posting), person_or_none(app, viewer, candidate)
    meant = arrangement(accommodation)
    promise = Promise(posting=posting, accommodation=meant, promised_on=day_of(on) or app.today, candidate=candidate, event=event)
    made = record_promise(app, viewer, promise, key_of("promise", promise.model_dump_json(), again=again))
    if as_json:
        say_json(made)
    else:
        names = called(app, viewer, postings=[made.posting])
        say(f"{made.id}  {names.posting(made.posting)} ({made.posting})  {said(made.text)}")


@promises.command("list", epilog="Example: tongtu promise list --employer e_vw12xy34")
def list_all(
    employer: Annotated[str | None, typer.Option(help="Only of this employer, by name or id.")] = None,
    posting: Annotated[str | None, typer.Option(help="Only for this posting, by title or id.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Only to this person, by name or id.")] = None,
    as_json: Json = False,
) -> None:
    """Promises in the order in which they were recorded, with what the checks found."""
    from api.actions.called import called
    from api.actions.promises import list_promises
    from api.cli.home import organizer

    app, viewer = organizer()
    employer, posting = employer_or_none(app, viewer, employer), posting_or_none(app, viewer, posting)
    candidate = person_or_none(app, viewer, candidate)
    after: int | None = 0
    while after is not None:
        page = list_promises(app, viewer, after, 200, employer=employer, posting=posting, candidate=candidate)
        names = called(
            app,
            viewer,
            people=(one.candidate for one in page.items),
            postings=(one.posting for one in page.items),
            employers=(one.employer for one in page.items),
        )
        for one in page.items:
            if as_json:
                say_json(one)
                continue
            checks = either("；", "; ").join(f"#{c.id} {c.on} {_found(c.kept)} ({_standing(c.state)})" for c in one.checks)
            where = f"{names.employer(one.employer)}  {names.posting(one.posting)} ({one.posting})"
            whom = either("谁来都算", "whoever comes") if one.candidate is None else names.person(one.candidate)
            say(f"{one.id}  {where}  {said(one.text)}  {whom}  {checks}".rstrip())
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
    say_json(made) if as_json else say(f"{made.id}  {said(made.text)}  {_found(kept)}")


@promises.command("refuse", epilog="Example: tongtu promise refuse 3 --on 2027-04-02")
def refuse(promise: Number, on: On = None, note: Note = "", as_json: Json = False) -> None:
    """The employer takes a promise back: verdicts are found anew, and whom to tell is listed."""
    from api.actions.promises import refuse_promise
    from api.cli.home import organizer

    made = refuse_promise(*organizer(), promise, day_of(on), note)
    if as_json:
        say_json(made)
        return
    tell = len(made.to_tell)
    say(
        either(
            f"{made.promise.id}  {made.promise.text.zh}：重新判断 {made.looked_at} 人，要告知 {tell} 人，"
            f"已写信给 {made.written_to} 人（tongtu outbox）",
            f"{made.promise.id}  {made.promise.text.en}: {made.looked_at} people judged anew, {tell} to tell, "
            f"{made.written_to} written to (tongtu outbox)",
        )
    )
    for one in made.to_tell:
        say(f"  {one.name} ({one.candidate})  {one.counselor or one.district or '-'}  {said(one.text)}")


@promises.command("contest", epilog="Example: tongtu promise contest 5")
def contest(check: Check) -> None:
    """Say for the employer that a check is wrong; it does not count until it is settled."""
    from api.actions.promises import contest_check
    from api.cli.home import organizer

    contest_check(*organizer(), check)
    say(either(f"{check}：单位有异议", f"{check}: contested"))


@promises.command("settle", epilog="Example: tongtu promise settle 5 --withdrawn")
def settle(check: Check, upheld: Annotated[bool, typer.Option("--upheld/--withdrawn", help="Whether the check stands.")]) -> None:
    """Say of a contested check that it stands, or that it does not."""
    from api.actions.promises import settle_check
    from api.cli.home import organizer

    settle_check(*organizer(), check, upheld)
    say(either(f"{check}：{'维持' if upheld else '撤销'}", f"{check}: {'upheld' if upheld else 'withdrawn'}"))


def _found(kept: bool) -> str:
    return either("兑现" if kept else "没有兑现", "kept" if kept else "not kept")


def _standing(state: str) -> str:
    return {
        "recorded": either("已登记", "recorded"),
        "contested": either("单位有异议，待裁定", "contested by the employer, to be settled"),
        "upheld": either("有异议，维持原结果", "contested, and it stands"),
        "withdrawn": either("有异议，已撤销", "contested, and taken back"),
    }[state]
