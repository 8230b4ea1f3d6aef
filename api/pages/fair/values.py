"""What people type into the forms of a fair, read: days, times, whole numbers, lists; each fault says what to write."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import Final

from data.importers.dates import DateFault, read_date
from matching.knowledge.catalogue import Text
from matching.records import TimeWindow

_TIME: Final = re.compile(r"(\d{1,2})(?:[:点时.](\d{1,2})?分?)?")
_NO_DAY: Final = Text(zh="这不是完整的日期；请写成 2027-03-20", en="this is no whole date; write it as 2027-03-20")
_NO_TIME: Final = Text(zh="这不是时间；请写成 09:30", en="this is no time; write it as 09:30")
_ONE_TIME: Final = Text(zh="开始和结束要一起填", en="give both the start and the end")
_ORDER: Final = Text(zh="结束时间要晚于开始时间", en="the end has to come after the start")
_WHOLE: Final = Text(zh="请填 {low} 到 {high} 的整数", en="give a whole number from {low} to {high}")
_EMPTY: Final = Text(zh="请填写", en="fill this in")
_LONG: Final = Text(zh="最多 {most} 个字", en="at most {most} characters")
_ODD: Final = Text(zh="含有不能用的字符", en="it holds a character that cannot be used")


class Reading:
    """Reads the fields of one form. What cannot be read stands in `faults` under the name of its field, in the order of reading."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.faults: dict[str, Text] = {}

    def words(self, name: str, most: int, *, needed: bool = False) -> str:
        """One line of text without spaces around it."""
        said = self._form.get(name, "").strip()
        if needed and not said:
            self.faults[name] = _EMPTY
        elif len(said) > most:
            self.faults[name] = _LONG.format(most=most)
        elif not said.isprintable():
            self.faults[name] = _ODD
        return said

    def choice(self, name: str, known: Mapping[str, object]) -> str:
        """One of the options of a list; the first where something else was sent."""
        said = self._form.get(name, "")
        return said if said in known else next(iter(known))

    def ticked(self, name: str) -> bool:
        return name in self._form

    def whole(self, name: str, low: int, high: int, *, empty: int | None = None) -> int | None:
        """A whole number; `empty` where nothing was typed."""
        said = unicodedata.normalize("NFKC", self._form.get(name, "")).strip()
        if not said:
            return empty
        if not re.fullmatch(r"-?\d{1,9}", said) or not low <= int(said) <= high:
            self.faults[name] = _WHOLE.format(low=low, high=high)
            return empty
        return int(said)

    def day(self, name: str) -> date | None:
        said = self._form.get(name, "").strip()
        if not said:
            return None
        try:
            return read_date(said)
        except DateFault:
            self.faults[name] = _NO_DAY
            return None

    def clock(self, name: str) -> time | None:
        """A time of the day: 9:30, 09:30, 9点30分, 9."""
        said = unicodedata.normalize("NFKC", self._form.get(name, "")).strip()
        if not said:
            return None
        found = _TIME.fullmatch(said)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            self.faults[name] = _NO_TIME
            return None
        return time(int(found[1]), int(found[2] or 0))

    def window(self, starts: str, ends: str) -> TimeWindow | None:
        """Both times or neither; the fault stands at the field that needs a change."""
        first, last = self.clock(starts), self.clock(ends)
        if starts in self.faults or ends in self.faults or (first is None and last is None):
            return None
        if first is None or last is None:
            self.faults[starts if first is None else ends] = _ONE_TIME
            return None
        if last <= first:
            self.faults[ends] = _ORDER
            return None
        return TimeWindow(starts=first, ends=last)


def clock_text(moment: time | None) -> str:
    return "" if moment is None else f"{moment:%H:%M}"
