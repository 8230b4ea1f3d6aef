"""A small invented city with every kind of record, worked through by hand in the tests."""

from datetime import date

from matching.ledger import Books, GraduateEntry, Member, Tally, TallyKind, placements_of
from matching.ledger.offers import offers_of
from matching.ledger.workshops import Dispatch, Workshop
from matching.quota import Body
from matching.records import (
    Employer,
    EmployerKind,
    Event,
    EventKind,
    Outcome,
    Place,
    Posting,
    PostingKind,
    Service,
    ServiceKind,
    SourceRef,
    Step,
    Training,
)

WUCHANG, QINGSHAN = "420106", "420107"
YEAR_END = date(2024, 12, 31)


def hired(candidate: str, posting: str, on: date | None, step: Step = Step.HIRED) -> Outcome:
    return Outcome(candidate=candidate, posting=posting, step=step, on=on)


def post(name: str, kind: PostingKind | None, headcount: int | None = 1, on: date | None = date(2024, 1, 5)) -> Posting:
    return Posting(
        id=name,
        employer="e1",
        kind=kind,
        title=name,
        source=SourceRef(name="test"),
        headcount=headcount,
        published_on=on,
        place=Place(district=WUCHANG),
    )


MEMBERS = (
    Member("chen", WUCHANG, unemployed=True, working_age=True, wants_work=True, household="h1"),
    Member("lin", WUCHANG, unemployed=True, working_age=True, wants_work=None, household="h1"),
    Member("wang", QINGSHAN, unemployed=True, working_age=None, wants_work=True),
    Member("zhao", QINGSHAN, unemployed=False, working_age=True, wants_work=True, household="h2"),
    Member("sun", None, unemployed=True, working_age=True, wants_work=False, graduate=True, household="h3"),
    Member("li", WUCHANG, unemployed=True, working_age=True, wants_work=True, graduate=True),
    Member("qian", WUCHANG, unemployed=True, working_age=True, wants_work=True, graduate=None),
)
POSTINGS = (
    post("shop", PostingKind.PRIVATE_TARGETED, 5),
    post("parcel", PostingKind.COURIER, None),
    post("office", PostingKind.GOVERNMENT, 2, date(2023, 12, 31)),
    post("untold", None, 1, None),
)
OUTCOMES = (
    hired("chen", "shop", date(2024, 2, 10)),
    hired("chen", "parcel", date(2024, 11, 1)),
    hired("lin", "parcel", date(2023, 12, 31)),
    hired("zhao", "shop", None),
    hired("sun", "office", date(2024, 6, 1)),
    hired("li", "gone", date(2024, 6, 30)),
    hired("chen", "shop", date(2024, 5, 20), Step.RETAINED_3),
    hired("chen", "shop", date(2024, 7, 1), Step.LEFT),
    hired("sun", "office", date(2024, 9, 15), Step.LEFT),
    Outcome(candidate="lin", posting="shop", step=Step.HIRED, on=date(2024, 3, 1), origin="synthetic"),
)
SERVICES = (
    Service(candidate="chen", kind=ServiceKind.VERIFICATION, on=date(2024, 1, 2), by="a"),
    Service(candidate="lin", kind=ServiceKind.VERIFICATION, on=date(2025, 1, 2), by="a"),
    Service(candidate="chen", kind=ServiceKind.NEEDS, on=date(2024, 1, 2), by="a"),
    Service(candidate="sun", kind=ServiceKind.EMPLOYMENT, on=date(2024, 5, 1), by="a"),
)
TRAININGS = (
    Training(candidate="chen", course="k1", state="completed", on=date(2024, 4, 1)),
    Training(candidate="chen", course="k2", state="completed", on=date(2024, 8, 1)),
    Training(candidate="lin", course="k1", state="completed", on=None),
    Training(candidate="wang", course="k1", state="dropped", on=date(2024, 4, 1)),
)


def _body(name: str, establishment: int, people: int | None) -> Body:
    return Body(Employer(id=name, name=name, kind=EmployerKind.GOVERNMENT, establishment=establishment, district=WUCHANG), people)


EVENTS = (
    Event(
        id="v1",
        name="春",
        kind=EventKind.TARGETED_FAIR,
        on=date(2024, 3, 20),
        district=WUCHANG,
        postings=("shop", "parcel", "gone"),
    ),
    Event(id="v2", name="秋", kind=EventKind.AUTUMN_MONTH, on=date(2024, 10, 20)),
    Event(id="v3", name="停", kind=EventKind.TARGETED_FAIR, on=date(2024, 5, 20), district=WUCHANG, postings=("untold",)),
    Event(id="v4", name="无", kind=EventKind.TARGETED_FAIR),
    Event(id="v5", name="早", kind=EventKind.TARGETED_FAIR, on=date(2023, 3, 20), district=WUCHANG, postings=("office",)),
)
BOOKS = Books(
    members=MEMBERS,
    placements=placements_of(OUTCOMES, {one.id: one for one in POSTINGS}, {one.candidate: one for one in MEMBERS}),
    outcomes=OUTCOMES,
    postings=POSTINGS,
    services=SERVICES,
    trainings=TRAININGS,
    graduates=(
        GraduateEntry("sun", school_told=True, plan_on=date(2024, 5, 1)),
        GraduateEntry("li", school_told=True, refused_on=date(2024, 5, 1)),
    ),
    events=EVENTS,
    cancelled=frozenset({"v3"}),
    offers=offers_of(EVENTS, {"v3"}, POSTINGS, OUTCOMES),
    bodies=(_body("甲", 50, 0), _body("乙", 200, 1), _body("丙", 49, 0), _body("丁", 100, None)),
    federations=(
        Body(Employer(id="f", name="市残联", kind=EmployerKind.GOVERNMENT), cadres=20, cadres_with_disability=3),
        Body(Employer(id="g", name="区残联", kind=EmployerKind.GOVERNMENT)),
    ),
    workshops=(Workshop("s1", 10, 6, WUCHANG), Workshop("s2", 5, None, QINGSHAN)),
    dispatches=(Dispatch("b1", "s1", 40, date(2024, 3, 1), WUCHANG), Dispatch("b2", "s1", 9, date(2025, 3, 1), WUCHANG)),
    tallies=(
        Tally("p1", TallyKind.PROJECT, date(2024, 2, 2), WUCHANG),
        Tally("p2", TallyKind.PROJECT, None, WUCHANG),
        Tally("p3", TallyKind.PROJECT, date(2023, 2, 2), WUCHANG),
        Tally("t1", TallyKind.POOL, date(2024, 2, 2)),
    ),
)
