"""Consents of a list that was kept on paper, recorded one by one as if each had been typed."""

from collections.abc import Iterable, Mapping
from typing import Final

from api.actions.consents import Given, employers_at, give_one
from api.actions.errors import ActionError
from api.actions.lists import find_event
from api.actions.naming import employers_called
from api.actions.pools import check_staff
from api.actions.views import candidates_by_id
from api.schemas.consents import ConsentInput
from api.wiring import Application
from data.importers import ConsentBatch, ConsentTold, Fault, read_consents
from data.importers.mapping import Mapping as SheetMapping
from data.importers.typed_rows import Source
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.records import Candidate, Viewer

_LEFT_OUT: Final = Text(zh="改好后再导入这一行", en="correct it and import the row again")
_GONE: Final = Text(zh="库里没有这位求职者", en="there is no such candidate")
_CHUNK: Final = 500


def read_consent_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> ConsentBatch:
    """The consents of a file; its people, events and employers are found among the stored ones. Raises NotAllowed."""
    check_staff(viewer)

    def people(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return stores.candidates.find_named(viewer, names)

    def employers(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return employers_called(stores, viewer)

    with app.database.read(viewer) as stores:
        events = stores.events.list(viewer)
    return read_consents(path, app.identify, people, events, employers, mapping, app.today, limit_bytes=limit)


def record_consents(
    app: Application, viewer: Viewer, batch: ConsentBatch, progress: Progress | None = None
) -> tuple[Mapping[Given, int], tuple[Fault, ...]]:
    """Record what was read. A row that the rules of a consent keep out keeps no other one out.

    Returns how many were new, in place of an older listing, or there already; and a fault for each row that was kept out.
    """
    counts: dict[Given, int] = {"new": 0, "changed": 0, "known": 0}
    faults: list[Fault] = []
    there: dict[str, frozenset[str]] = {}
    for start in range(0, len(batch.records), _CHUNK):
        part = batch.records[start : start + _CHUNK]
        with app.database.begin(viewer) as stores:
            people = candidates_by_id(stores, viewer, (told.candidate for told, _ in part))
            for told, row in part:
                person = people.get(told.candidate)
                if person is None:
                    faults.append(Fault(row, None, None, _GONE, _LEFT_OUT, "rejected"))
                    continue
                try:
                    given = _input(app, stores, viewer, person, told, there)
                    counts[give_one(app, stores, viewer, person, given, there)] += 1
                except ActionError as refused:
                    faults.append(Fault(row, None, None, _plain(refused.detail), _LEFT_OUT, "rejected"))
        if progress is not None:
            progress(start + len(part), len(batch.records))
    return counts, tuple(faults)


def _input(
    app: Application, stores: Stores, viewer: Viewer, person: Candidate, told: ConsentTold, there: dict[str, frozenset[str]]
) -> ConsentInput:
    named = told.employers
    if named is None:
        if told.event is not None and told.event not in there:
            event = find_event(stores, viewer, told.event)
            there[told.event] = frozenset(one.id for one in employers_at(app, stores, viewer, event))
        named = there.get(told.event or "", frozenset()) - person.refusals.employers
    return ConsentInput(
        scope=told.scope,
        event=told.event,
        employers=tuple(sorted(named - told.but)),
        explained=told.explained,
        given_on=told.given_on,
        ends_on=told.ends_on,
        guardian=told.guardian,
        wording=told.wording,
    )


def _plain(detail: Text) -> Text:
    """Without the full stop: advice follows it in one line."""
    return Text(zh=detail.zh.rstrip("。"), en=detail.en.rstrip("."))
