"""The search for a capacity ends, the sums of a mixed load add up, and refusing what is dear is seen."""

import pytest

from api.bench.http_load import Loaded, ask_kinds_at, request_bytes
from api.bench.mixed_reads import KindsLoaded, MixedReads, find_capacity, load_mix, mixed_lines, mixed_rows
from tests.api.bench.test_http_load import serving


def loaded(ok: int, refused: int = 0, failed: int = 0, p99: float = 20.0) -> Loaded:
    return Loaded(asked=None, seconds=10.0, ok=ok, refused=refused, other=0, failed=failed, p50=10.0, p99=p99)


def load(cheap: Loaded, dear: Loaded) -> KindsLoaded:
    whole = loaded(cheap.ok + dear.ok, cheap.refused + dear.refused, cheap.failed + dear.failed)
    return KindsLoaded(whole=whole.model_copy(update={"asked": whole.sent / 10}), kinds={"cheap": cheap, "dear": dear})


def mixed(*loads: KindsLoaded) -> MixedReads:
    return MixedReads(shares={"cheap": 0.75, "dear": 0.25}, search_seconds=1, tried=(), lowered=0, capacity=100.0, loads=loads)


@pytest.mark.parametrize("limit", [1.0, 3.0, 24.9, 25.0, 141.0, 90_000.0])
def test_the_search_stops_just_below_what_is_held(limit: float) -> None:
    tried = list(find_capacity(lambda rate: rate <= limit))
    capacity = max(one.rate for one in tried if one.held)
    assert limit / 1.2 < capacity <= limit
    assert len(tried) <= 26


def test_the_search_ends_whoever_answers() -> None:
    assert [one.held for one in find_capacity(lambda rate: False)] == [False] * 6
    assert all(one.held for one in find_capacity(lambda rate: True))


def test_one_hiccup_ends_no_search() -> None:
    hiccups = iter([False, True, True, False, True])
    tried = list(find_capacity(lambda rate: next(hiccups, rate <= 100)))
    assert max(one.rate for one in tried if one.held) > 80


def test_a_server_that_leaves_out_one_kind_keeps_up_with_nothing() -> None:
    assert load(loaded(750), loaded(250)).held
    assert not load(loaded(750), loaded(200, refused=50)).held
    assert not load(loaded(750), loaded(250, p99=1_500)).held


def test_answering_the_cheap_alone_is_no_goodput() -> None:
    at_capacity = load(loaded(750), loaded(250))
    flattering = load(loaded(3_000), loaded(100, refused=880, failed=20))
    found = mixed(at_capacity, at_capacity, flattering)
    assert (found.goodput(at_capacity), found.goodput(flattering), found.kept) == (100.0, 40.0, 0.4)
    rows = list(mixed_rows(found))
    assert [row.met for row in rows] == [None, None, None, False]
    assert rows[-1].figure == "40 answered/s by the mix (310 of any kind), 0.40 of 1x"
    assert rows[-1].spread is not None
    assert rows[-1].spread.endswith("dear: 10/s, 10.0 % answered (p50 10 ms, p99 20 ms), 88.0 % refused, 20 errors")
    assert list(mixed_lines(found))[-1] == "by the mix, 4x answers 0.40 of what 1x does (target 0.8)"


def test_what_came_of_each_kind_adds_up_to_all_that_was_asked() -> None:
    with serving() as port:
        mix = [
            ("list", request_bytes("/ok", port)),
            ("other", request_bytes("/busy", port)),
            ("list", request_bytes("/none", port)),
        ]
        whole, kinds = ask_kinds_at(port, mix, 150, 0.2, 50)
    assert (whole.ok, whole.refused, whole.other, whole.failed) == (10, 10, 10, 0)
    assert {kind: (one.ok, one.refused, one.other, one.failed) for kind, one in kinds.items()} == {
        "list": (10, 0, 10, 0),
        "other": (0, 10, 0, 0),
    }
    assert (whole.asked, kinds["list"].asked, kinds["other"].asked) == (150, 100, 50)


def test_a_server_that_answers_nothing_of_a_kind_is_loaded_at_the_least_rate() -> None:
    with serving() as port:
        found = load_mix(port, [("one", request_bytes("/ok", port)), ("two", request_bytes("/busy", port))], 0.04, 0.5)
    assert (found.shares, found.lowered, found.capacity) == ({"one": 0.5, "two": 0.5}, 4, pytest.approx(0.9**4))
    assert [one.whole.sent for one in found.loads] == [0, 0, 1]
    assert [found.goodput(one) for one in found.loads] == [0.0, 0.0, 0.0]
    assert found.kept == 0.0
