"""Commands about what one change would open, and about asking employers for it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.meant import Posting, employer_or_none, person_or_none, posting_id, posting_or_none
from api.cli.output import either, progress, said, say, say_json
from matching.china_time import minute_in_china

if TYPE_CHECKING:
    from api.schemas.base import View
    from api.wiring import Application
    from matching.records import Viewer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def unlock(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    posting: Annotated[str | None, typer.Option(help="Only what opens this posting, by title or id.")] = None,
    employer: Annotated[str | None, typer.Option(help="Only what opens the postings of this employer, by name or id.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Only what opens postings to this person, by name or id.")] = None,
    courses: Annotated[bool, typer.Option("--courses", help="Which course to fund, within its seats.")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Questions, and what their answers open at most.")] = False,
    budget: Annotated[
        int | None, typer.Option(min=1, max=12, help="Also bundles under a budget in points: low cost 1, medium 2, high 3.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What one accommodation, aid, course, licence or changed fact would open: which posts, to how many people."""
    from api.actions.errors import BadInput
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    chosen = [name for name in (posting, employer, candidate) if name is not None]
    if len(chosen) + courses + questions > 1:
        raise BadInput(
            Text(
                zh="--posting、--employer、--candidate、--courses、--questions 只能给一个。",
                en="Give only one of --posting, --employer, --candidate, --courses and --questions.",
            )
        )
    if budget is not None and not chosen:
        raise BadInput(
            Text(
                zh="--budget 要与 --posting、--employer 或 --candidate 一起用。",
                en="--budget goes with --posting, --employer or --candidate.",
            )
        )
    app, viewer = organizer()
    posting, employer = posting_or_none(app, viewer, posting, event), employer_or_none(app, viewer, employer)
    candidate = person_or_none(app, viewer, candidate)
    with progress(either("逐个岗位试", "postings tried")) as step:
        view, lines = _found(app, viewer, event, posting, employer, candidate, courses, questions, budget, step)
    if as_json:
        say_json(view)
        return
    for line in lines:
        say(line)


def _found(
    app: "Application",
    viewer: "Viewer",
    event: str,
    posting: str | None,
    employer: str | None,
    candidate: str | None,
    courses: bool,
    questions: bool,
    budget: int | None,
    step: Callable[[int, int], None],
) -> "tuple[View, Iterator[str]]":
    from api.actions.unlock import course_unlock, event_unlock
    from api.actions.unlock_places import candidate_unlock, employer_unlock, posting_unlock
    from api.cli.unlock_lines import candidate_lines, event_lines, funding_lines, place_lines

    if posting is not None:
        place = posting_unlock(app, viewer, event, posting, budget, step)
        return place, place_lines(place)
    if employer is not None:
        place = employer_unlock(app, viewer, event, employer, budget, step)
        return place, place_lines(place)
    if candidate is not None:
        person = candidate_unlock(app, viewer, event, candidate, budget, step)
        return person, candidate_lines(person)
    if courses:
        funds = course_unlock(app, viewer, event, progress=step)
        return funds, funding_lines(funds)
    board = event_unlock(app, viewer, event, "questions" if questions else "changes", progress=step)
    return board, event_lines(board)


def ask(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    posting: Posting,
    change: Annotated[str, typer.Argument(help="The change, as `tongtu unlock` names it: accommodation:visual_alarm")],
    back: Annotated[bool, typer.Option("--take-back", help="Take the request back.")] = False,
    as_json: Json = False,
) -> None:
    """Record that an employer is asked for a change at a posting."""
    from uuid import uuid4

    from api.actions.called import called
    from api.actions.requests import ask_employer, take_back
    from api.cli.home import organizer

    app, viewer = organizer()
    posting = posting_id(app, viewer, posting, event)
    title = called(app, viewer, postings=[posting]).posting(posting)
    if back:
        stood = take_back(app, viewer, event, change, posting=posting)
        if as_json:
            say_json({"posting": posting, "change": change, "taken_back": stood})
        else:
            what = either("已撤回", "taken back") if stood else either("没有这项请求", "was not asked for")
            say(f"{title} ({posting}): {change} {what}")
        return
    (made,) = ask_employer(app, viewer, event, change, str(uuid4()), posting=posting)
    if as_json:
        say_json(made)
    else:
        say(f"{title} ({posting}): {said(made.text)}  ({minute_in_china(made.asked_at)}, {made.asked_by})")
