"""Everything that is stored about a person, set in words for that person. It is a copy: making it is logged as an export."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any, Final

from api.actions.accesses import access_rows
from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE
from api.actions.pools import check_staff
from api.actions.views import employer_names
from api.paper.blocks import Stamp, Style
from api.paper.files import MEDIA_TYPES, Format, PaperFile, paper_file
from api.paper.record import record_paper
from api.record_words import CATEGORIES, CODES, FIELDS, SECTIONS
from api.schemas.person_records import PersonRecordView, RecordRowView, RecordSectionView
from api.wiring import Application
from data.privacy import export_person, person_record
from data.stores import Stores
from matching.china_time import minute_in_china
from matching.geography import DISTRICTS, ZONES
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_FREE: Final = frozenset(
    {"name", "text", "note", "experience", "contact_note", "address", "answer", "zh", "en", "title", "guardian", "school", "major"}
)
"""The person's own words and those of others, which are no codes."""
_LEFT: Final = frozenset(
    {
        "candidate",
        "to",
        "over",
        "features",
        "content",
        "score",
        "reasons",
        "questions",
        "abilities",
        "rules",
        "versions",
        "explored",
    }
)
"""What the copy in JSON holds and the readable one leaves out: ids of the machinery, and what the page of matches says in words."""
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


@dataclass(frozen=True)
class Names:
    """What ids stand for: postings, employers, events, courses."""

    known: Mapping[str, str]

    def say(self, field: str, value: Any) -> Text:
        """A stored value in words."""
        if isinstance(value, bool):
            return _YES if value else _NO
        if isinstance(value, list | tuple | set | frozenset):
            return _joined([self.say(field, one) for one in (value if isinstance(value, list | tuple) else sorted(value))])
        if isinstance(value, Mapping):
            told = {name: self.say(name, one) for name, one in value.items() if one not in (None, "", [], {})}
            # What a thing is called needs no word before it; only a person has a name of that kind.
            return _joined([said if name == "name" else _pair(name, said) for name, said in told.items()])
        if isinstance(value, datetime):
            return _same(minute_in_china(value))
        if field == "category" and value in CATEGORIES:
            return CATEGORIES[value]
        said = value.isoformat() if isinstance(value, date) else str(value)
        if field in ("district", "districts", "zone"):
            area = DISTRICTS.get(said) or ZONES.get(said)
            return _same(said) if area is None else area.text
        if field in _FREE:
            return _same(said)
        return CODES.get(said) or _same(self.known.get(said, said))


def record_view(app: Application, viewer: Viewer, candidate: str) -> PersonRecordView:
    """Everything in words. It is a copy for the person, and logged as an export. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        view = record_of(app, stores, viewer, candidate)
        stores.log.append(viewer, "export", "candidate", candidate, {"what": "record"}, access=True)
        return view


def record_file(app: Application, viewer: Viewer, candidate: str, form: Format, style: Style | None = None) -> PaperFile:
    """Everything as a file for the person: JSON as programs read it, else in words. Raises as `record_view`, TypesettingError."""
    style = style or Style()
    if form == "json":
        return PaperFile(f"{candidate}.json", record_json(app, viewer, candidate), MEDIA_TYPES["json"])
    view = record_view(app, viewer, candidate)
    stamp = Stamp(version("tongtu"), None, None, view.made_at)
    return paper_file(record_paper(view, app.today, stamp, style.plain), "", style, form)


def record_json(app: Application, viewer: Viewer, candidate: str) -> bytes:
    """Everything as JSON for the person to take elsewhere, logged as an export. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        copy = export_person(stores, viewer, candidate, app.clock())
    if copy is None:
        raise NotFound(CANDIDATE, candidate)
    return copy


def record_of(app: Application, stores: Stores, viewer: Viewer, candidate: str, *, certificate: bool = True) -> PersonRecordView:
    """Everything in words, without number, category and grade where the certificate is not to be opened. Raises NotFound."""
    whole = person_record(stores, viewer, candidate, app.clock(), certificate=certificate)
    if whole is None:
        raise NotFound(CANDIDATE, candidate)
    names = Names(_names(stores, viewer))
    accesses = access_rows(stores, viewer, candidate)
    return PersonRecordView(
        candidate=candidate,
        name=whole["candidate"]["person"]["name"] or candidate,
        made_at=whole["made_at"],
        sections=tuple(_sections(whole, names, [RecordRowView(name=one.name, value=one.value) for one in accesses])),
    )


def _sections(whole: Mapping[str, Any], names: Names, accesses: list[RecordRowView]) -> Iterator[RecordSectionView]:
    person = dict(whole["candidate"])
    profile, resume, wishes = person.pop("profile"), person.pop("resume"), person.pop("wishes")
    refusals = person.pop("refusals")
    aids = {"aids": person.pop("aids"), "access_skills": person.pop("access_skills"), "refusals": refusals.pop("accommodations")}
    rows: dict[str, list[RecordRowView]] = {
        "person": [*_fields(person.pop("person"), names), *_fields({"home": person.pop("home")}, names)],
        "certificate": [*_fields({"kind": person["credential"]["kind"]}, names), *_fields(whole["certificate"] or {}, names)],
        "abilities": list(_abilities(profile["assessments"], names)),
        "aids": list(_fields(aids, names)),
        "resume": list(_fields(resume, names)),
        "wishes": [*_fields(wishes, names), *_fields({"refusals": refusals}, names)],
        "other": list(_fields({name: value for name, value in person.items() if name not in ("id", "credential")}, names)),
        "plan": [*_fields(whole["plan"] | {"edits": []}, names), *_items(whole["plan"]["edits"], names)],
        "graduate": list(_fields(whole["graduate"] or {}, names)),
        "accesses": accesses,
    }
    for key, value in whole.items():
        if key not in (*rows, "candidate", "made_at"):
            rows[key] = list(_items(value, names) if isinstance(value, list) else _fields({key: value}, names))
    for key in [*SECTIONS, *(key for key in rows if key not in SECTIONS)]:
        yield RecordSectionView(key=key, title=SECTIONS.get(key) or _same(key), rows=tuple(rows.get(key, ())))


def _fields(record: Mapping[str, Any], names: Names) -> Iterator[RecordRowView]:
    """A row for each field that says something."""
    for field, value in record.items():
        if field not in _LEFT and value not in (None, "", [], {}, ()):
            yield RecordRowView(name=_field(field), value=names.say(field, value))


def _items(records: Iterable[Mapping[str, Any]], names: Names) -> Iterator[RecordRowView]:
    """A row for each record of a list, headed by its number in it."""
    for number, record in enumerate(records, start=1):
        told = dict(_flat(record))
        said = _joined([_pair(field, names.say(field, value)) for field, value in told.items()])
        yield RecordRowView(name=_same(number), value=said)


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a record and of the record inside it, those that say something alone."""
    for field, value in record.items():
        if field in _LEFT or value in (None, "", [], {}, ()):
            continue
        if isinstance(value, Mapping) and field not in ("graduate",):
            yield from _flat(value)
        else:
            yield field, value


def _abilities(assessments: Iterable[Mapping[str, Any] | None], names: Names) -> Iterator[RecordRowView]:
    for row, one in zip(CATALOGUE.dimensions, assessments, strict=True):
        if one is not None:
            level = one["level"]
            anchor = row.anchor(level) if level else Text(zh="做不到", en="cannot do it")
            told = [Text(zh=f"{level}（{anchor.zh}）", en=f"{level} ({anchor.en})"), names.say("source", one["source"])]
            told += [] if one["on"] is None else [_same(one["on"])]
            yield RecordRowView(name=row.text, value=_joined(told))


def _names(stores: Stores, viewer: Viewer) -> dict[str, str]:
    postings = {one.id: one for one in stores.postings.iterate(viewer)}
    found = {one.id: one.title for one in postings.values()}
    found |= employer_names(stores, viewer, {one.employer for one in postings.values()})
    found |= {one.id: one.name for one in stores.events.list(viewer)}
    return found | {one.id: one.name for one in stores.courses.list(viewer)}


def _field(name: str) -> Text:
    return FIELDS.get(name) or _same(name)


def _pair(name: str, value: Text) -> Text:
    return Text(zh="{name}：{value}", en="{name}: {value}").format(name=_field(name), value=value)


def _joined(texts: list[Text]) -> Text:
    return Text(zh="；".join(one.zh for one in texts), en="; ".join(one.en for one in texts))


def _same(value: object) -> Text:
    return Text(zh=str(value), en=str(value))
