"""The pages: whole, small, in one language, safe with careless names, and helpful when there is nothing to show."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.pages.rendering import bars, environment, href, said
from api.pages.shortlists import most_asked
from api.pages.words import event_kind, posting_kind
from api.routes.examples import REVIEW
from api.settings import Settings
from api.wiring import open_application
from matching.knowledge.catalogue import Text
from matching.records import EventKind
from tests.api.web import Web

SPRING = "/events/spring-2027"
PAGES = {
    "/": 200,
    SPRING: 200,
    "/events/autumn-2027": 200,
    "/events/planned": 200,
    f"{SPRING}/postings/p_clerk": 200,
    f"{SPRING}/postings/p_craft": 200,
    f"{SPRING}/candidates": 200,
    f"{SPRING}/candidates/c_lin": 200,
    f"{SPRING}/candidates/c_song": 200,
    "/events/autumn-2027/candidates/c_lin?page=2": 200,
    f"{SPRING}/left-out": 200,
    f"{SPRING}/to-repair": 200,
    f"{SPRING}/calls": 200,
    f"{SPRING}/calls?addressee=employer": 200,
    f"{SPRING}/calls?addressee=mayor": 422,
    f"{SPRING}/candidates/c_lin/next-assessments": 200,
    "/events/planned/calls": 200,
    "/events/nowhere/calls": 404,
    f"{SPRING}/unlock": 200,
    f"{SPRING}/unlock?show=questions": 200,
    f"{SPRING}/unlock?show=everything": 422,
    f"{SPRING}/unlock?after=x": 422,
    f"{SPRING}/unlock?done=asked": 200,
    f"{SPRING}/unlock/courses": 200,
    "/events/autumn-2027/unlock": 200,
    "/events/planned/unlock": 200,
    "/events/nowhere/unlock": 404,
    f"{SPRING}/postings/p_clerk/unlock": 200,
    f"{SPRING}/postings/p_hall/unlock?budget=6": 200,
    f"{SPRING}/postings/p_hall/unlock?budget=13": 422,
    f"{SPRING}/postings/p_none/unlock": 404,
    f"{SPRING}/employers/e_river/unlock": 200,
    f"{SPRING}/employers/e_none/unlock": 404,
    f"{SPRING}/candidates/c_he/unlock?budget=3": 200,
    f"{SPRING}/candidates/c_none/unlock": 404,
    f"{SPRING}/why": 200,
    f"{SPRING}/lint": 200,
    f"{SPRING}/lint?after=x": 200,
    f"{SPRING}/postings/p_hall": 200,
    f"{SPRING}/postings/p_hall/lint": 200,
    f"{SPRING}/postings/p_clerk/lint": 200,
    "/events/planned/lint": 200,
    "/events/nowhere/lint": 404,
    f"{SPRING}/postings/p_none/lint": 404,
    f"{SPRING}/why?candidate=c_song&posting=p_hall": 200,
    f"{SPRING}/why?candidate=c_lin&posting=p_craft": 200,
    f"{SPRING}/why?candidate=c_lin&posting=p_clerk": 200,
    f"{SPRING}/why?candidate=&posting=": 200,
    f"{SPRING}/why?candidate=c_none&posting=p_hall": 404,
    f"{SPRING}/candidates?after=x": 200,
    "/events/nowhere": 404,
    "/events/planned/left-out": 404,
    f"{SPRING}/candidates/c_lin?page=0": 422,
    "/courses": 200,
    "/courses?after=1": 200,
    "/courses?after=9": 200,
    "/knowledge": 200,
    "/policy": 200,
    "/policy?on=1970-01-01": 200,
    "/knowledge/dimensions": 200,
    "/knowledge/accommodations": 200,
    "/knowledge/changes": 200,
    "/knowledge/rules": 200,
    "/knowledge/policy": 200,
    "/knowledge/clauses": 200,
    "/knowledge/postings": 200,
    "/knowledge/cases": 200,
    "/knowledge/cases?page=2": 200,
    "/knowledge/nothing": 404,
    "/nothing": 404,
}
VOID = {"meta", "link", "img", "input", "br", "source", "rect", "circle", "path"}
CHINESE = re.compile("[　-〿㐀-䶿一-鿿＀-￯]+")


class Reader(HTMLParser):
    """Collects words outside parts marked as Chinese, and checks that elements close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words += [value or "" for name, value in attrs if name in ("aria-label", "alt", "title")]
        if tag not in VOID:
            language = dict(attrs).get("lang") or ""
            self.open.append((tag, language.startswith("zh") or tag == "title"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(chinese for _, chinese in self.open):
            self.words.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_page(client: TestClient, path: str, status: int, language: str) -> None:
    answer = client.get(path, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["content-language"]) == (status, language)
    assert len(answer.content) < 60_000
    reader = read(answer.text)
    names = [name for name, _ in reader.tags]
    assert (names.count("h1"), names.count("main"), names.count("title")) == (1, 1, 1)
    assert dict(reader.tags)["html"] == {"lang": "zh-Hans" if language == "zh" else "en"}
    identities = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(later - former <= 1 for former, later in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_no_script_and_nothing_inline(client: TestClient, path: str) -> None:
    tags = read(client.get(path).text).tags
    assert [name for name, _ in tags if name in ("script", "style", "iframe", "object")] == []
    assert [attributes for _, attributes in tags if "style" in attributes or any(n.startswith("on") for n in attributes)] == []
    sources = [attributes.get("src") or attributes.get("href") or "" for name, attributes in tags if name in ("img", "link")]
    assert [source for source in sources if not source.startswith("/static/")] == []


@pytest.mark.parametrize("path", PAGES)
def test_english_page_is_english(client: TestClient, path: str) -> None:
    reader = read(client.get(path, headers={"accept-language": "en"}).text)
    assert [words for words in reader.words if CHINESE.search(words)] == []


@pytest.fixture(scope="module")
def followed() -> dict[str, int]:
    """The status behind each link that was followed: most pages hold the same ones."""
    return {}


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(client: TestClient, followed: dict[str, int], path: str) -> None:
    targets = [attributes["href"] or "" for name, attributes in read(client.get(path).text).tags if name == "a"]
    inside = sorted({target for target in targets if target.startswith("/")})
    assert inside
    followed |= {target: client.get(target).status_code for target in inside if target not in followed}
    assert {target: followed[target] for target in inside if followed[target] != 200} == {}


def test_careless_name_is_text(client: TestClient) -> None:
    for path in (f"{SPRING}/candidates", f"{SPRING}/candidates/c_lin", f"{SPRING}/postings/p_clerk"):
        text = client.get(path).text
        assert "&lt;b&gt;林一&lt;/b&gt;" in text
        assert "<b>" not in text


def test_given_ids_come_back_as_text(client: TestClient) -> None:
    text = client.get(f"{SPRING}/why", params={"candidate": '"><script>', "posting": "p_hall"}).text
    assert "<script>" not in text
    assert 'value="&#34;&gt;&lt;script&gt;"' in text


def test_event_shows_shares_with_denominators(client: TestClient) -> None:
    text = client.get(SPRING, headers={"accept-language": "en"}).text
    assert re.findall(r"<strong>([\d.]+%)</strong> <span class=\"of\">(\d+) of (\d+) pairs", text) == [
        ("62.5%", "15", "24"),
        ("4.2%", "1", "24"),
        ("8.3%", "2", "24"),
        ("25.0%", "6", "24"),
    ]


def test_shortlist_has_two_bands(client: TestClient) -> None:
    text = client.get(f"{SPRING}/postings/p_craft", headers={"accept-language": "en"}).text
    fit, review = text.split('<h2 id="review">')
    assert (fit.count('class="entry two"'), review.count('class="entry two"')) == (4, 2)
    assert "Ask these first" in review
    assert "Ask the employer" in review
    assert "Ask the employer" not in fit


def test_most_asked_question_comes_first() -> None:
    stairs, toilet, phone = (Text(zh=word, en=word) for word in ("stairs", "toilet", "phone"))
    entries = [REVIEW.model_copy(update={"questions": asked}) for asked in ((stairs, toilet), (toilet, phone), ())]
    assert most_asked(entries) == [(toilet, 2), (stairs, 1), (phone, 1)]
    assert most_asked([]) == []


def test_blocked_pair_names_what_would_open_it(client: TestClient) -> None:
    text = client.get(f"{SPRING}/why?candidate=c_song&posting=p_hall", headers={"accept-language": "en"}).text
    assert text.count("<strong>What would open it:</strong>") == 4
    assert "seated workstation" in text


def test_form_names_what_is_missing(client: TestClient) -> None:
    text = client.get(f"{SPRING}/why?candidate=c_lin&posting=", headers={"accept-language": "en"}).text
    assert "<title>Error: " in text
    assert '<a href="#posting">Give the id of the posting.</a>' in text
    assert '<a href="#candidate">' not in text
    assert 'aria-describedby="posting-hint posting-fault" aria-invalid="true"' in text


def test_pages_of_postings_follow_each_other(client: TestClient) -> None:
    first = client.get("/events/autumn-2027").text
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first)
    assert following is not None
    second = client.get(following[1]).text
    listed = re.compile(r"/events/autumn-2027/postings/(\w+)")
    assert len(set(listed.findall(first))) == 50
    assert len(set(listed.findall(second))) == 5
    assert set(listed.findall(first)) & set(listed.findall(second)) == set()


def test_empty_installation_teaches(tmp_path: Path) -> None:
    app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"))
    text = TestClient(Web(app), base_url="http://127.0.0.1", client=("127.0.0.1", 1)).get("/events").text
    steps = re.findall(r'<li><a href="([^"]+)">', text[text.index('<ol class="steps">') :])
    assert steps == ["/imports/new?kind=candidates", "/imports/new?kind=postings", "/events/new"]


def test_event_without_a_match_teaches(client: TestClient) -> None:
    assert 'class="button" href="/events/planned/run"' in client.get("/events/planned").text


def test_bars_fill_the_width() -> None:
    assert bars([("a", 1), ("b", 0), ("c", 3)]) == [("a", 0, 25), ("c", 25, 75)]
    assert bars([("a", 0)]) == []


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, "–"), (0, 9, "0.0%"), (9, 9, "100.0%"), (1, 100_000, "0.1%"), (99_999, 100_000, "99.9%"), (1, 3, "33.3%")],
)
def test_share_never_hides_the_few(part: int, whole: int, expected: str) -> None:
    share = environment("en").globals["share"]
    assert callable(share)
    assert share(part, whole) == expected


def test_href_quotes_what_it_is_given() -> None:
    assert href() == "/"
    assert href("events", "a/b ?", "why", candidate="c&d", posting=None) == "/events/a%2Fb%20%3F/why?candidate=c%26d"


def test_chinese_words_on_an_english_page_are_marked() -> None:
    text = Text(zh="会做：<文字>", en="Knows <b>文字录入</b>")
    assert said(text, "en") == 'Knows &lt;b&gt;<span lang="zh">文字录入</span>&lt;/b&gt;'
    assert said(text, "zh") == "会做：&lt;文字&gt;"


def test_every_kind_has_a_name() -> None:
    assert [kind for kind in EventKind if not event_kind(kind.value).en] == []
    assert posting_kind(None) == Text(zh="未说明", en="not stated")
