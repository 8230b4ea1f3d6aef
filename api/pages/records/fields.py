"""Short fields of a form as values: a day, a number, a district; what cannot be read is noted beside its field."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from matching.knowledge.catalogue import Text

_NO_DAY: Final = Text(zh="日期要写成 2027-03-20 的样子", en="write the day like 2027-03-20")
_NO_NUMBER: Final = Text(zh="要填 0 到 {most} 的整数", en="a whole number from 0 to {most}")
_MISSING: Final = Text(zh="请填写这一项", en="fill this in")
_LARGEST: Final = 10_000_000


class Fields:
    """Reads one form, and gathers what is wrong in `faults`."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.faults: dict[str, Text] = {}

    def text(self, name: str, *, needed: bool = False, most: int = 120) -> str:
        """The words of a field, at most `most`."""
        words = " ".join(self._form.get(name, "").split())[:most]
        if needed and not words:
            self.faults[name] = _MISSING
        return words

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day; None where the field is empty or wrong."""
        words = self.text(name, needed=needed)
        if not words:
            return None
        try:
            return date.fromisoformat(words)
        except ValueError:
            self.faults[name] = _NO_DAY
            return None

    def number(self, name: str, *, needed: bool = False, most: int = _LARGEST) -> int | None:
        """A whole number from 0 to `most`; None where the field is empty or wrong."""
        words = self.text(name, needed=needed)
        if not words:
            return None
        if words.isascii() and words.isdecimal() and len(words) <= 12 and int(words) <= most:
            return int(words)
        self.faults[name] = _NO_NUMBER.format(most=most)
        return None

    def ticked(self, name: str) -> bool:
        return name in self._form
