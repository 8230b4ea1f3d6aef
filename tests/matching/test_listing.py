"""What an employer's list says of one person, stage by stage."""

import pytest

from matching.explanation.listing import Listed, employer_listing, rank_band
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Education, Person, Place, Resume, Skill, Stage, Wishes
from matching.shortlist import Entry
from tests.matching.personas import LIN_DEAF

NAMED = LIN_DEAF.model_copy(
    update={
        "person": Person(name="林静", phone="13800001234", email="lin@example.org"),
        "home": Place(city="武汉", district="420111", address="珞喻路 1 号"),
        "resume": Resume(
            skills=(Skill(name="文字录入"), Skill(name="手语翻译"), Skill(name="盲文校对")),
            certificates=("计算机二级", "残疾人证"),
            education=Education.MASTER,
            experience="听力残疾二级，做过三年文员，会用读屏软件",
        ),
        "wishes": Wishes(hours_max=6, pay_min=3_000, text="希望安静"),
    }
)


def entry(candidate: Candidate = NAMED, rank: int = 3, band: str = "fit") -> Entry:
    return Entry.model_validate(
        {
            "candidate": candidate.id,
            "posting": "p_clerk",
            "band": band,
            "rank": rank,
            "score": 0.5,
            "verdict": "eligible_with" if band == "fit" else "review",
            "accommodations": ("text_channel",),
            "met": 9,
            "arranged": 1,
            "demanded": 9,
        }
    )


def test_listing_holds_what_its_stage_allows_and_nothing_else() -> None:
    assert employer_listing(entry(), NAMED, Stage.LISTING, "K7QP-3XWD", ("text_channel",)) == Listed(
        alias="K7QP-3XWD",
        stage=Stage.LISTING,
        band=0,
        band_text=Text(zh="前 5 名", en="Ranks 1 to 5"),
        fit=Text(zh="9 项要求全部满足，其中 1 项借助安排", en="all 9 demands met, 1 of them with an arrangement"),
        skills=("文字录入",),
        certificates=("计算机二级",),
        education=Text(zh="研究生", en="postgraduate"),
        district=Text(zh="洪山区", en="Hongshan"),
        hours_max=6,
        pay_min=3_000,
    )


def test_identity_adds_name_contact_resume_and_what_the_person_chose_to_tell() -> None:
    told = employer_listing(entry(), NAMED, Stage.IDENTITY, "K7QP-3XWD", ("text_channel",))
    assert told is not None
    assert (told.name, told.phone, told.email, told.experience) == ("林静", "13800001234", "lin@example.org", "做过三年文员")
    assert len(told.stated) == 1


def test_nothing_is_told_at_the_stage_of_counts() -> None:
    assert employer_listing(entry(), NAMED, Stage.COUNTS, "K7QP-3XWD") is None


def test_review_is_told_once_it_is_settled() -> None:
    asked = entry(band="review")
    assert employer_listing(asked, NAMED, Stage.IDENTITY, "K7QP-3XWD") is None
    assert employer_listing(asked, NAMED, Stage.LISTING, "K7QP-3XWD", settled=True) is not None


def test_an_entry_of_somebody_else_is_refused() -> None:
    with pytest.raises(ValueError, match="handed in with the file"):
        employer_listing(entry().model_copy(update={"candidate": "c_other"}), NAMED, Stage.LISTING, "K7QP-3XWD")


@pytest.mark.parametrize(("rank", "band"), [(1, 0), (5, 0), (6, 1), (10, 1), (11, 2), (20, 2), (21, 3), (400, 3)])
def test_ranks_fall_into_bands(rank: int, band: int) -> None:
    told = employer_listing(entry(rank=rank), NAMED, Stage.LISTING, "K7QP-3XWD")
    assert told is not None
    assert (told.band, told.band_text) == (band, rank_band(band))
