"""Files past their date: open postings whose last day has gone by, and assessments too old to count."""

from datetime import date

from api.schemas.base import View


class OverdueView(View):
    """A posting that is still open although its last day, `closes_on`, has gone by `days` ago."""

    id: str
    title: str
    employer: str
    closes_on: date
    days: int


class OutdatedView(View):
    """A person with `outdated` abilities of `assessed` whose assessment is too old to count for hard demands.

    `last`: the newest day among those.
    """

    candidate: str
    name: str
    outdated: int
    assessed: int
    last: date
