"""The grammar: sentences as people and employers write them, short and long, spoken and written, from our own productions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from data.synthetic.draws import Dice
from data.synthetic.rows import Occupation, productions
from matching.records import Education


@dataclass(slots=True)
class Wish:
    """What a wish text may speak of. `mention` is a barrier the person names themself, or empty."""

    occupations: Sequence[Occupation]
    place: str = "武汉"
    pay: int | None = None
    minutes: int | None = None
    hours: float | None = None
    home: bool = False
    mention: str = ""


@dataclass(slots=True)
class Work:
    """What an experience text may speak of; `years` of work in the occupation."""

    occupation: Occupation
    years: float


@dataclass(slots=True)
class Advert:
    """What a posting text may speak of. `sentences` are put in as they are."""

    occupation: Occupation
    title: str
    brand: str = ""
    headcount: int | None = None
    education: Education | None = None
    skills: Sequence[str] = ()
    pay: str = "面议"
    hours: str = "正常班"
    welfare: Sequence[str] = ()
    place: str = "武汉"
    building: str = ""
    sentences: Sequence[str] = field(default_factory=tuple)


class _Parts(dict[str, Any]):
    """Slots of a template, worked out only when a template asks for them."""

    def __init__(self, dice: Dice) -> None:
        super().__init__()
        self.dice = dice

    def fill(self, template: str) -> str:
        return template.format_map(self) if "{" in template else template

    def __missing__(self, slot: str) -> str:
        value: str = getattr(self, f"say_{slot}")()
        self[slot] = value
        return value


class _OccupationParts(_Parts):
    """Slots that an occupation fills; `lines` of work are taken in turn for title2, said and so on."""

    def __init__(self, dice: Dice, occupations: Sequence[Occupation]) -> None:
        super().__init__(dice)
        self.first = occupations[0]
        self.second = occupations[-1]
        self._tasks = dice.several(self.first.tasks, 3)
        self._skills = dice.several(self.first.skills, 2)

    def say_title(self) -> str:
        return self.dice.pick(self.first.titles)

    def say_title2(self) -> str:
        others = [title for title in self.second.titles if title != self["title"]]
        return self.dice.pick(others)

    def say_said(self) -> str:
        return self.dice.pick(self.first.said)

    def say_task(self) -> str:
        return self._tasks[0]

    def say_task2(self) -> str:
        return self._tasks[1]

    def say_task3(self) -> str:
        return self._tasks[2]

    def say_skill(self) -> str:
        return self._skills[0]

    def say_skill2(self) -> str:
        return self._skills[-1]

    def say_done(self) -> str:
        return self.dice.pick(self.first.done)

    def say_done2(self) -> str:
        others = [line for line in self.first.done if line != self["done"]]
        return self.dice.pick(others or [str(self["trait"])])

    def say_trait(self) -> str:
        return self.dice.pick(_lines(productions()["experience"]["trait"]))


class _WishParts(_OccupationParts):
    def __init__(self, dice: Dice, wish: Wish) -> None:
        super().__init__(dice, wish.occupations)
        self.wish = wish
        self.rules: dict[str, list[str]] = productions()["wish"]

    def say_place(self) -> str:
        return self.wish.place

    def say_minutes(self) -> str:
        return str(self.wish.minutes or 60)

    def say_near(self) -> str:
        return self.fill(self.dice.pick(self.rules["near"]))

    def say_near_w(self) -> str:
        return self.fill(self.dice.pick(self.rules["near_w"]))

    def say_extra(self) -> str:
        return self.dice.pick(self.rules["extra"])

    def say_pay(self) -> str:
        return self.fill(self.dice.pick(self.rules["pay"]))

    def say_pay_n(self) -> str:
        return str(self.wish.pay or self.first.pay[0])

    def say_pay_k(self) -> str:
        return f"{(self.wish.pay or self.first.pay[0]) / 1000:g}"

    def say_hours(self) -> str:
        return f"{self.wish.hours or 8:g}"

    def say_mention(self) -> str:
        return self.wish.mention


def _lines(value: Any) -> list[str]:
    """A list of productions, typed."""
    return list(value)


def wish_sentences(wish: Wish, dice: Dice) -> str:
    """What the person says they look for, in one of three manners of speech."""
    parts = _WishParts(dice, wish)
    rules = parts.rules
    manner = dice.pick(("terse", "spoken", "spoken", "written"))
    said = [parts.fill(dice.pick(rules[manner]))]
    if wish.home:
        said.append(dice.pick(rules["home"]))
    if wish.hours is not None and wish.hours < 8 and dice.chance(0.6):
        said.append(parts.fill(dice.pick(rules["hours"])))
    if manner != "terse" and dice.chance(0.25):
        said.append(dice.pick(rules["extra"]))
    if wish.mention:
        said.append(parts.fill(dice.pick(rules["mention"])))
    return _written(_joined(said))


class _WorkParts(_OccupationParts):
    def __init__(self, dice: Dice, work: Work) -> None:
        super().__init__(dice, (work.occupation,))
        self.work = work

    def say_years(self) -> str:
        rules = productions()["years"]
        count = round(self.work.years)
        name = "under" if self.work.years < 1 else "one" if count == 1 else "some" if count < 12 else "many"
        return str(self.dice.pick(rules[name])).format(n=count)

    def say_org(self) -> str:
        return self.dice.pick(_lines(productions()["experience"]["org"]))

    def say_left(self) -> str:
        return self.dice.pick(_lines(productions()["experience"]["left"]))


def experience_sentences(work: Work | None, dice: Dice) -> str:
    """What the person says they did; None: never worked."""
    rules = productions()["experience"]
    if work is None:
        return _written([dice.pick(rules["none"])])
    return _written([_WorkParts(dice, work).fill(dice.pick(rules[dice.pick(("short", "spoken", "spoken", "written", "written"))]))])


class _AdvertParts(_OccupationParts):
    def __init__(self, dice: Dice, advert: Advert) -> None:
        super().__init__(dice, (advert.occupation,))
        self.advert = advert
        self["title"] = advert.title
        self["t1"], self["t2"], self["t3"] = self._tasks
        self["pay"], self["hours"], self["place"], self["building"] = advert.pay, advert.hours, advert.place, advert.building
        self["brand"] = advert.brand or "本单位"

    def say_count(self) -> str:
        return f"{self.advert.headcount}名" if self.advert.headcount else "若干"

    def say_education(self) -> str:
        wanted = self.advert.education
        return self.dice.pick(_lines(productions()["education"][wanted.value if wanted else "none"]))

    def say_skills(self) -> str:
        asked = self.advert.skills or self._skills[:1]
        return self.dice.pick(("会{0}", "熟悉{0}", "掌握{0}", "有{0}基础")).format("、".join(asked))

    def say_welfare(self) -> str:
        return "".join(f",{word}" for word in self.advert.welfare)

    def say_welfare_only(self) -> str:
        return ",".join(self.advert.welfare) or "福利面谈"


def advert_sentences(advert: Advert, dice: Dice) -> str:
    """The text of a posting: a line for a small shop, a page for a careful office."""
    parts = _AdvertParts(dice, advert)
    rules = productions()["posting"]
    length = dice.between(0, 3)
    said = [parts.fill(dice.pick(rules["open"]))] if length else []
    said.append(parts.fill(dice.pick(rules["duties_listed"] if length > 1 else rules["duties_short"])))
    if length:
        said.append(parts.fill(dice.pick(rules["asks"])))
    said += advert.sentences
    if length != 1:
        said.append(parts.fill(dice.pick(rules["terms"])))
    if length > 1 or advert.building:
        said.append(parts.fill(dice.pick(rules["site"])))
    if length == 3:
        said.append(dice.pick(rules["close"]))
    return _written(_joined(said, "。"))


def _joined(parts: Sequence[str], end: str = "") -> list[str]:
    """The parts with a stop between those that end without one."""
    kept = [part for part in parts if part]
    last = len(kept) - 1
    return [part if part[-1] in "。;!,:" or (i == last and not end) else part + (end or ",") for i, part in enumerate(kept)]


_FULL_WIDTH: Final = str.maketrans({",": "，", ";": "；", ":": "：", "!": "！"})


def _written(parts: Sequence[str]) -> str:
    """One text with the punctuation of Chinese print."""
    return "".join(parts).translate(_FULL_WIDTH)
