"""The graduates' ledger: alerts, refusals, and who stays in it."""

from datetime import date

from matching.ledger import GraduateEntry, Member, Placement, graduate_lines
from matching.records import Service, ServiceKind

DAY = date(2024, 6, 30)
LI = Member("li", "420106", graduate=True)
OLD = Member("old", "420106", graduate=False)
WHOLE = GraduateEntry("li", school_told=True, plan_on=date(2024, 5, 1))
SERVED = Service(candidate="li", kind=ServiceKind.EMPLOYMENT, on=date(2024, 5, 2), by="a")


def test_a_graduate_without_an_entry_is_missing_everything() -> None:
    (line,) = graduate_lines([LI], {}, [], [], DAY)
    assert (line.missing, line.complete, line.served) == (("school", "plan", "service"), False, False)


def test_a_complete_file_with_a_service_raises_no_alert() -> None:
    (line,) = graduate_lines([LI], {"li": WHOLE}, [SERVED], [], DAY)
    assert (line.missing, line.complete, line.served) == ((), True, True)


def test_who_refused_is_not_served_and_raises_no_alert() -> None:
    entry = GraduateEntry("li", school_told=True, plan_on=date(2024, 5, 1), refused_on=date(2024, 5, 3))
    (line,) = graduate_lines([LI], {"li": entry}, [], [], DAY)
    assert (line.missing, line.refused, line.served) == ((), True, False)


def test_a_check_of_the_record_is_no_employment_service() -> None:
    checked = Service(candidate="li", kind=ServiceKind.VERIFICATION, on=date(2024, 5, 2), by="a")
    assert graduate_lines([LI], {"li": WHOLE}, [checked], [], DAY)[0].missing == ("service",)


def test_what_comes_after_the_day_is_not_there_yet() -> None:
    (line,) = graduate_lines([LI], {"li": WHOLE}, [SERVED], [], date(2024, 4, 30))
    assert line.missing == ("plan", "service")


def test_whoever_is_in_the_ledger_stays_until_there_is_work() -> None:
    entry = {"old": GraduateEntry("old", school_told=True)}
    assert [line.candidate for line in graduate_lines([OLD], entry, [], [], DAY)] == ["old"]
    assert graduate_lines([OLD], entry, [], [Placement("old", "p", date(2024, 6, 1))], DAY) == ()
    assert graduate_lines([OLD], {}, [], [], DAY) == ()
    (line,) = graduate_lines([LI], {}, [], [Placement("li", "p", date(2024, 6, 1))], DAY)
    assert line.employed
