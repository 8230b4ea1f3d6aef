"""What a posting asks and offers beside pay, place and hours, from one row."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from data.importers.columns_postings import CHANNELS, CONTRACTS, POSTING_KINDS
from data.importers.hour_cells import read_hour_cells
from data.importers.posting_row import PostingRow
from data.importers.terms import (
    SEVERAL,
    find_age,
    find_licences,
    plain,
    read_age,
    read_education,
    read_experience,
    read_headcount,
    read_licence,
    split_list,
)
from data.importers.words import own_names
from matching.knowledge.catalogue import Text
from matching.records import PLATFORM_KINDS, PlatformTerms


def read_terms(row: PostingRow, title: str, text: str, leftovers: list[str]) -> dict[str, Any]:
    """The terms by the names of `Posting`; words that are not understood go to the `leftovers`."""
    kind = row.choice("kind", _POSTING_KINDS) if "kind" in row.cells else None
    terms: dict[str, Any] = {
        "kind": kind,
        "headcount": read_term(row, "headcount", read_headcount, leftovers, lambda words: SEVERAL.fullmatch(words) is not None),
        "education": read_term(row, "education", read_education, leftovers),
        "experience_years": read_term(row, "experience", read_experience, leftovers),
        "hours": read_hour_cells(row, title, text),
        "age": read_age(row.text("age")) if row.text("age") else find_age(title) or find_age(text),
        "skills": _list(row.text("skills")),
        "licences": _licences(row.text("licences"), text),
        "welfare": _list(row.text("welfare"), True),
        "tags": _list(row.text("tags")),
    }
    if "contract" in row.cells:
        terms["contract"] = row.choice("contract", _CONTRACTS)
    if any(field in row.cells for field in _PLATFORM):
        terms["platform"] = _platform(row, kind is None or kind in PLATFORM_KINDS)
    return terms


_POSTING_KINDS: Final = {**POSTING_KINDS, **{kind.value: kind for kind in POSTING_KINDS.values()}}
_CONTRACTS: Final = {**CONTRACTS, **own_names(CONTRACTS.values())}
_PLATFORM: Final = ("fee_waiver", "dispatch_priority", "free_training", "contact_channel")


def read_term(
    row: PostingRow,
    field: str,
    reading: Callable[[str], Any],
    leftovers: list[str],
    silent: Callable[[str], bool] = lambda words: False,
) -> Any:
    """A term from its cell; words that are not understood go into the text of the posting and are noted."""
    text = row.line(field)
    if not text:
        return None
    found = reading(text)
    if found is None and not silent(plain(text)):
        row.keep(
            field,
            Text(zh="看不懂，已并入岗位描述", en="not understood; added to the text of the posting"),
            Text(zh="参照模板的例子填写", en="write it like the example of the template"),
        )
        leftovers.append(f"{_TITLES[field]}：{text}")
    return found


_TITLES: Final = {
    "headcount": "招聘人数",
    "education": "学历要求",
    "experience": "工作经验",
    "floor": "楼层",
    "entrance_steps": "门口台阶",
}


@lru_cache(maxsize=65_536)
def _list(text: str, spaces: bool = False) -> tuple[str, ...]:
    return split_list(text, spaces) if text else ()


def _licences(cell: str, text: str) -> tuple[str, ...]:
    named = tuple(read_licence(name) or name for name in _list(cell))
    return tuple(dict.fromkeys((*named, *find_licences(text))))


def _platform(row: PostingRow, allowed: bool) -> PlatformTerms | None:
    terms = PlatformTerms(
        fee_waiver=row.flag("fee_waiver"),
        dispatch_priority=row.flag("dispatch_priority"),
        free_training=row.flag("free_training"),
        contact_channel=row.choice("contact_channel", {**CHANNELS, **own_names(CHANNELS.values())}),
    )
    if terms == PlatformTerms():
        return None
    if allowed:
        return terms
    field = next(name for name in _PLATFORM if getattr(terms, name) is not None)
    row.warn(
        field,
        Text(zh="只有平台、电商、快递岗位有这一项，没有采用", en="only platform, e-commerce and courier posts have this; left out"),
        Text(zh="核对岗位类型，或清空这一格", en="check the kind of posting, or empty the cell"),
    )
    return None
