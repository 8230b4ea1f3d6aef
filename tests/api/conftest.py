"""A small town and one server over it for the tests of the doors: named people, a few postings, three events, two matched."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts.cookies import PLAIN as COOKIE
from api.actions.sessions import open_session
from api.app import create_app
from api.cli.output import speak
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import NewAccount, Organisation, OrganisationKind
from matching.features import FEATURES
from matching.features.leaning import TEXT_ALONE
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS, Level
from matching.prematch import PrematchSettings, prematch
from matching.protocols import Float64
from matching.records import (
    LOCAL_ADMINISTRATOR,
    LOCAL_ORGANIZER,
    AbilityProfile,
    AccommodationStatus,
    Aid,
    Candidate,
    Course,
    Credential,
    CredentialKind,
    Demand,
    Employer,
    Event,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    PostingKind,
    Provenance,
    Resume,
    Role,
    Skill,
    SourceRef,
    Training,
    Wishes,
    Workplace,
)
from matching.shortlist import Versions
from tests.data.publishing import publish

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
SPRING = "spring-2027"
AUTUMN = "autumn-2027"
PLANNED = "planned"
LIN, ZHOU, HE, SONG = "c_lin", "c_zhou", "c_he", "c_song"
CLERK, HALL, CRAFT = "p_clerk", "p_hall", "p_craft"
MARKUP = "<b>林一</b>"
"""The name of one person as a careless spreadsheet holds it."""


HERE = "http://127.0.0.1"
LOOPBACK = ("127.0.0.1", 50_000)
FROM_OWN_PAGE = {"sec-fetch-site": "same-origin"}
CHEAP = {"hash_memory_kib": 8, "hash_rounds": 1, "rate": 1_000_000}
SignIn = Callable[..., TestClient]


@pytest.fixture
def in_english() -> Iterator[None]:
    """The lines of commands in English."""
    speak("en")
    yield
    speak("zh")


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in whose database there is nothing, opened by nobody: to make one costs more than most tests, to copy it does not."""
    home = tmp_path_factory.mktemp("empty")
    open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW).database.close()
    return home


@pytest.fixture(scope="session")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the town as it was made, opened by nobody."""
    home = tmp_path_factory.mktemp("built")
    build_world(home).database.close()
    return home


def open_copy(home: Path, to: Path, **settings: Any) -> Application:
    """An installation of its own with everything that `home` holds. Passwords are hashed cheaply."""
    shutil.copytree(home, to, dirs_exist_ok=True)
    url = f"sqlite:///{to / 'tongtu.db'}"
    return open_application(Settings(home=to, database_url=url, **CHEAP | settings), lambda: NOW)


@pytest.fixture(scope="session")
def town(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    return open_copy(built_town, tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def staffed(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The same town with accounts: nobody comes in without signing in. What is written here is not in `town`."""
    return open_copy(built_town, tmp_path_factory.mktemp("staffed"))


@pytest.fixture(scope="session")
def staffed_web(staffed: Application) -> FastAPI:
    return create_app(staffed)


@pytest.fixture(scope="session")
def signed_in(staffed: Application, staffed_web: FastAPI) -> SignIn:
    """`signed_in(role, organisation=None, district=None)`: a browser with a session of a role over `staffed`.

    The organisation of an employer is the employer's id; staff without one belong to the city. One account a combination.
    """

    def sign_in(role: Role, organisation: str | None = None, district: str | None = None) -> TestClient:
        account = a_member(staffed, role, organisation, district)
        signed = open_session(staffed, account, "test", "password")
        return TestClient(staffed_web, base_url=HERE, client=LOOPBACK, cookies={COOKIE: signed.token}, headers=FROM_OWN_PAGE)

    return sign_in


def a_member(app: Application, role: Role, organisation: str | None = None, district: str | None = None) -> str:
    """The id of an account of this role, made when first asked for."""
    account = "-".join(filter(None, ("a", role, organisation, district)))
    kind = OrganisationKind.EMPLOYER if role is Role.EMPLOYER else OrganisationKind.SCHOOL
    if organisation is None:
        kind = OrganisationKind.CITY
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation(organisation or "city", kind, "江城"))
        new = NewAccount(account, account, f"{role}", role, organisation or "city", district)
        stores.accounts.add(LOCAL_ADMINISTRATOR, new)
    return account


@pytest.fixture(scope="session")
def started(town: Application) -> Iterator[TestClient]:
    with TestClient(create_app(town), base_url=HERE, client=LOOPBACK) as made:
        yield made


@pytest.fixture
def client(started: TestClient) -> TestClient:
    """A visitor without cookies: a language that another test chose is not remembered."""
    started.cookies.clear()
    return started


class WeightedRanker:
    """Adds up the features that are there, each with the same weight."""

    version = "weighted-1"
    leaning = TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        return self.contributions(features).sum(axis=1)

    def contributions(self, features: Float64) -> Float64:
        return np.nan_to_num(features, nan=0.0) / len(FEATURES)


def build_world(home: Path) -> Application:
    """An installation in `home` with everything in it."""
    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)
    people, posts = _people(), _postings()
    small = [post for post in posts if not post.id.startswith("p_more")]
    events = [
        Event(id=SPRING, name="春季专场", on=date(2027, 3, 20), postings=tuple(post.id for post in small)),
        Event(id=AUTUMN, name="秋季专场"),
        Event(id=PLANNED, name="筹备中的专场"),
    ]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(person, None) for person in people])
        stores.employers.upsert_many(
            LOCAL_ORGANIZER, [Employer(id="e_river", name="江城文印社"), Employer(id="e_hall", name="滨江展厅")]
        )
        stores.postings.upsert_many(LOCAL_ORGANIZER, posts)
        stores.events.upsert_many(LOCAL_ORGANIZER, events)
        stores.courses.upsert_many(LOCAL_ORGANIZER, _courses())
        publish(stores, LOCAL_ORGANIZER, "trainings", [Training(candidate=ZHOU, course="k_typing", state="registered")])
    _match(app, SPRING, people, small)
    _match(app, AUTUMN, people, posts)
    return app


def _match(app: Application, event: str, people: list[Candidate], posts: list[Posting]) -> None:
    versions = Versions(
        software="test", knowledge="test", encoder="test", ranker="weighted-1", candidates="test", postings="test", settings="test"
    )
    found = prematch(event, people, posts, app.encoder, WeightedRanker(), versions, PrematchSettings(today=NOW.date(), keep=5))
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.runs.save(LOCAL_ORGANIZER, found, NOW)


def _people() -> list[Candidate]:
    return [
        _person(LIN, MARKUP, {"text_access": 1, "hearing_phone": 1}, aids=("screen_reader",), skills=("screen_reader",)),
        _person(ZHOU, "周二", {"level_mobility": 2, "stairs": 0, "standing": 1, "toilet_self_care": 2}),
        _person(HE, "何三", {"hearing_speech": 0, "hearing_phone": 0, "speaking": 1}),
        _person(SONG, "宋四", {"standing": 0, "stairs": 0, "level_mobility": 1, "hearing_speech": 0, "speaking": 0, "gripping": 1}),
        *(_person(f"c_more_{number}", f"张{number}", {}) for number in range(4)),
    ]


def _person(name: str, called: str, less: dict[str, Level], aids: tuple[str, ...] = (), skills: tuple[str, ...] = ()) -> Candidate:
    return Candidate(
        id=name,
        person=Person(name=called, birth=date(1990, 5, 1), sex="female"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        profile=AbilityProfile.of(less, unlisted=4),
        aids=tuple(Aid(name=aid) for aid in aids),
        access_skills=frozenset(skills),
        resume=Resume(
            skills=(Skill(name="文字录入"), Skill(name="整理档案")), experience="在社区做过三年档案整理", experience_years=3
        ),
        wishes=Wishes(occupations=("文员",), text="想做文字录入一类的工作", pay_min=3_000),
    )


def _courses() -> list[Course]:
    typing = Course(
        id="k_typing",
        name="打字与文员班",
        provider="江城示例学校",
        place=Place(city="武汉", district="420106"),
        starts_on=date(2027, 4, 1),
        ends_on=date(2027, 5, 20),
        register_by=date(2027, 3, 28),
        seats=2,
        cost=1_200,
        subsidy="full",
        raises={"keyboard_input": 3},
        teaches=("screen_reader", "文字录入"),
        needs={"reading": 2},
        arrangements=frozenset({"screen_reader", "ramp"}),
        conditions="<b>年满</b> 16 周岁",
    )
    return [typing, *(Course(id=f"k_more_{number:02}", name=f"编织班 {number}", provider="江城示例中心") for number in range(26))]


def _postings() -> list[Posting]:
    return [
        _posting(
            CLERK, "文字录入员", {"text_access": 3, "keyboard_input": 3, "hearing_phone": 1}, statuses={"screen_reader": "in_place"}
        ),
        _posting(
            HALL,
            "展厅讲解员",
            {"speaking": 4, "hearing_speech": 4, "standing": 4, "stairs": 4},
            employer="e_hall",
            kind=None,
            text="展厅讲解员，双休，有培训。限肢体残疾，四级优先；<i>形象好</i>",
        ),
        _posting(CRAFT, "手工编织", {"gripping": 2}, workplace=Workplace(floor=3), known=False),
        *(_posting(f"p_more_{number:02}", f"包装工 {number}", {"gripping": 2}) for number in range(52)),
    ]


def _posting(
    name: str,
    title: str,
    demands: dict[str, Level],
    employer: str = "e_river",
    kind: PostingKind | None = PostingKind.PRIVATE_TARGETED,
    statuses: dict[str, str] | None = None,
    workplace: Workplace | None = None,
    known: bool = True,
    text: str | None = None,
) -> Posting:
    asked: dict[str, Level] = {row.name: 0 for row in CATALOGUE.dimensions} | demands if known else dict(demands)
    place = workplace or Workplace(
        remote=False,
        floor=1,
        entrance_steps=0,
        toilet="accessible",
        commute=1,
        facts=dict.fromkeys(FACTS, True),
        statuses={key: AccommodationStatus(value) for key, value in (statuses or {}).items()},
    )
    return Posting(
        id=name,
        employer=employer,
        kind=kind,
        title=title,
        text=f"{title}，双休，有培训" if text is None else text,
        source=SourceRef(name="test"),
        pay=Pay(minimum=4_000, maximum=5_000, unit=PayUnit.MONTH),
        place=Place(city="武汉", district="420111"),
        demands=tuple(Demand(dimension=key, level=level, provenance=Provenance.STATED) for key, level in asked.items()),
        workplace=place,
    )
