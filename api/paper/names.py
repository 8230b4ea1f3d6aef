"""File names a person would want: the day, the event, what it is, about whom; safe on every system."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from api.paper.blocks import Paper, Style, Words
from api.paper.layout import in_language
from matching.china_time import day_in_china

_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_SPACE: Final = re.compile(r"[\s_]+")
_LONGEST_PART: Final = 24
_LONGEST_LATIN: Final = 40
"""Of letters that are one byte each."""
_LARGE: Final = {"zh": "大字版", "en": "large-print"}
_PLAIN: Final = {"zh": "易读版", "en": "easy-to-read"}


def file_name(paper: Paper, event: str, style: Style, extension: str) -> str:
    """2027-03-20_春季专场_面试名单_某某公司_文字录入员.pdf; without a day, that of the run. At most 200 bytes or so."""
    when = paper.on or day_in_china(paper.stamp.run_at or paper.stamp.made_at)
    return named_file(when, event, paper.names, style, extension)


def named_file(when: date, event: str, names: Iterable[Words], style: Style, extension: str) -> str:
    """The day, the event, and what it is, made safe; at most 200 bytes or so."""
    words = [event, *(in_language(one, style.language) for one in names)]
    words += [_LARGE[style.language]] if style.large else []
    words += [_PLAIN[style.language]] if style.plain else []
    parts = [part for part in map(_part, words) if part]
    return f"{when.isoformat()}_{'_'.join(parts)}.{extension}"


def _part(words: str) -> str:
    """One part of a name, without what a file system or a shell trips over, cut where it is long."""
    joined = _SPACE.sub("-", _UNSAFE.sub(" ", words).strip())
    most = _LONGEST_LATIN if joined.isascii() else _LONGEST_PART
    if len(joined) > most:
        whole = joined[: most + 1].rpartition("-")[0]
        # One long word, or a text without spaces, has no other place to be cut.
        joined = whole if len(whole) > most // 2 else joined[:most]
    return joined.strip("-. ")
