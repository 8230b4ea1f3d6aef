"""Category and grade change nothing: the same city imported twice, once with both drawn anew for everybody (N18, N19, N20)."""

import csv
from datetime import date
from pathlib import Path
from random import Random

from data.importers import read_candidates
from data.synthetic import generate_city, write_city
from matching.bitmaps import VerdictIndex
from matching.judgement import applicant, opening
from matching.policy import policy_on

TODAY = date(2026, 11, 26)
NUMBER, CATEGORY, GRADE = "残疾人证号", "残疾类别", "残疾等级"
CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")


def redrawn(source: Path, target: Path, seed: int) -> int:
    """Write the sheet with category and grade of every certificate drawn anew; how many rows changed."""
    draw, changed = Random(seed), 0
    with source.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        number = row[NUMBER]
        if len(number) < 20:
            continue
        category, grade = draw.randint(1, 7), draw.randint(1, 4)
        row[NUMBER] = f"{number[:18]}{category}{grade}{number[20:]}"
        row[CATEGORY] = CATEGORIES[category - 1] if row[CATEGORY] else ""
        row[GRADE] = str(grade) if row[GRADE] else ""
        changed += row[NUMBER] != number
    with target.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return changed


def test_other_categories_and_grades_give_the_same_verdicts_over_10_000_people(tmp_path: Path) -> None:
    city = generate_city(seed=19, candidates=10_000, employers=12, today=TODAY)
    written = write_city(city, tmp_path)
    other = tmp_path / "other.csv"
    assert redrawn(written["candidates"], other, 20) > 8_000
    first, second = (read_candidates(path, str, None, TODAY) for path in (written["candidates"], other))
    details = [(one[1], two[1]) for one, two in zip(first.records, second.records, strict=True)]
    assert sum(one != two for one, two in details) > 8_000
    assert len(first.records) == 10_000
    assert [one[0] for one in first.records] == [two[0] for two in second.records]
    policy = policy_on(TODAY)
    planes = []
    for batch in (first, second):
        index = VerdictIndex.build([applicant(row[0], policy) for row in batch.records], policy)
        for posting in city.postings:
            index.put_posting(posting.id, opening(posting))
        planes.append(index.decide())
    assert len(planes[0]) == len(city.postings)
    assert (planes[0].bits == planes[1].bits).all()
