"""Invented consents to be listed at one event, as the list that a service point would keep on paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from data.importers.columns_consents import EVERYBODY, EXPLAINED
from data.synthetic.cells import day, filled, listed
from data.synthetic.draws import Dice, stream
from matching.records import Candidate

_AGREE: Final = 0.94
_AGREE_TO_MOST: Final = 0.12
_MOST_REFUSED: Final = 2


def consent_cells(
    seed: int, people: Iterable[Candidate], employers: Sequence[str], event: str, given_on: date, guarded: frozenset[str]
) -> Iterator[dict[str, str]]:
    """The cells of the consent of each person who agrees, by the fields of `CONSENT_COLUMNS`; equal arguments give equal cells.

    `employers` are names of those at the event, `guarded` the ids of people with whom a guardian agrees. About one person in
    sixteen does not agree, one in eight agrees to all but one or two employers. Nothing of a person decides who that is.
    """
    dice = Dice(stream(seed, "consents"))
    for person in people:
        agrees, refuses, explained = dice.chance(_AGREE), dice.chance(_AGREE_TO_MOST), dice.pick(tuple(EXPLAINED))
        but = dice.several(employers, dice.between(1, _MOST_REFUSED)) if refuses else []
        if not agrees:
            continue
        guardian = person.person.guardian or ("家长" if person.id in guarded else "")
        yield filled(
            {
                "candidate": person.external_id or person.id,
                "event": event,
                "employers": EVERYBODY,
                "but": listed(but),
                "explained": explained,
                "given_on": day(given_on),
                "guardian": guardian,
            }
        )
