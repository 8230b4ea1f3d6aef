"""Dates as sheets hold them: date cells, Excel serials and the many ways people type them."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

_EPOCH: Final = date(1899, 12, 30)
# From 1906-01-08, so that a bare year (1990, 2024) is never taken for a serial, to 2099-12-31.
_SERIALS: Final = range(2_200, 73_051)
_DAY: Final = re.compile(
    r"([12]\d{3})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_PACKED: Final = re.compile(r"([12]\d{3})(\d{2})(\d{2})(?:\.0)?")
_MONTH: Final = re.compile(r"([12]\d{3})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?份?")
_PACKED_MONTH: Final = re.compile(r"([12]\d{3})(0[1-9]|1[0-2])(?:\.0)?")
_SERIAL: Final = re.compile(r"(\d{4,5})(?:\.\d+)?")


class DateFault(ValueError):
    """Not a whole date; the message does not quote the value."""


def read_date(cell: object) -> date:
    """The date in a cell: a date or datetime, an Excel serial (1900 system), 1990-03-05, 1990/3/5, 1990年3月5日, 19900305.

    Raises DateFault for anything else, a month without a day included: a missing part is never made up.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        raise DateFault("not a date")
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    found = _DAY.fullmatch(text) or _PACKED.fullmatch(text)
    if found is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    serial = _SERIAL.fullmatch(text)
    if serial is not None and int(serial[1]) in _SERIALS:
        return _EPOCH + timedelta(days=int(serial[1]))
    raise DateFault("not a whole date with year, month and day")


def read_month(cell: object) -> date:
    """A date, or the first day of a month that was given without a day (2024年6月, 2024-06, 202406). Raises DateFault.

    For facts that are told by the month only, such as a graduation.
    """
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    found = _MONTH.fullmatch(text) or _PACKED_MONTH.fullmatch(text)
    return read_date(cell) if found is None else _date(int(found[1]), int(found[2]), 1)


def _date(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199:
        raise DateFault("the year is not between 1900 and 2199")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateFault("there is no such day in the calendar") from None
