"""One posting from one row: what is offered and asked, at which workplace, by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from data.importers.conditions import read_eligibility
from data.importers.contact_cells import mask_number, read_contact, take_contacts
from data.importers.date_cells import read_dates
from data.importers.demands import read_demands
from data.importers.employer_cells import read_employer, read_intermediary
from data.importers.pay_cells import read_pay_cells
from data.importers.places import Found, district_or_zone, names_a_place, read_place
from data.importers.posting_row import PostingRow
from data.importers.term_cells import read_terms
from data.importers.workplace_cells import read_workplace
from matching.knowledge.catalogue import Text
from matching.records import WUHAN, Employer, Intermediary, Pay, Place, Posting, SourceRef

_HIRING: Final = ("employer", "employer_code", "employer_kind", "staff", "establishment", "industry")
_PAID: Final = ("pay", "pay_unit", "pay_min", "pay_max")
_WHERE: Final = ("place", "address")
_WHEN: Final = ("published_on", "closes_on", "status")
_BLANK: Final[Mapping[str, Any]] = {name: field.default for name, field in Posting.model_fields.items()}
"""All fields of a posting, in their order, as they are where nobody says anything."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A row that is a posting, before it has its id. `rest` holds other fields of `Posting`, each checked as it was read."""

    title: str
    text: str
    place: Place
    pay: Pay
    employer: Employer
    intermediary: Intermediary | None
    source: str
    external_id: str | None
    rest: Mapping[str, Any]

    def posting(self, name: str) -> Posting:
        """The posting under its id."""
        own = {"id": name, "employer": self.employer.id, "title": self.title, "text": self.text}
        return Posting.known({**_BLANK, **own, "place": self.place, "pay": self.pay, **self.rest})


def read_offer(row: PostingRow, identify: Callable[[str], str], source: str, today: date) -> Offer | None:
    """What the row offers, or None with the reason among the row's faults."""
    contacts = take_contacts(row)
    title = " ".join(row.text("title").split())
    name = " ".join(row.text("employer").split())
    for field, value in (("title", title), ("employer", name)):
        if not value and field not in row.broken:
            row.reject(field, Text(zh="必填，这里是空的", en="required, and empty here"), Text(zh="补上后再导入", en="fill it in"))
    if not title or not name:
        return None
    employer = row.once(_HIRING, lambda row: read_employer(row, name, identify))
    intermediary = read_intermediary(row, identify)
    external_id = row.identifier("external_id") or None
    origin = row.line("source") or source
    pay = row.once(_PAID, read_pay_cells)
    found = row.once(_WHERE, _find_place)
    if found.place.city is None and found.remote is None and names_a_place(found.place.text):
        row.keep(
            "place",
            Text(zh="认不出城市", en="names no city we know"),
            Text(zh="写成“武汉-洪山区”的样子", en="write it like 武汉-洪山区"),
        )
    told = row.text("text")
    leftovers: list[str] = []
    rest = {
        "source": _source(
            origin,
            mask_number(row, "external_id", external_id or ""),
            None if intermediary is None else intermediary.id,
            mask_number(row, "url", row.line("url")),
        ),
        "contact": read_contact(row, contacts),
        "workplace": read_workplace(row, found.remote, leftovers),
        "demands": read_demands(row),
        "eligibility": read_eligibility(row),
        **read_terms(row, title, told, leftovers),
        **row.once(_WHEN, lambda row: read_dates(row, today)),
    }
    if row.rejected or employer is None:
        return None
    text = "\n".join(part for part in (told, *leftovers) if part)
    return Offer(title, text, found.place, pay, employer, intermediary, origin, external_id, rest)


@lru_cache(maxsize=4_096)
def _source(name: str, external_id: str | None, intermediary: str | None, url: str | None) -> SourceRef:
    return SourceRef(name=name, external_id=external_id, intermediary=intermediary, url=url)


where = lru_cache(maxsize=65_536)(read_place)


def _find_place(row: PostingRow) -> Found:
    """The place; in a sheet of our template a bare district is one of Wuhan, as the template's explanation says."""
    found = where(row.text("place"), row.text("address"))
    if row.in_template and found.place.city is None:
        here = where(row.text("place"), row.text("address"), WUHAN)
        return here if district_or_zone(here.place) else found
    return found
