"""Letters that write themselves: at publishing, after a change, for a lost booth and a promise taken back; each once."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.actions.errors import BadInput
from api.actions.fair_day import tell
from api.actions.fairs import move_event
from api.actions.interviews import save_timetable
from api.actions.outbox import export_messages, list_messages, write_messages
from api.actions.promises import record_promise, refuse_promise
from api.schemas.interviews import DayInput
from api.wiring import Application
from data.stores import NewAccount, Organisation, OrganisationKind, Promise, Publication
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, AccommodationStatus, Role
from tests.api.conftest import CLERK, HE, LIN, SPRING, ZHOU
from tests.api.fair.conftest import EVE, Clock, move, publication

ME = LOCAL_ORGANIZER
RIVER, EXPO = "e_river", "e_hall"


def drafts(app: Application, *kinds: str, channel: str = "sms") -> list[tuple[str, str]]:
    """(kind, to) of what waits by one way, in the order of writing."""
    items = list_messages(app, ME, SPRING, 0, 1_000).items
    return [(one.kind, one.to) for one in items if one.channel == channel and one.exported_at is None and one.kind in kinds]


def text_to(app: Application, to: str, kind: str, channel: str = "sms") -> str:
    """The last message of a kind to somebody, in Chinese."""
    with app.database.read(ME) as stores:
        found = stores.outbox.list(ME, SPRING, 0, 1_000, with_texts=True)
    return [m.message.zh for m in found if (m.message.to, m.message.kind, m.message.channel) == (to, kind, channel)][-1]


def say(app: Application, key: str, act: str, **fields: object) -> None:
    tell(app, ME, SPRING, DayInput.model_validate({"act": act, **fields}), key)


def out(app: Application, tmp_path: Path) -> int:
    return export_messages(app, ME, SPRING, tmp_path / "消息").fresh


def test_publishing_writes_the_times_to_everybody_on_the_timetable(published: Application) -> None:
    people = [("times", name) for name in (HE, LIN, ZHOU)]
    assert sorted(drafts(published, "times", "change")) == sorted([*people, ("times", RIVER), ("times", EXPO)])
    assert sorted(drafts(published, "times", channel="letter")) == sorted(drafts(published, "times"))
    assert "09:15 A1号展位（东厅，进门左边） 文字录入员；11:00 A2号展位 展厅讲解员" in text_to(published, LIN, "times")
    letter = text_to(published, RIVER, "times", "letter")
    assert "贵单位展位：A1（东厅，进门左边）" in letter
    assert [name in letter for name in (LIN, HE, ZHOU, "何三", "周二")] == [False] * 5
    assert move_event(published, ME, SPRING, "published", "move-published", named="王芳").state == "published"
    assert len(drafts(published, "times")) == 5


def test_a_timetable_that_is_published_anew_tells_of_the_difference(published: Application, clock: Clock, tmp_path: Path) -> None:
    clock.now = EVE + timedelta(hours=1)
    assert out(published, tmp_path) == 10
    move_event(published, ME, SPRING, "confirmed", "back", named="王芳")
    plan = publication(published)
    interviews = tuple(
        one.model_copy(update={"start": 6}) if one.candidate == HE else one for one in plan.interviews if one.candidate != ZHOU
    )
    new = plan.interviews[-1].model_copy(update={"candidate": "c_song", "start": 8})
    people = (*plan.visitors, plan.visitors[0].model_copy(update={"candidate": "c_song", "needs": ()}))
    save_timetable(published, ME, SPRING, Publication(plan.run, people, (*interviews, new), (), {}), "second")
    move_event(published, ME, SPRING, "published", "again", named="王芳")
    told = [("change", HE), ("change", ZHOU), ("times", "c_song"), ("change", RIVER)]
    assert sorted(drafts(published, "times", "change")) == sorted(told)
    letter = text_to(published, ZHOU, "change", "letter")
    assert [one for one in ("对不起", "面试时间重新排过，这次没有排上", "请告诉就业服务窗口") if one not in letter] == []


def test_what_the_day_changes_is_written_to_those_it_concerns_and_nobody_else(running: Application, tmp_path: Path) -> None:
    out(running, tmp_path)
    say(running, "k1", "check_in", candidate=ZHOU)
    say(running, "k2", "no_show", candidate=HE)
    assert drafts(running, "change") == []
    say(running, "k3", "late", candidate=LIN, slots=3)
    assert sorted(drafts(running, "change")) == [("change", LIN), ("change", RIVER)]
    assert "改为：09:45 A1号展位（东厅，进门左边） 文字录入员；11:00 A2号展位 展厅讲解员" in text_to(running, LIN, "change")
    say(running, "k3", "late", candidate=LIN, slots=3)
    assert len(drafts(running, "change")) == 2
    say(running, "k4", "withdrawn", candidate=ZHOU)
    assert sorted(drafts(running, "change")) == [("change", LIN), ("change", RIVER)]
    assert "10:" not in text_to(running, RIVER, "change")


def test_only_the_newest_draft_waits_and_what_went_out_stays(running: Application, tmp_path: Path) -> None:
    out(running, tmp_path)
    say(running, "k1", "late", candidate=LIN, slots=1)
    say(running, "k2", "late", candidate=LIN, slots=3)
    assert sorted(drafts(running, "change")) == [("change", LIN), ("change", RIVER)]
    out(running, tmp_path)
    say(running, "k3", "employer_left", booth="A2")
    assert sorted(drafts(running, "change")) == [("change", LIN), ("change", EXPO)]
    kinds = [one.kind for one in list_messages(running, ME, SPRING).items if one.to == LIN and one.channel == "sms"]
    assert kinds == ["times", "change", "change"]


def waiting_for(app: Application, to: str) -> list[tuple[str, str]]:
    items = list_messages(app, ME, SPRING, 0, 1_000).items
    return [(one.kind, one.channel) for one in items if one.to == to and one.exported_at is None]


def test_times_that_never_went_out_give_way_to_those_that_hold_now(running: Application, tmp_path: Path) -> None:
    assert waiting_for(running, LIN) == waiting_for(running, RIVER) == [("times", "letter"), ("times", "sms")]
    say(running, "k1", "late", candidate=LIN, slots=3)
    assert waiting_for(running, LIN) == waiting_for(running, RIVER) == [("times", "sms")]
    assert "您的面试时间：09:45 A1号展位（东厅，进门左边） 文字录入员；11:00 A2号展位 展厅讲解员" in text_to(running, LIN, "times")
    assert waiting_for(running, HE) == [("times", "letter"), ("times", "sms")]
    say(running, "k2", "withdrawn", candidate=ZHOU)
    assert waiting_for(running, ZHOU) == []
    out(running, tmp_path)
    say(running, "k3", "employer_left", booth="A2")
    assert waiting_for(running, LIN) == [("change", "sms")]
    assert write_messages(running, ME, SPRING, "change", "candidate", ["letter"]).written == 1
    assert waiting_for(running, LIN) == [("change", "sms"), ("change", "letter")]


def test_who_withdraws_from_one_of_two_is_not_sent_the_old_times(running: Application) -> None:
    with running.database.read(ME) as stores:
        rows = stores.interviews.list(ME, SPRING, booth="A2")
    (hall,) = [one.id for one in rows if one.interview.candidate == LIN]
    say(running, "k1", "withdrawn", candidate=LIN, interview=hall)
    assert waiting_for(running, LIN) == [("times", "sms")]
    assert "A2" not in text_to(running, LIN, "times")
    assert waiting_for(running, EXPO) == [("change", "sms")]


def test_who_loses_every_interview_is_told_what_happened_and_what_comes_next(running: Application) -> None:
    say(running, "k1", "employer_left", booth="A1")
    assert waiting_for(running, HE) == [("change", "sms")]
    assert text_to(running, HE, "change").partition("您好：")[2].rpartition("签到码")[0] == (
        "对不起，春季专场（2027年3月20日（星期六））您的面试取消了：招聘单位提前离开了会场。"
        "想和别的单位谈或以后再约，请找就业服务窗口，我们来安排。"
    )
    assert "接下来没有面试了：已登记这个展位提前离开会场" in text_to(running, RIVER, "change")


def test_a_lost_booth_is_told_though_no_time_changes(running: Application, tmp_path: Path) -> None:
    out(running, tmp_path)
    say(running, "k1", "booth_lost", booth="A1", to="A2")
    assert sorted(drafts(running, "change")) == [("change", HE), ("change", LIN), ("change", ZHOU), ("change", RIVER)]
    assert "10:00 A1号展位（改到 A2 号展位） 手工编织" in text_to(running, ZHOU, "change")
    assert "展位 A1（改到 A2 号展位）" in text_to(running, RIVER, "change")
    assert write_messages(running, ME, SPRING, "change", "candidate", ["wechat"]).to == 3
    with pytest.raises(BadInput, match="Booth A2 cannot go on at A1"):
        say(running, "k9", "booth_lost", booth="A2", to="A1")
    say(running, "k2", "booth_lost", booth="A2")
    assert ("change", EXPO) in drafts(running, "change")


def test_what_comes_from_paper_writes_nothing(running: Application) -> None:
    say(running, "k1", "withdrawn", candidate=LIN, origin="paper")
    assert drafts(running, "change") == []


@pytest.fixture
def refused(published: Application) -> int:
    """Lin reads by screen reader alone, and the clerk's job promised one at the spring fair."""
    with published.database.begin(ME) as stores:
        posting = stores.postings.get(ME, CLERK)
        lin = next(iter(stores.candidates.iterate(ME, [LIN], with_person=True)))
        assert posting is not None
        statuses = {"screen_reader": AccommodationStatus.COMMITTED}
        workplace = posting.workplace.model_copy(update={"statuses": statuses})
        stores.postings.revise(ME, [posting.model_copy(update={"workplace": workplace})])
        home = lin.home.model_copy(update={"district": "420111"})
        stores.candidates.upsert_many(ME, [(lin.model_copy(update={"aids": (), "home": home}), None)])
    promise = Promise(posting=CLERK, accommodation="screen_reader", event=SPRING, promised_on=EVE.date())
    return record_promise(published, ME, promise, "promise").id


def test_a_promise_taken_back_is_told_with_the_office_to_turn_to(published: Application, refused: int) -> None:
    made = refuse_promise(published, ME, refused)
    assert [(one.candidate, one.counselor, one.district) for one in made.to_tell] == [(LIN, None, "420111")]
    assert (made.written_to, drafts(published, "notice")) == (2, [("notice", LIN), ("notice", RIVER)])
    letter = text_to(published, LIN, "notice", "letter")
    assert "请和洪山区的就业服务窗口商量" in letter
    assert [word in letter for word in ("读屏", "承诺", "不可以", "阻")] == [False] * 4
    assert "读屏" not in text_to(published, RIVER, "notice", "letter")
    assert refuse_promise(published, ME, refused) == made
    assert len(drafts(published, "notice")) == 2


def test_a_known_counselor_is_named_rather_than_the_district(published: Application, refused: int) -> None:
    with published.database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation("d_hongshan", OrganisationKind.DISTRICT, "洪山区", "420111"))
        account = NewAccount("a_fang", "fang", "王芳", Role.COUNSELOR, "d_hongshan", "420111")
        assert stores.accounts.add(LOCAL_ADMINISTRATOR, account)
    with published.database.begin(ME) as stores:
        assert stores.caseloads.assign(ME, "a_fang", [LIN]) == 1
    made = refuse_promise(published, ME, refused)
    assert [(one.candidate, one.counselor) for one in made.to_tell] == [(LIN, "王芳")]
    assert "请和您的辅导员王芳商量" in text_to(published, LIN, "notice", "letter")


def test_an_invitation_names_the_office_too(planned: Application) -> None:
    move(planned, "collecting", "pre_matched")
    write_messages(planned, ME, SPRING, "invitation", "candidate", ["letter"])
    assert "有不明白的，请问就业服务窗口。" in text_to(planned, LIN, "invitation", "letter")
