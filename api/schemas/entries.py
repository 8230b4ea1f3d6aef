"""A record in a form: its cells, and the marks by which it is noticed that somebody else changed it meanwhile."""

from collections.abc import Mapping

from api.schemas.base import View


class EntryView(View):
    """A record as it is stored now: `cells` by field, and `was`, which is sent back with the form.

    `called` is what staff call it.
    """

    id: str
    called: str
    cells: Mapping[str, str]
    was: str


class SavedView(View):
    """The record that was saved. `new`: it was not there before."""

    id: str
    new: bool
