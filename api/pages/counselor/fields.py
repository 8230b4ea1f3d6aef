"""What people write into the fields of these forms: days, numbers, choices. What cannot be leaves a fault beside its field."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from api.actions.errors import BadInput
from api.routes.parameters import LONGEST
from data.importers.dates import DateFault, read_date
from matching.knowledge.catalogue import Text

Faults = dict[str, Text]
"""The fault of each field, by its name."""
CHOSEN: Final = "1"

MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")
_NO_DAY: Final = Text(zh="日期看不懂；请写成 2027-03-18 这样。", en="This day cannot be read; write it like 2027-03-18.")
_EMPTY: Final = Text(zh="这里要填。", en="This has to be filled in.")
_NO_NUMBER: Final = Text(zh="请写数字，{least} 到 {most}。", en="Write a number from {least} to {most}.")
_TOO_LONG: Final = Text(zh="写了 {n} 个字，最多 {most} 个。", en="{n} characters were written; at most {most} fit.")
NO_CHOICE: Final = Text(zh="请选一项。", en="Choose one.")


def read_day(form: Mapping[str, str], name: str, faults: Faults, *, needed: bool = False) -> date | None:
    """The day in a field; None where it is empty or cannot be read."""
    given = form.get(name, "").strip()
    if not given:
        if needed:
            faults[name] = _EMPTY
        return None
    try:
        return read_date(given)
    except DateFault:
        faults[name] = _NO_DAY
        return None


def read_number(form: Mapping[str, str], name: str, faults: Faults, least: int, most: int) -> int | None:
    """The whole number in a field, `least` to `most`; None where it is empty or cannot be."""
    found = _read(form, name, faults, least, most, int)
    return None if found is None else int(found)


def read_amount(form: Mapping[str, str], name: str, faults: Faults, least: int, most: int) -> float | None:
    """The same with a part after the point."""
    return _read(form, name, faults, least, most, float)


def read_text(form: Mapping[str, str], name: str, faults: Faults, most: int, *, needed: bool = False) -> str:
    """The words in a field, without what surrounds them."""
    given = form.get(name, "").strip()
    if needed and not given:
        faults[name] = _EMPTY
    elif len(given) > most:
        faults[name] = _TOO_LONG.format(n=len(given), most=most)
    return given


def read_choice(form: Mapping[str, str], name: str, faults: Faults, choices: Iterable[str], *, needed: bool = False) -> str | None:
    """One of the choices; None where nothing was chosen."""
    given = form.get(name, "")
    if given in set(choices):
        return given
    if needed or given:
        faults[name] = NO_CHOICE
    return None


def ticked(form: Mapping[str, str], group: str) -> tuple[str, ...]:
    """The names after `group.` of the boxes that are ticked."""
    return tuple(name.partition(".")[2] for name, value in form.items() if name.startswith(f"{group}.") and value == CHOSEN)


def read_key(form: Mapping[str, str], name: str = "key") -> str:
    """The hidden key of a form. Raises BadInput where it is not there or cannot be one."""
    key = form.get(name, "")
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise BadInput(MISSING)
    return key


def _read(
    form: Mapping[str, str], name: str, faults: Faults, least: int, most: int, kind: Callable[[str], int | float]
) -> int | float | None:
    given = form.get(name, "").strip().replace(",", "").replace("，", "")
    if not given:
        return None
    try:
        value = kind(given)
    except ValueError:
        faults[name] = _NO_NUMBER.format(least=least, most=most)
        return None
    if not least <= value <= most:
        faults[name] = _NO_NUMBER.format(least=least, most=most)
        return None
    return value
