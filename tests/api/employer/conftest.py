"""A room for 江城文印社: twelve people with a telling value in every field that an employer must never read, at every stage."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.cookies import PLAIN as COOKIE
from api.actions.fairs import move_event, plan_event
from api.actions.interviews import save_timetable
from api.actions.invited import invite_employers, vet_employer
from api.actions.reviews import clear_review
from api.actions.sessions import open_session
from api.wiring import Application
from data.stores import Consent, Explained, Publication, Scope
from matching.knowledge import CATALOGUE
from matching.prematch import PrematchSettings, prematch
from matching.records import (
    LOCAL_ORGANIZER,
    Aid,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Household,
    Interview,
    Licence,
    Outcome,
    Person,
    Place,
    Refusal,
    Refusals,
    Resume,
    Role,
    Skill,
    Step,
    SupportKind,
    Viewer,
    Visitor,
    Wishes,
)
from matching.shortlist import Versions
from tests.api.conftest import (
    CLERK,
    CRAFT,
    FROM_OWN_PAGE,
    HE,
    HERE,
    LIN,
    LOOPBACK,
    NOW,
    SONG,
    SPRING,
    ZHOU,
    WeightedRanker,
    a_member,
    build_world,
    open_copy,
)
from tests.api.fair.conftest import PLAN
from tests.api.web import Web

RIVER = "e_river"
ME = Viewer(account="river", role=Role.EMPLOYER, organisation=RIVER)
NAMED, HIRED, PLAIN, AGAINST = (f"c_more_{number}" for number in range(4))
CROWD = tuple(f"c_crowd_{number}" for number in range(4))
LISTED = (LIN, ZHOU, HE, NAMED, HIRED, PLAIN, *CROWD)
"""Who agreed to be listed; He is on the list of the craft alone, after the question was settled by name. Song agreed to be named,
which is nothing without a listing; one rules the employer out."""
STATED = frozenset({"extra_training"})
TELLING = {
    "name": "欧阳独一",
    "phone": "13987654321",
    "email": "telling@example.org",
    "note": "重度失聪请发短信",
    "guardian": "欧阳监护",
    "residence": "户口在钟祥",
    "external": "残联编号ZX-7788",
    "household": "h_telling",
    "street": "民族大道九十九号",
    "number": "42010619900501{:03}X",
    "diagnosis": "脑瘫后遗症",
    "wish": "最怕上夜班",
    "licence": "medical_massage",
    "credential": "肢体残疾鉴定书",
    "access": "盲文校对",
    "birth": "1990-05-01",
}
"""What could leak, each in its own field of every file."""


def telling(one: Candidate, turn: int) -> tuple[Candidate, CertificateDetails]:
    """The file with a telling value in each forbidden field; what the listing stage allows stays."""
    changes = {
        "external_id": f"{TELLING['external']}-{turn}",
        "person": Person(
            name=f"{TELLING['name']}{turn}",
            phone=TELLING["phone"],
            email=TELLING["email"],
            contact_note=TELLING["note"],
            birth=date(1990, 5, 1),
            sex="female",
            retirement_track="w55",
            guardian=TELLING["guardian"],
            registered_residence=TELLING["residence"],
        ),
        "credential": Credential(kind=CredentialKind.VETERAN, valid_until=date(2031, 7, 7)),
        "household": Household(id=TELLING["household"], zero_employment=True, poverty_watch=True),
        "home": Place(city="武汉", district="420111", address=TELLING["street"], text=TELLING["street"]),
        "resume": Resume(
            skills=(*one.resume.skills, Skill(name=TELLING["access"]), Skill(name="手语翻译")),
            certificates=(TELLING["credential"], "会计证"),
            licences=(Licence(name=TELLING["licence"]),),
            education=one.resume.education,
            experience=f"{TELLING['diagnosis']}，在社区做过三年档案整理，用读屏软件",
            experience_years=3,
        ),
        "wishes": Wishes(occupations=("文员",), text=TELLING["wish"], pay_min=3_000, minutes_max=47),
        "aids": (*one.aids, Aid(name="assistive_listening")),
        "access_skills": one.access_skills | {"csl"},
        "refusals": Refusals(
            employers=frozenset({RIVER}) if one.id == AGAINST else frozenset(),
            accommodations=frozenset({"job_coach"}),
            conditions=frozenset({Refusal.NIGHT, Refusal.LIVE_VIDEO}),
        ),
    }
    details = {"candidate": one.id, "number": TELLING["number"].format(turn), "category": 1 + turn % 6, "grade": 1 + turn % 4}
    return one.model_copy(update=changes), CertificateDetails.model_validate(details)


def agree(app: Application, name: str, scope: Scope, event: str | None = SPRING, **changes: object) -> int:
    """Records a consent that names the employer, and gives its number."""
    plain = {
        "candidate": name,
        "scope": scope,
        "event": event,
        "employers": frozenset({RIVER}),
        "wording": "w-1",
        "explained": Explained.SIGNED,
        "given_on": date(2027, 3, 1),
    }
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        return stores.consents.save(LOCAL_ORGANIZER, Consent.model_validate(plain | changes))


def withdraw(app: Application, number: int) -> None:
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        assert stores.consents.withdraw(LOCAL_ORGANIZER, number)


def _tell(app: Application) -> None:
    """Twelve people, matched anew: their files hold what may never leave."""
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
        one = next(person for person in people if person.id == PLAIN)
        people += [one.model_copy(update={"id": name}) for name in CROWD]
        told = [telling(one, turn) for turn, one in enumerate(people)]
        saved = stores.candidates.upsert_many(LOCAL_ORGANIZER, told)
        assert (saved.updated, saved.inserted, saved.refused) == (8, 4, ())
        event = stores.events.get(LOCAL_ORGANIZER, SPRING)
        assert event is not None
        posts = list(stores.postings.iterate(LOCAL_ORGANIZER, event.postings))
    versions = Versions.model_validate(dict.fromkeys(Versions.model_fields, "test"))
    settings = PrematchSettings(today=NOW.date(), keep=15)
    found = prematch(SPRING, [one for one, _ in told], posts, app.encoder, WeightedRanker(), versions, settings)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.runs.save(LOCAL_ORGANIZER, found, NOW)


def _hire(app: Application) -> None:
    steps = (Step.INTERVIEWED, Step.OFFERED)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.outcomes.save_many(
            LOCAL_ORGANIZER,
            [Outcome(candidate=HIRED, posting=CLERK, event=SPRING, step=step, on=date(2027, 3, 17)) for step in steps],
        )
        stores.hires.hand(LOCAL_ORGANIZER, HIRED, CLERK, date(2027, 3, 18))


@pytest.fixture(scope="session")
def built_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spring fair on its eve: lists confirmed by name, timetable out."""
    home = tmp_path_factory.mktemp("room")
    app = build_world(home)
    _tell(app)
    plan_event(app, LOCAL_ORGANIZER, SPRING, PLAN, "plan")
    invite_employers(app, LOCAL_ORGANIZER, SPRING, [RIVER, "e_hall"])
    for employer in (RIVER, "e_hall"):
        vet_employer(app, LOCAL_ORGANIZER, SPRING, employer, True, "营业执照看过原件")
    for state in ("collecting", "pre_matched", "confirmed"):
        move_event(app, LOCAL_ORGANIZER, SPRING, state, f"move-{state}", named="王芳")
    with app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, SPRING)
    assert run is not None
    people = (Visitor(candidate=LIN, pace=1.5), Visitor(candidate=ZHOU, takes=2, rest=1), Visitor(candidate=NAMED))
    interviews = (
        Interview(candidate=LIN, posting=CLERK, booth="A1", start=0, units={SupportKind.SIGN_INTERPRETER: 0}, value=0.5),
        Interview(candidate=ZHOU, posting=CRAFT, booth="A1", start=1, value=0.4),
        Interview(candidate=NAMED, posting=CLERK, booth="A1", start=4, value=0.3),
    )
    save_timetable(app, LOCAL_ORGANIZER, SPRING, Publication(run.id, people, interviews), "timetable")
    move_event(app, LOCAL_ORGANIZER, SPRING, "published", "move-published")
    for name in (*LISTED, AGAINST):
        agree(app, name, Scope.LISTING)
    agree(app, NAMED, Scope.IDENTITY, stated=STATED)
    agree(app, HIRED, Scope.IDENTITY, event=None)
    agree(app, SONG, Scope.IDENTITY)
    clear_review(app, LOCAL_ORGANIZER, SPRING, CRAFT, HE, "王芳", "打过电话，文字沟通", "clear")
    _hire(app)
    a_member(app, Role.EMPLOYER, RIVER)
    a_member(app, Role.EMPLOYER, "e_hall")
    app.database.close()
    return home


@pytest.fixture
def room(built_room: Path, tmp_path: Path) -> Application:
    """A copy to write in."""
    return open_copy(built_room, tmp_path / "home")


@pytest.fixture(scope="session")
def seen_room(built_room: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """A copy to look at."""
    return open_copy(built_room, tmp_path_factory.mktemp("seen"))


def browser_of(app: Application, role: Role = Role.EMPLOYER, organisation: str | None = RIVER) -> TestClient:
    """A browser with a session of an account."""
    signed = open_session(app, a_member(app, role, organisation), "test", "password")
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK, cookies={COOKIE: signed.token}, headers=FROM_OWN_PAGE)


@pytest.fixture
def me(room: Application) -> Iterator[TestClient]:
    with browser_of(room) as made:
        yield made


@pytest.fixture(scope="session")
def seen(seen_room: Application) -> Iterator[TestClient]:
    with browser_of(seen_room) as made:
        yield made


@pytest.fixture
def key() -> Callable[[], dict[str, str]]:
    """Headers of a write, each with a key of its own."""
    turn = iter(range(1_000))
    return lambda: {"Idempotency-Key": f"k{next(turn)}"}


ARRANGEMENTS = frozenset(name for row in CATALOGUE.accommodations for name in (row.zh, row.en))
