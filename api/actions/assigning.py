"""Caseloads: which counselor looks after whom."""

from collections.abc import Sequence
from typing import Final

from api.actions.errors import NotAllowed, NotFound
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.accounts import AssignedView, CaseloadView
from api.wiring import Application
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

COUNSELOR: Final = Text(zh="就业辅导员", en="counselor")
_ORGANIZERS_ONLY: Final = Text(zh="由组织者分配服务对象。", en="An organizer assigns people to counselors.")


def list_caseloads(app: Application, viewer: Viewer) -> tuple[CaseloadView, ...]:
    """The counselors of the viewer's district with the people each looks after. Raises NotAllowed for all but organizers."""
    _check(viewer)
    with app.database.read(viewer) as stores:
        names = stores.caseloads.counselors(viewer)
        return tuple(
            CaseloadView(account=account, called=called, people=stores.caseloads.people(viewer, account))
            for account, called in names.items()
        )


def caseload_view(app: Application, viewer: Viewer, account: str) -> CaseloadView:
    """One counselor's. Raises NotFound, NotAllowed."""
    _check(viewer)
    with app.database.read(viewer) as stores:
        called = _called(stores, viewer, account)
        return CaseloadView(account=account, called=called, people=stores.caseloads.people(viewer, account))


def caseload_names(app: Application, viewer: Viewer, people: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(id, name) of these people as far as the viewer may see them, by name. It is one access in the log."""
    _check(viewer)
    with app.database.read(viewer) as stores:
        found = candidates_by_id(stores, viewer, people)
    return tuple(sorted(((name, candidate_name(one)) for name, one in found.items()), key=lambda pair: (pair[1], pair[0])))


def assign_people(app: Application, viewer: Viewer, account: str, names: Sequence[str]) -> AssignedView:
    """Adds people to a caseload, by id, office number or certificate number. Doing it twice changes nothing. Raises NotFound."""
    return _change(app, viewer, account, names, release=False)


def release_people(app: Application, viewer: Viewer, account: str, names: Sequence[str]) -> AssignedView:
    """Takes people out of a caseload. Raises NotFound."""
    return _change(app, viewer, account, names, release=True)


def _change(app: Application, viewer: Viewer, account: str, names: Sequence[str], release: bool) -> AssignedView:
    _check(viewer)
    wanted = [name.strip() for name in names if name.strip()]
    with app.database.begin(viewer) as stores:
        _called(stores, viewer, account)
        found = stores.candidates.find_named(viewer, wanted)
        # An office's own number may stand for several people: then it is no one's.
        known = {name: ids[0] for name, ids in found.items() if len(ids) == 1}
        change = stores.caseloads.release if release else stores.caseloads.assign
        changed = change(viewer, account, known.values())
    return AssignedView(changed=changed, unknown=tuple(at for at, name in enumerate(wanted, start=1) if name not in known))


def _called(stores: Stores, viewer: Viewer, account: str) -> str:
    names = stores.caseloads.counselors(viewer)
    if account not in names:
        raise NotFound(COUNSELOR, account)
    return names[account]


def _check(viewer: Viewer) -> None:
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZERS_ONLY)
