"""Reasons: few, true, in both languages, and never about what is equal for everyone."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.features import FEATURE_NAMES, FEATURES, POSITION
from matching.features.leaning import TEXT_ALONE
from matching.features.sentences import sentence
from matching.reasons import LEAST_SHARE, all_reasons, contribution_reasons, reasons_of
from matching.shortlist import Reason
from models.baselines import HandWeightedRanker
from models.forests import grow
from models.lists import Lists
from models.settings import Growth
from tests.models.lists import some_lists

WIDTH = len(FEATURES)


def row(**values: float) -> np.ndarray:
    array = np.full(WIDTH, np.nan)
    for name, value in values.items():
        array[POSITION[name]] = value
    return array


def moved(**values: float) -> np.ndarray:
    return np.nan_to_num(row(**values))


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("skills_covered", 0.75, "所需技能掌握 75%", "has 75% of the skills asked"),
        ("skills_missing", 0.0, "不缺所需技能", "lacks none of the skills asked"),
        ("skills_missing", 2.0, "还缺 2 项所需技能", "lacks 2 of the skills asked"),
        ("distance_km", 12.4, "与住处所在区相距约 12 公里", "about 12 km from the home district"),
        ("hours_over", 1.5, "每日工时比愿意的多 1.5 小时", "the daily hours are 1.5 h above what the person wishes"),
        ("hours_over", 0.0, "每日工时在愿意的范围内", "the daily hours are within what the person wishes"),
        ("hours_room", 2.0, "每日工时比愿意的上限少 2 小时", "the daily hours are 2 h below the most the person wishes"),
        ("commute_minutes", 50.0, "单程路上估计 50 分钟", "about 50 minutes one way"),
        ("commute_minutes", 25.0, "单程路上估计 25 分钟，不算远", "about 25 minutes one way, not far"),
        ("commute_minutes", 0.0, "居家办公，无需出行", "remote work, no way to travel"),
        ("pay_shortfall", 0.29, "工资比期望下限低 29%", "pay is 29% below the least the person wishes"),
        ("pay_shortfall", 0.004, "工资比期望下限低不到 1%", "pay is less than 1% below the least the person wishes"),
        ("pay_shortfall", 0.0, "工资达到期望下限", "pay reaches the least the person wishes"),
        ("occupation_near_wish", 1.0, "就是想做的职业", "the very occupation the person wishes for"),
        (
            "occupation_near_wish",
            0.75,
            "与想做的职业属于同一类或相近的工作",
            "of the same class of occupations as a wished one, or near to it in work",
        ),
        (
            "learnable_skills",
            2.0,
            "岗位提供培训，可以学到 2 项还没掌握的技能",
            "offers training, with 2 skill(s) the person could learn",
        ),
        ("pay_against_wish", 1.2, "工资达到期望下限的 120%", "pay is 120% of the least the person wishes"),
        ("district_wished", 0.0, "不在想去的区", "outside the districts the person wishes for"),
        ("arrange_count", 0.0, "用人单位无需另作安排", "the employer has nothing left to arrange"),
        ("experience_shortfall", 1.5, "工作年限比要求少 1.5 年", "experience is 1.5 year(s) short of what is asked"),
        (
            "experience_shortfall",
            0.01,
            "工作年限比要求少 0.1 年以内",
            "experience is less than 0.1 year(s) short of what is asked",
        ),
        (
            "hours_over",
            0.04,
            "每日工时比愿意的多 0.1 小时以内",
            "the daily hours are less than 0.1 h above what the person wishes",
        ),
        ("skills_covered", 0.29, "所需技能只掌握 29%", "has only 29% of the skills asked"),
        ("skills_covered", 0.0, "没有写到所需技能", "names none of the skills asked"),
        ("licences_covered", 0.0, "没有写到岗位要求的有效证照", "names no valid licence of those asked"),
        ("pay_against_wish", 0.996, "工资只有期望下限的 99%", "pay is only 99% of the least the person wishes"),
        ("pay_against_wish", 2.999, "工资达到期望下限的 299%", "pay is 299% of the least the person wishes"),
        ("pay_against_wish", 3.0, "工资至少是期望下限的 3 倍", "pay is at least 3 times the least the person wishes"),
        ("occupation_wished", 1.0, "岗位名称与想做的职业相符", "the job title matches an occupation the person wishes for"),
        (
            "occupation_wished",
            0.5,
            "岗位正文提到与想做的职业相同的用词，岗位名称没有",
            "the posting's text, not its title, uses the words of an occupation the person wishes for",
        ),
        ("occupation_wished", 0.0, "岗位没有提到想做的职业", "the posting names no occupation the person wishes for"),
        ("distance_km", 4.2, "离住处所在区不远（约 4 公里）", "not far from the home district (about 4 km)"),
        (
            "pay_against_wish",
            np.nan,
            "工资面议或按件，或求职者没有说期望",
            "pay is by agreement or by the piece, or no pay was wished",
        ),
    ],
)
def test_a_sentence_states_the_value(name: str, value: float, zh: str, en: str) -> None:
    text = sentence(FEATURES[POSITION[name]], row(**{name: value}))
    assert (text.zh, text.en) == (zh, en)


def test_no_distance_is_the_same_district_or_remote_work() -> None:
    distance = FEATURES[POSITION["distance_km"]]
    near, remote = sentence(distance, row(distance_km=0, same_district=1)), sentence(distance, row(distance_km=0))
    assert (near.zh, near.en) == ("与住处同在一区", "in the same district as home")
    assert (remote.zh, remote.en) == ("居家办公，无需出行", "remote work, no way to travel")


def test_the_strongest_of_each_theme_speak_in_order() -> None:
    values = row(skills_covered=1, skills_missing=0, distance_km=3, district_wished=1, pay_against_wish=0.5, kind_wished=1)
    shares = moved(
        skills_covered=0.4, skills_missing=0.3, distance_km=0.1, district_wished=0.2, pay_against_wish=-0.35, kind_wished=0.05
    )
    found = reasons_of(values, shares)
    total = 0.4 + 0.3 + 0.1 + 0.2 + 0.35 + 0.05
    assert [reason.feature for reason in found] == ["skills_covered", "pay_against_wish", "district_wished"]
    assert [reason.weight for reason in found] == [round(share / total, 4) for share in (0.7, -0.35, 0.3)]


def test_the_sum_of_a_theme_decides_order_and_sign() -> None:
    values = row(skills_covered=1, skills_in_text=0, distance_km=3, commute_minutes=50, pay_against_wish=1.2, kind_wished=1)
    shares = moved(
        skills_covered=0.5, skills_in_text=-0.45, distance_km=0.2, commute_minutes=-0.3, pay_against_wish=0.15, kind_wished=0.12
    )
    found = reasons_of(values, shares)
    assert [(reason.feature, np.sign(reason.weight)) for reason in found] == [
        ("pay_against_wish", 1),
        ("kind_wished", 1),
        ("commute_minutes", -1),
    ]


def test_a_theme_whose_sum_has_no_sentence_is_silent() -> None:
    """What is missing moved more than what is told, the other way."""
    values = row(skills_covered=1, licences_covered=np.nan, remote_fit=1)
    assert [one.feature for one in reasons_of(values, moved(skills_covered=0.3, licences_covered=-0.5, remote_fit=0.1))] == [
        "remote_fit"
    ]


def test_what_is_equal_for_all_missing_or_slight_is_no_reason() -> None:
    values = row(pay_known=1, skills_covered=np.nan, remote_fit=1, kind_wished=1)
    shares = moved(pay_known=5, skills_covered=4, remote_fit=3, kind_wished=0.9 * LEAST_SHARE * 12)
    assert [reason.feature for reason in reasons_of(values, shares)] == ["remote_fit"]


def test_a_sentence_that_points_the_other_way_is_no_reason() -> None:
    values = row(skills_covered=0.2, distance_km=30, district_wished=1, education_surplus=0, experience_shortfall=2)
    shares = moved(skills_covered=0.4, distance_km=0.3, district_wished=-0.2, education_surplus=-0.5, experience_shortfall=-0.1)
    assert [reason.feature for reason in reasons_of(values, shares)] == ["experience_shortfall"]
    assert [reason.feature for reason in reasons_of(values, -shares)] == ["skills_covered", "distance_km"]
    over = reasons_of(row(education_surplus=2), moved(education_surplus=-0.5))
    assert [reason.text.en for reason in over] == ["education is 2 level(s) above what is asked"]


def test_nothing_moved_gives_no_reason() -> None:
    assert reasons_of(np.ones(WIDTH), np.zeros(WIDTH)) == ()


@given(
    values=st.lists(st.one_of(st.just(float("nan")), st.floats(-50, 50)), min_size=WIDTH, max_size=WIDTH),
    shares=st.lists(st.floats(-5, 5), min_size=WIDTH, max_size=WIDTH),
    limit=st.integers(1, 5),
)
def test_reasons_are_few_distinct_and_filled_in(values: list[float], shares: list[float], limit: int) -> None:
    found = reasons_of(np.array(values), np.array(shares), limit)
    assert len(found) <= limit
    themes = [FEATURES[POSITION[reason.feature]].theme for reason in found]
    assert len(set(themes)) == len(themes)
    weights = [abs(reason.weight) for reason in found]
    assert weights == sorted(weights, reverse=True)
    assert all(-1 <= reason.weight <= 1 for reason in found)
    assert all("{" not in reason.text.zh + reason.text.en for reason in found)


class Columns:
    """A ranker whose contributions are the features themselves."""

    version = "columns"
    leaning = TEXT_ALONE

    def score(self, features: np.ndarray) -> np.ndarray:
        return self.contributions(features).sum(axis=1)

    def contributions(self, features: np.ndarray) -> np.ndarray:
        return np.nan_to_num(features)


def without(values: np.ndarray, theme: str, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """The row with all features of a theme at the worst that was seen; one without a direction tells nothing."""
    removed = values.copy()
    for column, feature in enumerate(FEATURES):
        if feature.theme == theme and feature.about == "pair":
            removed[column] = {1: least[column], -1: most[column], 0: np.nan}[feature.direction]
    return removed


@pytest.mark.parametrize("kind", ["forest", "hand"])
def test_a_reason_in_favour_removed_lowers_the_score(kind: str) -> None:
    """Of a trained ranker on lists it has not seen, and of the hand weights: every single reason."""
    known, unseen = some_lists(1, lists=200), some_lists(9, lists=40)
    least, most = np.nanmin(known.features, axis=0), np.nanmax(known.features, axis=0)
    score, shares = trained(known) if kind == "forest" else by_hand()
    features = unseen.features
    scores, contributions = score(features), shares(features)
    rows, removed, alone = [], [], []
    for i, (values, moved_by) in enumerate(zip(features, contributions, strict=True)):
        for reason in reasons_of(values, moved_by):
            if reason.weight > 0:
                feature = FEATURES[POSITION[reason.feature]]
                rows.append(i)
                removed.append(without(values, feature.theme, least, most))
                worst = {1: least, -1: most, 0: values}[feature.direction][POSITION[reason.feature]]
                alone.append(np.where(np.arange(WIDTH) == POSITION[reason.feature], worst, values))
    assert len(rows) > 300
    assert (score(np.stack(removed)) < scores[rows]).all()
    changed = score(np.stack(alone)) - scores[rows]
    assert (changed <= 0).all()
    assert (changed < 0).mean() > 0.8


Scorer = Callable[[np.ndarray], np.ndarray]


def trained(lists: Lists) -> tuple[Scorer, Scorer]:
    forest = grow(
        lists.features,
        None,
        Growth(rounds=60, leaves=7, rate=0.06, least_rows=40),
        rounds=60,
        seed=1,
        threads=1,
        bins=63,
        label=lists.relevance,
        sizes=lists.sizes,
        options={"objective": "lambdarank"},
    )
    return forest.margins, lambda features: forest.shares(features)[:, :-1]


def by_hand() -> tuple[Scorer, Scorer]:
    ranker = HandWeightedRanker.load()
    return ranker.score, ranker.contributions


def slow_reasons(values: np.ndarray, moved: np.ndarray, limit: int) -> list[Reason]:
    """The rule of `reasons_of`, theme by theme."""
    total, themes = 0.0, dict[str, float]()
    for feature, one in zip(FEATURES, moved.tolist(), strict=True):
        total += abs(one)
        if feature.about == "pair":
            themes[feature.theme] = themes.get(feature.theme, 0.0) + one
    found = []
    for theme, whole in sorted(themes.items(), key=lambda pair: -abs(pair[1])):
        if not total or abs(whole) / total < LEAST_SHARE or len(found) == limit:
            break
        best, most = None, 0.0
        for column, feature in enumerate(FEATURES):
            way, high = moved[column] * np.sign(whole), values[column] >= feature.turn
            points = high if feature.direction == 0 else (whole > 0) == (high == (feature.direction > 0))
            if (feature.theme, feature.about) == (theme, "pair") and not np.isnan(values[column]) and points and way > most:
                best, most = feature, way
        if best is not None:
            found.append(Reason(feature=best.name, text=sentence(best, values), weight=round(whole / total, 4)))
    return found


def test_many_rows_at_once_say_what_each_says_alone() -> None:
    """Rounded values meet turns, caps and each other; a drawn value of a remote job and of one nearby is 0 alike."""
    draw = np.random.Generator(np.random.PCG64(5))
    features = np.round(draw.uniform(-0.2, 3.0, (400, WIDTH)), 1)
    features[::2] = np.round(draw.uniform(0, 1.2, (200, WIDTH)), 2)
    features[draw.random((400, WIDTH)) < 0.2] = np.nan
    features[draw.random(400) < 0.3, POSITION["distance_km"]] = 0.0
    contributions = np.round(draw.standard_normal((400, WIDTH)) * (draw.random((400, WIDTH)) < 0.3), 2)
    for limit in (0, 2, 20):
        found = all_reasons(features, contributions, limit)
        alone = [slow_reasons(*pair, limit) for pair in zip(features, contributions, strict=True)]
        assert [list(one) for one in found] == alone
    assert repr(found) == repr([tuple(one) for one in alone])


def test_reasons_of_chosen_rows_come_in_their_order() -> None:
    features = np.stack([row(skills_covered=1), row(remote_fit=1), row(kind_wished=1)])
    found = contribution_reasons(Columns(), features, [2, 0])
    assert [[reason.feature for reason in reasons] for reasons in found] == [["kind_wished"], ["skills_covered"]]
    assert contribution_reasons(Columns(), features, []) == []


def test_a_row_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match=f"must both be \\({WIDTH},\\)"):
        reasons_of(np.zeros(3), np.zeros(WIDTH))
    assert len(FEATURE_NAMES) == WIDTH
