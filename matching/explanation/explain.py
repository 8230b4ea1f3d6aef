"""One explanation for one reader, from the judgement that decided."""

from collections.abc import Sequence

from matching.explanation.employer import employer_explanation
from matching.explanation.person import own_line, own_paragraph
from matching.explanation.shape import Explanation
from matching.explanation.staff import line_text, paragraph_text
from matching.explanation.tables import dimension_row, rule_row
from matching.judgement import Applicant, Judgement, Opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.questions import pair_questions
from matching.records import Role, Stage, Viewer

_STAFF = (Role.ORGANIZER, Role.COUNSELOR)
_FITS = ("eligible", "eligible_with")


class NotAllowed(Exception):
    """This viewer is told nothing of single pairs. `detail` says so to people."""

    def __init__(self, detail: Text) -> None:
        super().__init__(detail.en)
        self.detail = detail


_NO_FILES = Text(zh="这个账户不能查看个人的匹配说明。", en="This account may not read what is said of single people.")
_NOT_THEIRS = Text(zh="单位只能查看自己岗位的说明。", en="An employer may read what concerns its own postings only.")


def explain(
    judgement: Judgement,
    applicant: Applicant,
    opening: Opening,
    policy: Policy,
    viewer: Viewer,
    *,
    settled: bool = False,
    stated: Sequence[str] = (),
    for_person: bool = False,
) -> Explanation | None:
    """What this viewer is told of the pair; None where that is nothing at all.

    Organizers and counselors read all of it. With `for_person` they get what they may print and hand to the person: their own
    verdict in easy words. An employer reads of its own postings what the viewer's stage allows: nothing at stage 0, nothing of
    somebody who is blocked or under review (unless a named person `settled` it), else two counts; from the stage of identity on
    also `stated`, the arrangements that the person chose to tell (names of the catalogue, else ValueError).
    Raises NotAllowed for auditors, administrators and the employer of another posting.
    """
    if viewer.role in _STAFF:
        return _own(judgement, applicant, opening) if for_person else _whole(judgement, applicant, opening, policy)
    if viewer.role is not Role.EMPLOYER:
        raise NotAllowed(_NO_FILES)
    if for_person or not viewer.organisation or viewer.organisation != opening.terms.employer:
        raise NotAllowed(_NOT_THEIRS)
    names = [CATALOGUE.check_accommodation(name) for name in stated]
    fits = judgement.verdict in _FITS or (settled and judgement.verdict == "review")
    if viewer.stage is Stage.COUNTS or not fits:
        return None
    return employer_explanation(len(judgement.findings), judgement.arranged, viewer.stage, names)


def _whole(judgement: Judgement, applicant: Applicant, opening: Opening, policy: Policy) -> Explanation:
    questions = pair_questions(judgement, applicant, opening)
    return Explanation(
        line=line_text(judgement, applicant, opening),
        paragraph=paragraph_text(judgement, applicant, opening, questions),
        verdict=judgement.verdict,
        dimensions=tuple(dimension_row(finding, applicant, opening, questions) for finding in judgement.findings),
        rules=tuple(rule_row(finding, judgement, applicant, opening, policy) for finding in judgement.rule_findings),
    )


def _own(judgement: Judgement, applicant: Applicant, opening: Opening) -> Explanation:
    questions = pair_questions(judgement, applicant, opening)
    return Explanation(line=own_line(judgement), paragraph=own_paragraph(judgement, applicant, opening, questions))
