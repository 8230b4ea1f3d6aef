"""What is kept: the bytes of a list around its moment, within a bound, and nothing of an epoch that is over."""

from datetime import UTC, date, datetime

from pydantic import BaseModel

from api.load.kept_lists import KeptList, KeptLists, render_list
from data.stores import Receipt
from data.stores.receipts import Standing
from matching.records import Role, Viewer


class Told(BaseModel):
    """A view with a text that looks like the field."""

    title: str
    read_at: datetime
    items: tuple[str, ...] = ()


class Timeless(BaseModel):
    title: str


def kept(name: str, size: int, epoch: str = "e") -> KeptList:
    rendered = render_list(Timeless(title="x" * (size - len('{"title":""}'))))
    receipt = Receipt(Standing(epoch, date(2027, 3, 18), date(2027, 3, 18)), ())
    viewer = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
    return KeptList(name, viewer, "read:employers", None, rendered, receipt)


def names(lists: KeptLists) -> list[str]:
    return [one.path for one in lists]


def test_the_moment_alone_is_new_and_the_tag_is_not_of_it() -> None:
    title = '"read_at":"2000-01-01T00:00:00Z"'
    views = [Told(title=title, read_at=datetime(2027, 3, 18, 1, minute, 5, minute, tzinfo=UTC), items=("a",)) for minute in (0, 7)]
    first, second = map(render_list, views)
    assert first == second
    assert [first.body(view.read_at) for view in views] == [view.model_dump_json().encode() for view in views]
    assert render_list(Told(title="other", read_at=views[0].read_at)).etag != first.etag


def test_what_tells_no_moment_stays_whole() -> None:
    view = Timeless(title="名单")
    assert render_list(view).body(datetime.now(UTC)) == view.model_dump_json().encode()


def test_the_longest_unasked_goes_first_where_there_is_no_room() -> None:
    lists = KeptLists(most=1_000)
    for name in "abc":
        lists.keep(kept(name, 300))
    assert lists.get("zhao", "a") is not None
    lists.keep(kept("d", 300))
    assert names(lists) == ["c", "a", "d"]
    lists.keep(kept("a", 100))
    lists.keep(kept("e", 300))
    assert names(lists) == ["c", "d", "a", "e"]
    lists.keep(kept("f", 1_001))
    assert names(lists) == []


def test_what_rests_on_other_records_goes() -> None:
    lists = KeptLists()
    lists.keep(kept("old", 100, "before"))
    lists.keep(kept("new", 100, "now"))
    lists.end_other_epochs("now")
    assert names(lists) == ["new"]
    assert lists.get("qian", "new") is None
