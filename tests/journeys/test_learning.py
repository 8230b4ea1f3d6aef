"""From the first fair to a ranker that serves: lists, a sheet of outcomes, training, the gate; and what may go wrong."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from api.actions.matching import match_event
from api.benchmark.groups import city_groups
from api.cli.program import app as program
from api.cli.refusals import refusal_of
from matching.features import features_hash
from matching.policy import policy_on
from matching.records import LOCAL_ORGANIZER, Candidate, CertificateDetails
from models.baselines import PACKAGED_WEIGHTS, HandWeightedRanker
from models.folders import CARD, MANIFEST
from models.gate_groups import OTHERS
from models.registry import load_ranker
from tests.journeys.past import (
    BETWEEN,
    FIRST,
    HEAD,
    Office,
    Row,
    add_fair,
    found_office,
    hold_fairs,
    outcome_rows,
    record,
    write_rows,
)

ROOT = Path(__file__).resolve().parents[2]
PLAIN_FAIRS, EXPLORED_FAIRS = 6, 2
FAIRS = PLAIN_FAIRS + EXPLORED_FAIRS
LATER = date(2026, 3, 1)
LUCK = (5, 4, 3, 1)
"""What came of the lists, drawn so or otherwise: in so small a city the gate may rightly refuse one of them."""
PACKAGED = HandWeightedRanker.load().version
CHECKS = ["order", "interest", "offer", "groups"]
RUN = CliRunner()


@dataclass(frozen=True, eq=False)
class Learnt:
    """An office whose challenger passed the gate, the report of its training, and the rows of its outcomes."""

    office: Office
    made: dict[str, Any]
    rows: list[Row]


def tongtu(home: Path, *words: str, **environment: str) -> str:
    """What the command says on the office's home."""
    done = RUN.invoke(program, list(words), env={"TONGTU_HOME": str(home), "TONGTU_LANG": "en", **environment})
    assert done.exception is None, (done.output, done.exception)
    return done.stdout


def asked(home: Path, *words: str, **environment: str) -> Any:
    return json.loads(tongtu(home, *words, "--json", **environment))


def refused(home: Path, *words: str) -> str:
    """The one line with which the command refuses."""
    done = RUN.invoke(program, list(words), env={"TONGTU_HOME": str(home), "TONGTU_LANG": "en"})
    assert done.exception is not None, done.output
    line = refusal_of(done.exception)
    assert line is not None, done.exception
    return line


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Eight fairs of which nothing is recorded yet; the lists of the last two were explored."""
    office = found_office(tmp_path_factory.mktemp("past"), seed=3, people=240, employers=60)
    hold_fairs(office, PLAIN_FAIRS, employers=16, attending=200, seed=3)
    hold_fairs(office.with_exploration(0.2), EXPLORED_FAIRS, employers=16, attending=200, seed=3, first=PLAIN_FAIRS + 1)
    add_fair(office, "next", postings=4)
    add_fair(office, "swap", postings=25, day=LATER)
    office.app.database.close()
    return office


@pytest.fixture(scope="module")
def learnt(past: Office, tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    """The first of the draws with which the challenger passes; whatever comes, the gate's checks decide and nothing else."""
    for luck in LUCK:
        office = past.copied(tmp_path_factory.mktemp("learnt") / "home")
        rows = outcome_rows(office, event_names(), luck)
        report = record(office, rows, LATER)
        assert (report.imported, report.rejected, report.faults) == (len(rows), 0, ())
        office.app.database.close()
        made = asked(office.home, "train", "ranker")
        assert [check["name"] for check in made["gate"]["checks"]] == CHECKS
        assert made["promoted"] is all(check["passed"] for check in made["gate"]["checks"])
        if made["promoted"]:
            return Learnt(office, made, rows)
        assert made["why_not"]
        assert load_ranker(office.home / "models").version == PACKAGED
    pytest.fail(f"no challenger passed the gate in {len(LUCK)} draws")


@pytest.fixture
def office(past: Office, tmp_path: Path) -> Iterator[Office]:
    """The fairs without outcomes, in a home of its own."""
    made = past.copied(tmp_path)
    yield made
    made.app.database.close()


@pytest.fixture
def learned(learnt: Learnt, tmp_path: Path) -> Iterator[Office]:
    """The office with its promoted ranker, in a home of its own."""
    made = learnt.office.copied(tmp_path)
    yield made
    made.app.database.close()


def event_names(count: int = FAIRS) -> list[str]:
    return [f"fair-{number}" for number in range(1, count + 1)]


def ranker_of(office: Office, event: str) -> str:
    """The ranker that made the last lists of an event."""
    with office.app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, event)
    assert run is not None
    return run.versions.ranker


# --- the road from outcomes to a ranker that serves ------------------------------------------------------------------------------


def test_the_report_says_what_was_learnt_and_judged(learnt: Learnt) -> None:
    made = learnt.made
    assert (made["parent"], made["unchanged"], made["resumed_stages"], made["why_not"]) == (PACKAGED, False, 0, [])
    assert made["events"] + made["held_out_events"] < FAIRS  # one event in between is for choosing
    assert made["held_out_events"] == 2
    assert made["gate"]["incumbent"] == PACKAGED
    assert made["gate"]["checks"][0]["figures"]["low"] > 0
    assert made["metrics"]["challenger"]["ndcg@10"] > made["metrics"]["in use"]["ndcg@10"]


def test_its_folder_has_a_manifest_and_a_card_in_both_languages(learnt: Learnt) -> None:
    folder = Path(learnt.made["folder"])
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert (manifest["version"], manifest["parent"], manifest["seed"]) == (learnt.made["version"], PACKAGED, 7)
    last = PLAIN_FAIRS - 1  # of eight fairs two are held out, and one before them is for choosing
    assert (manifest["data"]["first_day"], manifest["data"]["last_day"]) == (
        FIRST.isoformat(),
        (FIRST + BETWEEN * (last - 1)).isoformat(),
    )
    assert manifest["data"]["events"] == learnt.made["events"] == last
    assert (manifest["parts"]["encoder"], manifest["gate"]) == (learnt.office.app.encoder.version, learnt.made["gate"])
    assert manifest["metrics"] == learnt.made["metrics"]
    card = (folder / CARD).read_text("utf-8")
    assert learnt.made["version"] in card
    assert "排序模型" in card
    assert "ranker" in card


def test_what_was_recorded_is_counted_by_step(learnt: Learnt) -> None:
    lines = [json.loads(line) for line in tongtu(learnt.office.home, "outcomes", "fair-2", "--json").splitlines()]
    told = {row["step"]: row["pairs"] for row in lines}
    rows = [dict(zip(HEAD, row, strict=True)) for row in learnt.rows]
    rows = [row for row in rows if row["活动编号"] == "fair-2"]
    assert told["interested"] == len(rows)
    assert told["interviewed"] == sum(bool(row["面试日期"]) for row in rows)
    assert told["hired"] == sum(bool(row["入职日期"]) for row in rows)
    assert told["retained_3"] == sum(row["在岗满3个月"] not in ("", "否") for row in rows)


def test_the_next_lists_are_made_by_the_promoted_ranker_and_after_a_rollback_by_the_weights(
    learned: Office, learnt: Learnt
) -> None:
    version = learnt.made["version"]
    assert asked(learned.home, "match", "next")["versions"]["ranker"] == version
    assert ranker_of(learned, "next") == version
    shown = asked(learned.home, "models", "list")
    assert (shown["serving"], [one["state"] for one in shown["models"]]) == (version, ["in_use"])
    assert version in tongtu(learned.home, "models", "show", version)
    back = asked(learned.home, "models", "rollback", "--why", "先看一看")
    assert (back["serving"], [one["state"] for one in back["models"]]) == (PACKAGED, ["former"])
    assert asked(learned.home, "match", "next")["versions"]["ranker"] == PACKAGED
    assert [act["action"] for act in asked(learned.home, "models", "list")["history"]] == ["kept", "promoted", "rolled_back"]


def test_training_again_on_the_same_outcomes_changes_nothing(learned: Office, learnt: Learnt) -> None:
    again = asked(learned.home, "train", "ranker")
    assert (again["unchanged"], again["version"]) == (True, learnt.made["version"])
    assert again["gate"] == learnt.made["gate"]
    assert [act["action"] for act in asked(learned.home, "models", "list")["history"]] == ["kept", "promoted"]


def test_the_ranker_in_use_is_held_against_the_plain_ones_on_the_last_own_events(learnt: Learnt) -> None:
    found = asked(learnt.office.home, "evaluate", "--from-store")
    assert found["in_use"] == learnt.made["version"]
    side = found["sides"]["employer"]
    assert side["lists"] == learnt.made["held_out_lists"]
    assert list(side["means"]) == [
        "random", "similarity", "the peer's published formula", "hand-weighted, as shipped", "in use",
    ]  # fmt: skip
    for name, one in (("in use", "challenger"), ("hand-weighted, as shipped", "in use")):
        assert side["means"][name]["ndcg@10"] == learnt.made["metrics"][one]["ndcg@10"]
    assert learnt.made["version"] in tongtu(learnt.office.home, "evaluate", "--from-store")


def test_the_log_of_explored_lists_says_what_the_ranker_would_have_brought(learnt: Learnt) -> None:
    home = learnt.office.home
    one, both = (asked(home, "evaluate", "--off-policy", *words) for words in (("--event", f"fair-{FAIRS}"), ()))
    assert (one["not_explored"], both["not_explored"]) == (0, PLAIN_FAIRS)
    assert one["lists"] < both["lists"] == learnt.made["held_out_lists"]
    for found in (one, both):
        assert found["in_use"] == learnt.made["version"]
        assert list(found["estimates"]) == ["interviewed", "hired"]
        for told in found["estimates"].values():
            low, high = told["snips"][1:]
            assert 0 <= low <= told["snips"][0] <= high
            assert 0 < told["effective"] <= told["rows"]
            assert 0 < told["covered"] <= 1
        assert found["estimates"]["hired"]["ips"][0] <= found["estimates"]["interviewed"]["ips"][0]
    assert tongtu(home, "evaluate", "--off-policy").count("snips") == 2


def test_lists_on_which_nothing_was_explored_say_nothing_about_another_order(learnt: Learnt) -> None:
    line = refused(learnt.office.home, "evaluate", "--off-policy", "--event", "fair-1")
    assert "Cannot evaluate by the log" in line
    assert "nothing was explored" in line
    assert "event with outcomes" in refused(learnt.office.home, "evaluate", "--off-policy", "--event", "fair-99")


def test_explored_places_are_a_share_of_the_list_with_their_chance(learnt: Learnt) -> None:
    with learnt.office.app.database.read(LOCAL_ORGANIZER) as stores:
        runs = {run.run.event: run.pairs for run in stores.runs.shown(LOCAL_ORGANIZER, "test", ["fair-1", f"fair-{FAIRS}"])}
    plain, explored = (
        {pair.propensity for pair in runs[name] if pair.band == "fit" and pair.features is not None}
        for name in ("fair-1", f"fair-{FAIRS}")
    )
    assert plain == {None}
    assert 0.8 in explored
    assert all(chance is not None and 0 < chance <= 1 for chance in explored)


def test_the_gate_counts_the_groups_of_the_people_held_out(
    learned: Office, learnt: Learnt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With groups of 15 or more, for in so small a city hardly any has 30: as many people in each as the city's records say."""
    monkeypatch.setattr("models.gate_groups.LEAST_PEOPLE", 15)
    tongtu(learned.home, "models", "rollback")
    rows = asked(learned.home, "train", "ranker")["gate"]["checks"][3]["figures"]["groups"]
    own = city_groups(learned.city)
    with learned.app.database.begin(LOCAL_ORGANIZER) as stores:
        number_of = {one.id: one.external_id for one in stores.candidates.iterate(LOCAL_ORGANIZER)}
        runs = stores.runs.shown(LOCAL_ORGANIZER, "test", event_names()[-2:])
    held_out = {number_of[pair.candidate] for run in runs for pair in run.pairs if pair.band == "fit" and pair.features}
    people = np.array([one.external_id in held_out for one in learned.city.candidates])
    own_of_sheet = ("category", "grade", "sex", "district")  # a sheet rounds ages and graduations
    expected: dict[tuple[str, str], int] = {}
    for attribute in own_of_sheet:
        counts = [int((people & (own.codes[attribute] == code)).sum()) for code in range(len(own.names[attribute]))]
        large = {name.en: count for name, count in zip(own.names[attribute], counts, strict=True) if count >= 15}
        small = sum(counts) - sum(large.values())
        others = {OTHERS: small} if small >= 15 else {}
        if len(large) + len(others) > 1 or (len(large) == 1 and small):
            expected |= {(attribute, name): count for name, count in (large | others).items()}
    assert {(row["attribute"], row["group"]): row["people"] for row in rows if row["attribute"] in own_of_sheet} == expected
    assert {row["attribute"] for row in rows} >= {"category", "grade", "sex"}


def test_a_challenger_that_proves_nothing_is_kept_and_says_why_it_does_not_serve(office: Office) -> None:
    """Three fairs: what is held out of them is too little to judge by."""
    record(office, outcome_rows(office, event_names(3), 5), LATER)
    made = asked(office.home, "train", "ranker")
    assert (made["promoted"], made["parent"], made["held_out_events"]) == (False, PACKAGED, 1)
    assert any("至少要 100 条" in text["zh"] for text in made["why_not"])
    assert [check["passed"] for check in made["gate"]["checks"]].count(False) == len(made["why_not"])
    shown = asked(office.home, "models", "list")
    assert (shown["serving"], [one["state"] for one in shown["models"]]) == (PACKAGED, ["challenger"])
    line = refused(office.home, "models", "promote", made["version"])
    assert all(text["en"] in line for text in made["why_not"])
    assert asked(office.home, "match", "next")["versions"]["ranker"] == PACKAGED


def test_a_training_killed_on_its_way_goes_on_to_the_same_version(learned: Office, learnt: Learnt) -> None:
    """SIGKILL as soon as the first stage is kept; the second start takes it up."""
    tongtu(learned.home, "models", "rollback")
    training = learned.home / "models" / "ranker" / "training"
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "train", "ranker"],
        cwd=ROOT,
        env={**os.environ, "TONGTU_HOME": str(learned.home)},
        stdout=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(training.glob("*/*.stage")):
        sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert asked(learned.home, "models", "list")["unfinished"] == 1
    made = asked(learned.home, "train", "ranker")
    assert made["resumed_stages"] >= 1
    assert (made["version"], made["gate"], made["promoted"]) == (learnt.made["version"], learnt.made["gate"], True)
    assert not training.exists()


# --- bad input: a clear sentence, and what serves goes on serving ----------------------------------------------------------------


def bad_rows(learnt: Learnt) -> dict[str, Row]:
    """What is wrong -> a row that says so, of pairs of which nothing is recorded."""
    person, posting = learnt.rows[0][0], learnt.rows[0][1]
    met = {row[0] for row in learnt.rows if row[1] == posting}
    other = next(row[0] for row in learnt.rows if row[0] not in met)
    on, before = FIRST.isoformat(), FIRST.replace(day=1).isoformat()
    return {
        "hired without interviewed": (other, posting, "fair-1", "是", "", "", on, "", ""),
        f"the day for: interviewed is before the event ({on})": (other, posting, "fair-1", "是", before, "", "", "", ""),
        "there is no such candidate": ("GHOST-1", posting, "fair-1", "是", on, "", "", "", ""),
        "there is no such posting": (other, "GHOST-2", "fair-1", "是", on, "", "", "", ""),
        "there is no such event": (other, posting, "fair-77", "是", on, "", "", "", ""),
        "interviewed: something else is recorded": (*contradicted(learnt, person, posting),),
    }


def contradicted(learnt: Learnt, person: str, posting: str) -> Row:
    """A pair that was interviewed, told with another day."""
    row = next(row for row in learnt.rows if row[4])
    return (*row[:4], (date.fromisoformat(row[4]) + BETWEEN / 28).isoformat(), *row[5:])


def test_wrong_outcomes_stay_out_row_by_row_and_the_model_in_use_stays(learned: Office, learnt: Learnt) -> None:
    rows = bad_rows(learnt)
    path = write_rows(learned.home / "bad.csv", list(rows.values()))
    before = tongtu(learned.home, "outcomes", "fair-1")
    report = asked(learned.home, "import", "outcomes", str(path))
    assert (report["rows"], report["imported"], report["updated"], report["rejected"]) == (len(rows), 0, 0, len(rows))
    told = {fault["row"]: fault["problem"]["en"] for fault in report["faults"] if fault["severity"] == "rejected"}
    assert [told[number] for number in range(2, len(rows) + 2)] == list(rows)
    assert tongtu(learned.home, "outcomes", "fair-1") == before
    assert asked(learned.home, "models", "list")["serving"] == learnt.made["version"]
    again = asked(learned.home, "train", "ranker")
    assert (again["unchanged"], again["version"]) == (True, learnt.made["version"])


def shown_rows(office: Office, interested: bool, most: int = 100_000) -> list[Row]:
    """A row for everybody on a list of the first two fairs, all with the same outcome."""
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        pairs = [
            (pair.candidate, pair.posting, run.run.event)
            for run in stores.runs.shown(LOCAL_ORGANIZER, "test", event_names(2))
            for pair in run.pairs
            if pair.band == "fit"
        ]
    return [(*pair, "是" if interested else "否", "", "", "", "", "") for pair in pairs[:most]]


@pytest.mark.parametrize("interested", [True, False])
def test_outcomes_of_one_class_teach_nothing(office: Office, interested: bool) -> None:
    rows = shown_rows(office, interested)
    assert record(office, rows, LATER).imported == len(rows)
    line = refused(office.home, "train", "ranker")
    pairs = len(rows) - without_features(office)
    assert f"2 events, {pairs} shown pairs, {pairs if interested else 0} of them interested" in line
    assert "tongtu import outcomes" in line
    assert nothing_kept(office)


def without_features(office: Office) -> int:
    """Places given to people who opted out of profiling, of whom nothing is learnt."""
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        runs = stores.runs.shown(LOCAL_ORGANIZER, "test", event_names(2))
    return sum(pair.features is None for run in runs for pair in run.pairs if pair.band == "fit")


def nothing_kept(office: Office) -> bool:
    return load_ranker(office.home / "models").version == PACKAGED and not (office.home / "models" / "ranker").exists()


def test_ten_rows_in_all_are_refused_with_the_numbers(office: Office) -> None:
    rows = shown_rows(office, True, most=10)
    assert record(office, rows, LATER).imported == 10
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        (first,) = stores.runs.shown(LOCAL_ORGANIZER, "test", ["fair-1"])
    learnt_from = {(pair.candidate, pair.posting) for pair in first.pairs if pair.band == "fit" and pair.features is not None}
    interested = sum(row[:2] in learnt_from for row in rows)
    line = refused(office.home, "train", "ranker")
    assert f"1 events, {len(learnt_from)} shown pairs, {interested} of them interested" in line
    assert f"{FAIRS - 1} events without any recorded outcome" in line
    assert nothing_kept(office)


def test_without_any_outcome_there_is_nothing_to_learn_or_to_evaluate(office: Office) -> None:
    for words in (("train", "ranker"), ("evaluate", "--from-store"), ("evaluate", "--off-policy")):
        line = refused(office.home, *words)
        assert "0 events, 0 shown pairs" in line
        assert f"{FAIRS} events without any recorded outcome" in line
    assert nothing_kept(office)


SPOILT = {
    "a changed forest": lambda folder: (folder / "interest.txt").write_text("tree\n"),
    "a missing file": lambda folder: (folder / "calibration.json").unlink(),
    "a manifest that was edited": lambda folder: edit(folder / MANIFEST, seed=8),
    "a manifest that is none": lambda folder: (folder / MANIFEST).write_text("{"),
    "a manifest without its own hash": lambda folder: edit(folder / MANIFEST, manifest_sha256=None),
}


def edit(path: Path, **changes: Any) -> None:
    whole = json.loads(path.read_text("utf-8"))
    whole = {name: value for name, value in {**whole, **changes}.items() if value is not None}
    path.write_text(json.dumps(whole), "utf-8")


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_model_in_use_stops_what_needs_it_with_its_folder_named_and_rollback_helps(
    learned: Office, learnt: Learnt, spoilt: str
) -> None:
    """No other ranker takes its place in silence."""
    version = learnt.made["version"]
    SPOILT[spoilt](learned.home / "models" / "ranker" / version)
    for words in (("match", "next"), ("train", "ranker"), ("evaluate", "--from-store"), ("models", "list")):
        assert str(learned.home / "models" / "ranker" / version) in refused(learned.home, *words)
    with learned.app.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.runs.latest(LOCAL_ORGANIZER, "next") is None
    assert (learned.home / "models" / "ranker" / "current").read_text().strip() == version
    assert asked(learned.home, "models", "rollback")["serving"] == PACKAGED
    assert asked(learned.home, "match", "next")["versions"]["ranker"] == PACKAGED


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_challenger_is_refused_and_the_weights_go_on_serving(learned: Office, learnt: Learnt, spoilt: str) -> None:
    version = learnt.made["version"]
    tongtu(learned.home, "models", "rollback")
    folder = learned.home / "models" / "ranker" / version
    SPOILT[spoilt](folder)
    assert str(folder) in refused(learned.home, "models", "promote", version)
    shown = asked(learned.home, "models", "list")
    assert (shown["serving"], [str(folder) in one["fault"] for one in shown["models"]]) == (PACKAGED, [True])


def test_training_again_mends_a_spoilt_challenger(learned: Office, learnt: Learnt) -> None:
    tongtu(learned.home, "models", "rollback")
    SPOILT["a missing file"](learned.home / "models" / "ranker" / learnt.made["version"])
    made = asked(learned.home, "train", "ranker")
    assert (made["version"], made["promoted"]) == (learnt.made["version"], True)
    assert asked(learned.home, "match", "next")["versions"]["ranker"] == learnt.made["version"]


# --- cold start ------------------------------------------------------------------------------------------------------------------


def test_without_outcomes_the_packaged_weights_rank(office: Office) -> None:
    assert [ranker_of(office, name) for name in event_names()] == [PACKAGED] * FAIRS
    assert asked(office.home, "models", "list")["serving"] == PACKAGED


def test_the_weights_of_an_office_rank_and_are_on_the_run(office: Office) -> None:
    own = office.home / "models" / "weights.yaml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("weights:\n  commute_minutes: {weight: 1, from: 90, to: 0}\n", "utf-8")
    version = HandWeightedRanker.load(own).version
    assert version != PACKAGED
    assert asked(office.home, "match", "next")["versions"]["ranker"] == ranker_of(office, "next") == version
    assert "本单位的手工权重" in asked(office.home, "models", "list")["note"]["zh"]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"grade": {"weight": 1, "from": 0, "to": 1}}, "'grade' is no feature"),
        ({"headcount": {"weight": "much", "from": 0, "to": 1}}, "headcount: give weight, from and to"),
        ({"headcount": {"weight": 1, "from": 2, "to": 2}}, "headcount: from and to are both 2"),
    ],
)
def test_weights_that_cannot_be_meant_are_refused_with_their_row(office: Office, change: dict[str, Any], row: str) -> None:
    table = yaml.safe_load(PACKAGED_WEIGHTS.read_text("utf-8"))
    table["weights"] |= change
    own = office.home / "models" / "weights.yaml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(yaml.safe_dump(table, allow_unicode=True), "utf-8")
    for words in (("match", "fair-1"), ("train", "ranker"), ("evaluate",)):
        if words == ("train", "ranker"):
            record(office, outcome_rows(office, event_names(3), 5), LATER)
        line = refused(office.home, *words)
        assert str(own) in line
        assert row in line


# --- who a person is changes nothing ---------------------------------------------------------------------------------------------


def lists_of(office: Office, event: str) -> tuple[list[dict[str, Any]], list[tuple[Any, ...]]]:
    """The frozen lists of the last run of an event, and what the ranker saw of each entry."""
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, event)
        assert run is not None
        lists = [one.model_dump(mode="json") for one in stores.runs.iterate(LOCAL_ORGANIZER, run.id)]
        (shown,) = stores.runs.shown(LOCAL_ORGANIZER, "test", [event])
    assert shown.run.id == run.id
    return lists, [(pair.posting, pair.candidate, pair.position, pair.features) for pair in shown.pairs]


def somebody_else(office: Office) -> int:
    """Everybody gets another category and grade; who is 25 to 40 also the other sex and another birthday of the same year of age.

    Between these ages no rule of law asks for sex, and none for a day: what is left is who a person is. Returns how many changed.
    """
    draw, day = np.random.Generator(np.random.PCG64(11)), office.app.today
    with office.app.database.begin(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
        changed: list[tuple[Candidate, CertificateDetails | None]] = []
        for one in people:
            papers = stores.candidates.certificate_details(LOCAL_ORGANIZER, one.id, purpose="test")
            if papers is not None and papers.category is not None:
                grade = 5 - (papers.grade or 1)
                papers = papers.model_copy(update={"category": papers.category % 7 + 1, "grade": grade, "number": None})
            person = one.person
            if person.birth is not None and 25 <= (day - person.birth).days // 366 <= 40:
                last = day.replace(year=day.year - _years(person.birth, day))
                birth = date.fromordinal(last.toordinal() - int(draw.integers(0, 365)))
                person = person.model_copy(update={"birth": birth, "sex": "male" if person.sex == "female" else "female"})
            changed.append((one.model_copy(update={"person": person}), papers))
        stores.candidates.upsert_many(LOCAL_ORGANIZER, changed)
    return sum(new.person != old.person for (new, _), old in zip(changed, people, strict=True))


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def test_category_grade_sex_and_birthday_change_no_bit_of_what_the_learned_ranker_makes(learned: Office, learnt: Learnt) -> None:
    learned.at(LATER)
    assert match_event(learned.app, LOCAL_ORGANIZER, "swap").versions.ranker == learnt.made["version"]
    lists, shown = lists_of(learned, "swap")
    assert somebody_else(learned) > 60
    second = match_event(learned.app, LOCAL_ORGANIZER, "swap")
    assert (second.versions.features, second.versions.ranker) == (features_hash(), learnt.made["version"])
    assert lists_of(learned, "swap") == (lists, shown)
    assert len([row for row in shown if row[3] is not None]) > 300
    assert policy_on(LATER).date == LATER
