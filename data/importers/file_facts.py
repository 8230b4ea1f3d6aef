"""What is true of a whole file and stands in no header: unit of the pay, words for nothing, words before a value, short days."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from data.importers.code_words import unit_of
from data.importers.column_profiles import Profile
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.header_names import HeaderNames
from data.importers.pay import read_pay
from data.importers.value_shapes import is_month_day
from matching.records import PayUnit

_NOTHING_WORDS: Final = (
    "无",
    "不限",
    "暂无",
    "暂无数据",
    "无要求",
    "未填写",
    "未说明",
    "未知",
    "不详",
    "待定",
    "null",
    "NULL",
    "None",
    "N/A",
    "-",
    "--",
    "/",
    "—",
)
_MEANS_NONE_ASKED: Final = frozenset({"education", "experience", "age", "residence", "text", "wish_text", "experience_years"})
_FLAGS: Final = frozenset(
    column.field for column in (*POSTING_COLUMNS, *CANDIDATE_COLUMNS) if set(column.choices) & {"是", "没有", "未知"}
)
_HOLDS_NONE_ASKED: Final = frozenset({"无", "不限", "无要求"})
_PREFIX: Final = re.compile(r"[^\d:：\s]{2,10}\s*[:：](?!//)")
_LEAST_ROWS: Final = 0.01
_NEAR: Final = 0.6
_IN_HEADER: Final = (
    ("时薪", "小时"),
    ("小时", "小时"),
    ("日薪", "天"),
    ("日工资", "天"),
    ("月薪", "月"),
    ("月工资", "月"),
    ("元/月", "月"),
    ("年薪", "年"),
)


def pay_unit(profile: Profile) -> str | None:
    """The unit of pay that has none: what the header says, else what such figures are usual for. None where the cells say it."""
    bare = [(text, weight) for text, weight in profile.sample if (pay := read_pay(text, None)) is not None and pay.unit is None]
    whole = sum(weight for _, weight in profile.sample)
    if not whole or sum(weight for _, weight in bare) < 0.5 * whole:
        return None
    told = next((unit for word, unit in _IN_HEADER if word in profile.header), None)
    if told is not None:
        return told
    figures: list[float] = []
    for text, weight in bare:
        pay = read_pay(text, PayUnit.DAY)
        least = None if pay is None else pay.minimum or pay.maximum
        figures += [] if least is None else [least] * max(1, round(weight))
    return unit_of(sorted(figures)[len(figures) // 2]) if figures else None


def empty_words(sources: Sequence[tuple[Profile, tuple[str, ...]]]) -> tuple[str, ...]:
    """Words for nothing in the columns that are read, less those that say something there (不限: none asked; 无: no)."""
    found: list[str] = []
    for word in _NOTHING_WORDS:
        holders = [(profile, fields) for profile, fields in sources if word in profile.texts]
        often = any(profile.texts.count(word) >= max(1, _LEAST_ROWS * profile.filled) for profile, _ in holders)
        if often and not any(_means(word, field) for _, fields in holders for field in fields):
            found.append(word)
    return tuple(found)


def _means(word: str, field: str) -> bool:
    return field in _FLAGS or (word in _HOLDS_NONE_ASKED and field in _MEANS_NONE_ASKED)


def common_prefixes(profile: Profile, names: HeaderNames) -> tuple[str, ...]:
    """Words with a colon that most cells of a column begin with (上班地址：), most frequent first.

    Only words that are near to the name of some field: they are written into the mapping, so that no name of a person may be one.
    """
    starts: Counter[str] = Counter()
    for text, count in profile.counts.items():
        found = _PREFIX.match(text)
        if found is not None and len(text) > found.end() and profile.length <= 80:
            starts[found[0]] += count
    often = [prefix for prefix, count in starts.most_common(4) if count >= max(2, 0.02 * profile.told)]
    often = [prefix for prefix in often if max((near.score for near in names.near(prefix).values()), default=0.0) >= _NEAR]
    return tuple(often) if often and sum(starts[prefix] for prefix in often) >= 0.5 * profile.told else ()


def short_days(profile: Profile) -> bool:
    """Whether most days of the column lack the year."""
    return profile.share(is_month_day) > 0.5
