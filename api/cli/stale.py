"""The command about files past their date."""

from typing import Annotated

import typer

from api.cli.output import either, say, say_json


def stale(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False) -> None:
    """Open postings past their last day, and people whose assessment is too old to count."""
    from api.actions.stale import outdated_people, overdue_postings
    from api.cli.home import organizer

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = overdue_postings(app, viewer, after, 200)
        for one in page.items:
            told = either(f"截止 {one.closes_on}，已过 {one.days} 天", f"last day {one.closes_on}, {one.days} days ago")
            say_json(one) if as_json else say(f"{one.id}  {one.title}  {one.employer}  {told}")
        after = page.next
        if after is None:
            break
    while True:
        people = outdated_people(app, viewer, after, 200)
        for who in people.items:
            old = either(f"{who.outdated} 项评估过期（最近 {who.last}）", f"{who.outdated} abilities too old (last {who.last})")
            say_json(who) if as_json else say(f"{who.candidate}  {who.name}  {old}")
        after = people.next
        if after is None:
            return
