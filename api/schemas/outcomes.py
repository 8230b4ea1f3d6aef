"""What came of an event, as it goes over the wire."""

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class OutcomeCount(View):
    """How many pairs of a person and a posting reached a step."""

    step: str
    text: Text
    pairs: int
