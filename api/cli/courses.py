"""Commands about courses and about those who completed one."""

from typing import Annotated

import typer

from api.cli.output import either, said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

courses = typer.Typer(help="Training courses, and whom to assess again after one.", no_args_is_help=True)


@courses.command("list", epilog="Example: tongtu courses list --json")
def courses_list(as_json: Json = False) -> None:
    """The courses: those that somebody can still join first, with seats left and what each gives."""
    from api.actions.courses import list_courses
    from api.cli.home import organizer
    from api.cli.tables import course_lines

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = list_courses(app, viewer, after, 200)
        for view in page.items:
            if as_json:
                say_json(view)
                continue
            for line in course_lines(view):
                say(line)
        after = page.next
        if after is None:
            return


@courses.command("assess-again", epilog="Example: tongtu courses assess-again")
def assess_again(as_json: Json = False) -> None:
    """People whose completed course may have raised an ability that nobody has assessed since."""
    from api.actions.reassessment import people_to_assess
    from api.cli.home import organizer

    app, viewer = organizer()
    after: str | None = None
    while True:
        page = people_to_assess(app, viewer, after, 200)
        for view in page.items:
            if as_json:
                say_json(view)
            else:
                say(f"{view.name} ({view.candidate})  {either('、', ', ').join(view.courses)}  {said(view.text)}")
        after = page.next
        if after is None:
            return
