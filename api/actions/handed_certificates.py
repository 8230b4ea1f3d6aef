"""Copies of certificates that people gave employers, by their own act, after an offer: only these move an employer's counter."""

from datetime import date
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff
from api.actions.views import candidate_name, employer_names
from api.schemas.employer_events import CertificateView, HandedView, OfferedView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Outcome, Step, Viewer

_COPY: Final = Text(zh="交给这家单位的证件复印件", en="certificate with this employer")
_AHEAD: Final = Text(zh="日期 {day} 在今天之后。", en="The day {day} lies ahead.")
_NO_OFFER: Final = Text(
    zh="没有这位求职者或这个岗位，或还没有登记这家单位的录用意向。",
    en="There is no such candidate or posting, or no offer of this employer is on record yet.",
)
_OFFERED: Final = frozenset({Step.OFFERED, Step.HIRED})
_REFUSED: Final = frozenset({Step.DECLINED, Step.REJECTED})


def handed_view(app: Application, viewer: Viewer, candidate: str) -> HandedView:
    """With which employers a copy of the person's certificate is or was, and the offers after which one can be given.

    Raises NotFound, NotAllowed.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        handed = stores.hires.handed_by(viewer, candidate)
        offers = _offered(stores.outcomes.list(viewer, candidate=candidate))
        postings = {one.id: one for one in stores.postings.iterate(viewer, sorted(offers))} if offers else {}
        employers = {one.employer for one in handed} | {one.employer for one in postings.values()}
        names = employer_names(stores, viewer, employers)
    there = {one.employer for one in handed if one.withdrawn_at is None}
    return HandedView(
        candidate=candidate,
        name=candidate_name(person),
        items=tuple(
            CertificateView(
                candidate=candidate,
                employer=one.employer,
                employer_name=names.get(one.employer, one.employer),
                on=one.on,
                standing=one.withdrawn_at is None,
            )
            for one in handed
        ),
        offers=tuple(
            OfferedView(posting=one.id, title=one.title, employer=one.employer, employer_name=names.get(one.employer, one.employer))
            for one in postings.values()
            if one.employer not in there
        ),
    )


def _offered(steps: tuple[Outcome, ...]) -> frozenset[str]:
    """The postings whose offer stands."""
    found: dict[str, set[Step]] = {}
    for one in steps:
        found.setdefault(one.posting, set()).add(one.step)
    return frozenset(name for name, reached in found.items() if reached & _OFFERED and not reached & _REFUSED)


def hand_certificate(app: Application, viewer: Viewer, candidate: str, posting: str, on: date | None = None) -> CertificateView:
    """Staff record that a person gave the employer of a posting a copy of their certificate, by their own act, after its offer.

    The same again changes nothing. Raises NotAllowed, BadInput (a day ahead, nobody there, no offer on record).
    """
    day = on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    with app.database.begin(viewer) as stores:
        try:
            made = stores.hires.hand(viewer, candidate, posting, day)
        except ValueError:
            raise BadInput(_NO_OFFER) from None
        names = employer_names(stores, viewer, [made.employer])
    called = names.get(made.employer, made.employer)
    return CertificateView(candidate=candidate, employer=made.employer, employer_name=called, on=made.on, standing=True)


def take_certificate_back(app: Application, viewer: Viewer, candidate: str, employer: str) -> CertificateView:
    """Staff record that the person asked the copy back: the counter goes down at once. Raises NotAllowed, NotFound."""
    with app.database.begin(viewer) as stores:
        stood = stores.hires.take_back(viewer, candidate, employer)
        names = employer_names(stores, viewer, [employer])
    if stood is None:
        raise NotFound(_COPY, candidate)
    called = names.get(employer, employer)
    return CertificateView(candidate=candidate, employer=employer, employer_name=called, on=stood.on, standing=False)
