"""The gate: a challenger that deserves it passes, and each condition alone keeps one out."""

from dataclasses import dataclass, replace

import numpy as np
import orjson
import pytest

from matching.features import FEATURES
from matching.protocols import Float64
from models.gate import Pool, Scored, decide
from models.gate_groups import LEAST_PEOPLE, OTHERS, GroupRows
from models.gate_report import Check, GateReport
from models.lists import Bool, Lists
from models.metrics import calibration_error, calibration_table, ndcg_at

CHECKS = ["order", "interest", "offer", "groups"]


@dataclass(frozen=True)
class Bench:
    """Held-out lists of ten, the true chances behind them, and a model in use that knows a little of them."""

    lists: Lists
    chances: Float64
    incumbent: Scored
    challenger: Scored
    groups: GroupRows


def bench(events: int = 12, per_event: int = 6, seed: int = 1, read: Float64 | None = None) -> Bench:
    """One person a row; women and men are equally often among the first five, of both rankers."""
    generator = np.random.Generator(np.random.PCG64(seed))
    count = events * per_event
    rows = 10 * count
    chances = generator.uniform(0.05, 0.95, (rows, 3))
    draws = generator.random((rows, 3))
    interested = draws[:, 0] < chances[:, 0] * (1.0 if read is None else read)
    offered = interested & (draws[:, 1] < chances[:, 1])
    list_of = np.repeat(np.arange(count), 10)
    lists = Lists(
        features=np.zeros((rows, len(FEATURES))),
        sizes=np.full(count, 10),
        position=np.zeros(rows, np.int64),
        event=list_of // per_event,
        posting=list_of,
        employer=list_of // 2,
        person=np.arange(rows),
        interested=interested,
        interviewed=interested,
        offered=offered,
        hired=offered,
        retained=offered & (draws[:, 2] < chances[:, 2]),
        followed=np.ones(rows, np.bool_),
        propensity=np.ones(rows),
        source="a bench",
    )
    worth = chances[:, 0] * chances[:, 1]
    table = Scored("hand-weighted-1", 0.3 * worth + generator.normal(0, 0.1, rows), np.full((rows, 3), 0.5), False)
    cells = np.lexsort((first_five(worth), first_five(table.scores)))
    women = np.zeros(rows, np.bool_)
    women[cells[::2]] = True
    return Bench(lists, chances, table, Scored("new-1", worth, chances, True), {"sex": {"women": women, "men": ~women}})


def first_five(scores: Float64) -> Bool:
    """(n,) among the first five of lists of ten."""
    return (np.argsort(np.argsort(-scores.reshape(-1, 10), axis=1), axis=1) < 5).ravel()


def judged(made: Bench, **changed: object) -> GateReport:
    made = replace(made, **changed)
    return decide(made.challenger, made.incumbent, made.lists, made.groups, 5)


def failing(report: GateReport) -> list[str]:
    return [check.name for check in report.checks if not check.passed]


def check(report: GateReport, name: str) -> Check:
    (found,) = (one for one in report.checks if one.name == name)
    return found


def test_a_better_calibrated_and_even_challenger_passes() -> None:
    report = judged(bench())
    assert ([one.name for one in report.checks], failing(report), report.passed, report.why_not) == (CHECKS, [], True, ())
    figures = check(report, "order").figures
    assert figures["low"] > 0
    assert (figures["lists"], figures["units"], figures["unit"]) == (72, 12, "event")
    assert figures["difference"] == pytest.approx(figures["challenger"] - figures["incumbent"], abs=2e-4)


def test_what_is_no_better_is_kept_out_by_the_order_alone() -> None:
    made = bench()
    report = judged(made, challenger=replace(made.challenger, scores=made.incumbent.scores))
    assert failing(report) == ["order"]
    assert check(report, "order").figures["low"] == check(report, "order").figures["high"] == 0
    assert report.why_not == (check(report, "order").text,)
    assert "does not lie above 0" in report.why_not[0].en


def test_a_difference_that_may_be_luck_is_not_enough() -> None:
    made = bench(events=12, per_event=3)
    nudged = made.incumbent.scores + 0.01 * made.chances[:, 0]
    figures = check(judged(made, challenger=replace(made.challenger, scores=nudged)), "order").figures
    assert figures["difference"] > 0 >= figures["low"]


@pytest.mark.parametrize(("column", "name"), [(0, "interest"), (1, "offer")])
def test_a_chance_that_is_off_keeps_it_out_alone(column: int, name: str) -> None:
    made = bench()
    off = made.chances.copy()
    off[:, column] = off[:, column] * 0.6 + 0.4
    report = judged(made, challenger=replace(made.challenger, chances=off))
    assert failing(report) == [name]
    rows = made.lists.interviewed if name == "offer" else np.ones(len(made.lists), np.bool_)
    happened = made.lists.offered if name == "offer" else made.lists.interested
    figures = check(report, name).figures
    assert figures["rows"] == int(rows.sum())
    assert figures["challenger"] == pytest.approx(calibration_error(off[rows, column], happened[rows]), abs=5e-5)
    assert figures["limit"] == max(0.03, figures["chance_error"])
    table = calibration_table(off[rows, column], happened[rows])
    assert [tuple(one.values()) for one in figures["forecasts"]] == [(round(a, 4), round(b, 4), of) for a, b, of in table]


def test_no_worse_than_a_calibrated_model_in_use_is_calibrated_enough() -> None:
    made = bench()
    off = made.chances * np.array([0.6, 1, 1]) + np.array([0.4, 0, 0])
    challenger = replace(made.challenger, chances=off)
    assert failing(judged(made, challenger=challenger, incumbent=replace(made.incumbent, chances=off, calibrated=True))) == []
    assert failing(judged(made, challenger=challenger, incumbent=replace(made.incumbent, chances=off))) == ["interest"]


def test_interest_is_only_recorded_where_somebody_looked() -> None:
    read = np.tile(1 / np.arange(1, 11), 72) ** 0.5
    made = bench(read=read, seed=3)
    assert "interest" in failing(judged(made))
    report = decide(made.challenger, made.incumbent, made.lists, made.groups, 5, read=read)
    assert failing(report) == []


def pushed_down(made: Bench, people: int) -> Bench:
    """The first person of every list is of one group; the challenger puts `people` of them last. Everybody else is of another."""
    few = np.arange(len(made.lists)) % 10 == 0
    few &= np.arange(len(made.lists)) < 10 * people
    scores = np.where(few, -1.0, made.challenger.scores)
    return replace(made, challenger=replace(made.challenger, scores=scores), groups={"district": {"few": few, "others": ~few}})


def test_a_group_that_falls_keeps_it_out_alone_from_thirty_people_on() -> None:
    fallen = judged(pushed_down(bench(), LEAST_PEOPLE))
    assert failing(fallen) == ["groups"]
    assert "district / few (30 people)" in fallen.why_not[0].en
    spared = judged(pushed_down(bench(), LEAST_PEOPLE - 1))
    assert failing(spared) == []
    assert [row["group"] for row in check(spared, "groups").figures["groups"]] == ["others"]
    alone = replace(bench(), groups={**bench().groups, "district": {"all": np.ones(720, np.bool_)}})
    named = check(judged(alone), "groups")
    assert named.figures["not_compared"] == ["district"]
    assert named.text.en.endswith("not compared: district (no group of 30 people, or nobody to hold it against)")


def test_the_only_large_group_is_held_against_the_smaller_ones_together() -> None:
    """As in one office: a hundred people of one category, and three of 29 each. The challenger puts the hundred last."""
    made = bench()
    group = np.minimum(made.lists.person % 187, 186)
    large = group < 100
    members = {"large": large} | {f"small {k}": (group >= 100 + 29 * k) & (group < 129 + 29 * k) for k in range(3)}
    person = group.astype(np.int64)
    pushed = np.where(large, -1.0, made.challenger.scores)
    report = judged(
        replace(made, groups={"category": members}),
        lists=replace(made.lists, person=person),
        challenger=replace(made.challenger, scores=pushed),
    )
    assert "groups" in failing(report)
    assert [row["group"] for row in check(report, "groups").figures["groups"]] == ["large", OTHERS]


def test_people_are_counted_once_however_many_lists_they_are_on() -> None:
    made = pushed_down(bench(), LEAST_PEOPLE)
    few = made.groups["district"]["few"]
    person = np.where(few, made.lists.person // 20, made.lists.person)
    assert len(np.unique(person[few])) == 15
    assert failing(judged(made, lists=replace(made.lists, person=person))) == []


@pytest.mark.parametrize(("selected", "ratio", "passes"), [(190, 0.95, True), (189, 0.9403, False)])
def test_a_fall_of_a_twentieth_is_tolerated_and_not_more(selected: int, ratio: float, passes: bool) -> None:
    """390 lists of a woman and a man, of whom the first is selected: before in half of the lists the woman."""
    made = bench(events=13, per_event=6)
    list_of = np.repeat(np.arange(390), 2)
    columns = dict.fromkeys(("event", "posting", "employer"), list_of)
    lists = replace(made.lists, sizes=np.full(390, 2), **columns)
    women = np.arange(780) % 2 == 0

    def women_first(count: int) -> Float64:
        return np.where(women == (list_of < count), 1.0, 0.0)

    new, old = Scored("new-1", women_first(selected), made.chances, True), Scored("old-1", women_first(195), made.chances, True)
    groups = check(decide(new, old, lists, {"sex": {"women": women, "men": ~women}}, 1, top=1), "groups")
    assert groups.passed is passes
    found = groups.figures["groups"][0]
    assert (found["group"], found["people"], found["selected_before"], found["impact_ratio_before"]) == ("women", 390, 0.5, 1.0)
    assert (found["selected"], found["impact_ratio"]) == (round(selected / 390, 4), ratio)
    assert found["fall_low"] < found["fall"] < found["fall_high"]


def test_with_a_pool_the_groups_are_compared_there() -> None:
    """The same ten places in a pool of other people, where the challenger puts the few last."""
    made = bench()
    wide = pushed_down(bench(seed=2), 40)
    pool = Pool(wide.lists, wide.challenger.scores, wide.incumbent.scores)
    report = decide(made.challenger, made.incumbent, made.lists, wide.groups, 5, pool=pool)
    assert failing(report) == ["groups"]
    assert check(report, "groups") == check(judged(wide), "groups")


def test_a_group_may_rise() -> None:
    made = pushed_down(bench(), 40)
    report = judged(made, challenger=replace(made.challenger, scores=made.chances[:, :2].prod(axis=1)), incumbent=made.challenger)
    assert check(report, "groups").passed


def test_without_groups_nobody_can_say() -> None:
    report = judged(bench(), groups={})
    assert failing(report) == ["groups"]
    assert report.why_not[0].zh == "没有给出任何分组，无法看出哪一组人会受影响"


@pytest.mark.parametrize(
    ("events", "per_event", "words"),
    [(29, 1, "29 lists with an outcome from 29 events"), (4, 8, "32 lists with an outcome from 16 employers")],
)
def test_too_few_lists_or_units_decide_nothing(events: int, per_event: int, words: str) -> None:
    report = judged(bench(events, per_event))
    if events == 4:
        assert check(report, "order").figures["unit"] == "employer"
        assert check(report, "order").passed
        report = judged(bench(2, 9))
        assert "18 lists with an outcome from 9 employers" in check(report, "order").text.en
    else:
        assert words in check(report, "order").text.en
    assert not check(report, "order").passed


def test_ten_rows_in_all_pass_nothing() -> None:
    made = bench(1, 1)
    assert failing(judged(made)) == ["order", "interest", "offer"]
    assert check(judged(made), "offer").figures == {"rows": int(made.lists.interviewed.sum()), "least_rows": 100}


def test_ties_do_not_follow_the_past_list() -> None:
    """All relevant rows stand first: a score without any difference must not profit from it."""
    made = bench()
    first: Bool = np.arange(len(made.lists)) % 10 < 3
    steps = dict.fromkeys(("interested", "interviewed", "offered", "hired", "retained"), first)
    flat = Scored("flat", np.zeros(len(made.lists)), made.chances, True)
    report = judged(made, lists=replace(made.lists, **steps), challenger=flat)
    assert check(report, "order").figures["challenger"] < 0.8


def test_equal_input_gives_an_equal_report_and_it_survives_the_manifest() -> None:
    made = bench()
    report = judged(made)
    assert report == judged(made)
    again = GateReport.of(orjson.loads(orjson.dumps(report.plain())))
    assert again.plain() == report.plain()


def test_a_report_that_contradicts_its_checks_is_refused() -> None:
    made = bench()
    plain = judged(made, groups={}).plain()
    with pytest.raises(ValueError, match="contradicts its own checks"):
        GateReport.of(plain | {"passed": True})
    with pytest.raises(ValueError, match="contradicts its own checks"):
        GateReport.of(plain | {"passed": True, "checks": []})


def test_the_order_is_measured_as_the_published_measure_has_it() -> None:
    made = bench()
    figures = check(judged(made), "order").figures
    for one, name in ((made.challenger, "challenger"), (made.incumbent, "incumbent")):
        best_first = np.lexsort((-one.scores, made.lists.list_of))
        values = ndcg_at(made.lists.relevance[best_first], made.lists.sizes, 10)
        assert figures[name] == pytest.approx(np.nanmean(values), abs=5e-5)


def test_the_model_that_made_the_lists_does_not_win_by_having_made_them() -> None:
    """It put first whom it likes for no reason; only the first are looked at, so only they have outcomes."""
    generator = np.random.Generator(np.random.PCG64(4))
    read = np.tile(np.where(np.arange(10) < 3, 1.0, 0.3), 240)
    made = bench(events=40, per_event=6, read=read, seed=4)
    whim = replace(made.incumbent, scores=-np.tile(np.arange(10.0), 240) + generator.normal(0, 0.01, 2400))
    plain = decide(made.challenger, whim, made.lists, made.groups, 5)
    assert not check(plain, "order").passed
    corrected = decide(made.challenger, whim, made.lists, made.groups, 5, read=read)
    assert check(corrected, "order").figures["low"] > 0


def test_input_that_does_not_fit_is_refused() -> None:
    made = bench()
    broken = made.challenger.scores.copy()
    broken[3] = np.nan
    with pytest.raises(ValueError, match="new-1: 1 scores are not finite"):
        judged(made, challenger=replace(made.challenger, scores=broken))
    with pytest.raises(ValueError, match=r"new-1: scores have shape \(3,\)"):
        judged(made, challenger=replace(made.challenger, scores=broken[:3]))
    with pytest.raises(ValueError, match=r"new-1: chances have shape \(3, 3\)"):
        judged(made, challenger=replace(made.challenger, chances=made.chances[:3]))
    with pytest.raises(ValueError, match=r"group women of sex has shape \(3,\)"):
        judged(made, groups={"sex": {"women": np.ones(3, np.bool_)}})
    with pytest.raises(ValueError, match="read has shape"):
        decide(made.challenger, made.incumbent, made.lists, made.groups, 5, read=np.ones(3))
