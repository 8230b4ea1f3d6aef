"""How dimensions, rules and arrangements are called, and where each arrangement comes from."""

from collections.abc import Iterable, Mapping
from typing import Final

from matching.constraints.rows import RULE_ROWS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import SWAP_TASK, Text
from matching.records import AccommodationStatus
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.wording import join

_TITLES: Final = {row.name: row.title for row in RULE_ROWS}
_OWN: Final = Text(zh="{name}（本人自带）", en="{name} (their own)")
_TO_AGREE: Final = Text(zh="{name}（要和单位商定）", en="{name} (to agree with the employer)")
_STATUSES: Final[Mapping[AccommodationStatus, Text]] = {
    AccommodationStatus.IN_PLACE: Text(zh="{name}（已有）", en="{name} (in place)"),
    AccommodationStatus.COMMITTED: Text(zh="{name}（单位已答应）", en="{name} (promised)"),
}


def name_text(name: str) -> Text:
    """What people call a dimension, or a rule beyond ability."""
    return CATALOGUE.dimension(name).text if name in CATALOGUE.position else _TITLES[name]


def few(texts: Iterable[Text], most: int) -> Text:
    """The first of some names, and how many more there are."""
    rows = list(texts)
    if len(rows) <= most:
        return join(rows)
    return Text(zh="{names}等 {n} 项", en="{names} and {more} more").format(
        names=join(rows[:most]), n=len(rows), more=len(rows) - most
    )


def arrangement_text(name: str, candidate: CandidateSide, posting: PostingSide) -> Text:
    """An arrangement with where it comes from: the person's own, in place, promised, or still to agree."""
    called = CATALOGUE.accommodation(name).text
    if name in candidate.aids:
        return _OWN.format(name=called)
    status = posting.statuses.get(name)
    # The swap of a minor task needs no status to be listed; everything else has one.
    words = _TO_AGREE if status is None or name == SWAP_TASK else _STATUSES.get(status, _TO_AGREE)
    return words.format(name=called)


def arrangements_text(names: Iterable[str], candidate: CandidateSide, posting: PostingSide) -> Text:
    return join(arrangement_text(name, candidate, posting) for name in sorted(names, key=CATALOGUE.order.__getitem__))


def sentences(texts: Iterable[Text]) -> Text:
    """Sentences one after another, in each language's own manner."""
    rows = list(texts)
    return Text(zh="".join(row.zh for row in rows), en=" ".join(row.en for row in rows))


def sentence(text: Text, **values: Text) -> Text:
    """A text with its blanks filled in as a sentence: a capital first in English, and one stop."""
    made = text.format(**values) if values else text
    return Text(
        zh=made.zh if made.zh.endswith(("。", "？", "！")) else f"{made.zh}。",
        en=made.en[:1].upper() + made.en[1:] + ("" if made.en.endswith((".", "?", "!")) else "."),
    )
