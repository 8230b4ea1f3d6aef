"""Who or what is meant by an argument: an id, or what people call it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.wiring import Application
    from matching.records import Viewer

PERSON = "The person: whole name, id, your own number, or certificate number."
POSTING = "The posting: title, id, or number at its source."
EMPLOYER = "The employer: name, id, or credit code."
Person = Annotated[str, typer.Argument(help=PERSON)]
Posting = Annotated[str, typer.Argument(help=POSTING)]
Employer = Annotated[str, typer.Argument(help=EMPLOYER)]
_POSTING_ID = "p_"


def person_or_none(app: "Application", viewer: "Viewer", typed: str | None) -> str | None:
    """The id of the person; None where none was named. Raises BadInput for nobody, or for several, whom it lists."""
    from api.actions.naming import candidate_meant

    return None if typed is None else candidate_meant(app, viewer, typed)


def posting_or_none(app: "Application", viewer: "Viewer", typed: str | None, event: str | None = None) -> str | None:
    """The id of the posting, of an event where one is given; an id is taken as it is, so that a closed posting can be named.

    Raises BadInput for none, or for several, which it lists with their employers; NotFound for the event.
    """
    from api.actions.naming import posting_called, posting_meant

    if typed is None or typed.startswith(_POSTING_ID):
        return typed
    return posting_called(app, viewer, typed) if event is None else posting_meant(app, viewer, event, typed)


def posting_id(app: "Application", viewer: "Viewer", typed: str, event: str | None = None) -> str:
    """As `posting_or_none`, of one that was named."""
    return posting_or_none(app, viewer, typed, event) or typed


def employer_or_none(app: "Application", viewer: "Viewer", typed: str | None) -> str | None:
    """The id of the employer; None where none was named. Raises BadInput for none, or for several, which it lists."""
    from api.actions.naming import employer_meant

    return None if typed is None else employer_meant(app, viewer, typed)


def arrangement(typed: str) -> str:
    """The catalogue's word for an arrangement, by its name in either language. Raises BadInput, with those that are near."""
    from api.actions.arrangements import arrangement_meant

    return arrangement_meant(typed)
