"""The posts of one person by verdict, each with its reason and what opens it; a pair as one picture; what a change would open."""

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import NotFound
from api.actions.person_posts import VERDICTS, pair_view, person_posts
from api.actions.unlock_places import candidate_unlock, person_unlock
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import GROUPS
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import AUTUMN, CLERK, CRAFT, FROM_OWN_PAGE, HALL, HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU, open_copy
from tests.api.web import Web


def test_every_post_stands_under_exactly_one_verdict(world: Application) -> None:
    pages = {name: person_posts(world, LOCAL_ORGANIZER, SONG, SPRING, name, limit=100) for name in VERDICTS}
    listed = {name: [one.posting for one in page.items] for name, page in pages.items()}
    assert sorted(name for names in listed.values() for name in names) == sorted([CLERK, CRAFT, HALL])
    assert {name: len(names) for name, names in listed.items()} == pages["review"].counts.model_dump()
    assert {page.postings for page in pages.values()} == {3}


def test_a_blocked_post_says_in_a_sentence_why_and_what_opens_it(world: Application) -> None:
    view = person_posts(world, LOCAL_ORGANIZER, SONG, SPRING, "blocked")
    found = {one.posting: one for one in view.items}[HALL]
    assert found.line.zh.startswith("目前不合适：")
    assert [one.what.zh for one in found.opens][:2] == ["当面听懂言语", "口语表达"]
    assert [one.how.zh for one in found.opens if not one.how.zh] == []
    assert found.questions == ()


def test_a_post_to_look_at_brings_its_questions(world: Application) -> None:
    view = person_posts(world, LOCAL_ORGANIZER, ZHOU, SPRING, "review")
    assert [one.posting for one in view.items if not one.questions] == []


def test_what_was_wished_for_comes_first_and_pages_follow(world: Application) -> None:
    first = person_posts(world, LOCAL_ORGANIZER, LIN, AUTUMN, "eligible", 0, 10)
    rest = person_posts(world, LOCAL_ORGANIZER, LIN, AUTUMN, "eligible", 10, 100)
    assert (first.before, first.next, rest.next) == (0, 10, None)
    whole = [*first.items, *rest.items]
    assert len({one.posting for one in whole}) == first.counts.eligible
    assert [one.wanted for one in whole] == sorted((one.wanted for one in whole), reverse=True)


def test_without_an_event_the_one_matched_last_is_taken(world: Application) -> None:
    view = person_posts(world, LOCAL_ORGANIZER, LIN)
    assert view.event is not None
    assert (view.event.id, [one.id for one in view.events]) == (AUTUMN, ["autumn-2027", "planned", "spring-2027"])


def test_a_pair_shows_all_45_dimensions_in_their_groups(world: Application) -> None:
    view = pair_view(world, LOCAL_ORGANIZER, LIN, CLERK, SPRING)
    assert [group.key for group in view.groups] == list(GROUPS)
    rows = {row.dimension: row for group in view.groups for row in group.rows}
    assert list(rows) == [row.name for row in CATALOGUE.dimensions]
    text = rows["text_access"]
    assert (text.asked, text.demand, text.ability, text.standing) == (True, 3, 1, "met_with")
    assert text.bridge is not None
    assert text.bridge.en == "screen reader"
    assert (rows["driving"].asked, rows["driving"].demand, rows["driving"].standing) == (False, 0, None)
    with pytest.raises(NotFound):
        pair_view(world, LOCAL_ORGANIZER, LIN, "p_no", SPRING)


def test_picture_and_table_say_the_same(world: Application, web: TestClient) -> None:
    """A bar per known ability, a tick per demand that is known, and over a bridged gap the arrangement's name."""
    rows = {row.text.en: row for group in pair_view(world, LOCAL_ORGANIZER, LIN, CLERK, SPRING).groups for row in group.rows}
    said = unescape(web.get(f"/people/{LIN}/posts/{CLERK}?event={SPRING}", headers={"accept-language": "en"}).text)
    figures = re.findall(r'<figure class="profile" role="img" aria-label="[^"]+">.*?</figure>', said, re.S)
    assert len(figures) == 1
    asked = dict(re.findall(r'<div class="asked">\s*<span class="name">([^<]+)</span>(.*?)</div>', figures[0], re.S))
    assert sorted(asked) == sorted(name for name, row in rows.items() if row.asked)
    for name, drawn in asked.items():
        bars, marks = re.findall(r'class="bar" x="4" y="4" width="(\d+)"', drawn), re.findall(r'class="mark" x="(\d+)"', drawn)
        assert bars == ([str(60 * level)] if (level := rows[name].ability) else []), name
        assert marks == ([] if (level := rows[name].demand) is None else [str(60 * level + (2 if level else 4))]), name
        bridge = rows[name].bridge
        assert re.findall(r'class="bridge">([^<]+)<', drawn) == ([] if bridge is None else [bridge.en]), name
    assert '<span class="bridge">screen reader</span>' in figures[0]
    assert figures[0].count('<div class="quiet">') == 45 - len(asked)
    assert said.count('<tr><th scope="row">') == 45


def test_levers_from_one_file_are_those_of_the_whole_event(world: Application) -> None:
    alone = person_unlock(world, LOCAL_ORGANIZER, SPRING, HE, 3)
    whole = candidate_unlock(world, LOCAL_ORGANIZER, SPRING, HE, 3)
    for name in ("person", "employer", "service", "questions"):
        pairs = [
            [(row.change.key, row.posts, row.wanted, row.review_posts) for row in getattr(one, name)] for one in (alone, whole)
        ]
        assert pairs[0] == pairs[1]
    assert (alone.fit, alone.wanted, alone.bundles) == (whole.fit, whole.wanted, whole.bundles)
    with pytest.raises(NotFound):
        person_unlock(world, LOCAL_ORGANIZER, SPRING, "c_no")


def test_an_employer_is_asked_by_a_button_and_the_request_taken_back(worked_town: Path, tmp_path: Path) -> None:
    app = open_copy(worked_town, tmp_path)
    web = TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)
    page = web.get(f"/people/{HE}/unlock?event={SPRING}").text
    asked = re.search(
        r'unlock/ask".*?name="event" value="([^"]+)".*?name="change" value="([^"]+)".*?name="posting" value="([^"]+)"', page, re.S
    )
    assert asked is not None
    told = dict(zip(("event", "change", "posting"), asked.groups(), strict=True))
    for _ in range(2):
        done = web.post(f"/people/{HE}/unlock/ask", data=told)
        assert (done.status_code, done.headers["location"]) == (303, f"/people/{HE}/unlock?event={SPRING}&done=asked")
    with app.database.read(LOCAL_ORGANIZER) as stores:
        standing = stores.requests.standing(LOCAL_ORGANIZER, [told["posting"]])
    assert [(one.change, one.event) for one in standing] == [(told["change"], SPRING)]
    assert "unlock/take-back" in web.get(f"/people/{HE}/unlock?event={SPRING}").text
    assert web.post(f"/people/{HE}/unlock/take-back", data=told).status_code == 303
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.requests.standing(LOCAL_ORGANIZER, [told["posting"]]) == ()
    assert web.post(f"/people/{HE}/unlock/ask", data=told | {"change": "aid:wings"}).status_code == 404
    assert web.post(f"/people/{HE}/unlock/ask", data={"change": "x"}).status_code == 422
