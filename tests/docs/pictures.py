"""Takes the pictures of the tutorials, in both languages: `python -m tests.docs.pictures`.

It makes the synthetic cities that the tutorials make, walks the three walks of `tests/api/browser/walks.py` on them with a real
Chromium, and writes docs/pictures. No real person is in them.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.accounts.names import plain_password
from api.actions.accounts import invite
from api.actions.fairs import move_event
from api.actions.generating import generate_files
from api.actions.organisations import found_city
from api.app import create_app
from api.cli.demo_fair import EVENT, NAME
from api.cli.demo_run import run_demo
from api.schemas.accounts import InviteInput
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import NewAccount
from matching.records import DOOR, LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role
from tests.api.browser.conftest import ARGUMENTS, CHROMIUM
from tests.api.browser.hands import Mouse
from tests.api.browser.serving import serving
from tests.api.browser.walks import Room, sign_in, walk_counselor, walk_employer, walk_organizer
from tests.docs.images import palette_png, pixels_of

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH, HEIGHT = 1_120, 800
EMPLOYER: Final = "江城示范汀聚托养服务中心"
ROOM: Final = Room(name="zhoujingli", posting="手工编织员", demand="文字信息获取", fair=NAME, change="灯光警报")
PASSWORD: Final = "江边的风吹过三座旧桥又回来"


class Camera:
    """Takes a picture of a page, and of the same address in English."""

    def __init__(self, browser: Browser, folder: Path, skip: bool) -> None:
        self._english = browser.new_context(locale="en-GB", viewport={"width": WIDTH, "height": HEIGHT})
        self._blank = browser.new_context().new_page()
        self._folder, self._skip = folder, skip

    def __call__(self, page: Page, name: str) -> None:
        if self._skip:
            return
        self._keep(page, f"{name}.zh.png")
        self._english.clear_cookies()
        self._english.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        other = self._english.new_page()
        other.goto(page.url)
        other.evaluate("y => scrollTo(0, y)", page.evaluate("scrollY"))
        self._keep(other, f"{name}.png")
        other.close()

    def _keep(self, page: Page, name: str) -> None:
        page.wait_for_load_state()
        file = self._folder / name
        file.write_bytes(palette_png(pixels_of(self._blank, page.screenshot(animations="disabled", caret="hide"))))
        print(f"{file.name}  {file.stat().st_size / 1000:.0f} kB")


@contextmanager
def open_home(home: Path) -> Iterator[Application]:
    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"))
    yield app
    app.database.close()


def hand_at(browser: Browser, address: str, camera: Camera) -> Mouse:
    context = browser.new_context(locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT}, accept_downloads=True)
    page = context.new_page()
    page.goto(address)
    return Mouse(page, camera)


def organizer(browser: Browser, camera: Camera, folder: Path, _: Path | None) -> None:
    made = generate_files(folder / "city", 60, 3, 3)
    with open_home(folder / "home") as app, serving(create_app(app)) as site:
        files = {name: Path(path) for name, path in made["files"].items()}
        walk_organizer(hand_at(browser, site, camera), files["candidates"], files["postings"])


def employer_and_counselor(browser: Browser, camera: Camera, folder: Path, made: Path | None) -> None:
    if made is None:
        run_demo(folder, 600, 60, 7, True).database.close()
    else:
        copytree(made, folder)
    with open_home(folder / "home") as app:
        move_event(app, LOCAL_ORGANIZER, EVENT, "confirmed", "tutorial", named="王芳")
        with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
            found_city(stores)
            stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_li", "liqiang", "李强", Role.COUNSELOR, "city"))
            stores.accounts.set_password(DOOR, "a_li", app.passwords.hash(plain_password(PASSWORD)), action=None)
            found = stores.employers.search(LOCAL_ORGANIZER, EMPLOYER)
        asked = InviteInput(called="周经理", name=ROOM.name, role="employer", organisation=found[0].id)
        link = invite(app, LOCAL_ADMINISTRATOR, asked)
        with serving(create_app(app)) as site:
            walk_employer(hand_at(browser, f"{site}{link.path}", camera), ROOM, PASSWORD)
            hand = hand_at(browser, f"{site}/sign-in", camera)
            sign_in(hand, "liqiang", PASSWORD)
            walk_counselor(hand)


WALKS: Final[dict[str, Callable[[Browser, Camera, Path, Path | None], None]]] = {
    "organizer": organizer,
    "others": employer_and_counselor,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.docs.pictures", description=__doc__)
    parser.add_argument("walk", nargs="*", choices=[*WALKS, []], help="which walks; default: all")
    parser.add_argument("--only-walk", action="store_true", help="walk without taking pictures")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--demo", type=Path, help="a folder that `tongtu demo --folder` made; it is copied, not changed")
    given = parser.parse_args()
    expect.set_options(timeout=30_000)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for name in given.walk or WALKS:
            WALKS[name](chromium, Camera(chromium, given.folder, given.only_walk), Path(scratch) / name, given.demo)
        chromium.close()


if __name__ == "__main__":
    main()
