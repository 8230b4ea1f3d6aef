"""A small office with a past: an invented city taken in from its spreadsheets, and fairs long over with what came of them.

What came of a list is drawn from the hidden truth of the city (`data.synthetic.truth`) and handed in on the sheet of outcomes, as
an office would. The key of the home is given, so that equal arguments give equal ids, lists and models.
"""

import base64
import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from api.actions.importing import import_file
from api.actions.matching import match_event
from api.settings import Settings
from api.wiring import Application, open_application
from data.keys import FILE
from data.synthetic import City, generate_city, write_city
from data.synthetic.truth import World, city_world, simulate
from matching.records import LOCAL_ORGANIZER, Event, PostingStatus

FIRST = date(2025, 1, 15)
BETWEEN = timedelta(days=28)
MATCHED_BEFORE = timedelta(days=3)
"""Lists are made so long before a fair."""
HEAD = ("求职者编号", "岗位编号", "活动编号", "有意向", "面试日期", "拟录用日期", "入职日期", "在岗满3个月", "结束方式")
Row = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Office:
    """A home and the city that it knows. The application's clock stands where `at` put it last."""

    app: Application
    city: City
    world: World
    now: list[datetime]

    @property
    def home(self) -> Path:
        return self.app.settings.home

    def at(self, day: date) -> None:
        self.now[0] = datetime.combine(day, time(9), UTC)

    def copied(self, home: Path) -> "Office":
        """The same office in another folder, so that what happens there changes nothing here. Nothing of it may be open."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        now = list(self.now)
        return replace(self, app=open_application(_settings(home), lambda: now[0]), now=now)

    def with_exploration(self, share: float) -> "Office":
        """The same home, its lists explored from now on."""
        return replace(self, app=replace(self.app, settings=self.app.settings.model_copy(update={"exploration": share})))


def found_office(home: Path, seed: int, people: int, employers: int) -> Office:
    """Write the spreadsheets of a city and import them into an empty home."""
    city = generate_city(seed=seed, candidates=people, employers=employers, today=FIRST)
    sheets = home / "sheets"
    sheets.mkdir(parents=True)
    files = write_city(city, sheets)
    settings = _settings(home)
    settings.keys.mkdir()
    (settings.keys / FILE).write_text(f"tongtu-master-key-1 {base64.b64encode(bytes(range(32))).decode()}\n", "ascii")
    now = [datetime.combine(FIRST - timedelta(days=30), time(9), UTC)]
    app = open_application(settings, lambda: now[0])
    for kind in ("candidates", "postings"):
        assert import_file(app, LOCAL_ORGANIZER, kind, files[kind], None).rejected == 0
    return Office(app, city, city_world(city), now)


def _settings(home: Path) -> Settings:
    return Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}")


def hold_fairs(office: Office, fairs: int, employers: int, attending: int, seed: int, first: int = 1) -> list[str]:
    """Match so many fairs, each a few days before its day: some people and some employers with all their open postings."""
    names = []
    for number in range(first, first + fairs):
        draw = np.random.Generator(np.random.PCG64([seed, number]))
        came = {office.city.employers[row].id for row in draw.choice(len(office.city.employers), employers, replace=False)}
        who = {
            office.city.candidates[row].external_id for row in draw.choice(len(office.city.candidates), attending, replace=False)
        }
        posts = {
            one.source.external_id for one in office.city.postings if one.employer in came and one.status is PostingStatus.OPEN
        }
        day = FIRST + BETWEEN * (number - 1)
        office.at(day - MATCHED_BEFORE)
        with office.app.database.begin(LOCAL_ORGANIZER) as stores:
            people = tuple(one.id for one in stores.candidates.iterate(LOCAL_ORGANIZER) if one.external_id in who)
            postings = tuple(one.id for one in stores.postings.iterate(LOCAL_ORGANIZER) if one.source.external_id in posts)
            event = Event(id=f"fair-{number}", name=f"第{number}场专场", on=day, candidates=people, postings=postings)
            stores.events.upsert_many(LOCAL_ORGANIZER, [event])
        match_event(office.app, LOCAL_ORGANIZER, event.id)
        names.append(event.id)
    return names


def add_fair(office: Office, name: str, postings: int, day: date | None = None) -> None:
    """An event for everybody at the first so many open postings; nothing is matched."""
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        posts = [one for one in stores.postings.iterate(LOCAL_ORGANIZER) if one.status is PostingStatus.OPEN]
        posts.sort(key=lambda one: str(one.source.external_id))
        event = Event(id=name, name=name, on=day, postings=tuple(one.id for one in posts[:postings]))
        stores.events.upsert_many(LOCAL_ORGANIZER, [event])


def outcome_rows(office: Office, events: Sequence[str], seed: int) -> list[Row]:
    """What came of the lists of these events, a row for everybody who was interested, by the numbers of the spreadsheets."""
    person_at = {one.external_id: row for row, one in enumerate(office.city.candidates)}
    post_at = {one.source.external_id: row for row, one in enumerate(office.city.postings)}
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        person_of = {one.id: str(one.external_id) for one in stores.candidates.iterate(LOCAL_ORGANIZER)}
        post_of = {one.id: str(one.source.external_id) for one in stores.postings.iterate(LOCAL_ORGANIZER)}
        runs = stores.runs.shown(LOCAL_ORGANIZER, "draw what came of it", events)
    rows: list[Row] = []
    for run in runs:
        pairs = [pair for pair in run.pairs if pair.band == "fit"]
        people = np.array([person_at[person_of[pair.candidate]] for pair in pairs], np.int64)
        posts = np.array([post_at[post_of[pair.posting]] for pair in pairs], np.int64)
        positions = np.array([pair.position for pair in pairs], np.int64)
        steps = simulate(office.world, people, posts, positions, seed, int(run.run.event.rpartition("-")[2]))
        for at in np.flatnonzero(steps.interested).tolist():
            pair = pairs[at]
            told = _days(
                run.day, {name: bool(getattr(steps, name)[at]) for name in ("interviewed", "offered", "hired", "retained")}
            )
            rows.append((person_of[pair.candidate], post_of[pair.posting], run.run.event, *told))
    return rows


def _days(on: date, came: dict[str, bool]) -> Row:
    interviewed = on.isoformat() if came["interviewed"] else ""
    offered = (on + timedelta(days=2)).isoformat() if came["offered"] else ""
    hired = (on + timedelta(days=7)).isoformat() if came["hired"] else ""
    retained = "" if not came["hired"] else (on + timedelta(days=100)).isoformat() if came["retained"] else "否"
    ended = "单位未录用" if interviewed and not offered else "求职者放弃" if offered and not hired else ""
    return ("是", interviewed, offered, hired, retained, ended)


def write_rows(path: Path, rows: Sequence[Row], head: Row = HEAD) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def record(office: Office, rows: Sequence[Row], day: date) -> Any:
    """Import the rows on that day; the report."""
    office.at(day)
    path = write_rows(office.home / "sheets" / "outcomes.csv", rows)
    return import_file(office.app, LOCAL_ORGANIZER, "outcomes", path, None)
