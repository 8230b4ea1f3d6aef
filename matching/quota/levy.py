"""From an employer's counts to what the quota asks and what the levy costs, with a sentence and the source of each step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from matching.knowledge.catalogue import Text
from matching.policy import PolicyFact, policy_on
from matching.quota.rates import HUBEI, Rates, rates_on
from matching.quota.workforce import CLASS_TEXTS, CountingClass, Workforce

_CENT: Final = Decimal("0.01")
_BY_CREDENTIAL: Final = (CountingClass.WORK_INJURY, CountingClass.HOUSEHOLD_MEMBER)


@dataclass(frozen=True)
class Step:
    """One step of the calculation as a sentence; `sources` are those of the figures in it. `to_confirm`: nobody confirmed one of
    them yet, or something that the step needs was not told."""

    name: str
    text: Text
    sources: tuple[str, ...] = ()
    to_confirm: bool = False


@dataclass(frozen=True)
class Levy:
    """The answer. People are exact fractions of a year's average; `full` and `due` are yuan for the year (None: no wage told).

    `placements` is how many people the employer still has to hire, each for a whole year and counting once; `fewest`: how many if
    each of them counts as the class that counts most.
    """

    ratio: Fraction
    required: Fraction
    counted: Fraction
    shortfall: Fraction
    full: Decimal | None
    due: Decimal | None
    exempt: bool
    steps: tuple[Step, ...]
    fewest: int

    @property
    def placements(self) -> int:
        return ceil(self.shortfall)

    @property
    def to_confirm(self) -> bool:
        return any(step.to_confirm for step in self.steps)


def levy_of(workforce: Workforce, on: date, region: str = HUBEI) -> Levy:
    """What an employer owes when it files on a day, by the figures in force on that day.

    1. Required: staff x the region's share. 2. Counted: for each class, months / 12 x the people that it counts as.
    3. Shortfall: required less counted, at least 0, not rounded (财税〔2015〕72号 第八条). 4. Wage: the employer's own average, at
    most the cap times the local one. 5. Full levy: shortfall x wage. 6. Enterprises of few staff pay nothing. 7. The part that is
    paid, by the share reached. A figure that is not in force on the day lowers nothing. Amounts are rounded to a cent at the end.
    Raises KnowledgeError where no share of staff is in force.
    """
    rates = rates_on(on, region)
    staff = Fraction(str(workforce.staff))
    ratio = rates.number("quota.ratio")
    required = staff * ratio
    steps = [_required(staff, required, rates)]
    counted = Fraction(0)
    for one, months in workforce.months.items():
        weight, fact = _weight(one, rates)
        counted += Fraction(months, 12) * weight
        if months:
            steps.append(_counted(one, months, weight, fact))
    shortfall = max(required - counted, Fraction(0))
    weight, fact = _weight(CountingClass.CERTIFICATE_SEVERE, rates)
    fewest = ceil(shortfall / max(weight, Fraction(1)))
    steps.append(_shortfall(required, counted, shortfall, fewest, weight, fact))
    small = rates.find("levy.exempt_staff")
    exempt = workforce.kind == "enterprise" and small is not None and staff <= Fraction(str(small.number))
    if not shortfall or exempt:
        if exempt and small is not None and shortfall:
            text = Text(
                zh="在职职工不超过 {most} 人的企业，{until}免征。", en="An enterprise of at most {most} staff pays nothing{until}."
            )
            steps.append(_step("exempt", text, (small,), most=_people(small.number), until=_until(small)))
        full = Decimal(0) if not shortfall else None
        return Levy(ratio, required, counted, shortfall, full, Decimal(0), exempt and bool(shortfall), tuple(steps), fewest)
    wage = _wage(workforce, rates, steps)
    if wage is None:
        return Levy(ratio, required, counted, shortfall, None, None, False, tuple(steps), fewest)
    full = _yuan(shortfall * wage)
    text = Text(
        zh="应缴：{short} 人 × {wage} 元 = {full} 元。", en="Levy before any reduction: {short} people x {wage} yuan = {full} yuan."
    )
    steps.append(
        Step("full", text.format(short=_people(shortfall), wage=f"{_yuan(wage):,}", full=f"{full:,}"), ("财税〔2015〕72号第八条",))
    )
    part = _part(counted / staff, rates, steps)
    due = _yuan(shortfall * wage * part)
    steps.append(Step("due", Text(zh="本年应缴 {due} 元。", en="To pay for the year: {due} yuan.").format(due=f"{due:,}")))
    return Levy(ratio, required, counted, shortfall, full, due, False, tuple(steps), fewest)


def _weight(one: CountingClass, rates: Rates) -> tuple[Fraction, PolicyFact]:
    """As how many people a class counts: whether the kind of credential counts at all is a fact of the policy."""
    fact: PolicyFact
    if one in _BY_CREDENTIAL:
        fact = policy_on(rates.on).fact(f"quota.counts.{one.value}")
    else:
        fact = rates.fact(f"quota.weight.{one.value}")
    return Fraction(str(fact.number)), fact


def _required(staff: Fraction, required: Fraction, rates: Rates) -> Step:
    text = Text(
        zh="应安排：{staff} 名在职职工 × {ratio}% = {required} 人。", en="Required: {staff} staff x {ratio} % = {required} people."
    )
    fact = rates.fact("quota.ratio")
    ratio = _people(rates.number("quota.ratio") * 100)
    return _step("required", text, (fact,), staff=_people(staff), ratio=ratio, required=_people(required))


def _counted(one: CountingClass, months: int, weight: Fraction, fact: PolicyFact) -> Step:
    text = Text(
        zh="{called}：{months} 人月 ÷ 12 × {weight} = {people} 人。",
        en="Counted, {called}: {months} person-months / 12 x {weight} = {people} people.",
    )
    people = _people(Fraction(months, 12) * weight)
    return _step(
        f"counted.{one.value}", text, (fact,), called=CLASS_TEXTS[one], months=months, weight=_people(weight), people=people
    )


def _shortfall(required: Fraction, counted: Fraction, shortfall: Fraction, fewest: int, weight: Fraction, fact: PolicyFact) -> Step:
    if not shortfall:
        text = Text(zh="已安排 {counted} 人，达到应安排人数，不用缴纳。", en="{counted} people count: nothing is due.")
        return Step("reached", text.format(counted=_people(counted)))
    text = Text(
        zh="还差：{required} − {counted} = {short} 人，至少还要招用 {n} 人。",
        en="Short of: {required} - {counted} = {short} people; at least {n} more to hire.",
    )
    told: dict[str, object] = {
        "required": _people(required),
        "counted": _people(counted),
        "short": _people(shortfall),
        "n": ceil(shortfall),
    }
    sources = ["财税〔2015〕72号第八条"]
    if fewest < ceil(shortfall):
        text = Text(
            zh="还差：{required} − {counted} = {short} 人：招用按 1 人计的要 {n} 人；"
            "招用{called}（1 人按 {weight} 人计）的 {few} 人即够。",
            en="Short of: {required} - {counted} = {short} people: {n} to hire who count as 1 each; or {few} with a {called}, who "
            "count as {weight} each.",
        )
        told |= {"called": CLASS_TEXTS[CountingClass.CERTIFICATE_SEVERE], "weight": _people(weight), "few": fewest}
        sources.append(fact.source)
    return Step("shortfall", text.format(**told), tuple(_distinct(sources)), fewest < ceil(shortfall) and fact.to_confirm)


def _wage(workforce: Workforce, rates: Rates, steps: list[Step]) -> Fraction | None:
    if workforce.wage is None:
        steps.append(
            Step(
                "wage",
                Text(
                    zh="没有填写本单位年平均工资，算不出金额。",
                    en="The employer's average wage of the year was not told: no amount follows.",
                ),
                to_confirm=True,
            )
        )
        return None
    wage = Fraction(str(workforce.wage))
    cap = rates.find("levy.wage_cap")
    if cap is None:
        return wage
    told = {"wage": f"{_yuan(wage):,}", "times": _people(cap.number)}
    if workforce.local_wage is None:
        text = Text(
            zh="按本单位年平均工资 {wage} 元计；没有填写当地社会平均工资，{times} 倍的上限没有比较。",
            en="The employer's own average wage counts, {wage} yuan; the local average was not told, so the cap of {times} times "
            "it was not applied.",
        )
        steps.append(Step("wage", text.format(**told), (cap.source,), to_confirm=True))
        return wage
    most = Fraction(str(cap.number)) * Fraction(str(workforce.local_wage))
    if wage <= most:
        text = Text(
            zh="按本单位年平均工资 {wage} 元计，没有超过当地社会平均工资的 {times} 倍。",
            en="The employer's own average wage counts, {wage} yuan: not above {times} times the local average.",
        )
    else:
        text = Text(
            zh="本单位年平均工资 {wage} 元超过当地社会平均工资的 {times} 倍，按 {most} 元计。",
            en="The employer's average wage, {wage} yuan, is above {times} times the local average: {most} yuan count.",
        )
    steps.append(_step("wage", text, (cap,), **told, most=f"{_yuan(most):,}"))
    return min(wage, most)


def _part(reached: Fraction, rates: Rates, steps: list[Step]) -> Fraction:
    """The part of the levy that is paid."""
    bracket = rates.find("levy.upper_from")
    if bracket is None:
        text = Text(zh="这一天没有有效的减缴规定，按全额计。", en="No reduction is in force on this day: the whole amount counts.")
        steps.append(Step("reduction", text, to_confirm=True))
        return Fraction(1)
    upper = reached >= Fraction(str(bracket.number))
    pays = rates.fact("levy.upper_pays" if upper else "levy.lower_pays")
    text = (
        Text(
            zh="安排比例 {reached}%，达到 {least}%，{until}按应缴额的 {pays}% 缴纳。",
            en="{reached} % of staff, at least {least} %: {pays} % of the levy is paid{until}.",
        )
        if upper
        else Text(
            zh="安排比例 {reached}%，不到 {least}%，{until}按应缴额的 {pays}% 缴纳。",
            en="{reached} % of staff, below {least} %: {pays} % of the levy is paid{until}.",
        )
    )
    told = {"reached": _people(reached * 100), "least": _people(bracket.number * 100), "pays": _people(pays.number * 100)}
    steps.append(_step("reduction", text, (bracket, pays), **told, until=_until(pays)))
    return Fraction(str(pays.number))


def _step(name: str, text: Text, facts: Iterable[PolicyFact], **told: object) -> Step:
    rows = tuple(facts)
    return Step(name, text.format(**told), tuple(_distinct(row.source for row in rows)), any(row.to_confirm for row in rows))


def _distinct(names: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(names)


def _until(fact: PolicyFact) -> Text:
    if fact.until is None:
        return Text(zh="", en="")
    return Text(zh="至 {day} ", en=" until {day}").format(day=fact.until)


def _people(value: Fraction | float) -> str:
    """A number with at most four decimals, without trailing zeros."""
    rounded = Decimal(str(float(value))).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{rounded:,f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:,f}"


def _yuan(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_CENT, ROUND_HALF_UP)
