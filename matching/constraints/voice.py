"""How a rule speaks: its findings in the words of its row, with the figures filled in and doubts about its sources kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Final

from matching.constraints.finding import RuleFinding, Until
from matching.constraints.rows import RULE_ROWS, Action, Ask, RuleRow
from matching.knowledge.catalogue import Text
from matching.knowledge.source import KnowledgeError, Rows
from matching.policy import Policy
from matching.verdicts.pair import Standing

Ways = tuple[tuple[str, ...], ...]
Told = Mapping[str, object]
"""What is filled into the braces of a text, by name; a rule's own `source` is always there."""
NOTHING: Final[Told] = MappingProxyType({})


@dataclass(frozen=True)
class Voice:
    """The row of one rule, as its code uses it."""

    row: RuleRow

    def doubt(self, policy: Policy, *others: bool) -> bool:
        """Whether the rule itself, a fact it rests on that day, or another row that took part is still to be confirmed."""
        return self.row.to_confirm or any(others) or any(policy.facts[n].to_confirm for n in self.row.facts if n in policy.facts)

    def blocked(
        self, policy: Policy, reason: str, told: Told = NOTHING, *, until: str | None = None, would: Ways = (), doubt: bool = False
    ) -> RuleFinding:
        """The pair does not meet the rule; `until` is the key of the action that would open it."""
        opened = None if until is None else self._until(until, told)
        return RuleFinding(
            self.row.name,
            Standing.BLOCKED,
            self._filled(self.row.reasons[reason], told),
            until=opened,
            would=would,
            to_confirm=self.doubt(policy, doubt),
        )

    def review(self, policy: Policy, reason: str, question: str, told: Told = NOTHING, *, doubt: bool = False) -> RuleFinding:
        """A person must look; `question` is the key of what to ask."""
        ask = self.row.questions[question]
        return RuleFinding(
            self.row.name,
            Standing.REVIEW,
            self._filled(self.row.reasons[reason], told),
            question=self._filled(ask.text, told),
            addressee=ask.to,
            to_confirm=self.doubt(policy, doubt),
        )

    def met_with(self, policy: Policy, reason: str, ways: Ways, told: Told = NOTHING, *, doubt: bool = False) -> RuleFinding:
        """Accommodations that exist at the posting close it; each of `ways` does so alone."""
        why = self._filled(self.row.reasons[reason], told)
        return RuleFinding(self.row.name, Standing.MET_WITH, why, ways=ways, to_confirm=self.doubt(policy, doubt))

    def warning(self, policy: Policy, reason: str, told: Told = NOTHING, *, doubt: bool = False) -> RuleFinding:
        """The rule is met; the reason says what to mind."""
        why = self._filled(self.row.reasons[reason], told)
        return RuleFinding(self.row.name, Standing.MET, why, to_confirm=self.doubt(policy, doubt))

    def _until(self, key: str, told: Told) -> Until:
        row = self.row.until[key]
        change = None if row.change is None else row.change.format(**{"source": self.row.source, **told})
        return Until(self._filled(row.action, told), row.by, tuple(self._filled(step, told) for step in row.steps), change)

    def _filled(self, text: Text, told: Told) -> Text:
        # Most texts have no blanks, and a city asks for millions of them.
        return text.format(**{"source": self.row.source, **told}) if "{" in text.zh or "{" in text.en else text


def voice(
    name: str,
    *,
    reasons: Mapping[str, str] | None = None,
    questions: Mapping[str, str] | None = None,
    until: Mapping[str, str] | None = None,
    values: tuple[str, ...] = (),
    rows: Rows[RuleRow] = RULE_ROWS,
) -> Voice:
    """The voice of a rule. For each text that its code uses, the names of what is filled in, parted by blanks.

    Raises KnowledgeError, with file and line, where the row lacks a text or a value, has one that nobody uses, or asks for a
    filling that the rule does not give.
    """
    row = next((row for row in rows if row.name == name), None)
    if row is None:
        raise KnowledgeError(f"rules.yaml:1: no row for the rule {name!r}; add it")
    texts: tuple[tuple[str, Mapping[str, str], Mapping[str, Text | Ask | Action]], ...] = (
        ("reasons", reasons or {}, row.reasons),
        ("questions", questions or {}, row.questions),
        ("until", until or {}, row.until),
    )
    for field, used, written in texts:
        _same_names(rows, row, field, set(used), set(written))
        for key, fillings in used.items():
            for blank in sorted(_blanks(written[key]) - {"source", *fillings.split()}):
                what = f"{field}.{key}: nothing is known to fill in {{{blank}}}; use {fillings or 'no braces'}"
                raise rows.fault(row, what, field, key)
    _same_names(rows, row, "values", set(values), row.values.model_fields_set)
    return Voice(row)


def _same_names(rows: Rows[RuleRow], row: RuleRow, field: str, used: set[str], written: set[str]) -> None:
    for name in sorted(used - written):
        raise rows.fault(row, f"{field}: {name!r} is missing; add it", field)
    for name in sorted(written - used):
        raise rows.fault(row, f"{field}: {name!r} is used by nothing; remove it", field, name)


def _blanks(said: Text | Ask | Action) -> set[str]:
    """The names in braces of a text of a row."""
    if isinstance(said, Action):
        texts = [said.action, said.by, *said.steps, Text(zh=said.change or "", en="")]
    else:
        texts = [Text(zh=said.zh, en=said.en)]
    return {name for text in texts for words in (text.zh, text.en) for _, name, _, _ in Formatter().parse(words) if name}
