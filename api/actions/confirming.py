"""What is demanded at a posting, to be confirmed or corrected by its employer or by staff; what they say becomes training data."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, cast

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.lists import POSTING
from api.actions.raised_demands import held_back, probes, raised_view
from api.actions.views import employer_names
from api.confirmable import DEMANDS, STATUSES, WORKPLACE, Item, Value, item, items_of, value_of, with_confirmed, word_of
from api.schemas.reading import ConfirmedView, CorrectionView, DemandsView, ItemView, OptionView
from api.wiring import Application
from data.stores import Change, Confirmation, canonical
from data.stores.base import STAFF
from matching.knowledge.catalogue import Text
from matching.records import Posting, Provenance, Viewer
from matching.verdicts.wording import PROVENANCES

if TYPE_CHECKING:
    from models.demands import Reading

_PAGE: Final = 1_000
_KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一次确认；请换一个。", en="This idempotency key was used for another confirmation; take a new one."
)
NOTHING: Final = Text(
    zh="没有要确认的内容；请至少确认或更正一项。", en="Nothing is confirmed; confirm or correct at least one item."
)
_UNKNOWN: Final = Text(
    zh="有的名称不在可确认的项目里；请从 GET 的 items 里取名称。",
    en="A name is not one that can be confirmed; take the names from `items` of GET.",
)
_CHANGED: Final = Text(
    zh="这个岗位的要求刚刚有变化。请重新打开后再确认。",
    en="The demands of this posting have just changed. Open them again, then confirm.",
)


class WrongValues(BadInput):
    """Values that cannot be: name of the item -> what to give instead."""

    def __init__(self, faults: Mapping[str, Text]) -> None:
        self.faults = faults
        zh = "；".join(f"{name}：{fault.zh}" for name, fault in faults.items())
        super().__init__(Text(zh=zh, en="; ".join(f"{name}: {fault.en}" for name, fault in faults.items())))


def demands_view(app: Application, viewer: Viewer, posting_id: str) -> DemandsView:
    """Every demand and fact about the place as it stands: where it comes from, the words quoted. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = stores.postings.list(viewer, [posting_id], limit=1)
        if not found:
            raise NotFound(POSTING, posting_id)
        confirmed = stores.confirmations.standing(viewer, [posting_id]).get(posting_id, {})
        held = stores.confirmations.held(viewer, posting_id)
        zeros = probes(stores, viewer).get(posting_id) if viewer.role in STAFF else None
        employer = employer_names(stores, viewer, [found[0].employer]).get(found[0].employer, "")
    posting, reading = found[0], _reading(found[0])
    return DemandsView(
        posting=posting.id,
        title=posting.title,
        employer=employer,
        version=_version(posting),
        items=tuple(_item_view(one, posting, reading, confirmed, held.get(one.name)) for one in items_of(posting)),
        zeros=zeros,
    )


def is_made(app: Application, viewer: Viewer, posting_id: str, key: str) -> bool:
    """Whether something was confirmed of this posting under this key."""
    with app.database.read(viewer) as stores:
        return any(one.posting == posting_id for one in stores.confirmations.made(viewer, key))


def confirm(
    app: Application, viewer: Viewer, posting_id: str, values: Mapping[str, object], key: str, version: str | None = None
) -> ConfirmedView:
    """Record values (by name of the item) as confirmed; what is not named stays as it is. The lists change with the next match.

    A level that an employer raises is held until an organizer approves it: the former level counts meanwhile.
    The same `key` with the same values again gives the first answer and changes nothing. With a `version`, the posting must
    still be as it was shown. Raises NotFound, WrongValues, BadInput, Conflict.
    """
    wanted = _read_values(values)
    with app.database.begin(viewer) as stores:
        made = stores.confirmations.made(viewer, key)
        if made:
            if {one.posting for one in made} != {posting_id} or {one.change.name: one.change.confirmed for one in made} != wanted:
                raise BadInput(_KEY_USED)
            return _confirmed_view(made)
        found = stores.postings.list(viewer, [posting_id], limit=1)
        if not found:
            raise NotFound(POSTING, posting_id)
        posting = found[0]
        if version is not None and version != _version(posting):
            raise Conflict(_CHANGED)
        if not wanted:
            raise BadInput(NOTHING)
        before = stores.confirmations.standing(viewer, [posting_id]).get(posting_id, {})
        reading = _reading(posting)
        changes = [
            Change(name, value_of(posting, name), _source(name, posting, reading, before)[0], value)
            for name, value in wanted.items()
        ]
        held = held_back(viewer, posting, wanted)
        after = with_confirmed(posting, {name: value for name, value in wanted.items() if name not in held})
        made_now = [change for change in changes if change.name not in held]
        waiting = [change for change in changes if change.name in held]
        try:
            return _confirmed_view(stores.confirmations.confirm(viewer, after, made_now, key, waiting))
        except ValueError:
            # All else was looked at above: somebody else's key, of a posting that this viewer does not see.
            raise BadInput(_KEY_USED) from None


def corrections(app: Application, viewer: Viewer) -> Iterator[CorrectionView]:
    """Every demand that was ever confirmed or corrected, oldest first: what the reader can learn from."""
    after = 0
    while True:
        with app.database.read(viewer) as stores:
            page = stores.confirmations.list(viewer, after, _PAGE)
        yield from (_correction(one) for one in page if one.change.name.startswith(f"{DEMANDS}."))
        if len(page) < _PAGE:
            return
        after = page[-1].id


def _read_values(values: Mapping[str, object]) -> dict[str, Value]:
    wanted: dict[str, Value] = {}
    faults: dict[str, Text] = {}
    for name in sorted(values):
        known = item(name)
        if known is None:
            raise BadInput(_UNKNOWN)
        value = known.read(values[name])
        if isinstance(value, Text):
            faults[name] = value
        else:
            wanted[name] = value
    if faults:
        raise WrongValues(faults)
    return wanted


def _reading(posting: Posting) -> "Reading":
    from models.demands import read_posting

    return read_posting(posting.title, posting.text, kind=posting.kind, hours=posting.hours)


def _source(
    name: str, posting: Posting, reading: "Reading", confirmed: Mapping[str, Value]
) -> tuple[Provenance, float | None, str]:
    """Where the value under a name comes from, how sure it is, and the words it was read in."""
    value = value_of(posting, name)
    part, _, field = name.partition(".")
    if part == DEMANDS:
        demand = next((one for one in posting.demands if one.dimension == field), None)
        return (Provenance.UNKNOWN, None, "") if demand is None else (demand.provenance, demand.confidence, demand.evidence)
    if value is None:
        return Provenance.UNKNOWN, None, ""
    if confirmed.get(name) == value:
        return Provenance.CONFIRMED, None, ""
    fact = reading.facts.get(name)
    # A reading that is not quite sure puts an arrangement down as possible only; it still is what was read.
    if fact is not None and (fact.value == value or (part == STATUSES and value == "possible")):
        return Provenance.READ, fact.confidence, fact.evidence
    default = part == WORKPLACE and field in posting.workplace.assumed
    return (Provenance.ASSUMED if default else Provenance.STATED), None, ""


def _item_view(
    one: Item, posting: Posting, reading: "Reading", confirmed: Mapping[str, Value], held: Confirmation | None
) -> ItemView:
    provenance, confidence, evidence = _source(one.name, posting, reading, confirmed)
    return ItemView(
        name=one.name,
        text=one.text,
        group=one.group,
        value=value_of(posting, one.name),
        provenance=provenance,
        provenance_text=PROVENANCES[provenance],
        confidence=confidence,
        evidence=evidence,
        options=tuple(OptionView(value=value, word=word_of(value), text=text) for value, text in one.options.items()),
        least=None if one.options else one.bounds[0],
        most=None if one.options else one.bounds[1],
        raised=None if held is None else raised_view(held),
    )


def _version(posting: Posting) -> str:
    return sha256(canonical({"demands": list(posting.demands), "workplace": posting.workplace})).hexdigest()[:16]


def _confirmed_view(made: Sequence[Confirmation]) -> ConfirmedView:
    return ConfirmedView(
        posting=made[0].posting,
        confirmed=tuple(one.change.name for one in made if one.state is None),
        corrected=tuple(one.change.name for one in made if one.state is None and one.change.was != one.change.confirmed),
        held=tuple(one.change.name for one in made if one.state is not None),
        at=made[0].at,
        by=made[0].by,
    )


def _correction(one: Confirmation) -> CorrectionView:
    return CorrectionView(
        posting=one.posting,
        dimension=one.change.name.partition(".")[2],
        read_level=cast(Any, one.change.was),
        provenance=one.change.was_from,
        confirmed_level=cast(Any, one.change.confirmed),
        role=one.role,
        at=one.at,
    )
