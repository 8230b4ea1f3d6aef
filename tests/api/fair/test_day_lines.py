"""The entries of the day as a command says them: by name and title, and by id only where two are called the same."""

from datetime import timedelta

from api.actions.fair_day import tell
from api.cli.fair_lines import entry_lines, names_told
from api.schemas.interviews import DayInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Person
from tests.api.conftest import HE, SPRING, ZHOU
from tests.api.fair.conftest import NINE, Clock


def lines(app: Application, act: str, **fields: object) -> list[str]:
    made = tell(app, ME, SPRING, DayInput.model_validate({"act": act, **fields}), f"{act}-{fields}")
    return list(entry_lines(made, names_told(app, ME, [made])))


def test_an_entry_is_told_in_names(running: Application, clock: Clock) -> None:
    assert lines(running, "support_gone", support="sign_interpreter", unit=0, slots=5) == [
        "#1  09:00  支持人员离开    local",
        "   #1  09:00 → 10:45  何三  文字录入员  A1  已安排  所需支持那时不在",
    ]
    clock.now = NINE + timedelta(minutes=20)
    assert lines(running, "booth_lost", booth="A1", to="A2") == [
        "#2  09:20  展位不能用  A1 → A2  local",
        "   2 场面试改到 A2 号展位；要告诉：何三、周二、江城文印社（短信已写好，见 tongtu outbox）",
        "   #1  10:45  何三  文字录入员  A1  已安排  改到 A2 号展位",
        "   #3  10:00  周二  手工编织  A1  已安排  改到 A2 号展位",
    ]
    assert lines(running, "held", interview=3)[0] == "#3  09:20  面试已进行  周二  local"


def test_people_who_are_called_the_same_are_told_apart(running: Application) -> None:
    with running.database.begin(ME) as stores:
        (he,) = stores.candidates.iterate(ME, [HE], with_person=True)
        stores.candidates.upsert_many(ME, [(he.model_copy(update={"person": Person(name="周二")}), None)])
    assert lines(running, "no_show", candidate=ZHOU) == [
        f"#1  09:00  没有来  周二（{ZHOU}）  local",
        f"   #3  10:00  周二（{ZHOU}）  手工编织  A1  没有来  本人没有来",
    ]
