"""The words on an employer's lists: made once, the same on each of its lists, and changed by nobody who goes or comes."""

import random
from collections import Counter
from datetime import date

import pytest

from data.stores import Database, Scope
from matching.fair.states import FairState
from matching.privacy import Listed
from matching.records import LOCAL_ORGANIZER, Candidate, Education, Employer, Event, Place, Posting, Resume, Skill, Wishes
from matching.shortlist import Counts, Prematch, Shortlist, Versions
from tests.data.stores.listed_fair import MILL, TODAY, agree, entry, move, store_fair

POSTINGS = ("p_clerk", "p_store", "p_desk")
PEOPLE = tuple(f"c_{number:02}" for number in range(24))
OPEN = ("alias", "band", "band_text", "demanded", "fit", "asked", "knows")
"""What belongs to the place on one list, not to the person; the skills asked are the employer's own."""


@pytest.fixture
def ready(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    """Twenty-four people on three lists of one employer; all but two agreed to be listed, four to be named, in time."""
    store_fair(database, lin, gao, mill, clerk, fair)
    move(database, FairState.PRE_MATCHED)
    draw = random.Random(5)
    files = [_file(lin, name, draw) for name in PEOPLE]
    lists = []
    for posting in POSTINGS:
        there = draw.sample(PEOPLE, 15)
        entries = tuple(entry(name, "fit", rank).model_copy(update={"posting": posting}) for rank, name in enumerate(there, 1))
        lists.append(Shortlist(event="ev_fair", posting=posting, entries=entries, counts=Counts(eligible=15)))
    versions = Versions.model_validate(dict.fromkeys(Versions.model_fields, "crowds"))
    made = Prematch(event="ev_fair", versions=versions, shortlists=tuple(lists), left_out=(), counts=Counts(eligible=45))
    with database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, None) for one in files])
        stores.postings.upsert_many(LOCAL_ORGANIZER, [clerk.model_copy(update={"id": name}) for name in POSTINGS])
        stores.runs.save(LOCAL_ORGANIZER, made, stores.runs.session.now)
    for name in PEOPLE[:-2]:
        agree(database, name)
    for name in PEOPLE[:4]:
        agree(database, name, Scope.IDENTITY)
    move(database, FairState.CONFIRMED)
    return database


def _file(like: Candidate, name: str, draw: random.Random) -> Candidate:
    skills = tuple(Skill(name=one) for one in ("文字录入", "表格", "面点", "木工") if draw.random() < 0.4)
    resume = Resume(skills=skills, education=draw.choice([Education.SENIOR, Education.COLLEGE, Education.BACHELOR]))
    home = Place(city="武汉", district=draw.choice(["420111", "420106", "420107"]))
    wishes = Wishes(pay_min=draw.choice([3_000, 3_500, 4_500]), hours_max=draw.choice([None, 6, 8]))
    return like.model_copy(update={"id": name, "external_id": None, "resume": resume, "home": home, "wishes": wishes})


def read(database: Database, on: date = TODAY) -> dict[str, dict[str, Listed]]:
    """Alias -> posting -> the line, of everybody at the stage of listing."""
    found: dict[str, dict[str, Listed]] = {}
    for posting in POSTINGS:
        with database.read(MILL) as stores:
            made = stores.listings.list(MILL, "ev_fair", posting, on, 3)
        assert made is not None
        for row in made.rows:
            if row.name is None:
                found.setdefault(row.alias, {})[posting] = row
    return found


def words(line: Listed) -> str:
    return line.model_dump_json(exclude=set(OPEN))


def withdraw(database: Database, name: str, *scopes: Scope) -> None:
    with database.begin(LOCAL_ORGANIZER) as stores:
        for one in stores.consents.list(LOCAL_ORGANIZER, name):
            if one.consent.scope in scopes:
                stores.consents.withdraw(LOCAL_ORGANIZER, one.id)


def test_a_person_reads_the_same_on_each_list_and_as_two_others_do(ready: Database) -> None:
    seen = read(ready)
    assert len(seen) > 15
    assert [alias for alias, lines in seen.items() if len({words(line) for line in lines.values()}) > 1] == []
    groups = Counter(words(next(iter(lines.values()))) for lines in seen.values())
    assert [number for number in groups.values() if number < 3] == []
    assert len(groups) > 1


@pytest.mark.parametrize("seed", range(4))
def test_whoever_stays_reads_as_before(ready: Database, seed: int) -> None:
    draw = random.Random(seed)
    before = read(ready)
    for name in draw.sample(PEOPLE, draw.randint(1, 9)):
        withdraw(ready, name, Scope.LISTING)
    for name in draw.sample(PEOPLE[4:], 3):
        agree(ready, name, Scope.IDENTITY)
    for name in draw.sample(PEOPLE[:4], 2):
        withdraw(ready, name, Scope.IDENTITY)
    for name in PEOPLE[-2:]:
        agree(ready, name)
    after = read(ready)
    both = before.keys() & after.keys()
    assert len(both) > 5
    for alias in both:
        assert {words(line) for line in after[alias].values()} == {words(line) for line in before[alias].values()}


def test_an_identity_taken_back_tells_nothing_new_of_anybody(ready: Database) -> None:
    before = read(ready)
    withdraw(ready, PEOPLE[0], Scope.IDENTITY)
    laid: dict[str, set[str]] = {alias: {words(line) for line in lines.values()} for alias, lines in before.items()}
    for alias, lines in read(ready).items():
        laid.setdefault(alias, set()).update(words(line) for line in lines.values())
    groups = Counter(frozenset(one) for one in laid.values())
    alone = [next(iter(one)) for one, number in groups.items() if number < 3]
    silent = dict.fromkeys(("education", "district", "hours", "wage")) | {"skills": (), "certificates": ()}
    line = next(iter(next(iter(before.values())).values()))
    assert set(alone) <= {words(line.model_copy(update=silent))}
