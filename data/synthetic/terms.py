"""The terms of a posting: pay, hours, schooling, welfare, programme tags, contract, platform terms."""

from typing import Final, Literal

from data.synthetic.draws import Dice
from data.synthetic.rows import Occupation, productions
from matching.records import (
    AccommodationStatus,
    Education,
    Hours,
    Pay,
    PayUnit,
    PlatformTerms,
    PostingKind,
    Workplace,
)

FLOOR_MONTH: Final = 2_210
FLOOR_HOUR: Final = 22
"""Hubei's first tier as the policy notes have it; most invented wages respect it, a few do not, as in real sheets."""
_BELOW_FLOOR: Final = 0.015
_SHIFTS: Final[dict[int, Literal["day", "evening", "night", "rotating"]]] = {2: "evening", 3: "rotating", 4: "night"}
HOURS: Final = {1: 2.0, 2: 4.0, 3: 6.0, 4: 8.0}


def make_pay(occupation: Occupation, kind: PostingKind, per_day: float, dice: Dice) -> Pay:
    """Pay as postings write it. Rounded to what people write; below the floor in one or two of a hundred."""
    if dice.chance(0.05):
        return Pay(text="面议")
    if kind is PostingKind.AUXILIARY:
        little = dice.between(5, 12) * 100
        return _monthly(little, little + dice.pick((200, 300, 500)), dice)
    low, high = map(float, occupation.pay)
    low = round(low * dice.between(92, 118) / 100, -2)
    high = max(low + 300, round((low + (high - low) * dice.between(40, 100) / 100), -2))
    if kind is PostingKind.INTERNSHIP:
        return _monthly(dice.pick((1_800, 2_000, 2_210, 2_500)), dice.pick((2_600, 2_800, 3_000)), dice)
    below = dice.chance(_BELOW_FLOOR)
    if occupation.unit is PayUnit.MONTH and (per_day <= 4 or dice.chance(0.25 if per_day < 8 else 0.02)):
        rate = dice.between(17, 21) if below else max(FLOOR_HOUR, round(low / 174))
        upper = rate + dice.pick((0, 2, 3, 5))
        return Pay(minimum=rate, maximum=upper, unit=PayUnit.HOUR, text=_span(rate, upper, dice) + "元/小时")
    if occupation.unit is PayUnit.DAY and dice.chance(0.7):
        rate = max(110, round(low / 21.75 / 10) * 10)
        return Pay(minimum=rate, maximum=rate + 20, unit=PayUnit.DAY, text=f"{rate}-{rate + 20}元/天")
    if occupation.unit is PayUnit.PIECE and dice.chance(0.5):
        price = dice.pick((0.5, 0.8, 1.2, 2.0, 3.5, 5.0))
        return Pay(minimum=price, maximum=price, unit=PayUnit.PIECE, text=f"{price:g}元/件")
    if below:
        return _monthly(dice.pick((1_600, 1_800, 2_000)), 2_100, dice)
    low = max(low, FLOOR_MONTH)
    return _monthly(low, max(high, low + 300), dice, months=13 if kind is PostingKind.SOE_TARGETED and dice.chance(0.3) else 12)


def _monthly(low: float, high: float, dice: Dice, months: int = 12) -> Pay:
    more = f"·{months}薪" if months > 12 else ""
    if low % 1000 == 0 and high % 1000 == 0 and dice.chance(0.7):
        text = f"{low / 1000:g}-{high / 1000:g}千{more}"
    elif low % 100 == 0 and high % 100 == 0 and low >= 1_000 and dice.chance(0.3):
        text = f"{low / 1000:g}千-{high / 1000:g}千/月{more}"
    else:
        text = _span(low, high, dice) + "元/月" + more
    return Pay(minimum=low, maximum=high, unit=PayUnit.MONTH, months=months, text=text)


def _span(low: float, high: float, dice: Dice) -> str:
    if low == high:
        return f"{low:g}"
    return f"{low:g}{dice.pick(('-', '-', '~'))}{high:g}"


def make_hours(asked: dict[str, int], dice: Dice) -> Hours:
    per_day = HOURS[asked.get("hours_per_day", 4)]
    days = dice.pick((5.0, 5.0, 5.5, 6.0, 6.0))
    shift = _SHIFTS.get(asked.get("night_shift", 0), "day")
    word = dice.pick(productions()["shift"][shift])
    text = dice.pick((f"{word},每天{per_day:g}小时", f"每天{per_day:g}小时,每周{days:g}天,{word}", f"{word}{per_day:g}小时制"))
    return Hours(per_day=per_day, days_per_week=days, shift=shift, text=text)


def minimum_education(occupation: Occupation, dice: Dice) -> Education | None:
    """The usual minimum; some employers ask nothing, some one step more."""
    if dice.chance(0.15):
        return None
    steps = list(Education)
    rank = occupation.education.rank + (1 if dice.chance(0.12) else 0)
    return steps[min(rank, 6)]


def make_welfare(workplace: Workplace, kind: PostingKind, dice: Dice) -> tuple[str, ...]:
    words = productions()["welfare"]
    shares = {"insurance": 0.55, "meals": 0.3, "weekends": 0.3, "training": 0.2, "bonus": 0.15, "holiday": 0.15}
    if kind in (PostingKind.AUXILIARY, PostingKind.PLATFORM_GIG, PostingKind.RURAL_HOUSEHOLD, PostingKind.START_UP):
        shares["insurance"] = 0.05
    kept = [dice.pick(words[name]) for name, share in shares.items() if dice.chance(share)]
    for name in ("dormitory", "shuttle"):
        if workplace.statuses.get(name) is AccommodationStatus.IN_PLACE:
            kept.append(dice.pick(words[name]))
    return tuple(kept)


_TAGS: Final[dict[PostingKind, tuple[str, ...]]] = {
    PostingKind.GOVERNMENT: ("按比例就业",),
    PostingKind.PUBLIC_INSTITUTION: ("按比例就业",),
    PostingKind.SOE_TARGETED: ("按比例就业", "国企定向"),
    PostingKind.PRIVATE_TARGETED: ("民营企业招聘月", "千企万人助残就业"),
    PostingKind.PUBLIC_WELFARE: ("公益性岗位", "零就业家庭优先"),
    PostingKind.GRADUATE: ("高校毕业生",),
    PostingKind.INTERNSHIP: ("就业见习",),
    PostingKind.AUXILIARY: ("辅助性就业", "阳光家园"),
    PostingKind.RURAL_BASE: ("农村就业基地",),
    PostingKind.RURAL_HOUSEHOLD: ("防返贫监测", "来料加工"),
    PostingKind.CULTURAL_CRAFT: ("非遗传承", "文创基地"),
    PostingKind.DPO_PROJECT: ("千企万人助残就业",),
    PostingKind.START_UP: ("创业孵化",),
}


def make_tags(kind: PostingKind, dice: Dice) -> tuple[str, ...]:
    return tuple(tag for tag in _TAGS.get(kind, ()) if dice.chance(0.6))


def make_contract(kind: PostingKind, dice: Dice) -> Literal["labour", "gig", "agreement", "internship"] | None:
    if kind is PostingKind.INTERNSHIP:
        return "internship"
    if kind in (PostingKind.AUXILIARY, PostingKind.RURAL_HOUSEHOLD, PostingKind.START_UP):
        return "agreement"
    if kind is PostingKind.PLATFORM_GIG:
        return "gig"
    if kind in (PostingKind.COURIER, PostingKind.ECOMMERCE) and dice.chance(0.3):
        return "gig"
    return "labour" if dice.chance(0.92) else None


def platform_terms(occupation: Occupation, asked: dict[str, int], dice: Dice) -> PlatformTerms:
    """Platform terms; the channel follows the work: who must hear the phone is reached by voice."""
    voice = asked.get("hearing_phone", 0) >= 3
    text = occupation.facts.get("text_service_possible", False)
    channel: Literal["text", "voice", "both"] = "both" if voice and text and dice.chance(0.5) else "voice" if voice else "text"
    return PlatformTerms(
        fee_waiver=dice.chance(0.4) if dice.chance(0.8) else None,
        dispatch_priority=dice.chance(0.35) if dice.chance(0.8) else None,
        free_training=dice.chance(0.6) if dice.chance(0.9) else None,
        contact_channel=channel if dice.chance(0.85) else None,
    )
