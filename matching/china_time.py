"""The day and the clock of the country: moments are stored in UTC, and every day and every printed time is read here."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
"""One zone for the whole country, without summer time."""


def in_china(moment: datetime) -> datetime:
    """A moment of any zone on the clock of the country; one without a zone was read off a clock there."""
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)


def midnight_in_china(day: date) -> datetime:
    """When a day begins in the country, with its time zone."""
    return datetime.combine(day, time(), CHINA)


def day_in_china(moment: datetime) -> date:
    """The day it is in the country at a moment."""
    return in_china(moment).date()


def minute_in_china(moment: datetime) -> str:
    """A moment for people, such as 2027-03-20 09:05."""
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def time_in_china(moment: datetime) -> str:
    """The time of day of a moment for people, such as 09:05."""
    return f"{in_china(moment):%H:%M}"
