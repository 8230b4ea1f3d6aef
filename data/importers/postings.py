"""Postings from a sheet: every row becomes a posting and its employer, a fault, or one more sighting of a posting already seen."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from data.importers.cell_memory import cells_forgotten
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.faults import Fault, Merge, PostingBatch
from data.importers.mapping import TEMPLATE, Mapping, Plan, choose_mapping, known_headers
from data.importers.offers import Offer, read_offer
from data.importers.posting_row import PostingRow
from data.importers.recognisers import RECOGNISERS
from data.importers.sheets import LIMIT_BYTES, Table, open_table, plain_header
from data.importers.terms import plain
from data.importers.typed_rows import Source
from matching.collection import paused_collection
from matching.knowledge.catalogue import Text
from matching.records import Employer, EmployerKind, Intermediary, Posting

REQUIRED: Final = ("title", "employer")
_COUNTERS: Final = frozenset({"序号", "no", "no."})


def read_postings(
    path: Source,
    identify: Callable[[str], str],
    mapping: Mapping | None,
    today: date,
    *,
    source_name: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> PostingBatch:
    """The postings of a sheet, checked row by row; a wrong row keeps no other one out.

    1. The layout is `mapping`, else a shipped mapping whose columns are all there, else the headers of our template.
    2. The id is of source and external id where the sheet has one, else of employer, title, place, pay and text.
    3. A row with the same employer, title, place, pay and text (white space, width and case aside) as an earlier is a duplicate:
       it is counted and handed back as a `Merge`, with an id of its own so that the store can part the two again.
    4. An external id that comes twice with different content keeps the second row out.

    The sheet's own column names where a posting comes from, else `source_name`, else the mapping. A posting whose last day is
    before `today` is closed. Raises ImportRefused when the file cannot be read or a column is missing.
    """
    table = open_table(path, known_headers("postings", POSTING_COLUMNS, mapping), limit_bytes)
    chosen = choose_mapping(path.name, "postings", table.headers, POSTING_COLUMNS, REQUIRED, mapping)
    plan = Plan(chosen, table.headers, RECOGNISERS, POSTING_COLUMNS)
    collector = _Collector(identify, source_name, chosen.name if chosen.name != TEMPLATE else "local", today)
    with paused_collection(), cells_forgotten():
        for number, cells in table.rows:
            collector.add(PostingRow(number, plan.fields(cells), plan))
    return collector.batch(table, _unread(plan))


class _Collector:
    """The postings of one file so far."""

    def __init__(self, identify: Callable[[str], str], source: str | None, default_source: str, today: date) -> None:
        self._identify = lru_cache(maxsize=65_536)(identify)
        self._source = source
        self._default_source = default_source
        self._today = today
        self._rows = 0
        self._duplicates = 0
        self._records: list[tuple[Posting, str, Intermediary | None, int]] = []
        self._employers: dict[str, list[Employer]] = {}
        self._seen: dict[tuple[str, ...], tuple[str, int]] = {}
        self._sightings: dict[tuple[str, ...], int] = {}
        self._by_id: dict[str, tuple[tuple[str, ...], int]] = {}
        self._merges: list[Merge] = []
        self._faults: list[Fault] = []
        self._unparsed: list[Fault] = []

    def add(self, row: PostingRow) -> None:
        self._rows += 1
        offer = read_offer(row, self._identify, self._source or self._default_source, self._today)
        if offer is not None:
            self._place(row, offer)
        self._faults += row.faults
        self._unparsed += row.unparsed

    def _place(self, row: PostingRow, offer: Offer) -> None:
        key = _content_key(offer)
        times = self._sightings[key] = self._sightings.get(key, 0) + 1
        own_id = offer.external_id is not None
        natural = f"ext:{offer.source}:{offer.external_id}" if own_id else "\0".join(("post", *key))
        name = "p_" + self._identify(natural if own_id or times == 1 else f"{natural}\0{times}")
        known = self._by_id.get(name)
        if known is not None and known[0] != key:
            row.reject("external_id", *_taken(known[1]))
            return
        self._employers.setdefault(offer.employer.id, []).append(offer.employer)
        earlier = self._seen.get(key)
        if earlier is None:
            self._seen[key] = name, row.number
            self._by_id[name] = key, row.number
            self._records.append((offer.posting(name), offer.employer.id, offer.intermediary, row.number))
            return
        self._duplicates += 1
        self._by_id.setdefault(name, (key, row.number))
        if name != earlier[0]:
            self._merges.append(Merge(earlier[0], offer.posting(name), row.number))

    def batch(self, table: Table, unread: tuple[Fault, ...]) -> PostingBatch:
        lost = sum(fault.severity == "rejected" for fault in table.faults)
        employers = {name: _joined(seen) for name, seen in self._employers.items()}
        records = tuple((posting, employers[employer], other, row) for posting, employer, other, row in self._records)
        torn = sum(_contradict(seen) for seen in self._employers.values())
        faults = (*unread, *((_torn(torn),) if torn else ()), *table.faults, *self._faults)
        return PostingBatch(self._rows + lost, records, self._duplicates, tuple(self._merges), faults, tuple(self._unparsed))


def _content_key(offer: Offer) -> tuple[str, ...]:
    place, pay = offer.place, offer.pay
    where = "/".join((place.city or "", place.district or "", place.zone or "", plain(place.text), plain(place.address)))
    paid = plain(pay.text) if pay.unit is None else f"{pay.minimum}-{pay.maximum}/{pay.unit}x{pay.months}"
    return offer.employer.id, plain(offer.title), where, paid, plain(offer.text)


_FACTS: Final = ("kind", "staff", "staff_text", "establishment", "industry")
_NOT_STATED: Final = (None, "", EmployerKind.OTHER)


def _joined(seen: Sequence[Employer]) -> Employer:
    """What the rows of one employer say together: of each fact what more than half of the rows that state it agree on."""
    first = seen[0]
    if all(employer is first or employer == first for employer in seen[1:]):
        return first
    agreed: dict[str, Any] = {}
    for name in _FACTS:
        stated = [value for employer in seen if (value := getattr(employer, name)) not in _NOT_STATED]
        best = Counter(stated).most_common(1)
        agreed[name] = best[0][0] if best and best[0][1] * 2 > len(stated) else Employer.model_fields[name].default
    return first.model_copy(update=agreed)


def _contradict(seen: Sequence[Employer]) -> bool:
    """Whether the rows of one employer state different things about it."""
    if len(set(map(id, seen))) == 1:
        return False
    return any(len({value for one in seen if (value := getattr(one, name)) not in _NOT_STATED}) > 1 for name in _FACTS)


def _torn(count: int) -> Fault:
    return Fault(
        None,
        None,
        None,
        Text(
            zh=f"{count} 家单位的性质、规模或行业各行写得不一样；按多数行填，没有多数的留空",
            en=f"{count} employers have another kind, size or trade from row to row; what most rows say was taken, or nothing",
        ),
        Text(zh="核对这几列，再导入一次", en="check these columns and import again"),
        "warning",
    )


def _taken(row: int) -> tuple[Text, Text]:
    return (
        Text(zh="编号已被第 {row} 行的另一个岗位使用", en="row {row} uses this number for another posting").format(row=row),
        Text(zh="每个岗位用自己的编号", en="give each posting a number of its own"),
    )


def _unread(plan: Plan) -> tuple[Fault, ...]:
    """A warning for every column of one of our own sheets that is not read; a foreign layout is known to have others."""
    if plan.mapping.name != TEMPLATE:
        return ()
    read = {plain_header(header) for header in plan.mapping.columns}
    fault = Fault(
        None,
        None,
        None,
        Text(zh="这一列没有读取", en="this column is not read"),
        Text(zh="若需要，请改用模板的列名或写对照文件", en="if it matters, use a header of the template or a mapping file"),
        "warning",
    )
    named = (header for header in plan.headers if header and plain_header(header) not in read | _COUNTERS)
    return tuple(replace(fault, column=" ".join(header.split())[:40]) for header in named)
