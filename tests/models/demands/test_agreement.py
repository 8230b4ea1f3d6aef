"""How well demands are read: beside readings by hand, and what it would mean for six people if every reading were confirmed."""

from pathlib import Path

import numpy as np
import pytest

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS
from matching.occupation_names import occupations_by_code
from matching.occupation_profiles import levels_of
from matching.records import Demand, Posting, PostingKind, Provenance, SourceRef, Workplace
from matching.verdicts import PostingSide, evaluate, posting_side
from models.demands import read_posting
from models.demands.measuring import MEASURED, Agreement, Levels, agreement
from tests.models.demands.personas import PERSONAS
from tests.models.demands.readings import HandRead, own_readings, read_levels, sample_rows, shared_readings


def good_enough(found: Agreement) -> dict[str, bool]:
    return {
        "kappa": found.kappa >= 0.90,
        "exact": found.exact >= 0.78,
        "within one": found.within_one >= 0.97,
        "error": found.error_ratio <= 0.7,
    }


ALL_GOOD = {"kappa": True, "exact": True, "within one": True, "error": True}


def confirmed(levels: Levels) -> PostingSide:
    """A posting that surely asks these levels, on the ground floor of an accessible building where arrangements are possible."""
    rows = [(row.name, int(levels[at])) for at, row in enumerate(CATALOGUE.dimensions) if at in MEASURED]
    return posting_side(
        Posting(
            id="p_read",
            employer="e_demo",
            title="岗位",
            source=SourceRef(name="test"),
            demands=tuple(Demand.model_validate({"dimension": n, "level": v, "provenance": Provenance.CONFIRMED}) for n, v in rows),
            workplace=Workplace(
                remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=0, facts=dict.fromkeys(FACTS, True)
            ),
        )
    )


def block_rates(readings: HandRead) -> tuple[float, float]:
    """Of all pairs of a persona and a posting: blocked though the hand-read demands do not, and open though they block."""
    pairs = [
        (confirmed(ours), confirmed(theirs)) for ours, theirs in zip(read_levels(readings.postings), readings.levels, strict=True)
    ]
    wrong = missed = 0
    for person in PERSONAS.values():
        for read, annotated in pairs:
            ours, theirs = (evaluate(person, side).verdict == "blocked" for side in (read, annotated))
            wrong += ours and not theirs
            missed += theirs and not ours
    return wrong / (len(pairs) * len(PERSONAS)), missed / (len(pairs) * len(PERSONAS))


def test_shared_postings_are_read_well(shared: Path) -> None:
    readings = shared_readings(shared)
    assert good_enough(agreement(readings.levels, read_levels(readings.postings))) == ALL_GOOD


def test_our_own_postings_of_the_missing_kinds_are_read_well() -> None:
    readings = own_readings()
    assert good_enough(agreement(readings.levels, read_levels(readings.postings))) == ALL_GOOD


def test_the_reader_is_far_better_than_saying_always_the_same() -> None:
    readings = own_readings()
    median = np.sort(readings.levels, axis=0)[(len(readings.levels) - 1) // 2]
    constant = agreement(readings.levels, np.tile(median, (len(readings.levels), 1)))
    ours = agreement(readings.levels, read_levels(readings.postings))
    assert constant.kappa + 0.3 < ours.kappa
    assert constant.error_ratio == 1.0


def test_confirmed_readings_of_shared_postings_rarely_change_who_is_blocked(shared: Path) -> None:
    wrong, missed = block_rates(shared_readings(shared))
    assert (wrong <= 0.04, missed <= 0.06) == (True, True)


def test_confirmed_readings_of_our_own_postings_rarely_change_who_is_blocked() -> None:
    wrong, missed = block_rates(own_readings())
    assert (wrong <= 0.04, missed <= 0.06) == (True, True)


def test_the_samples_cover_the_kinds_that_collections_lack() -> None:
    kinds = {PostingKind(row["kind"]) for row in sample_rows()}
    lacking = {"courier", "public_welfare", "soe_targeted", "health_massage", "medical_massage", "auxiliary", "rural_base"}
    lacking |= {"rural_household", "cultural_craft", "ecommerce", "platform_gig", "private_targeted"}
    assert {kind.value for kind in kinds} == lacking
    assert len(sample_rows()) >= 40


@pytest.mark.parametrize("row", sample_rows(), ids=lambda row: str(row["id"]))
def test_a_sample_is_whole(row: dict[str, object]) -> None:
    assert row["occupation"] in occupations_by_code()
    assert len(levels_of(row["demands"])) == len(CATALOGUE.dimensions)


FACT = {"lift": "statuses.lift", "dormitory": "statuses.dormitory", "shuttle": "statuses.shuttle"}
FACT |= {"floor": "workplace.floor", "remote": "workplace.remote", "toilet": "workplace.toilet"}
FACT |= {"shift": "hours.shift", "per_day": "hours.per_day"}


def test_what_the_samples_state_about_the_place_is_found() -> None:
    missed = []
    for row in sample_rows():
        read = read_posting(row["title"], row["text"], kind=PostingKind(row["kind"])).facts
        for name, value in row.get("workplace", {}).items():
            expected = "in_place" if FACT[name].startswith("statuses") else value
            if FACT[name] not in read or read[FACT[name]].value != expected:
                missed.append((row["id"], name))
    # Floors that are cleaned are no statement about where the person works.
    assert missed == [("R36", "floor")]
