"""The quota and what follows from it: the levy of an employer, the duties of bodies, certified counts. Nobody is named."""

from datetime import date

from api.schemas.base import Count, Input, Name, View
from matching.knowledge.catalogue import Text
from matching.quota import DutyState
from matching.records import EmployerKind


class QuotaStepView(View):
    """One step of the calculation. `to_confirm`: nobody confirmed a figure in it yet, or something was not told."""

    name: str
    text: Text
    sources: tuple[str, ...]
    to_confirm: bool


class QuotaView(View):
    """What the quota asks of an employer and what it costs. People are fractions of a year's average, rounded to four digits here;
    `full` and `due` are yuan for the year as text (null: no wage was told). `placements` is how many more people to hire
    who count as one each, `fewest` how many if all of them count as two."""

    name: str
    on: date
    required: float
    counted: float
    shortfall: float
    placements: int
    fewest: int
    full: str | None
    due: str | None
    exempt: bool
    to_confirm: bool
    steps: tuple[QuotaStepView, ...]


class DutyView(View):
    """How one body stands to its duty to employ at least somebody, and why."""

    employer: str
    name: str
    district: str | None
    kind: EmployerKind
    establishment: int | None
    people: int | None
    threshold: int
    state: DutyState
    text: Text
    to_confirm: bool


class FederationView(View):
    """The cadres of the federations that reported, together. `open` are the ids of those below the share, `unknown` of those
    that did not report."""

    cadres: int
    with_disability: int
    share: float
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    to_confirm: bool


class CertifiedView(View):
    """What a platform certified of an employer for a year, by the file of a day. `stale`: it was fetched longer ago than files are
    fresh."""

    employer: str
    name: str
    year: int
    counted: float
    people: int | None
    staff: float | None
    source: str
    fetched_on: date
    stale: bool


class ObligationsView(View):
    """The duties of bodies on a day, open ones first; the federations; and what was certified, with its source and day."""

    on: date
    duties: tuple[DutyView, ...]
    federations: FederationView
    certified: tuple[CertifiedView, ...]


class NoticeView(View):
    """A line of the public notice (公示): what a body owes and whether it did, never how many people or who."""

    name: str
    code: str | None
    district: str | None
    kind: EmployerKind
    state: DutyState
    text: Text


class BodyInput(Input):
    """What a body reports of a day. Null: not told."""

    on: date
    establishment: Count | None = None
    people: Count | None = None
    exempt: Name | None = None
    federation: bool = False
    cadres: Count | None = None
    cadres_with_disability: Count | None = None


class ReportedView(View):
    """What followed from a body's report: how it stands now, null where it has no such duty."""

    employer: str
    duty: DutyView | None


class NoticesView(View):
    """The public notice of a day."""

    on: date
    rows: tuple[NoticeView, ...]


class EnterpriseView(View):
    """The figures of one enterprise for its social-responsibility report; null numbers of people are kept back."""

    employer: str
    name: str
    postings: int
    targeted: int
    jobs: int
    without_headcount: int
    arranged: int
    hired_times: int | None
    hired_people: int | None
    stayed: int | None
    known: int | None
    not_known: int | None
    checked: int
    kept: int
    lines: tuple[Text, ...]


class ResponsibilityView(View):
    """The figures of enterprises in a year, as counted on a day."""

    since: date
    until: date
    as_of: date
    published: bool
    items: tuple[EnterpriseView, ...]
