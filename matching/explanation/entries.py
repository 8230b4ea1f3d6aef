"""What an entry of a list says, and what somebody without one is told: plain sentences from the judgement that decided."""

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


def entry_questions(found: Judgement, one: Applicant, other: Opening) -> tuple[Text, ...]:
    """The questions that matter most for this pair, each once: those of the rules beyond ability, then those about what the
    person finds hardest.

    At most three; `abilities` and `rules` of the entry name everything that is open.
    """
    asked = sorted(pair_questions(found, one, other), key=lambda question: _hardest(question, one.ability))
    return tuple(dict.fromkeys(question.text for question in asked))[:_NAMED]


def _hardest(question: Question, candidate: CandidateSide) -> tuple[float, int]:
    """An unknown ability stands between 1 and 2: it may be hard, a known 0 or 1 is. A question about a rule stands before all."""
    positions = [CATALOGUE.position[name] for name in question.waits if name in CATALOGUE.position]
    if len(positions) < len(question.waits):
        return (-1.0, 0)
    levels = ((candidate.levels[position], position) for position in positions)
    return min((1.5 if level is None else float(level), position) for level, position in levels)


def left_out_text(cause: Cause, counts: Counts, dimensions: tuple[tuple[str, int], ...]) -> Text:
    """Why somebody stands on no list, with the counts behind it."""
    names = join(
        Text(zh="{name}（{n} 个岗位）", en="{name} ({n} postings)").format(name=name_text(name), n=n)
        for name, n in dimensions[:_NAMED]
    )
    if cause == "none":
        return Text(zh="本场没有在招岗位。", en="The event has no open posting.")
    if cause == "blocked":
        return Text(
            zh="{n} 个岗位目前都不合适，最常见的差距：{names}。",
            en="None of {n} postings is open now; most often in the way: {names}.",
        ).format(n=counts.total, names=names)
    if cause == "review":
        return Text(
            zh="{n} 个岗位需人工了解后才能判断，最常要问的：{names}。",
            en="{n} postings need a look before anyone can say; most often asked: {names}.",
        ).format(n=counts.review, names=names)
    return Text(
        zh="有 {n} 个岗位可胜任，但这些岗位的名单有限，先列了与岗位更贴近的人。",
        en="{n} postings are open to this person, but each list is limited and people closer to the posting came first.",
    ).format(n=counts.eligible + counts.eligible_with)
