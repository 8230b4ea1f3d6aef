"""A mapping tried on rows of a table without importing anything: how many would go in, and which columns keep rows out."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final

from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.faults import Fault
from data.importers.mapping import Mapping, Plan
from data.importers.offers import read_offer
from data.importers.people import read_person
from data.importers.people_row import PeopleRow
from data.importers.posting_row import PostingRow
from data.importers.recognisers import RECOGNISERS
from data.importers.sheets import Cell
from matching.knowledge.catalogue import Text

NEEDED: Final[AnyMapping[str, tuple[tuple[str, ...], ...]]] = {
    "postings": (("title",), ("employer",)),
    "candidates": (("certificate_number", "citizen_number", "external_id"), ("certificate_number", "credential_kind")),
}
"""Fields without which nothing of a sheet goes in; of each group one is enough."""
SPARED: Final[AnyMapping[str, frozenset[str]]] = {
    "postings": frozenset({"title", "employer"}),
    "candidates": frozenset({"certificate_number", "citizen_number"}),
}
"""Fields whose faults are the rows' own: a column that feeds one of them is never left out for them."""
_MOST: Final = 1_000


@dataclass(frozen=True)
class Trial:
    """`kept_out` is, for each header, in how many rows a cell under it keeps the row out, and the most frequent reason."""

    tried: int
    readable: int
    kept_out: AnyMapping[str, tuple[int, Text]]


def try_mapping(mapping: Mapping, headers: Sequence[str], rows: Sequence[Sequence[Cell]], today: date) -> Trial:
    """Reads up to 1,000 of the rows, evenly spread, as an import would. Ids and duplicates are left to the import."""
    chosen = rows[:: max(1, -(-len(rows) // _MOST))]
    postings = mapping.kind == "postings"
    plan = Plan(mapping, headers, RECOGNISERS if postings else {}, POSTING_COLUMNS if postings else CANDIDATE_COLUMNS)
    titles = {column.field: plan.column(column.field) for column in CANDIDATE_COLUMNS}
    readable = 0
    reasons: dict[str, Counter[Text]] = {}
    for number, cells in enumerate(chosen, start=1):
        faults: list[Fault]
        if postings:
            offer = PostingRow(number, plan.fields(cells), plan)
            readable += read_offer(offer, _identify, "trial", today) is not None
            faults = offer.faults
        else:
            person = PeopleRow(number, plan.fields(cells), titles)
            readable += read_person(person, _identify, today, "trial") is not None
            faults = person.faults
        for header, problem in {fault.column or "": fault.problem for fault in faults if fault.severity == "rejected"}.items():
            reasons.setdefault(header, Counter())[_unquoted(problem)] += 1
    kept_out = {header: (found.total(), found.most_common(1)[0][0]) for header, found in reasons.items()}
    return Trial(len(chosen), readable, kept_out)


def _unquoted(problem: Text) -> Text:
    """What was wrong, without the words of the cell that some problems quote."""
    return Text(zh=problem.zh.partition("：")[0], en=problem.en.partition(": ")[0])


def _identify(key: str) -> str:
    """Ids that nobody keeps."""
    return blake2b(key.encode("utf-8", "replace"), digest_size=10).hexdigest()
