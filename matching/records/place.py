"""Where a person lives and where a job is: city, district by its GB/T 2260 code, and the functional zones that have no code."""

from matching.records.base import Record

WUHAN = "武汉"


class Place(Record):
    """A place as far as it is known. `district` is a six-digit code (420102 ...); `zone` a functional zone such as 东湖高新区.

    `text` keeps the words of the source, so that nothing read wrongly is lost.
    """

    text: str = ""
    city: str | None = None
    district: str | None = None
    zone: str | None = None
    address: str = ""
