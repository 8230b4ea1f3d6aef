"""When a posting was published and closes, and whether it is open, from one row."""

from datetime import date
from typing import Any, Final

from data.importers.columns_postings import STATUSES
from data.importers.posting_row import PostingRow
from matching.knowledge.catalogue import Text
from matching.records import PostingStatus


def read_dates(row: PostingRow, today: date) -> dict[str, Any]:
    """First and last day and the status, by the names of `Posting`."""
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
