"""What this process counts of itself, in a registry of its own: by route, method and kind of answer; by nobody and by no event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
REFUSED: Final[Mapping[int, str]] = {413: "too-large", 429: "too-many", 503: "busy"}
"""The answers that turn a request away unread, and what they mean."""
STAFF_LISTS: Final = frozenset({"/events/{event}/postings/{posting}", "/api/v1/events/{event}/postings/{posting}/shortlist"})
EMPLOYER_LISTS: Final = frozenset(
    {
        "/employer/events/{event}/postings/{posting}",
        "/api/v1/employer/events/{event}/postings/{posting}/list",
    }
)
"""The routes that show a list of people."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is counted of one kind of answer, looked up once."""

    requests: Counter
    seconds: Histogram
    refused: Counter | None
    lists: Counter | None


class Counters:
    """The counts of one process over its life."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "tongtu_requests",
            "Requests answered, by route, method and class",
            ("route", "method", "status"),
            registry=registry,
        )
        self.seconds = Histogram("tongtu_request_seconds", "How long answers took", ("route",), buckets=BUCKETS, registry=registry)
        self.in_flight = Gauge("tongtu_requests_in_flight", "Requests being answered now", registry=registry)
        self.refused = Counter("tongtu_requests_refused", "Requests turned away, by why", ("why",), registry=registry)
        self.lists = Counter("tongtu_lists_shown", "Lists of people shown, by whom they were shown to", ("to",), registry=registry)
        self._answers: dict[tuple[str, str, int], _Answers] = {}
        for why in REFUSED.values():
            self.refused.labels(why)
        for to in ("staff", "employer"):
            self.lists.labels(to)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer that was given."""
        kind = method, route, status
        found = self._answers.get(kind)
        if found is None:
            found = self._answers[kind] = self._of(method, route, status)
        found.requests.inc()
        found.seconds.observe(seconds)
        if found.refused is not None:
            found.refused.inc()
        if found.lists is not None:
            found.lists.inc()

    def _of(self, method: str, route: str, status: int) -> _Answers:
        to = "staff" if route in STAFF_LISTS else "employer"
        is_list = method == "GET" and status == 200 and route in STAFF_LISTS | EMPLOYER_LISTS
        return _Answers(
            self.requests.labels(route, method, f"{status // 100}xx"),
            self.seconds.labels(route),
            self.refused.labels(REFUSED[status]) if status in REFUSED else None,
            self.lists.labels(to) if is_list else None,
        )
