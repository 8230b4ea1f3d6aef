"""One posting from one row: what is offered and asked, at which workplace, by whom."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal, TypeVar

from data.importers.columns_postings import (
    ARRANGEMENTS,
    ASSUMED,
    CHANNELS,
    CONTRACTS,
    EMPLOYER_ALIASES,
    EMPLOYER_KINDS,
    FACT,
    PAY_UNITS,
    POSTING_KINDS,
    SHIFTS,
    STATUSES,
    TOILETS,
)
from data.importers.conditions import read_eligibility
from data.importers.demands import read_demands, read_statuses
from data.importers.pay import read_pay
from data.importers.places import Found, district_or_zone, names_a_place, read_place
from data.importers.posting_row import PostingRow, Vocabulary, word
from data.importers.terms import (
    SEVERAL,
    find_age,
    find_hours,
    find_licences,
    is_welfare,
    mask_contacts,
    mask_identifier,
    plain,
    read_age,
    read_education,
    read_experience,
    read_floor,
    read_headcount,
    read_hours,
    read_licence,
    read_steps,
    split_list,
    unmasked,
)
from matching.knowledge.catalogue import FACTS, Text
from matching.records import (
    PLATFORM_KINDS,
    WUHAN,
    Employer,
    EmployerKind,
    Hours,
    Intermediary,
    Pay,
    PayUnit,
    Place,
    PlatformTerms,
    Posting,
    PostingStatus,
    SourceRef,
    Workplace,
    check_credit_code,
)

_Name = TypeVar("_Name", bound=str)


def _same(names: Iterable[_Name]) -> dict[str, _Name]:
    """The names of the records as words of a sheet, beside the words people use."""
    return {name: name for name in names}


_KINDS: Final = {**EMPLOYER_KINDS, **EMPLOYER_ALIASES, **{kind.value: kind for kind in EmployerKind}}
_STAFF: Final = re.compile(r"(?:少于|约)?\d+(?:\s*[-~至到—]\s*\d+)?\s*人?(?:以上|以下)?")
RECOGNISERS: Final[Mapping[str, Callable[[str], bool]]] = {
    "hours": lambda text: len(text) <= 12 and read_hours(text) != Hours() and not text.isdigit(),
    "licences": lambda text: read_licence(text) is not None,
    "welfare": lambda text: is_welfare(text),
    "experience": lambda text: read_experience(text) is not None,
    "education": lambda text: read_education(text) is not None,
    "employer_kind": lambda text: word(text) in _KINDS,
    "staff": lambda text: "人" in text and _STAFF.fullmatch(word(text)) is not None,
}
"""Whether a part of a mixed cell is this field's; the last field of a mapping's `into` needs none."""


@dataclass(frozen=True)
class Offer:
    """A row that is a posting, before it has its id. `rest` holds the other fields of `Posting`."""

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
        return Posting(
            id=name, employer=self.employer.id, title=self.title, text=self.text, place=self.place, pay=self.pay, **self.rest
        )


def read_offer(row: PostingRow, identify: Callable[[str], str], source: str, today: date) -> Offer | None:
    """What the row offers, or None with the reason among the row's faults."""
    contacts = _take_contacts(row)
    title = " ".join(row.text("title").split())
    name = " ".join(row.text("employer").split())
    for field, value in (("title", title), ("employer", name)):
        if not value and field not in row.broken:
            row.reject(field, Text(zh="必填，这里是空的", en="required, and empty here"), Text(zh="补上后再导入", en="fill it in"))
    if not title or not name:
        return None
    employer = _employer(row, name, identify)
    intermediary = _intermediary(row, identify)
    external_id = row.identifier("external_id") or None
    origin = row.line("source") or source
    pay = _pay(row)
    found = _find_place(row)
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
            _masked(row, "external_id", external_id or ""),
            None if intermediary is None else intermediary.id,
            _masked(row, "url", row.line("url")),
        ),
        "contact": _contact(row, contacts),
        "workplace": _workplace(row, found.remote, leftovers),
        "demands": read_demands(row),
        "eligibility": read_eligibility(row),
        **_terms(row, title, told, leftovers),
        **_dates(row, today),
    }
    if row.rejected or employer is None:
        return None
    text = "\n".join(part for part in (told, *leftovers) if part)
    return Offer(title, text, found.place, pay, employer, intermediary, origin, external_id, rest)


# --- who -------------------------------------------------------------------------------------------------------------------------


def _employer(row: PostingRow, name: str, identify: Callable[[str], str]) -> Employer | None:
    code = _code(row, "employer_code")
    kind_text, staff_text = row.line("employer_kind"), row.line("staff")
    kind = _KINDS.get(kind_text)
    if kind is None and kind_text:
        row.keep(
            "employer_kind",
            Text(zh="不认识的单位性质", en="unknown kind of employer"),
            Text(zh="可填：{known}", en="choose one of: {known}").format(known="、".join(EMPLOYER_KINDS)),
        )
    establishment = row.whole("establishment", 0, 1_000_000)
    if row.rejected:
        return None
    key = f"name:{word(name)}" if code is None else f"code:{code}"
    return _make_employer(
        "e_" + identify(key), name, code, kind or EmployerKind.OTHER, staff_text, establishment, row.line("industry")
    )


@lru_cache(maxsize=65_536)
def _make_employer(
    name_id: str, name: str, code: str | None, kind: EmployerKind, staff_text: str, establishment: int | None, industry: str
) -> Employer:
    count = re.fullmatch(r"(\d{1,7})\s*人?", staff_text)
    return Employer(
        id=name_id,
        name=name,
        code=code,
        kind=kind,
        staff=None if count is None else int(count[1]),
        staff_text="" if count is not None else staff_text,
        establishment=establishment,
        industry=industry,
    )


def _intermediary(row: PostingRow, identify: Callable[[str], str]) -> Intermediary | None:
    name = row.line("intermediary")
    if not name:
        return None
    code = _code(row, "intermediary_code")
    return Intermediary(id="e_" + identify(f"name:{name}" if code is None else f"code:{code}"), name=name, code=code)


def _code(row: PostingRow, field: str) -> str | None:
    text = row.identifier(field)
    if not text:
        return None
    try:
        return check_credit_code(text)
    except ValueError as error:
        said = str(error).split(";")[0].replace(f" {text.strip().upper()}", "")
        row.reject(
            field,
            Text(zh="统一社会信用代码应为 18 位（不含 I、O、S、V、Z），且末位要与前 17 位相符", en=said),
            Text(zh="对照营业执照改正", en="correct it by the business licence"),
        )
        return None


@lru_cache(maxsize=4_096)
def _source(name: str, external_id: str | None, intermediary: str | None, url: str | None) -> SourceRef:
    return SourceRef(name=name, external_id=external_id, intermediary=intermediary, url=url)


_NO_FREE_TEXT: Final = frozenset(
    {"contact", "external_id", "employer_code", "intermediary_code", "url", "published_on", "closes_on"}
)
# No telephone number or address is shorter.
_SHORTEST_CONTACT: Final = 7


def _take_contacts(row: PostingRow) -> tuple[str, ...]:
    """Takes phones, mails and chat names out of every free text of the row, and returns them."""
    taken: list[str] = []
    for field, cell in list(row.cells.items()):
        if isinstance(cell, str) and len(cell) >= _SHORTEST_CONTACT and field not in _NO_FREE_TEXT:
            masked = mask_contacts(cell)
            if masked.text != cell:
                taken += masked.contacts
                row.cells[field] = masked.text if field in ("title", "text") else unmasked(masked.text) or None
    return tuple(taken)


def _masked(row: PostingRow, field: str, text: str) -> str | None:
    """An id or address without a person's number in it; ids are still told apart by what they held."""
    masked = mask_identifier(text)
    if masked != text:
        row.warn(
            field,
            Text(zh="含手机号或证件号码，已遮盖", en="holds a mobile or the number of a document; masked"),
            Text(zh="请用不含个人号码的编号或链接", en="use an id or address without a personal number"),
        )
    return masked or None


def _contact(row: PostingRow, found: tuple[str, ...]) -> str | None:
    parts = (row.text("contact"), *found)
    return "；".join(dict.fromkeys(part for part in parts if part)) or None


# --- pay and place ---------------------------------------------------------------------------------------------------------------


_where = lru_cache(maxsize=65_536)(read_place)


def _find_place(row: PostingRow) -> Found:
    """The place; in a sheet of our template a bare district is one of Wuhan, as the template's explanation says."""
    found = _where(row.text("place"), row.text("address"))
    if row.in_template and found.place.city is None:
        here = _where(row.text("place"), row.text("address"), WUHAN)
        return here if district_or_zone(here.place) else found
    return found


def _pay(row: PostingRow) -> Pay:
    unit_text = row.line("pay_unit")
    unit = row.choice("pay_unit", _PAY_UNITS) if unit_text else PayUnit.MONTH
    if isinstance(row.cells.get("pay"), date | datetime):
        row.keep(
            "pay",
            Text(zh="薪资被表格软件改成了日期", en="the spreadsheet turned the pay into a date"),
            Text(zh="把该列设为“文本”格式后重新填写", en="format the column as text and fill it in again"),
        )
        return Pay()
    text = row.line("pay")
    if not text:
        return _bounds(row, unit)
    if text.startswith("-") and text[1:2].isdigit():
        row.reject("pay", *_NEGATIVE)
        return Pay()
    found = read_pay(text, unit)
    if found is not None:
        return found
    row.keep("pay", *_NOT_READ)
    return Pay(text=text)


def _bounds(row: PostingRow, unit: PayUnit | None) -> Pay:
    low_text, high_text = row.line("pay_min"), row.line("pay_max")
    if not low_text and not high_text:
        return Pay()
    for field, text in (("pay_min", low_text), ("pay_max", high_text)):
        if text.startswith("-") and text[1:2].isdigit():
            row.reject(field, *_NEGATIVE)
            return Pay()
    low, high = row.figure("pay_min", 0, 10_000_000, "元"), row.figure("pay_max", 0, 10_000_000, "元")
    text = low_text if low_text == high_text else f"{low_text}-{high_text}"
    if not low and not high:
        return Pay(text=text)
    if low and high and low > high:
        row.keep("pay_min", *_NOT_READ)
        return Pay(text=text)
    return Pay(minimum=low or None, maximum=high or None, unit=unit, text=text)


_PAY_UNITS: Final = {
    **PAY_UNITS,
    **{f"元/{name}": unit for name, unit in PAY_UNITS.items()},
    **{unit.value: unit for unit in PayUnit},
    "日": PayUnit.DAY,
    "时": PayUnit.HOUR,
    "月薪": PayUnit.MONTH,
    "日薪": PayUnit.DAY,
    "时薪": PayUnit.HOUR,
    "年薪": PayUnit.YEAR,
    "计件": PayUnit.PIECE,
}
_NEGATIVE: Final = (
    Text(zh="薪资是负数", en="the pay is negative"),
    Text(zh="改正数值，面议请写“面议”", en="correct it; write 面议 for open pay"),
)
_NOT_READ: Final = (
    Text(zh="看不懂这个薪资，按文字保留", en="this pay is not understood; kept as text"),
    Text(zh="写成“4500-6000元/月”的样子", en="write it like 4500-6000元/月"),
)


# --- terms -----------------------------------------------------------------------------------------------------------------------


def _terms(row: PostingRow, title: str, text: str, leftovers: list[str]) -> dict[str, Any]:
    kind = row.choice("kind", _POSTING_KINDS) if "kind" in row.cells else None
    terms: dict[str, Any] = {
        "kind": kind,
        "headcount": _read(row, "headcount", read_headcount, leftovers, lambda words: SEVERAL.fullmatch(words) is not None),
        "education": _read(row, "education", read_education, leftovers),
        "experience_years": _read(row, "experience", read_experience, leftovers),
        "hours": _hours(row, title, text),
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
_CONTRACTS: Final = {**CONTRACTS, **_same(CONTRACTS.values())}
_SHIFT_WORDS: Final = {**SHIFTS, **_same(SHIFTS.values())}
_PLATFORM: Final = ("fee_waiver", "dispatch_priority", "free_training", "contact_channel")


def _read(
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


def _hours(row: PostingRow, title: str, text: str) -> Hours:
    """The hours column first; what it leaves open from the title and the text."""
    cell = row.text("hours")
    stated = read_hours(cell) if cell else Hours()
    if cell and stated == Hours():
        row.keep(
            "hours",
            Text(zh="看不懂的工作时间，按文字保留", en="working time not understood; kept as text"),
            Text(zh="写成“8小时双休”的样子", en="write it like 8小时双休"),
        )
        stated = Hours(text=cell)
    exact: dict[str, Any] = {}
    if "hours_per_day" in row.cells:
        exact["per_day"] = row.figure("hours_per_day", 0, 24, "个?小时")
    if "days_per_week" in row.cells:
        exact["days_per_week"] = row.figure("days_per_week", 0, 7, "天")
    if "shift" in row.cells:
        exact["shift"] = row.choice("shift", _SHIFT_WORDS)
    told = _told_hours(f"{title}\n{row.text('welfare')}".strip(), text)
    if not exact and not cell:
        return told
    parts: dict[str, Any] = {}
    for name in ("per_day", "days_per_week", "shift"):
        values = (exact.get(name), getattr(stated, name), getattr(told, name))
        parts[name] = next((value for value in values if value is not None), None)
    return Hours(**parts, text=stated.text or told.text)


def _told_hours(title: str, text: str) -> Hours:
    found = find_hours(title)
    if None not in (found.per_day, found.days_per_week, found.shift):
        return found
    more = find_hours(text)
    if found == Hours() or more == Hours():
        return more if found == Hours() else found
    missing = {name: value for name, value in more if name != "text" and getattr(found, name) is None and value is not None}
    return found.model_copy(update={**missing, "text": f"{found.text}；{more.text}"}) if missing else found


def _platform(row: PostingRow, allowed: bool) -> PlatformTerms | None:
    terms = PlatformTerms(
        fee_waiver=row.flag("fee_waiver"),
        dispatch_priority=row.flag("dispatch_priority"),
        free_training=row.flag("free_training"),
        contact_channel=row.choice("contact_channel", {**CHANNELS, **_same(CHANNELS.values())}),
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


def _dates(row: PostingRow, today: date) -> dict[str, Any]:
    published = row.day("published_on") if "published_on" in row.cells else None
    closes = row.day("closes_on") if "closes_on" in row.cells else None
    status = row.choice("status", _STATUSES) if "status" in row.cells else None
    if published is not None and published > today:
        row.warn(
            "published_on",
            Text(zh="发布日期在今天之后，没有采用", en="published after today; left out"),
            Text(zh="改正日期", en="correct the date"),
        )
        published = None
    if published is not None and closes is not None and closes < published:
        row.warn(
            "closes_on",
            Text(zh="截止日期早于发布日期，没有采用", en="closes before it was published; left out"),
            Text(zh="改正日期", en="correct the date"),
        )
        closes = None
    if status is None:
        status = PostingStatus.CLOSED if closes is not None and closes < today else PostingStatus.OPEN
    return {"published_on": published, "closes_on": closes, "status": status}


_STATUSES: Final = {**STATUSES, **{status.value: status for status in PostingStatus}}


# --- workplace and demands -------------------------------------------------------------------------------------------------------

_WORKPLACE: Final = frozenset(
    {"remote", "floor", "entrance_steps", "toilet", "commute", "assumed", *ARRANGEMENTS, *(FACT + name for name in FACTS)}
)
_NO_WORKPLACE: Final = Workplace()
_AT_HOME: Final = Workplace(remote=True)


def _workplace(row: PostingRow, remote: Literal[True] | bool | None, leftovers: list[str]) -> Workplace:
    if _WORKPLACE.isdisjoint(row.cells):
        return _AT_HOME if remote else _NO_WORKPLACE
    stated = row.flag("remote")
    facts = {name: value for name in FACTS if (value := row.flag(FACT + name)) is not None}
    values: dict[str, Any] = {
        "remote": remote if stated is None else stated,
        "floor": _read(row, "floor", read_floor, leftovers),
        "entrance_steps": _read(row, "entrance_steps", read_steps, leftovers),
        "toilet": row.choice("toilet", _TOILETS),
        "commute": row.whole("commute", 0, 4, "级"),
        "assumed": frozenset(row.names("assumed", _ASSUMED)),
        "facts": facts,
        "statuses": read_statuses(row),
    }
    return _NO_WORKPLACE if row.rejected else Workplace(**values)


_TOILETS: Final = {**TOILETS, **_same(TOILETS.values())}
_ASSUMED: Final = Vocabulary({**ASSUMED, **_same(ASSUMED.values())}, Text(zh="工作场所项目", en="workplace value"))
