"""The linter on real postings: it never fails, it quotes exactly, and it finds what it found when a person read the flags."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.importers import read_postings
from matching.lint import lint_posting
from matching.lint.posting import stated_fields, word_fields
from matching.policy import policy_on
from matching.records import Posting

POLICY = policy_on(date(2026, 11, 26))

# Postings with at least one flag of a clause, duplicates included. A hundred flags and two hundred postings without any were read
# by eye when these figures were taken; a changed pattern changes them, and wants a new reading.
COUNTS: dict[str, dict[str, int]] = {
    "national_2019": {
        "age_range": 81,
        "driving": 1,
        "health": 29,
        "infectious": 1,
        "looks": 31,
        "mandarin": 4,
        "photo": 1,
        "school_list": 29,
        "study_mode": 162,
        "temperament": 43,
        "youth_words": 3,
    },
    "office_shanghai_2020": {
        "age_range": 60,
        "body_size": 7,
        "drinking": 3,
        "driving": 1,
        "health": 14,
        "looks": 42,
        "mandarin": 2,
        "photo": 6,
        "residence": 8,
        "school_list": 3,
        "sex": 1,
        "study_mode": 30,
        "temperament": 93,
        "voice": 15,
    },
    "taidi_2023": {
        "age_range": 25,
        "drinking": 1,
        "health": 5,
        "looks": 4,
        "school_list": 20,
        "sex": 1,
        "study_mode": 173,
        "temperament": 24,
    },
    "wuhan_2024": {"driving": 2, "school_list": 1, "youth_words": 2},
}


@pytest.fixture(scope="module")
def files(shared: Path) -> dict[str, list[Posting]]:
    found = {}
    for name in COUNTS:
        batch = read_postings(shared / "postings" / f"{name}.csv", lambda key: f"{hash(key):x}", None, date(2026, 11, 26))
        found[name] = [record[0] for record in batch.records] + [merge.merged for merge in batch.merges]
    return found


@pytest.mark.parametrize("name", COUNTS)
def test_every_quote_is_a_slice_of_its_field(files: dict[str, list[Posting]], name: str) -> None:
    for posting in files[name]:
        fields = word_fields(posting) | stated_fields(posting)
        for flag in lint_posting(posting, POLICY):
            assert fields[flag.quote.field][flag.quote.start : flag.quote.end] == flag.quote.words


@pytest.mark.parametrize("name", COUNTS)
def test_counts_by_clause(files: dict[str, list[Posting]], name: str) -> None:
    counts = Counter(clause for posting in files[name] for clause in {flag.name for flag in lint_posting(posting, POLICY)})
    assert dict(sorted(counts.items())) == COUNTS[name]
