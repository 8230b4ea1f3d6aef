"""The language that one's own pages begin in."""

from typing import Final

from api.actions.errors import BadInput
from api.languages import LANGUAGES
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_UNKNOWN: Final = Text(zh="请选一种语言。", en="Choose a language.")


def choose_language(app: Application, viewer: Viewer, language: str) -> None:
    """The language of the viewer's account; empty: what the browser asks for. Raises BadInput."""
    if language not in ("", *LANGUAGES):
        raise BadInput(_UNKNOWN)
    with app.database.door(viewer) as stores:
        stores.accounts.set_language(viewer, language or None)
