"""The three journeys as people walk them: from the door on, everything found by its words; once by mouse, once by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts.names import plain_password
from api.actions.accounts import invite
from api.actions.organisations import found_city
from api.app import create_app
from api.schemas.accounts import InviteInput
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import NewAccount
from data.synthetic import generate_city, write_city
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Role
from tests.api.accounts.conftest import PASSWORD, open_office, peopled
from tests.api.browser.hands import Hand, Keyboard, Mouse
from tests.api.browser.serving import serving
from tests.api.browser.walks import Room, sign_in, walk_counselor, walk_employer, walk_organizer
from tests.api.conftest import CHEAP, NOW, open_copy
from tests.api.employer.conftest import RIVER, built_room

__all__ = ["built_room", "peopled"]

pytestmark = pytest.mark.browser

ROOM = Room(name="zhoujingli", posting="文字录入员", demand="文字信息获取", fair="春季专场")
Starter = Callable[..., Hand]
expect.set_options(timeout=20_000)


@pytest.fixture(params=[Mouse, Keyboard], ids=["by mouse", "by keyboard"])
def started(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Starter]:
    """`started(address)`: a hand at the first page of a site, in Chinese."""
    made = []

    def start(address: str) -> Hand:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, accept_downloads=True)
        made.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(address)
        hand: Hand = request.param(page)
        return hand

    yield start
    for context in made:
        context.close()


def test_employer_from_the_invitation_to_a_decision(started: Starter, built_room: Path, tmp_path: Path) -> None:
    """Choose a password, sign in, confirm a demand, read a list, invite one person, decline another with a reason, take it back."""
    app = open_copy(built_room, tmp_path / "room")
    asked = InviteInput(called="周经理", name="zhoujingli", role="employer", organisation=RIVER)
    link = invite(app, LOCAL_ADMINISTRATOR, asked)
    with serving(create_app(app)) as site:
        walk_employer(started(f"{site}{link.path}"), ROOM, PASSWORD)
    app.database.close()


def test_counselor_from_a_new_graduate_to_a_printed_plan(started: Starter, peopled: Path, tmp_path: Path) -> None:
    """Enter the person, assess every ability, write the wishes, note an aid, look at a post, settle the plan, print it."""
    office = open_office(peopled, tmp_path / "office")
    with serving(office.web) as site:
        hand = started(f"{site}/sign-in")
        sign_in(hand, "liqiang", PASSWORD)
        walk_counselor(hand)
    office.app.database.close()


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two spreadsheets of an invented city: twelve people, and the postings of three employers."""
    return write_city(generate_city(seed=3, candidates=12, employers=3, today=NOW.date()), tmp_path_factory.mktemp("sheets"))


def open_empty_office(home: Path) -> Application:
    """An installation with one organizer of the city and nothing else."""
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", **CHEAP)
    app = open_application(settings, lambda: NOW)
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        found_city(stores)
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_wang", "wangfang", "王芳", Role.ORGANIZER, "city"))
        stores.accounts.set_password(DOOR, "a_wang", app.passwords.hash(plain_password(PASSWORD)), action=None)
    return app


def test_organizer_from_two_spreadsheets_to_a_published_timetable(
    started: Starter, sheets: dict[str, Path], tmp_path: Path
) -> None:
    """Import both, plan a fair, vet employers, give them booths, match, take consents, confirm, allocate, publish."""
    app = open_empty_office(tmp_path / "office")
    with serving(create_app(app)) as site:
        hand = started(f"{site}/sign-in")
        sign_in(hand, "wangfang", PASSWORD)
        walk_organizer(hand, sheets["candidates"], sheets["postings"])
    app.database.close()
