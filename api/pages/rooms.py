"""The rooms: where each role can go from anywhere, in the order of the bar at the top of every page."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from data.stores import Account
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

STAFF: Final = frozenset({Role.ORGANIZER, Role.COUNSELOR})
EMPLOYERS: Final = frozenset({Role.EMPLOYER})


@dataclass(frozen=True)
class Place:
    """One entry of the bar: an address, its word, and whose room it belongs to. `below`: how the addresses of its other pages
    begin,    where that is not the address itself."""

    address: str
    word: Text
    roles: frozenset[Role]
    below: str | None = None


PLACES: Final[tuple[Place, ...]] = (
    Place("/", Text(zh="待办", en="To do"), STAFF),
    Place("/events", Text(zh="活动", en="Events"), STAFF),
    Place("/caseload", Text(zh="服务对象", en="Caseload"), STAFF),
    Place("/postings", Text(zh="岗位", en="Postings"), STAFF),
    Place("/courses", Text(zh="课程", en="Courses"), STAFF),
    Place("/search", Text(zh="查找", en="Find"), STAFF),
    Place("/imports", Text(zh="导入", en="Import"), frozenset({Role.ORGANIZER})),
    Place("/indicators", Text(zh="指标", en="Indicators"), STAFF | {Role.AUDITOR}),
    Place("/employer", Text(zh="待办", en="To do"), EMPLOYERS, below="/employer/unlock"),
    Place("/employer/postings", Text(zh="岗位", en="Postings"), EMPLOYERS),
    Place("/employer/events", Text(zh="招聘会", en="Fairs"), EMPLOYERS),
    Place("/employer/promises", Text(zh="承诺", en="Promises"), EMPLOYERS),
    Place("/employer/hires", Text(zh="入职回访", en="Hires"), EMPLOYERS),
    Place("/employer/quota", Text(zh="按比例就业", en="Quota"), EMPLOYERS),
    Place("/caseloads", Text(zh="分工", en="Caseloads"), frozenset({Role.ORGANIZER})),
    Place("/audits", Text(zh="各场活动", en="Events"), frozenset({Role.AUDITOR}), below="/events"),
    Place("/trail", Text(zh="留痕", en="Trail"), frozenset({Role.AUDITOR})),
    Place("/accounts", Text(zh="账户", en="Accounts"), frozenset({Role.ADMINISTRATOR})),
    Place("/organisations", Text(zh="单位", en="Organisations"), frozenset({Role.ADMINISTRATOR})),
    Place("/impact", Text(zh="影响评估", en="Impact"), frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
)


def places_of(request: Request) -> tuple[Place, ...]:
    """The bar of whoever asks; empty for a page that nobody had to sign in for."""
    viewer = viewer_on(request)
    return () if viewer is None else tuple(place for place in PLACES if viewer.role in place.roles)


def home_of(viewer: Viewer) -> str:
    """Where a role begins: the first place of its bar, else its own account."""
    return next((place.address for place in PLACES if viewer.role in place.roles), "/account")


def account_on(request: Request) -> Account | None:
    """Who is signed in on this page; None on an installation without accounts, and for whoever is not signed in."""
    found = getattr(request.state, "account", None)
    return found if isinstance(found, Account) else None


def viewer_on(request: Request) -> Viewer | None:
    """The account that this page is shown to, as `api.access` found it."""
    found = getattr(request.state, "viewer", None)
    return found if isinstance(found, Viewer) else None
