"""One journey on both engines: the same files, the same fair, and the same bytes in the end."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.actions.importing import import_file
from api.actions.matching import match_event
from api.settings import Settings
from api.wiring import Application, open_application
from data.importers.typed_rows import TypedRows
from data.privacy import export_person
from matching.knowledge import CATALOGUE
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Role, Viewer
from tests.api.jobs.conftest import FAIR, NOW, Clock, built_office, city, empty_url, keys, postgres_url

__all__ = ["built_office", "city", "empty_url", "keys", "postgres_url"]

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
LIFTING = CATALOGUE.dimension("lifting").zh
PEOPLE = (
    ("D-1", "林 小满", "残疾人证", "会做 Excel，𠮷野家做过两年", "0.7", "3"),
    ("D-2", "ａｎｎａ Müller", "残疾人证", "back\\slash, \"quotes\", 'and' tab\tand \\N", "1", "0"),
    ("D-3", "林小满", "残疾人证", "看\x00不\x00见的字", "0.30000000000000004", None),
    ("d-3", "Łukasz", "残疾人证", "🙂 zwei\nZeilen", None, "4"),
    ("D-10", "阿依古丽·买买提", "残疾人证", None, "2026-99", "2"),
)
POSTS = (
    ("P-1", "École 文员", "江城文印社", "3800.5-4500.25", "洪山区", "要求　搬运20公斤，夜班 22:00-6:00", "2147483647"),
    ("P-2", "école 文員", "江城文印社", "面议", "江岸区", "坐着工作；电话 13912345678", "100001"),
    ("P-10", "ＣＮＣ操作工", "Zhang & Söhne", "100-120/天", "武汉市青山区", "it's \\ done", "3"),
    ("p-2", "cnc操作工", "zhang & söhne", "20元/小时", None, None, None),
)


def journey(app: Application) -> list[Any]:
    """What is told on the way, beside what is stored."""
    headers = ("编号", "姓名", "证件类别", "工作经历", "评估把握", LIFTING)
    told: list[Any] = [import_file(app, ME, "candidates", TypedRows("补录.csv", headers, tuple(enumerate(PEOPLE, 2))), None)]
    headers = ("岗位编号", "岗位名称", "单位名称", "薪资", "工作地点", "岗位描述", "招聘人数")
    told.append(import_file(app, ME, "postings", TypedRows("岗位.csv", headers, tuple(enumerate(POSTS, 2))), None))
    match_event(app, ME, FAIR)
    with app.database.begin(ME) as stores:
        ids = [one.id for one in stores.candidates.iterate(ME)]
        told += [export_person(stores, ME, name, NOW) for name in ids]
        told += [stores.candidates.list(ME, None, after, 7, with_person=True) for after in (None, ids[20])]
        told += [stores.postings.search(ME, words) for words in ("ÉCOLE", "文員", "cnc", "ＣＮＣ", "%", "_", "\\")]
        told += [stores.employers.search(ME, words) for words in ("SÖHNE", "江城")]
        told += [stores.candidates.find_called(ME, name) for name in ("林小满", "Anna müller", "ŁUKASZ")]
        told += [stores.candidates.find_named(ME, ["D-3", "d-3", "D-1 "]), stores.candidates.called_alike(ME)]
        told += [stores.employers.list(ME, with_contact=True), stores.postings.outlines(ME)]
        told += [stores.candidates.content_hash(ME), stores.postings.content_hash(ME)]
        (run,) = stores.runs.list(ME, FAIR)
        told += [run, tuple(stores.runs.iterate(ME, run.id)), stores.runs.left_out(ME, run.id)]
    with app.database.read(AUDITOR) as stores:
        told.append([(one.sequence, one.at, one.action, one.kind) for one in stores.log.list(AUDITOR, 0, 1_000)])
    return told


def rows_of(app: Application, path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, less what is random: sealed values, keys, the chain over them, and the names of imports."""
    app.database.snapshot(path)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    imports = [row[0] for row in connection.execute("SELECT object FROM log WHERE action = 'stage' ORDER BY sequence")]
    found = {}
    for table in names:
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
        kept = [
            {name: _plain(value, imports) for name, value in row.items() if not _is_random(name)}
            for row in rows
            if not _is_drawn(row)
        ]
        found[table] = sorted((tuple(row.items()) for row in kept), key=repr)
    connection.close()
    return found


def _is_random(column: str) -> bool:
    return column.startswith("sealed") or column in ("wrapped", "hash", "previous")


def _is_drawn(row: dict[str, Any]) -> bool:
    """Drawn anew in every database."""
    return row.get("name") in ("epoch", "erasure-mark")


def _plain(value: object, imports: list[str]) -> object:
    if isinstance(value, str):
        return re.sub(r"i_[0-9a-f]{20}", lambda found: f"import {imports.index(found[0])}", value)
    return value


@pytest.mark.postgres
def test_both_engines_tell_and_store_the_same(
    built_office: Callable[[str, bool], str], empty_url: Callable[..., str], keys: Path, tmp_path: Path
) -> None:
    told, stored = {}, {}
    for engine in ("sqlite", "postgresql"):
        home = tmp_path / engine
        shutil.copytree(keys, home / "keys")
        url = empty_url(engine, built_office(engine, True))
        app = open_application(Settings(home=home, database_url=url), Clock())
        told[engine] = [re.sub("i_[0-9a-f]{20}", "i_", repr(one)) for one in journey(app)]
        stored[engine] = rows_of(app, tmp_path / f"{engine}.db")
        app.database.close()
    assert told["postgresql"] == told["sqlite"]
    assert stored["postgresql"] == stored["sqlite"]
    assert len(stored["sqlite"]["candidates"]) > 60
