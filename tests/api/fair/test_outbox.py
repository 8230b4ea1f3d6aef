"""Letters and messages: written once, exported, answered, and what the answers teach."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.fair_day import tell
from api.actions.outbox import export_messages, list_messages, record_reply, write_messages
from api.actions.sending import messages_to_send
from api.letters.contacts import Contact
from api.letters.templates import TemplateError, read_templates, templates
from api.schemas.interviews import DayInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Audience, Channel, Employer, MessageKind, Step
from tests.api.conftest import CLERK, HALL, HE, LIN, MARKUP, SPRING, ZHOU
from tests.api.fair.conftest import EVE, Clock, move

ME = LOCAL_ORGANIZER
MEDICAL_ZH = ("残疾", "病", "障碍", "诊断", "症", "聋", "盲")
MEDICAL_EN = ("disab", "disease", "diagnos", "patient", "disorder", "deaf", "blind", "impair")


def steps(app: Application, candidate: str, posting: str) -> dict[str, date | None]:
    with app.database.read(ME) as stores:
        return {one.step.value: one.on for one in stores.outcomes.list(ME, event=SPRING, candidate=candidate, posting=posting)}


def test_templates_are_plain_and_name_no_condition() -> None:
    lost = [key for key in templates() if key[2] in ("letter_lost", "short_lost")]
    assert len(templates()) == len(MessageKind) * len(Audience) * 2 + len(lost)
    assert sorted({kind for kind, _, _ in lost}) == ["change"]
    assert len(lost) == 4
    for template in templates().values():
        said = f"{template.text.zh}{template.text.en}".lower()
        assert [word for word in (*MEDICAL_ZH, *MEDICAL_EN) if word in said] == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"en": "Dear {name}, {salary}"}, "both languages ask for the same"),
        ({"zh": "{name}"}, "both languages ask for the same"),
        ({"form": "poster"}, "no form 'poster'"),
        ({"kind": "thanks"}, "use invitation, times, change, reminder, notice"),
        ({"version": "e-change-2"}, "there is another of this kind or version"),
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
    assert lin[3].startswith(f"{MARKUP}您好：{where}。您的面试：{times}。签到码 ")
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


def test_the_files_say_how_to_reach_everybody_who_has_a_contact(published: Application, tmp_path: Path) -> None:
    with published.database.begin(ME) as stores:
        for candidate, told in ((LIN, {"email": "lin@example.org"}), (HE, {"phone": "13900000001", "email": "he@example.org"})):
            (person,) = stores.candidates.iterate(ME, [candidate], with_person=True)
            fresh = person.model_copy(update={"person": person.person.model_copy(update=told)})
            stores.candidates.upsert_many(ME, [(fresh, None)])
        river = stores.employers.get(ME, "e_river")
        assert river is not None
        stores.employers.upsert_many(ME, [river.model_copy(update={"contact": "hr@example.org 027-87654321"})])
    for audience in ("candidate", "employer"):
        write_messages(published, ME, SPRING, "reminder", audience, ["sms"])
    reached = {one.to: one.contact for one in messages_to_send(published, ME, SPRING, limit=200).items}
    assert {name: reached[name] for name in (LIN, HE, "e_river")} == {
        LIN: "",
        HE: "13900000001",
        "e_river": "027-87654321",
    }
    made = export_messages(published, ME, SPRING, tmp_path)
    with (tmp_path / "春季专场_信函.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {"lin@example.org", "he@example.org", "hr@example.org 027-87654321"} <= {row[2] for row in csv.reader(file)}
    with (tmp_path / "春季专场_短信.csv").open(encoding="utf-8-sig", newline="") as file:
        column = [row[2] for row in csv.reader(file)][1:]
    assert set(column) == {"", "13900000001", "027-87654321"}
    assert made.without_contact == column.count("")


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
    told = [(one.to, one.channel, one.kind) for one in list_messages(running, ME, SPRING).items if one.to in (LIN, "e_hall")]
    assert told == [(LIN, "sms", "times"), ("e_hall", "sms", "change"), (LIN, "wechat", "times")]
    assert write_messages(running, ME, SPRING, "change", "employer", ["letter"]).to == 1


def test_a_text_message_goes_to_a_number_and_a_letter_to_an_address() -> None:
    reached = Contact("林一", phone="13800000000", mail="lin@example.org", note="只发短信")
    assert [reached.by(one) for one in Channel] == [
        {"letter": "lin@example.org", "sms": "13800000000", "wechat": "13800000000"}[one.value] for one in Channel
    ]
    by_mail = Contact("何三", mail="he@example.org", note="住址：珞喻路 1 号")
    assert (by_mail.by(Channel.SMS), by_mail.by(Channel.WECHAT), by_mail.by(Channel.LETTER)) == ("", "", "住址：珞喻路 1 号")
    told = {
        "王女士 027-87654321，hr@example.org": "027-87654321",
        "hr@example.org": "",
        "张经理13800000000": "13800000000",
        "代码 914201000000000000": "",
    }
    for contact, number in told.items():
        employer = Employer(id="e", name="江城科技", contact=contact)
        assert Contact.of_employer(employer).by(Channel.SMS) == number
