"""The figures of enterprises for their social-responsibility reports: what each offered, whom it hired in number, what it kept."""

from datetime import date

from api.actions.books import open_books
from api.actions.errors import BadInput, NotFound
from api.actions.obligations import EMPLOYER
from api.actions.year_reports import FIRST_YEAR
from api.schemas.quota import EnterpriseView, ResponsibilityView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.ledger import EnterpriseFigures, Period, enterprise_figures, publish_enterprise
from matching.records import EmployerKind, Role, Viewer

ENTERPRISES = frozenset({EmployerKind.SOE, EmployerKind.PRIVATE, EmployerKind.PLATFORM})
_WRONG_YEAR = Text(
    zh="年份是 {year}；请给 {first} 至 {last} 之间的年份。", en="The year is {year}; give one from {first} to {last}."
)


def responsibility_view(
    app: Application, viewer: Viewer, year: int, employer: str | None = None, *, public: bool = False
) -> ResponsibilityView:
    """The figures of a year, of one employer of any kind, or of every enterprise that published a posting or hired somebody.

    An auditor gets them as they may be published, whatever `public` says. Raises BadInput, NotFound, NotAllowed.
    """
    if not FIRST_YEAR <= year <= app.today.year:
        raise BadInput(_WRONG_YEAR.format(year=year, first=FIRST_YEAR, last=app.today.year))
    public = public or viewer.role is Role.AUDITOR
    opened = open_books(app, viewer, f"social responsibility {year}")
    if employer is not None and employer not in opened.employers:
        raise NotFound(EMPLOYER, employer)
    wanted = [one for one in opened.employers.values() if (one.kind in ENTERPRISES if employer is None else one.id == employer)]
    period = Period(date(year, 1, 1), date(year, 12, 31))
    found = enterprise_figures(wanted, opened.books, opened.records, period, app.today)
    told = [one for one in found if employer is not None or one.postings or one.hired_times or one.checked]
    items = tuple(_view(publish_enterprise(one) if public else one) for one in told)
    return ResponsibilityView(since=period.since, until=period.until, as_of=app.today, published=public, items=items)


def _view(one: EnterpriseFigures) -> EnterpriseView:
    names = [name for name in EnterpriseView.model_fields if name != "lines"]
    return EnterpriseView.model_validate({name: getattr(one, name) for name in names} | {"lines": one.lines})
