"""What the attack on employers' lists counts as kept, and that it finds what is put back on a line.

An invented row of lists in which a number of arrangements, or a skill, tells much of a secret: more plainly than in the synthetic
city, so that few people are enough. They pass through the very function and table of fields that employers' lists are made by.
"""

from datetime import date

import numpy as np
import pytest

from api.benchmark.leak import MOST, LeakReport, secrets_of, sights_of
from api.benchmark.sightings import LeakSizes, Sighting
from matching.explanation import employer as words
from matching.privacy import FIELDS, Sight, crowd_words, employer_list, least_crowd, listed, outline_of
from matching.records import Candidate, CertificateDetails, Education, Place, Posting, Resume, Skill, Stage, Wishes
from models.attack import Leak, measure_leak
from tests.matching.personas import DATA_ENTRY, LIN_DEAF
from tests.matching.privacy.test_listed import entry

PEOPLE, EMPLOYERS, FAIRS, PLACES = 640, 8, 2, 40
DAY = date(2027, 3, 20)
HEARING, SEVERE = "hearing", "grade 1 or 2"


def report(*bounds: float) -> LeakReport:
    leaks = tuple(Leak(f"secret {place}", 90, 60, 0.6, 0.6, bound) for place, bound in enumerate(bounds))
    return LeakReport(1, LeakSizes(), 100, 80, leaks, (), ())


def test_every_bound_has_to_hold() -> None:
    assert [report(0.01, 0.05).holds, report(0.01, 0.051).holds] == [True, False]


def test_nothing_attacked_is_nothing_kept() -> None:
    assert not report().holds


def _people() -> tuple[list[Candidate], dict[str, CertificateDetails]]:
    """Skills, education, home and wishes are drawn without looking at category or grade; sign language is not."""
    draw = np.random.default_rng(11)
    people, papers = [], {}
    for turn in range(PEOPLE):
        name = f"c_{turn:03}"
        hears = draw.random() > 0.3
        skills = [one for one in ("面点", "文字录入", "木工", "表格", "收银") if draw.random() < 0.3]
        if not hears and draw.random() < 0.8:
            skills.append("手语翻译")
        resume = Resume(
            skills=tuple(Skill(name=one) for one in skills), education=list(Education)[int(draw.integers(2, 7))], experience=""
        )
        home = Place(city="武汉", district=("420111", "420106", "420107")[int(draw.integers(3))])
        wishes = Wishes(pay_min=3_000 + 500 * int(draw.integers(6)))
        people.append(LIN_DEAF.model_copy(update={"id": name, "resume": resume, "home": home, "wishes": wishes}))
        paper = {"candidate": name, "number": None, "category": 4 if hears else 2, "grade": 1 if draw.random() < 0.25 else 3}
        papers[name] = CertificateDetails.model_validate(paper)
    return people, papers


def _lists() -> tuple[dict[str, CertificateDetails], list[Sighting]]:
    """Two fairs, each list before and after a promise. The more severe the grade the more demands an arrangement meets."""
    people, papers = _people()
    draw = np.random.default_rng(12)
    seen: list[Sighting] = []
    for fair in range(FAIRS):
        for employer in range(EMPLOYERS):
            postings = [_posting(employer, turn) for turn in range(2)]
            for after in (False, True):
                lists = [[people[row] for row in draw.choice(PEOPLE, PLACES, replace=False).tolist()] for _ in postings]
                lines = {one.id: outline_of(one) for there in lists for one in there}
                bare, told = (crowd_words([lines], {}, crowd) for crowd in (1, least_crowd(DAY)))
                for posting, there in zip(postings, lists, strict=True):
                    entries = {}
                    for rank, one in enumerate(there, start=1):
                        arranged = int(draw.binomial(9, 0.5 if papers[one.id].grade == 1 else 0.25))
                        entries[one.id] = entry(one.id, rank=rank, arranged=arranged)
                    sights = [Sight(entries[one.id], one, Stage.LISTING, one.id) for one in there]
                    open_rows = {row.alias: row for row in employer_list(sights, posting.skills, bare)}
                    seen += [
                        Sighting(fair, after, posting, "ramp", row, open_rows[row.alias], entries[row.alias])
                        for row in employer_list(sights, posting.skills, told)
                    ]
    return papers, seen


def _posting(employer: int, turn: int) -> Posting:
    changes = {"id": f"p_{employer}_{turn}", "employer": f"e_{employer}", "skills": ("文字录入", "表格")}
    return DATA_ENTRY.model_copy(update=changes)


def _attacked(secret: str) -> Leak:
    papers, seen = _lists()
    found = measure_leak(secret, secrets_of(papers.values(), seen)[secret], sights_of(seen))
    assert found.people >= 60
    return found


def test_lists_as_they_are_give_neither_category_nor_grade_away() -> None:
    assert [one for one in (_attacked(SEVERE), _attacked(HEARING)) if one.upper > MOST] == []


def test_the_number_of_arrangements_put_back_on_the_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "FIELDS", {**FIELDS, Stage.LISTING: FIELDS[Stage.LISTING] | {"arranged"}})
    assert _attacked(SEVERE).upper > 2 * MOST


def test_the_number_of_arrangements_put_back_into_the_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_TOLD", tuple(Stage))
    assert _attacked(SEVERE).upper > 2 * MOST


def test_an_access_route_put_back_among_the_skills_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "is_discreet", lambda name: True)
    assert _attacked(HEARING).upper > 2 * MOST
