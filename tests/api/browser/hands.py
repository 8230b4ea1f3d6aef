"""Two hands for one journey: a mouse, and a keyboard alone. Both find things as people do, by what they are and are called."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import FileChooser, Locator, Page, expect

_MOST_STOPS: Final = 400
_STOP: Final = """wanted => { const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const group = e.type === "radio" && wanted.type === "radio" && e.name === wanted.name && e.form === wanted.form;
  return {here: e === wanted, group, nowhere: e === document.body || e === document.documentElement,
          back: !!(e.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING), html: e.outerHTML.slice(0, 90),
          seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && s.outlineStyle === "solid"
                && parseFloat(s.outlineWidth) >= 2 && s.boxShadow !== "none"}; }"""


class Hand(ABC):
    """Somebody at a page. `page.goto` is for the first page alone; from there on everything is reached on the pages."""

    def __init__(self, page: Page, camera: Callable[[Page, str], None] | None = None) -> None:
        self.page = page
        self.steps = 0
        self._camera = camera

    def picture(self, name: str) -> None:
        """What a tutorial shows under this name; taken only where somebody brought a camera."""
        if self._camera is not None:
            self._camera(self.page, name)

    def link(self, words: str, within: Locator | None = None, *, exact: bool = True) -> None:
        """Follow the link with these words."""
        self._act(self._one("link", words, within, exact))

    def button(self, words: str, within: Locator | None = None, *, exact: bool = True) -> None:
        """Press the button with these words."""
        self._act(self._one("button", words, within, exact))

    def unfold(self, words: str, within: Locator | None = None) -> None:
        """Open what is folded under these words; what is open already stays so."""
        folded = (within or self.main).locator("summary").filter(has_text=words).first
        if folded.locator("xpath=..").get_attribute("open") is None:
            self._act(folded)

    def write(self, label: str, text: str, within: Locator | None = None, *, exact: bool = True) -> None:
        """Write into the field with this label, instead of what stands there."""
        self.steps += 1
        field = (within or self.main).get_by_label(label, exact=exact).first
        self._into(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def tick(self, label: str, within: Locator | None = None, *, exact: bool = False) -> None:
        """Tick a box, or take one of several choices."""
        self.steps += 1
        box = (within or self.main).get_by_label(label, exact=exact).first
        self._mark(box)
        expect(box).to_be_checked()

    def mark(self, box: Locator) -> None:
        """Tick this box."""
        self.steps += 1
        self._mark(box)
        expect(box).to_be_checked()

    def choose(self, label: str, option: str, within: Locator | None = None, *, exact: bool = True) -> None:
        """Choose an option of a list."""
        self.steps += 1
        select = (within or self.main).get_by_label(label, exact=exact).first
        self._option(select, option)
        assert select.evaluate("e => e.selectedOptions[0].label.trim()") == option

    def pick(self, select: Locator, number: int) -> None:
        """Choose the option of a list that begins with this number."""
        self.steps += 1
        words = [text.strip() for text in select.locator("option").all_inner_texts()]
        self._option(select, next(text for text in words if text.startswith(f"{number} ")))

    def download(self, words: str, within: Locator | None = None, *, button: bool = False) -> bytes:
        """The file behind the link with these words, or behind the button that begins with them."""
        self.steps += 1
        with self.page.expect_download() as waited:
            self._open(self._one("button" if button else "link", words, within or self.main, not button))
        return waited.value.path().read_bytes()

    def give(self, label: str, file: Path) -> None:
        """Choose a file."""
        self.steps += 1
        field = self.main.get_by_label(label, exact=True)
        with self.page.expect_file_chooser() as opened:
            self._open(field)
        chosen: FileChooser = opened.value
        chosen.set_files(file)

    @property
    def bar(self) -> Locator:
        """The places at the top."""
        return self.page.get_by_role("navigation", name="主要页面")

    @property
    def tabs(self) -> Locator:
        """The pages of one event, or of one person."""
        return self.page.locator("nav.event-nav")

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def entry(self, heading: str) -> Locator:
        """The entry of a list that is headed so."""
        return self.main.get_by_role("listitem").filter(has=self.page.get_by_role("heading", name=heading))

    def section(self, heading: str) -> Locator:
        """What stands under a heading."""
        return self.main.locator("section").filter(has=self.page.get_by_role("heading", name=heading))

    def sees(self, words: str) -> None:
        """The page says it."""
        expect(self.main).to_contain_text(words)

    def is_told(self, words: str) -> None:
        """A notice says it, as a screen reader would read it out."""
        expect(self.main.get_by_role("status").first).to_contain_text(words)

    def is_refused(self, words: str) -> None:
        """A summary at the top says why nothing was saved; its link leads to the field."""
        alert = self.main.get_by_role("alert")
        expect(alert).to_contain_text(words)

    def is_at(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def _one(self, role: Any, words: str, within: Locator | None, exact: bool) -> Locator:
        return (within or self.page).get_by_role(role, name=words, exact=exact).first

    def _act(self, thing: Locator) -> None:
        self.steps += 1
        self._open(thing)
        self.page.wait_for_load_state()

    @abstractmethod
    def _open(self, thing: Locator) -> None: ...

    @abstractmethod
    def _into(self, field: Locator) -> None: ...

    @abstractmethod
    def _mark(self, box: Locator) -> None: ...

    @abstractmethod
    def _option(self, select: Locator, option: str) -> None: ...


class Mouse(Hand):
    def _open(self, thing: Locator) -> None:
        thing.click()

    def _into(self, field: Locator) -> None:
        field.click()

    def _mark(self, box: Locator) -> None:
        box.click()

    def _option(self, select: Locator, option: str) -> None:
        select.click()
        self.page.keyboard.press("Escape")
        select.select_option(label=option)


class Keyboard(Hand):
    """Tab and Shift-Tab, Enter, Space, arrows, and typing. At every stop the focus has to be in sight."""

    def __init__(self, page: Page, camera: Callable[[Page, str], None] | None = None) -> None:
        super().__init__(page, camera)
        self.stops = 0

    def _open(self, thing: Locator) -> None:
        self._reach(thing)
        self.page.keyboard.press("Enter")

    def _into(self, field: Locator) -> None:
        self._reach(field)

    def _mark(self, box: Locator) -> None:
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def _option(self, select: Locator, option: str) -> None:
        """By the arrows, from the first option on."""
        self._reach(select)
        words = [text.strip() for text in select.locator("option").all_inner_texts()]
        self.page.keyboard.press("Home")
        for _ in range(words.index(option)):
            self.page.keyboard.press("ArrowDown")

    def _reach(self, wanted: Locator) -> None:
        """Go on with Tab, or back with Shift-Tab, until it has the focus; past the bar by the link that is there for it."""
        wanted.wait_for()
        # Words are there before the stylesheet is: what has no style yet shows no focus.
        self.page.wait_for_load_state()
        stop = wanted.evaluate(_STOP)
        if stop["nowhere"] and "#" not in self.page.url and wanted.evaluate("e => e.closest('main') !== null"):
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
            self.stops += 1
            stop = wanted.evaluate(_STOP)
        for _ in range(_MOST_STOPS):
            if stop["here"]:
                assert stop["seen"], stop
                return
            if stop["group"]:
                self.page.keyboard.press("ArrowUp" if stop["back"] else "ArrowDown")
            else:
                self.page.keyboard.press("Shift+Tab" if stop["back"] else "Tab")
            self.stops += 1
            stop = wanted.evaluate(_STOP)
            assert stop["seen"] or stop["nowhere"], stop
        raise AssertionError(f"the keyboard does not come to {wanted}; it ended at {stop}")
