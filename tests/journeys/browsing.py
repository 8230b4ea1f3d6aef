"""A browser without script: it follows links, fills in forms as they are on the page, and presses buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

FROM_OWN_PAGE = {"sec-fetch-site": "same-origin"}
_TEXTS = ("", "text", "hidden", "password", "number", "search", "email")


@dataclass
class Form:
    """A form with what it would send, and its buttons by their words."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a page offers: its words, links and forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.heading: list[str] = []
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._named: dict[str, Form] = {}
        self._open: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._button: tuple[Form, dict[str, str], list[str]] | None = None
        self._select: tuple[Form, str] | None = None
        self._area: tuple[Form, str, list[str]] | None = None
        self._form: Form | None = None
        self.feed(text)
        self.close()

    @property
    def title(self) -> str:
        return "".join(self.heading).strip()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
            if "id" in given:
                self._named[given["id"]] = self._form
        elif tag == "a" and "href" in given:
            self._link = (given["href"], [])
        form = self._named.get(given["form"]) if "form" in given else self._form
        if form is None or ("name" not in given and tag not in ("button", "option")):
            return
        if tag == "input" and given.get("type", "text") in ("checkbox", "radio"):
            form.boxes[given["name"]] = given.get("value", "on")
            if "checked" in given:
                form.fields[given["name"]] = given.get("value", "on")
        elif tag == "input" and given.get("type", "") in _TEXTS:
            form.fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._select = (form, given["name"])
        elif tag == "option" and self._select is not None and ("selected" in given or self._select[1] not in form.fields):
            form.fields[self._select[1]] = given.get("value", "")
        elif tag == "textarea":
            self._area = (form, given["name"], [])
        elif tag == "button":
            self._button = (form, given, [])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "a" and self._link is not None:
            self.links.setdefault(" ".join("".join(self._link[1]).split()), self._link[0])
            self._link = None
        elif tag == "button" and self._button is not None:
            form, given, words = self._button
            form.buttons[" ".join("".join(words).split())] = given
            self._button = None
        elif tag == "textarea" and self._area is not None:
            self._area[0].fields[self._area[1]] = "".join(self._area[2])
            self._area = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "h1" in self._open:
            self.heading.append(data)
        for open_now in (self._link, self._button, self._area):
            if open_now is not None:
                open_now[-1].append(data)  # type: ignore[union-attr]


class Visit:
    """Somebody at a browser, in one language."""

    def __init__(self, client: TestClient, language: str = "zh") -> None:
        self.client = client
        self._headers = {"accept-language": language}
        self.page = Page("")
        self.status = 0
        self.at = ""

    def open(self, address: str) -> Page:
        return self._show(self.client.get(address, headers=self._headers))

    def follow(self, words: str) -> Page:
        """Open the link with these words."""
        return self.open(self.page.links[words])

    def press(self, words: str, **typed: str) -> Page:
        """Press the button with these words, after typing into fields of its form; a dot in a name is written as two underscores.

        A box is ticked by typing its value, and left out by typing None.
        """
        for form in self.page.forms:
            if words not in form.buttons:
                continue
            button = form.buttons[words]
            sent = {**form.fields, **{name.replace("__", "."): value for name, value in typed.items()}}
            unknown = {name.replace("__", ".") for name in typed} - form.fields.keys() - form.boxes.keys()
            assert not unknown, f"the form has no field {sorted(unknown)}"
            if "name" in button:
                sent[button["name"]] = button.get("value", "")
            action = button.get("formaction", form.action)
            if form.method == "get":
                return self._show(self.client.get(action.partition("#")[0], params=sent, headers=self._headers))
            headers = {**self._headers, **FROM_OWN_PAGE, "content-type": "application/x-www-form-urlencoded"}
            return self._show(self.client.post(action.partition("#")[0], content=urlencode(sent), headers=headers))
        raise AssertionError(f"no button “{words}”; there are {[list(form.buttons) for form in self.page.forms]}")

    def tick(self, words: str, prefix: str) -> Page:
        """Tick every box of the form with this button whose name begins so, and press it."""
        form = next(form for form in self.page.forms if words in form.buttons)
        boxes = {name.replace(".", "__"): value for name, value in form.boxes.items() if name.startswith(prefix)}
        return self.press(words, **boxes)

    def send(self, form: Form) -> Any:
        """The answer to a form as it is, for one that gives a file."""
        return self.client.post(form.action.partition("#")[0], data=form.fields, headers={**self._headers, **FROM_OWN_PAGE})

    def _show(self, answer: Any) -> Page:
        self.status, self.at = answer.status_code, str(answer.url.path)
        self.page = Page(answer.text)
        return self.page
