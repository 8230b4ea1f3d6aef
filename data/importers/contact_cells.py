"""Whom to ask about a posting, and how no free text of its row keeps a person's number."""

from functools import lru_cache
from typing import Final

from data.importers.posting_row import PostingRow
from data.importers.terms import mask_contacts, mask_identifier, unmasked
from matching.knowledge.catalogue import Text

_NO_FREE_TEXT: Final = frozenset(
    {"contact", "external_id", "employer_code", "intermediary_code", "url", "published_on", "closes_on"}
)
# No telephone number or address is shorter.
_SHORTEST_CONTACT: Final = 7
_SHORT: Final = 40
"""Characters of a cell that may come again and again."""
mask_short = lru_cache(maxsize=16_384)(mask_contacts)


def take_contacts(row: PostingRow) -> tuple[str, ...]:
    """Takes phones, mails and chat names out of every free text of the row, and returns them."""
    cells = row.cells
    taken: list[str] = []
    free = [name for name, cell in cells.items() if isinstance(cell, str) and len(cell) >= _SHORTEST_CONTACT]
    for field in free:
        if field not in _NO_FREE_TEXT:
            cell = str(cells[field])
            masked = mask_short(cell) if len(cell) <= _SHORT else mask_contacts(cell)
            if masked.text != cell:
                taken += masked.contacts
                cells[field] = masked.text if field in ("title", "text") else unmasked(masked.text) or None
    return tuple(taken)


def mask_number(row: PostingRow, field: str, text: str) -> str | None:
    """An id or address without a person's number in it; ids are still told apart by what they held."""
    masked = mask_identifier(text)
    if masked != text:
        row.warn(
            field,
            Text(zh="含手机号或证件号码，已遮盖", en="holds a mobile or the number of a document; masked"),
            Text(zh="请用不含个人号码的编号或链接", en="use an id or address without a personal number"),
        )
    return masked or None


def read_contact(row: PostingRow, found: tuple[str, ...]) -> str | None:
    """The contact of its own cell, and those `found` in other ones."""
    parts = (row.text("contact"), *found)
    return "；".join(dict.fromkeys(part for part in parts if part)) or None
