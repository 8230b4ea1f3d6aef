"""What the gate found: its conditions, each with figures and one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from matching.knowledge.catalogue import Text


@dataclass(frozen=True)
class Check:
    """One condition of the gate: whether it holds, the figures it rests on, and one sentence that says so."""

    name: str
    passed: bool
    figures: Mapping[str, Any]
    text: Text


@dataclass(frozen=True)
class GateReport:
    """What the gate found about one challenger against the model that was in use then."""

    challenger: str
    incumbent: str
    seed: int
    checks: tuple[Check, ...] = field(default=())

    @property
    def passed(self) -> bool:
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def why_not(self) -> tuple[Text, ...]:
        """The sentences of the conditions that do not hold; empty when it passed."""
        return tuple(check.text for check in self.checks if not check.passed)

    def plain(self) -> dict[str, Any]:
        """For a manifest: numbers, words, lists."""
        return {
            "challenger": self.challenger,
            "incumbent": self.incumbent,
            "seed": self.seed,
            "passed": self.passed,
            "checks": [
                {
                    "name": check.name,
                    "passed": check.passed,
                    "figures": dict(check.figures),
                    "text": {"zh": check.text.zh, "en": check.text.en},
                }
                for check in self.checks
            ],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """From what `plain` gave. Raises ValueError when it says `passed` and its checks do not."""
        checks = tuple(Check(one["name"], one["passed"], one["figures"], Text(**one["text"])) for one in plain["checks"])
        report = cls(plain["challenger"], plain["incumbent"], plain["seed"], checks)
        if report.passed != plain["passed"]:
            raise ValueError("the report of the gate contradicts its own checks; train the ranker again")
        return report
