"""Evidence that the cells of a column are a field's: shares of rows that a reader accepts, turned into log-odds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.importers.column_profiles import Profile
from data.importers.terms import plain, split_list
from data.importers.value_shapes import day_of, is_duty, is_link, is_month_day, is_phone, may_be_serial


@dataclass(frozen=True)
class Fit:
    """`weight` is evidence in log-odds, `share` the rows whose cell the field understands, None where any text would do."""

    weight: float
    share: float | None = None


Fitting = Callable[[Profile], Fit]
Accepts = Callable[[str], bool]
# Few rows say little: n of them count n / (n + FEW).
_FEW: Final = 1.5
_ANY_LENGTH: Final = 1_000
_WORDS: Final = 8


def tempered(profile: Profile, weight: float) -> float:
    """Evidence made smaller where few rows tell it."""
    return weight * profile.told / (profile.told + _FEW)


def graded(share: float, good: float, bad: float, least: float, most: float) -> float:
    """`bad` up to the share `least`, `good` from `most` on, in proportion between them."""
    at = min(max((share - least) / (most - least), 0.0), 1.0)
    return bad + (good - bad) * at


def read(accepts: Accepts, good: float, bad: float, least: float = 0.3, most: float = 0.9) -> Fitting:
    """Evidence by the share of rows accepted."""

    def fit(profile: Profile) -> Fit:
        share = profile.share(accepts)
        return Fit(tempered(profile, graded(share, good, bad, least, most)), share)

    return fit


def strict(accepts: Accepts, good: float, bad: float) -> Fitting:
    """Evidence of a field whose wrong cells keep a row out."""
    return read(accepts, good, bad, 0.75, 0.97)


def listed(accepts: Accepts, good: float, bad: float, least: float = 0.1, most: float = 0.6, spaces: bool = False) -> Fitting:
    """Evidence by the share of the parts of list cells that are accepted; long texts and numbers are no lists."""

    def fit(profile: Profile) -> Fit:
        parts = profile.parts(lambda text: split_list(text, spaces))
        whole = sum(parts.values())
        if not whole or profile.numeric > 0.5 or sum(len(part) * weight for part, weight in parts.items()) > 20 * whole:
            return Fit(tempered(profile, -3.0), 0.0)
        share = sum(weight for part, weight in parts.items() if accepts(part)) / whole
        return Fit(tempered(profile, graded(share, good, bad, least, most)), share)

    return fit


def named(words: Iterable[str], good: float, bad: float) -> Fitting:
    """Evidence by the share of rows that hold one of the words."""
    known = frozenset(word.lower() for word in words)
    return read(lambda text: " ".join(plain(text).split()) in known or text.lower() in known, good, bad)


def vocabulary(words: Iterable[str], good: float, bad: float) -> Fitting:
    """A list of names all of which must be known, since one unknown name keeps a row out."""
    known = frozenset(words)

    def accepts(text: str) -> bool:
        return text in known or all(part in known for part in split_list(text))

    return strict(accepts, good, bad)


def figures(low: float, high: float, good: float, bad: float, units: str = "") -> Fitting:
    """Numbers in a range, one of the units (parted by blanks) allowed behind them."""
    endings = tuple(units.split())

    def accepts(text: str) -> bool:
        words = plain(text).replace(",", "")
        for ending in endings:
            words = words.removesuffix(ending)
        try:
            return low <= float(words) <= high
        except ValueError:
            return False

    return strict(accepts, good, bad)


def days(good: float, bad: float, first: Callable[[date], bool], months: bool = True) -> Fitting:
    """Days of which most lie where `first` says; month and day alone count where `months` is true."""

    def fit(profile: Profile) -> Fit:
        share = profile.share(lambda text: day_of(text) is not None or (months and is_month_day(text)))
        if share < 0.3 and profile.share(may_be_serial) > 0.95:
            return Fit(tempered(profile, -1.0), None)
        known = sorted(day for text, _ in profile.sample if (day := day_of(text)) is not None)
        here = not known or first(known[len(known) // 2])
        return Fit(tempered(profile, graded(share, good if here else -1.5, bad, 0.3, 0.9)), share)

    return fit


def identifier(profile: Profile) -> Fit:
    """An id: each another, with a digit, without blanks; a column that merely counts the rows is none."""
    share = profile.share(
        lambda text: 1 <= len(text) <= 40 and any(c.isdigit() for c in text) and not any(c.isspace() for c in text)
    )
    if profile.share(is_phone) > 0.5 or profile.share(is_link) > 0.5 or profile.share(lambda text: day_of(text) is not None) > 0.5:
        return Fit(tempered(profile, -4.0), 0.0)
    if profile.is_counter:
        return Fit(tempered(profile, -3.5), share)
    if profile.distinct < 0.8 or share < 0.8:
        return Fit(tempered(profile, -3.0), share)
    return Fit(tempered(profile, 1.5 if profile.distinct > 0.99 and profile.length >= 4 else 0.5), share)


def prose(profile: Profile) -> Fit:
    """Running text: long, or telling duties and conditions."""
    told = profile.share(is_duty, _ANY_LENGTH)
    if profile.length >= 60:
        return Fit(tempered(profile, 2.0 + told))
    if profile.length >= 20:
        return Fit(tempered(profile, -0.5 + 2.0 * told))
    return Fit(tempered(profile, -2.5 + told))


def repeated_words(profile: Profile) -> Fit:
    """Words that come again and again, as the name of a system does."""
    return Fit(tempered(profile, -1.0 if profile.distinct > 0.3 or profile.numeric > 0.5 else 0.0))


def words_unless_numbers(profile: Profile, good: float, bad: float, longest: float = 1_000.0) -> Fit:
    """Any words: `good` for texts of eight characters and more, nothing for shorter ones, `bad` for numbers and too long texts."""
    if profile.numeric > 0.5 or profile.length > longest:
        return Fit(tempered(profile, bad))
    return Fit(tempered(profile, good if profile.length >= _WORDS else 0.0))
