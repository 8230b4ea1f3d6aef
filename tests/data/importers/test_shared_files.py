"""The four real files: every row accounted for, and how much of each was understood."""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from data.importers.faults import PostingBatch
from data.importers.postings import read_postings
from matching.records import Posting

TODAY = date(2026, 11, 23)
FILES = ("wuhan_2024", "national_2019", "office_shanghai_2020", "taidi_2023")


def identify(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


@pytest.fixture(scope="module")
def raw(shared: Path) -> dict[str, list[dict[str, str]]]:
    rows = {}
    for name in FILES:
        with (shared / "postings" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows[name] = [row for row in csv.DictReader(stream) if any(cell.strip() for cell in row.values())]
    return rows


@pytest.fixture(scope="module")
def batches(shared: Path) -> dict[str, PostingBatch]:
    return {name: read_postings(shared / "postings" / f"{name}.csv", identify, None, TODAY) for name in FILES}


def postings(batch: PostingBatch) -> list[Posting]:
    """All postings of a file, the merged ones too."""
    return [posting for posting, *_ in batch.records] + [merge.merged for merge in batch.merges]


@pytest.mark.parametrize(
    ("name", "rows", "duplicates", "torn"),
    [
        ("wuhan_2024", 3_422, 0, "502 employers "),
        ("national_2019", 4_922, 1, "103 employers "),
        ("office_shanghai_2020", 755, 2, "3 employers "),
        ("taidi_2023", 1_575, 387, None),
    ],
)
def test_every_row_is_a_posting_or_a_duplicate(
    batches: dict[str, PostingBatch], raw: dict[str, list[dict[str, str]]], name: str, rows: int, duplicates: int, torn: str | None
) -> None:
    batch = batches[name]
    assert (batch.rows, batch.duplicates, len(batch.merges)) == (rows, duplicates, duplicates)
    told = [fault.problem.en[: len(torn or "")] for fault in batch.faults]
    assert told == ([] if torn is None else [torn])
    assert len(raw[name]) == rows
    assert len(batch.records) == rows - duplicates
    assert len({posting.id for posting in postings(batch)}) == rows


@pytest.mark.parametrize("name", FILES)
def test_pay_is_understood_in_97_of_100_rows_that_state_one(batches: dict[str, PostingBatch], name: str) -> None:
    stated = [posting.pay for posting in postings(batches[name]) if re.search(r"\d", posting.pay.text)]
    assert sum(pay.minimum is not None or pay.maximum is not None for pay in stated) >= 0.97 * len(stated)


@pytest.mark.parametrize("name", FILES)
def test_pay_agrees_with_a_plain_reading_of_its_figures(batches: dict[str, PostingBatch], name: str) -> None:
    """A slow second reading: figure times the factor written nearest behind it."""
    factors = {"万": 10_000, "千": 1_000}
    for posting in postings(batches[name]):
        pay = posting.pay
        words = re.sub(r"·\d+薪", "", pay.text)
        figures = re.findall(r"\d+(?:\.\d+)?", words)
        if pay.unit is None or len(figures) != 2:
            continue
        tails = [re.search(rf"{re.escape(figure)}[^万千]*([万千]?)", words[words.index(figure) :]) for figure in figures]
        low, high = (float(figure) * factors.get(tail[1] if tail else "", 1) for figure, tail in zip(figures, tails, strict=True))
        assert pay.minimum == pytest.approx(low)
        assert pay.maximum == pytest.approx(high)


def test_wuhan_rows_that_name_a_district_have_it(batches: dict[str, PostingBatch], raw: dict[str, list[dict[str, str]]]) -> None:
    named = sum(re.fullmatch("武汉[·-].+", row["地点"]) is not None for row in raw["wuhan_2024"])
    found = [posting for posting in postings(batches["wuhan_2024"]) if posting.place.city == "武汉"]
    assert sum(posting.place.district is not None or posting.place.zone is not None for posting in found) >= 0.97 * named
    bare = [posting for posting in found if posting.place.text == "武汉"]
    assert [posting for posting in bare if posting.place.district or posting.place.zone] == []


@pytest.mark.parametrize(("name", "column"), [("wuhan_2024", "地点"), ("national_2019", "地区"), ("office_shanghai_2020", "area")])
def test_the_city_is_the_one_before_the_separator(
    batches: dict[str, PostingBatch], raw: dict[str, list[dict[str, str]]], name: str, column: str
) -> None:
    rows = {posting.place.text: posting.place.city for posting in postings(batches[name])}
    stated = {cell: re.split("[·-]", cell)[0] for row in raw[name] if (cell := row[column].strip()) and not cell.endswith("省")}
    stated = {cell: city for cell, city in stated.items() if city not in ("无", "远程办公", "西藏", "宁夏", "广西", "燕郊开发区")}
    assert {cell: rows[cell] for cell in stated} == stated


def test_only_wuhan_has_our_districts(batches: dict[str, PostingBatch]) -> None:
    elsewhere = [p for batch in batches.values() for p in postings(batch) if p.place.city != "武汉"]
    assert [p.place.text for p in elsewhere if p.place.district or p.place.zone] == []


def test_no_posting_has_a_kind_that_nobody_stated(batches: dict[str, PostingBatch]) -> None:
    assert {posting.kind for batch in batches.values() for posting in postings(batch)} == {None}


def test_no_mobile_number_or_mail_is_left_in_any_text(batches: dict[str, PostingBatch]) -> None:
    pattern = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)|[\w.]+@[\w-]+\.\w+")
    texts = (f"{posting.title}\n{posting.text}" for batch in batches.values() for posting in postings(batch))
    assert [match[0][:3] for text in texts if (match := pattern.search(text))] == []
