"""Hints on what somebody may be able to apply for, from subsidies.yaml: no promise, no condition, and no part of any verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import field_validator

from matching.knowledge.catalogue import Text
from matching.knowledge.source import Rows, packaged, read_rows
from matching.plan import NUMBERS
from matching.policy import Basis, without_overlap
from matching.records import CredentialKind, PostingKind


class Subsidy(Basis):
    """One kind of support in force for some time. A condition that is empty, or False, asks nothing."""

    name: str
    zh: str
    en: str
    hint: Text
    item: str
    kinds: tuple[PostingKind, ...] = ()
    credentials: tuple[CredentialKind, ...] = ()
    recognised: bool = False
    training: bool = False

    @field_validator("item")
    @classmethod
    def _of_the_plan(cls, item: str) -> str:
        if item not in NUMBERS:
            raise ValueError(f"the plan has no item {item!r}; use a number of plan.yaml")
        return item

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_subsidies(text: str) -> Rows[Subsidy]:
    """Parse subsidies.yaml. Raises KnowledgeError on a wrong row, or two rows of one name for one day."""
    return without_overlap(read_rows(text, "subsidies.yaml", Subsidy), lambda row: row.name)


SUBSIDIES: Final = load_subsidies(packaged("subsidies.yaml"))


@dataclass(frozen=True, slots=True)
class Applying:
    """What the hints look at: the kinds of posting wished for or offered, the kind of credential, whether an office recognised the
    person (None: not known), and whether they train. Nothing else of anybody."""

    kinds: frozenset[PostingKind]
    credential: CredentialKind
    recognised: bool | None = None
    training: bool = False


def hints_on(one: Applying, on: date, rows: Iterable[Subsidy] = SUBSIDIES) -> tuple[Subsidy, ...]:
    """The support in force on a day that the person may ask about, in the order of the file.

    Recognition that nobody recorded does not take a hint away: the office is asked. A recorded no does.
    """
    return tuple(row for row in rows if row.holds(on) and _fits(row, one))


def _fits(row: Subsidy, one: Applying) -> bool:
    return (
        (not row.kinds or not one.kinds.isdisjoint(row.kinds))
        and (not row.credentials or one.credential in row.credentials)
        and not (row.recognised and one.recognised is False)
        and (one.training or not row.training)
    )
