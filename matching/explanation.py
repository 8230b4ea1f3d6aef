"""What people are told about an entry, or about having none: plain sentences from the same trace that decided."""

from typing import Final

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.shortlist import Cause, Counts
from matching.verdicts import CandidateSide, Finding, PostingSide, Standing, Trace, question_text
from matching.verdicts.wording import join

_NAMED: Final = 3


def entry_questions(trace: Trace, candidate: CandidateSide, posting: PostingSide) -> tuple[Text, ...]:
    """The questions that matter most for this pair, each once: those about what the person finds hardest come first.

    At most three; `abilities` of the entry names every dimension that is open.
    """
    if trace.verdict != "review":
        return ()
    opened = [finding for finding in trace.findings if finding.standing is Standing.REVIEW]
    opened.sort(key=lambda finding: (_hardest(finding), finding.requirement.position))
    return tuple(dict.fromkeys(question_text(finding, candidate, posting) for finding in opened))[:_NAMED]


def _hardest(finding: Finding) -> float:
    """An unknown ability stands between 1 and 2: it may be hard, a known 0 or 1 is."""
    return 1.5 if finding.ability is None else float(finding.ability)


def left_out_text(cause: Cause, counts: Counts, dimensions: tuple[tuple[str, int], ...]) -> Text:
    """Why somebody stands on no list, with the counts behind it."""
    names = join(
        Text(zh="{name}（{n} 个岗位）", en="{name} ({n} postings)").format(name=CATALOGUE.dimension(name).text, n=n)
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
