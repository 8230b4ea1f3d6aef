"""A document as programs read it."""

from api.actions.papers import Order, one_paper
from api.schemas.papers import PaperView
from api.wiring import Application
from matching.records import Viewer


def paper_told(app: Application, viewer: Viewer, event: str, order: Order) -> PaperView:
    """One document of an event, out of the JSON that the file holds."""
    return PaperView.model_validate_json(one_paper(app, viewer, event, order, "json").content)
