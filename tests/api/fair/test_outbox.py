"""Letters and messages: written once, exported, answered, and what the answers teach."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.fair_day import tell
from api.actions.outbox import export_messages, list_messages, record_reply, write_messages
from api.letters.templates import TemplateError, read_templates, templates
from api.schemas.interviews import DayInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Audience, MessageKind, Step
from tests.api.conftest import CLERK, HALL, HE, LIN, MARKUP, SPRING, ZHOU
from tests.api.fair.conftest import EVE, Clock, move

ME = LOCAL_ORGANIZER
MEDICAL_ZH = ("残疾", "病", "障碍", "诊断", "症", "聋", "盲")
MEDICAL_EN = ("disab", "disease", "diagnos", "patient", "disorder", "deaf", "blind", "impair")


def steps(app: Application, candidate: str, posting: str) -> dict[str, date | None]:
    with app.database.read(ME) as stores:
        return {one.step.value: one.on for one in stores.outcomes.list(ME, event=SPRING, candidate=candidate, posting=posting)}


def test_templates_are_plain_and_name_no_condition() -> None:
    assert len(templates()) == len(MessageKind) * len(Audience) * 2
    for template in templates().values():
        said = f"{template.text.zh}{template.text.en}".lower()
        assert [word for word in (*MEDICAL_ZH, *MEDICAL_EN) if word in said] == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"en": "Dear {name}, {salary}"}, "both languages ask for the same"),
        ({"zh": "{name}"}, "both languages ask for the same"),
        ({"form": "poster"}, "unknown form 'poster'"),
        ({"kind": "thanks"}, "use invitation, times, change, reminder, notice"),
        ({"version": "e-change-1"}, "there is another of this kind or version"),
    ],
)
def test_a_wrong_template_is_refused(changed: dict[str, str], words: str) -> None:
    rows = [
        {"kind": kind, "audience": who, "form": form, "version": template.version, "zh": template.text.zh, "en": template.text.en}
        for (kind, who, form), template in templates().items()
    ]
    read_templates(rows)
    with pytest.raises(TemplateError, match=words):
        read_templates([rows[0] | changed, *rows[1:]])
    with pytest.raises(TemplateError, match="there is no letter of a invitation to a candidate"):
        read_templates(rows[1:])


def test_people_on_the_lists_are_invited_once(planned: Application) -> None:
    with pytest.raises(Conflict, match="The event is draft; one cannot write invitations"):
        write_messages(planned, ME, SPRING, "invitation", "candidate", ["sms"])
    move(planned, "collecting", "pre_matched")
    made = write_messages(planned, ME, SPRING, "invitation", "candidate", ["letter", "sms"])
    assert made.to > 0
    assert made.written == 2 * made.to
    assert write_messages(planned, ME, SPRING, "invitation", "candidate", ["letter", "sms"]).written == 0
    assert write_messages(planned, ME, SPRING, "invitation", "candidate", ["wechat"]).written == made.to
    listed = list_messages(planned, ME, SPRING, limit=200).items
    assert {one.wording for one in listed} == {"c-invitation-2", "c-invitation-short-1"}
    assert all(one.postings and one.exported_at is None for one in listed)


def test_employers_are_invited_and_answer(planned: Application) -> None:
    move(planned, "collecting")
    assert write_messages(planned, ME, SPRING, "invitation", "employer", ["letter"]).written == 2
    first = list_messages(planned, ME, SPRING).items[0]
    assert (first.to, first.postings) == ("e_hall", ())
    made = record_reply(planned, ME, first.id, "no")
    assert [(one.posting, one.answer) for one in made.message.replies] == [(None, "no")]
    assert made.outcomes == 0


def test_there_are_no_times_before_a_timetable(planned: Application) -> None:
    move(planned, "collecting")
    with pytest.raises(BadInput, match="There is no timetable yet"):
        write_messages(planned, ME, SPRING, "reminder", "candidate", ["sms"])


def test_an_export_is_files_to_send_by_hand(published: Application, tmp_path: Path, clock: Clock) -> None:
    drafted = export_messages(published, ME, SPRING, tmp_path / "first")
    assert (drafted.fresh, drafted.without_contact) == (10, 5)
    write_messages(published, ME, SPRING, "reminder", "candidate", ["letter", "sms"])
    write_messages(published, ME, SPRING, "reminder", "employer", ["sms"])
    out = tmp_path / "消息"
    made = export_messages(published, ME, SPRING, out)
    assert (made.fresh, made.without_contact) == (8, 5)
    assert {path.name for path in out.iterdir()} == set(made.files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.iterdir())
    with (out / "春季专场_短信.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 6
    lin = next(row for row in rows if row[1] == MARKUP)
    where = "春季专场，2027年3月20日（星期六），洪山区文化馆（珞喻路 1 号）"
    times = "09:15 A1号展位（东厅，进门左边） 文字录入员；11:00 A2号展位 展厅讲解员"
    assert lin[3].startswith(f"{MARKUP}您好：{where}。您的面谈：{times}。签到码 ")
    letters = [path.read_text("utf-8") for path in sorted(out.glob("*.txt"))]
    assert len(letters) == 3
    assert all("签到码是" in text and "Your code is" in text for text in letters)
    again = export_messages(published, ME, SPRING, tmp_path / "again")
    assert (again.files, again.fresh) == ({}, 0)
    whole = export_messages(published, ME, SPRING, tmp_path / "again", again=True)
    assert (whole.fresh, set(whole.files)) == (0, set(made.files) | set(drafted.files))
    assert whole.files["春季专场_短信.csv"] == made.files["春季专场_短信.csv"] + drafted.files["春季专场_短信.csv"]
    sent = list_messages(published, ME, SPRING).items
    assert {one.exported_by for one in sent} == {"local"}


def test_an_exported_invitation_is_a_step_and_so_is_its_answer(published: Application, tmp_path: Path, clock: Clock) -> None:
    write_messages(published, ME, SPRING, "invitation", "candidate", ["sms"])
    message = next(one for one in list_messages(published, ME, SPRING).items if (one.to, one.kind) == (LIN, "invitation"))
    assert message.postings == (CLERK, HALL)
    assert steps(published, LIN, CLERK) == {}
    export_messages(published, ME, SPRING, tmp_path / "out")
    today = EVE.date()
    assert steps(published, LIN, CLERK) == steps(published, LIN, HALL) == {"invited": today}
    assert record_reply(published, ME, message.id, "no").outcomes == 2
    assert steps(published, LIN, CLERK) == {"invited": today, "declined": today}
    clock.now = EVE + timedelta(days=1)
    assert record_reply(published, ME, message.id, "yes", CLERK).outcomes == 1
    assert steps(published, LIN, CLERK) == {"invited": today, "interested": clock.now.date()}
    assert steps(published, LIN, HALL) == {"invited": today, "declined": today}
    with published.database.read(ME) as stores:
        assert [(one.was.step, one.became) for one in stores.outcomes.corrections(ME, LIN)] == [(Step.DECLINED, "withdrawn")]
    assert record_reply(published, ME, message.id, "yes", CLERK).outcomes == 0
    assert record_reply(published, ME, message.id, "no", CLERK).outcomes == 1
    assert set(steps(published, LIN, CLERK)) == {"invited", "interested", "declined"}


def test_a_reply_that_cannot_be_says_why(published: Application) -> None:
    write_messages(published, ME, SPRING, "invitation", "candidate", ["sms"])
    number = next(one.id for one in list_messages(published, ME, SPRING).items if one.kind == "invitation")
    with pytest.raises(NotFound):
        record_reply(published, ME, 999, "yes")
    with pytest.raises(BadInput, match="does not ask about posting p_none"):
        record_reply(published, ME, number, "yes", "p_none")
    with pytest.raises(BadInput, match="lies ahead"):
        record_reply(published, ME, number, "yes", on=date(2027, 3, 19))


def test_only_those_whose_times_changed_are_told(running: Application) -> None:
    assert write_messages(running, ME, SPRING, "change", "candidate", ["sms"]).to == 0
    tell(running, ME, SPRING, DayInput.model_validate({"act": "check_in", "candidate": ZHOU}), "k0")
    tell(running, ME, SPRING, DayInput.model_validate({"act": "no_show", "candidate": HE}), "k1")
    assert write_messages(running, ME, SPRING, "change", "candidate", ["sms"]).to == 0
    tell(running, ME, SPRING, DayInput.model_validate({"act": "employer_left", "booth": "A2"}), "k2")
    made = write_messages(running, ME, SPRING, "change", "candidate", ["sms", "wechat"])
    assert (made.to, made.written) == (1, 1)
    told = [(one.to, one.channel) for one in list_messages(running, ME, SPRING).items if one.kind == "change"]
    assert told == [(LIN, "sms"), ("e_hall", "sms"), (LIN, "wechat")]
    assert write_messages(running, ME, SPRING, "change", "employer", ["letter"]).to == 1
