"""The day and the clock of the country."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.china_time import CHINA, day_in_china, in_china, minute_in_china, time_in_china

NEW_YORK = timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    ("moment", "day", "minute"),
    [
        (datetime(2027, 3, 19, 23, 30, tzinfo=UTC), date(2027, 3, 20), "2027-03-20 07:30"),
        (datetime(2027, 3, 19, 15, 59, 59, tzinfo=UTC), date(2027, 3, 19), "2027-03-19 23:59"),
        (datetime(2027, 3, 19, 16, 0, tzinfo=UTC), date(2027, 3, 20), "2027-03-20 00:00"),
        (datetime(2027, 3, 19, 20, 0, tzinfo=NEW_YORK), date(2027, 3, 20), "2027-03-20 08:00"),
        (datetime(2027, 3, 19, 8, 0), date(2027, 3, 19), "2027-03-19 08:00"),
    ],
)
def test_the_day_and_the_minute_of_a_moment(moment: datetime, day: date, minute: str) -> None:
    assert (day_in_china(moment), minute_in_china(moment), time_in_china(moment)) == (day, minute, minute[-5:])


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_no_moment_is_moved(moment: datetime) -> None:
    assert in_china(moment) == moment
    assert in_china(moment).tzinfo is CHINA
