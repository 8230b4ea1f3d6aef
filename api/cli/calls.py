"""Commands about open questions: the call list of an event, and what to assess next for one person."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.meant import Person
from api.cli.output import either, progress, said, say, say_json, warn

if TYPE_CHECKING:
    from api.schemas.calls import CallView, NextAssessmentsView, PostingRef

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
    with progress(either("读取活动", "reading the event")):
        found = whole_call_list(app, viewer, event, addressee)
    for number, call in enumerate(found.items, start=1):
        if as_json:
            say_json(call)
            continue
        for line in call_lines(number, call):
            say(line)
    calls = len(found.items)
    warn(
        either(
            f"{event}：{found.pairs} 对求职者与岗位中有 {found.review} 对等着问清；共 {calls} 个电话",
            f"{event}: {found.review} of {found.pairs} pairs wait for an answer; {calls} calls",
        )
    )


def next_assessments(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    candidate: Person,
    as_json: Json = False,
) -> None:
    """Which abilities of a person to assess next, those first that settle most postings of the event."""
    from api.actions.calls import next_to_assess
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    with progress(either("读取活动", "reading the event")):
        view = next_to_assess(app, viewer, event, candidate_meant(app, viewer, candidate))
    if as_json:
        say_json(view)
        return
    for line in next_lines(view):
        say(line)


def call_lines(number: int, call: "CallView") -> Iterator[str]:
    """One call as lines of text."""
    from api.actions.call_sheets import ADDRESSEES

    about = " + ".join(f"{one.title} ({one.id})" for one in call.postings)
    settles = either(f"能定下 {call.pairs} 对中的 {call.settles} 对", f"settles {call.settles} of {call.pairs} pairs")
    whom = f"{call.name} ({call.employer or call.candidate})"
    yield f"{number}. {said(ADDRESSEES[call.addressee])}  {whom}  {about}  {settles}"
    twice = {title for title, times in Counter(one.title for one in call.postings).items() if times > 1}

    def title_of(one: "PostingRef") -> str:
        return f"{one.title} ({one.id})" if one.title in twice else one.title

    for asked in call.questions:
        of = either("、", ", ").join(map(title_of, asked.postings)) if len(call.postings) > 1 else ""
        alone = either(
            f"{asked.pairs} 对里 {asked.settles} 对只等这一个答复", f"{asked.settles} of {asked.pairs} wait for this alone"
        )
        yield f"   ☐ {said(asked.text)}{'  [' + of + ']' if of else ''}  ({alone})"


def next_lines(view: "NextAssessmentsView") -> Iterator[str]:
    """What to assess next as lines of text."""
    yield either(
        f"{view.name} ({view.candidate})：{view.review} 个待了解的岗位中，{view.waiting} 个等着评估",
        f"{view.name} ({view.candidate}): {view.waiting} of {view.review} postings under review wait for an assessment",
    )
    for number, one in enumerate(view.abilities, start=1):
        counts = either(
            f"{one.postings} 个岗位等着，{one.settles} 个只等这一项，到这里共定下 {one.together} 个",
            f"{one.postings} postings wait, {one.settles} for this alone, {one.together} settled so far",
        )
        yield f"{number}. {said(one.text)}  {counts}"
