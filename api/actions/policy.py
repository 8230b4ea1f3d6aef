"""What is in force on a day. It holds nothing about anybody, so no store is read."""

from datetime import date

from api.knowledge.policy import fact_value
from api.schemas.policy import FactView, MinutesView, PolicyView, RuleView, WageView
from matching.constraints.rows import RULE_ROWS, RuleRow
from matching.geography import DISTRICTS, ZONES
from matching.policy import FACTS, MINUTES, WAGES, Minutes, Policy, PolicyFact, WageFloor, policy_on


def policy_view(day: date) -> PolicyView:
    """Facts, wage floors and travel minutes in force on the day, in the order of their files, and all rules.

    A rule is to be confirmed where its own row is, or a fact that it rests on that day.
    """
    policy = policy_on(day)
    facts = tuple(_fact(row) for row in FACTS if row.holds(day))
    wages = tuple(_wage(row) for row in WAGES if row.holds(day))
    minutes = tuple(_minutes(row) for row in MINUTES if row.holds(day))
    rules = tuple(_rule(row, policy) for row in sorted(RULE_ROWS, key=lambda row: row.order))
    shown = (*facts, *wages, *minutes, *rules)
    return PolicyView(
        on=day, facts=facts, wages=wages, minutes=minutes, rules=rules, to_confirm=sum(row.to_confirm for row in shown)
    )


def _fact(row: PolicyFact) -> FactView:
    return FactView(
        name=row.name,
        text=row.text,
        value=row.value,
        unit=row.unit,
        value_text=fact_value(row),
        since=row.since,
        until=row.until,
        source=row.source,
        mark=row.mark,
        to_confirm=row.to_confirm,
    )


def _wage(row: WageFloor) -> WageView:
    return WageView(
        district=row.district,
        name=DISTRICTS[row.district].text,
        monthly=row.monthly,
        hourly=row.hourly,
        since=row.since,
        until=row.until,
        source=row.source,
        mark=row.mark,
        to_confirm=row.to_confirm,
    )


def _minutes(row: Minutes) -> MinutesView:
    return MinutesView(
        area=row.area,
        name=(ZONES[row.area] if row.area in ZONES else DISTRICTS[row.area]).text,
        minutes=dict(row.minutes),
        since=row.since,
        until=row.until,
        source=row.source,
        mark=row.mark,
        to_confirm=row.to_confirm,
    )


def _rule(row: RuleRow, policy: Policy) -> RuleView:
    rests_on = [policy.facts[name] for name in row.facts if name in policy.facts]
    return RuleView(
        name=row.name,
        title=row.title,
        text=row.text,
        scope=row.scope,
        unknown=row.unknown,
        unmet=row.unmet,
        facts=row.facts,
        missing=_missing(row, policy),
        source=row.source,
        mark=row.mark,
        to_confirm=row.to_confirm or any(fact.to_confirm for fact in rests_on),
    )


def _missing(row: RuleRow, policy: Policy) -> tuple[str, ...]:
    """The figures of a rule that have no row in force on the day, the tables of the wage and of the ways by their files' names."""
    tables = {"wage_floor": ("minimum_wage", policy.wages), "travel_time": ("minutes", policy.ways)}
    table = tuple(name for rule, (name, rows) in tables.items() if rule == row.name and not rows)
    return (*(name for name in row.facts if name not in policy.facts), *table)
