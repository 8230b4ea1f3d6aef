"""What an entry of a list says, and what somebody without one is told: plain sentences from the judgement that decided."""

from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Final

from matching.explanation.words import name_text
from matching.judgement import Applicant, Judgement, Opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.questions import Question, pair_questions
from matching.shortlist import Cause, Counts
from matching.verdicts import CandidateSide
from matching.verdicts.wording import join

_NAMED: Final = 3
_POSITION: Final = CATALOGUE.position


def entry_questions(found: Judgement, one: Applicant, other: Opening) -> tuple[Text, ...]:
    """The questions that matter most for this pair, each once: those of the rules beyond ability, then those about what the
    person finds hardest.

    At most three; `abilities` and `rules` of the entry name everything that is open.
    """
    return first_questions(pair_questions(found, one, other), one.ability)


def first_questions(questions: Iterable[Question], candidate: CandidateSide) -> tuple[Text, ...]:
    """Of all questions of a pair those that an entry names, as `entry_questions`."""
    return first_asked((one.text, min(how_hard(name, candidate) for name in one.waits)) for one in questions)


def first_asked(asked: Iterable[tuple[Text, tuple[float, int]]]) -> tuple[Text, ...]:
    """The first texts in order of how hard it is what waits for them, each once; of equal ones the order is kept."""
    named: dict[tuple[str, str], Text] = {}
    for text, _ in sorted(asked, key=itemgetter(1)):
        named.setdefault((text.zh, text.en), text)
        if len(named) == _NAMED:
            break
    return tuple(named.values())


def how_hard(name: str, candidate: CandidateSide) -> tuple[float, int]:
    """How hard the person finds a dimension: least first, then catalogue order. A rule stands before all of them.

    An unknown ability stands between 1 and 2: it may be hard, a known 0 or 1 is.
    """
    position = _POSITION.get(name)
    if position is None:
        return (-1.0, 0)
    level = candidate.levels[position]
    return (1.5 if level is None else float(level), position)


def left_out_text(cause: Cause, counts: Counts, dimensions: tuple[tuple[str, int], ...]) -> Text:
    """Why somebody stands on no list, with the counts behind it."""
    numbers = {"none": 0, "blocked": counts.total, "review": counts.review, "cut": counts.eligible + counts.eligible_with}
    return _left_out(cause, numbers[cause], dimensions[:_NAMED])


@lru_cache(maxsize=65_536)
def _left_out(cause: Cause, n: int, dimensions: tuple[tuple[str, int], ...]) -> Text:
    """The sentence with its numbers, of which people share many."""
    names = join(_with_number(*one) for one in dimensions)
    if cause == "none":
        return Text(zh="本场没有在招岗位。", en="The event has no open posting.")
    if cause == "blocked":
        return Text(
            zh="{n} 个岗位目前都不合适，最常见的差距：{names}。",
            en="None of {n} postings is open now; most often in the way: {names}.",
        ).format(n=n, names=names)
    if cause == "review":
        return Text(
            zh="{n} 个岗位需人工了解后才能判断，最常要问的：{names}。",
            en="{n} postings need a look before anyone can say; most often asked: {names}.",
        ).format(n=n, names=names)
    return Text(
        zh="有 {n} 个岗位可胜任，但这些岗位的名单有限，先列了与岗位更贴近的人。",
        en="{n} postings are open to this person, but each list is limited and people closer to the posting came first.",
    ).format(n=n)


@lru_cache(maxsize=16_384)
def _with_number(name: str, n: int) -> Text:
    return Text(zh="{name}（{n} 个岗位）", en="{name} ({n} postings)").format(name=name_text(name), n=n)
