"""Commands about open questions: the call list of an event, and what to assess next for one person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.output import both, progress, say, say_json, warn

if TYPE_CHECKING:
    from api.schemas.calls import CallView, NextAssessmentsView

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Addressee = Literal["employer", "assessor", "candidate", "counselor"]


def call_list(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    addressee: Annotated[Addressee | None, typer.Option(help="Only the calls to one kind of addressee.")] = None,
    as_json: Json = False,
) -> None:
    """Whom to ask what before an event, those first whose answers settle most pairs of a person and a posting."""
    from api.actions.calls import whole_call_list
    from api.cli.home import organizer

    app, viewer = organizer()
    with progress("reading the event"):
        found = whole_call_list(app, viewer, event, addressee)
    for number, call in enumerate(found.items, start=1):
        if as_json:
            say_json(call)
            continue
        for line in call_lines(number, call):
            say(line)
    warn(f"{event}: {found.review} of {found.pairs} pairs wait for an answer; {len(found.items)} calls")


def next_assessments(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    candidate: Annotated[str, typer.Argument(help="The candidate's id.")],
    as_json: Json = False,
) -> None:
    """Which abilities of a person to assess next, those first that settle most postings of the event."""
    from api.actions.calls import next_to_assess
    from api.cli.home import organizer

    app, viewer = organizer()
    with progress("reading the event"):
        view = next_to_assess(app, viewer, event, candidate)
    if as_json:
        say_json(view)
        return
    for line in next_lines(view):
        say(line)


def call_lines(number: int, call: "CallView") -> Iterator[str]:
    """One call as lines of text."""
    about = " + ".join(f"{one.title} ({one.id})" for one in call.postings)
    settles = f"settles {call.settles} of {call.pairs} pairs"
    yield f"{number}. [{call.addressee}] {call.name} ({call.employer or call.candidate})  {about}  {settles}"
    for asked in call.questions:
        of = ", ".join(one.id for one in asked.postings)
        yield f"   ☐ {both(asked.text)}{'  [' + of + ']' if of else ''}  ({asked.settles} of {asked.pairs} wait for this alone)"


def next_lines(view: "NextAssessmentsView") -> Iterator[str]:
    """What to assess next as lines of text."""
    yield f"{view.name} ({view.candidate}): {view.waiting} of {view.review} postings under review wait for an assessment"
    for number, one in enumerate(view.abilities, start=1):
        counts = f"{one.postings} postings wait, {one.settles} for this alone, {one.together} settled so far"
        yield f"{number}. {both(one.text)}  {counts}"
