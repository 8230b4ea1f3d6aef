"""What an employer's list says of each person, stage by stage, and what its order tells: nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.privacy import FIELDS, Listed, Sight, crowd_words, employer_list, outline_of, rank_band
from matching.records import Candidate, Education, GraduateData, Person, Place, Resume, Skill, Stage, Wishes
from matching.shortlist import Entry
from tests.matching.personas import LIN_DEAF

NAMED = LIN_DEAF.model_copy(
    update={
        "id": "c_lin",
        "person": Person(name="林静", phone="13800001234", email="lin@example.org", contact_note="听力残疾，请发短信"),
        "home": Place(city="武汉", district="420111", address="珞喻路 1 号"),
        "resume": Resume(
            skills=(Skill(name="文字录入"), Skill(name="手语翻译"), Skill(name="盲文校对"), Skill(name="屏幕阅读器使用")),
            certificates=("计算机二级", "残疾人证"),
            education=Education.MASTER,
            experience="听力残疾二级，做过三年文员，会用读屏软件",
            experience_years=3,
            graduate=GraduateData(school="江城大学", major="会计"),
        ),
        "wishes": Wishes(hours_max=6, pay_min=3_000, text="希望安静"),
    }
)


def entry(candidate: str, rank: int = 3, band: str = "fit", score: float = 0.5, arranged: int = 1) -> Entry:
    return Entry.model_validate(
        {
            "candidate": candidate,
            "posting": "p_clerk",
            "band": band,
            "rank": rank,
            "score": score,
            "verdict": "eligible_with" if band == "fit" else "review",
            "accommodations": ("text_channel",),
            "met": 9,
            "arranged": arranged,
            "demanded": 9,
        }
    )


def sight(name: str = NAMED.id, stage: Stage = Stage.LISTING, file: Candidate = NAMED, **changes: object) -> Sight:
    plain = {
        "entry": entry(name),
        "candidate": file.model_copy(update={"id": name}),
        "stage": stage,
        "alias": f"A-{name}",
        "stated": ("text_channel",),
    }
    return Sight(**(plain | changes))  # type: ignore[arg-type]


def told(*sights: Sight, k: int = 1) -> tuple[Listed, ...]:
    crowd = {one.alias: outline_of(one.candidate) for one in sights if one.stage is Stage.LISTING}
    return employer_list(sights, ("表格", "文字录入"), crowd_words([crowd], {}, k))


def test_listing_holds_what_its_stage_allows_and_nothing_else() -> None:
    assert told(sight()) == (
        Listed(
            alias="A-c_lin",
            stage=Stage.LISTING,
            band=0,
            band_text=Text(zh="前 5 名", en="Ranks 1 to 5"),
            demanded=9,
            fit=Text(zh="9 项要求全部满足", en="all 9 demands met"),
            asked=2,
            knows=1,
            skills=("文字录入",),
            certificates=("计算机二级",),
            education=Text(zh="研究生", en="postgraduate"),
            district=Text(zh="洪山区", en="Hongshan"),
            hours=Text(zh="每天最多 6 小时", en="at most 6 hours a day"),
            wage=Text(zh="期望月薪 3,000 元以上", en="hopes for 3,000 yuan a month or more"),
        ),
    )


def test_identity_adds_name_contact_resume_and_what_the_person_chose_to_tell() -> None:
    (row,) = told(sight(stage=Stage.IDENTITY, certificate_on=date(2027, 4, 1)))
    assert (row.name, row.phone, row.email, row.study) == ("林静", "13800001234", "lin@example.org", "江城大学 会计")
    assert (row.experience, row.experience_years, row.certificate_on) == ("做过三年文员", 3, None)
    assert (row.arranged, row.fit.zh) == (1, "9 项要求全部满足，其中 1 项借助安排")
    assert row.stated == (CATALOGUE.accommodation("text_channel").text,)


def test_the_certificate_is_told_of_once_the_person_handed_it_over() -> None:
    (row,) = told(sight(stage=Stage.QUOTA, certificate_on=date(2027, 4, 1)))
    assert (row.certificate_on, row.name) == (date(2027, 4, 1), "林静")


def test_the_table_of_stages_names_every_field_of_a_line_once_and_only_adds() -> None:
    assert FIELDS[Stage.QUOTA] == set(Listed.model_fields)
    assert FIELDS[Stage.COUNTS] < FIELDS[Stage.LISTING] < FIELDS[Stage.IDENTITY] < FIELDS[Stage.QUOTA]
    assert set(FIELDS) == set(Stage)


@pytest.mark.parametrize("stage", [Stage.LISTING, Stage.IDENTITY])
def test_a_line_is_empty_in_what_its_stage_does_not_allow(stage: Stage) -> None:
    (row,) = told(sight(stage=stage, certificate_on=date(2027, 4, 1)))
    empty = {name for name in Listed.model_fields if getattr(row, name) in (None, (), "")}
    assert set(Listed.model_fields) - FIELDS[stage] <= empty


def test_nobody_is_there_at_the_stage_of_counts_or_with_an_open_question() -> None:
    asked = {"entry": entry(NAMED.id, band="review")}
    assert told(sight(stage=Stage.COUNTS)) == ()
    assert told(sight(stage=Stage.IDENTITY, **asked)) == ()
    assert len(told(sight(settled=True, **asked))) == 1


def test_an_entry_of_somebody_else_is_refused() -> None:
    with pytest.raises(ValueError, match="handed in with the file"):
        told(sight(entry=entry("c_other")))


@pytest.mark.parametrize(("place", "band"), [(1, 0), (5, 0), (6, 1), (10, 1), (11, 2), (20, 2), (21, 3), (40, 3)])
def test_places_fall_into_bands(place: int, band: int) -> None:
    rows = told(*(sight(f"c_{rank}", entry=entry(f"c_{rank}", rank=rank)) for rank in range(1, 41)))
    found = next(row for row in rows if row.alias == f"A-c_{place}")
    assert (found.band, found.band_text) == (band, rank_band(band))


def test_bands_count_those_alone_who_are_there() -> None:
    """Ranks 1 to 8 of the list, four of them without a consent: no gap tells how many said no."""
    people = [
        sight(f"c_{rank}", Stage.COUNTS if rank % 2 else Stage.LISTING, entry=entry(f"c_{rank}", rank=rank)) for rank in range(1, 9)
    ]
    assert [row.band for row in told(*people)] == [0] * 4


def test_somebody_settled_stands_where_the_score_puts_them() -> None:
    fit = [sight(f"c_{rank}", entry=entry(f"c_{rank}", rank=rank, score=1 - rank / 100)) for rank in range(1, 13)]
    asked = entry("c_asked", rank=1, band="review", score=0.955)
    rows = told(*fit, sight("c_asked", settled=True, entry=asked))
    bands = {row.alias: row.band for row in rows}
    assert (bands["A-c_asked"], bands["A-c_4"], bands["A-c_5"]) == (0, 0, 1)


@settings(deadline=None)
@given(st.lists(st.sampled_from([Stage.LISTING, Stage.IDENTITY, Stage.QUOTA]), min_size=1, max_size=30), st.data())
def test_neither_order_nor_band_depends_on_stage_or_arrangement(stages: list[Stage], data: st.DataObject) -> None:
    def people(stage_of: list[Stage], arranged: list[int]) -> list[Sight]:
        return [
            sight(f"c_{row}", stage, entry=entry(f"c_{row}", rank=row + 1, arranged=number))
            for row, (stage, number) in enumerate(zip(stage_of, arranged, strict=True))
        ]

    numbers = data.draw(st.lists(st.integers(0, 9), min_size=len(stages), max_size=len(stages)))
    others = data.draw(st.permutations(stages))
    first = told(*people(stages, numbers), k=3)
    second = told(*people(list(others), [0] * len(stages)), k=3)
    assert [(row.alias, row.band) for row in first] == [(row.alias, row.band) for row in second]


@settings(deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("甲乙丙丁戊"), max_size=4), min_size=1, max_size=12), st.integers(1, 5))
def test_a_skill_stands_on_no_fewer_lines_than_the_crowd(held: list[frozenset[str]], k: int) -> None:
    people = []
    for row, names in enumerate(held):
        file = NAMED.model_copy(update={"resume": Resume(skills=tuple(Skill(name=f"技能{one}") for one in sorted(names)))})
        people.append(sight(f"c_{row}", file=file, entry=entry(f"c_{row}", rank=row + 1)))
    rows = told(*people, k=k)
    shown = [name for row in rows for name in row.skills]
    assert {name for name in shown if shown.count(name) < k} == set()
    assert [row.alias for row in rows if not set(row.skills) <= {f"技能{name}" for name in held[int(row.alias[4:])]}] == []


FILES = st.builds(
    lambda skills, papers, education, district, hours, pay: NAMED.model_copy(
        update={
            "resume": Resume(skills=tuple(Skill(name=name) for name in skills), certificates=tuple(papers), education=education),
            "home": Place(city="武汉", district=district, address="珞喻路 1 号"),
            "wishes": Wishes(hours_max=hours, pay_min=pay),
        }
    ),
    st.lists(st.sampled_from(["文字录入", "打字", "表格", "面点", "手语翻译", "木工"]), unique=True, max_size=4),
    st.lists(st.sampled_from(["计算机二级", "会计证", "残疾人证"]), unique=True, max_size=2),
    st.none() | st.sampled_from(Education),
    st.sampled_from(["420111", "420106", None]),
    st.none() | st.sampled_from([4, 6, 8]),
    st.none() | st.integers(2_000, 9_000),
)


@settings(deadline=None)
@given(st.lists(FILES, min_size=1, max_size=25), st.integers(2, 5))
def test_a_whole_line_reads_as_k_do(files: list[Candidate], k: int) -> None:
    """All that a line tells but the group of ranks, skills and their number with it: no combination singles anybody out."""
    people = [sight(f"c_{row}", file=file, entry=entry(f"c_{row}", rank=row + 1)) for row, file in enumerate(files)]
    rows = told(*people, k=k)
    seen = [row.model_dump_json(exclude={"alias", "band", "band_text"}) for row in rows]
    if len(rows) >= k:
        assert [one for one in seen if seen.count(one) < k] == []
    else:
        assert {(row.skills, row.certificates, row.education, row.district, row.hours, row.wage, row.knows) for row in rows} == {
            ((), (), None, None, None, None, 0)
        }


def test_one_skill_and_one_wage_each_of_them_common_single_nobody_out_together() -> None:
    def person(name: str, skill: str, pay: int) -> Sight:
        file = NAMED.model_copy(update={"resume": Resume(skills=(Skill(name=skill),)), "wishes": Wishes(pay_min=pay)})
        return sight(name, file=file, entry=entry(name))

    rows = told(*(person(f"c_{skill}{pay}", skill, pay) for skill in ("表格", "木工") for pay in (3_000, 9_000)), k=2)
    assert sorted((*row.skills, row.wage is None) for row in rows) == [("木工", True)] * 2 + [("表格", True)] * 2


def test_those_who_agreed_to_be_named_do_not_hide_the_others() -> None:
    named = [sight(f"c_{row}", Stage.IDENTITY, entry=entry(f"c_{row}", rank=row + 1)) for row in range(5)]
    alone = sight("c_alone", entry=entry("c_alone", rank=6))
    (row,) = [row for row in told(*named, alone, k=3) if row.stage is Stage.LISTING]
    assert (row.skills, row.education, row.district, row.hours, row.wage) == ((), None, None, None, None)
    assert (row.asked, row.knows, row.demanded) == (2, 0, 9)
