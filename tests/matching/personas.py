"""Named people and posts that the tests share. None of them is real."""

from datetime import date

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records import (
    AbilityProfile,
    Aid,
    Candidate,
    Credential,
    CredentialKind,
    Demand,
    Education,
    Person,
    Place,
    Posting,
    Provenance,
    Resume,
    Skill,
    SourceRef,
    Wishes,
    Workplace,
)

WUCHANG = Place(city="武汉", district="420106")


def person(
    name: str, levels: dict[str, Level | None], wish: str = "", skills: tuple[str, ...] = (), **changes: object
) -> Candidate:
    """A candidate who can do everything (4) but what `levels` says."""
    base = Candidate(
        id=f"c_{name}",
        person=Person(name=name, birth=date(1990, 5, 1), sex="female"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=WUCHANG,
        profile=AbilityProfile.of(levels, unlisted=4),
        resume=Resume(skills=tuple(Skill(name=s) for s in skills), education=Education.COLLEGE, experience=wish),
        wishes=Wishes(occupations=(wish,) if wish else (), pay_min=4000),
    )
    return base.model_copy(update=changes)


def post(name: str, title: str, demands: dict[str, Level], workplace: Workplace | None = None, **changes: object) -> Posting:
    """A posting whose unlisted demands are a confirmed 0, on the ground floor of an accessible building."""
    stated = {row.name: demands.get(row.name, 0) for row in CATALOGUE.dimensions}
    base = Posting(
        id=f"p_{name}",
        employer="e_demo",
        title=title,
        text=title,
        source=SourceRef(name="test"),
        place=WUCHANG,
        demands=tuple(Demand(dimension=n, level=v, provenance=Provenance.CONFIRMED) for n, v in stated.items() if n != "stairs"),
        workplace=workplace or Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1),
    )
    return base.model_copy(update=changes)


CHEN = person("陈一帆", {}, wish="客服", skills=("打字",))
LIN_DEAF = person(
    "林静", {"hearing_speech": 0, "hearing_phone": 0, "hearing_signals": 0, "speaking": 1}, wish="数据录入", skills=("数据录入",)
)
WANG_WHEELCHAIR = person(
    "王轮",
    {"level_mobility": 3, "stairs": 0, "standing": 0, "toilet_self_care": 0, "climbing": 0},
    wish="文员",
    skills=("办公软件",),
)
ZHAO_BLIND = person(
    "赵明",
    {"text_access": 0, "close_vision": 0, "far_vision": 0, "colour_vision": 0},
    wish="客服",
    aids=(Aid(name="screen_reader"),),
    access_skills=frozenset({"screen_reader"}),
)
SUN_UNASSESSED = person("孙未", {row.name: None for row in CATALOGUE.dimensions}, wish="文员")
PEOPLE = (CHEN, LIN_DEAF, WANG_WHEELCHAIR, ZHAO_BLIND, SUN_UNASSESSED)

DATA_ENTRY = post("录入", "数据录入员", {"text_access": 3, "keyboard_input": 3, "reading": 2})
HOTLINE = post("热线", "电话客服", {"hearing_phone": 4, "speaking": 4, "text_access": 2})
UPSTAIRS = post(
    "三楼",
    "行政文员",
    {"text_access": 3, "keyboard_input": 2},
    Workplace(remote=False, floor=3, entrance_steps=0, toilet="seat", commute=1),
)
SILENT = Posting(id="p_无话", employer="e_demo", title="普工", source=SourceRef(name="test"))
POSTS = (DATA_ENTRY, HOTLINE, UPSTAIRS, SILENT)
