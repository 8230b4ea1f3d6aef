"""What an employer is told: how many demands are met, and what the person chose to tell. No dimension, no level, no reason.

It is built from counts alone, so that nothing else can slip in.
"""

from collections.abc import Sequence

from matching.explanation.shape import Explanation
from matching.explanation.words import sentences
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Stage
from matching.verdicts.wording import accommodation_names

_TOLD = (Stage.IDENTITY, Stage.QUOTA)
"""The stages at which arrangements are told, their number too: beside several postings of one employer the number alone gives the
grade away (`tongtu audit --leak`)."""


def employer_explanation(demanded: int, arranged: int, stage: Stage, stated: Sequence[str]) -> Explanation:
    """For somebody who meets all `demanded` demands, `arranged` of them with an arrangement.

    `stated` are the arrangements that the person chose to tell; they and the number are shown from the stage of identity on.
    """
    line = _fit_text(demanded, arranged if stage in _TOLD else 0)
    names = tuple(sorted(dict.fromkeys(stated), key=CATALOGUE.order.__getitem__)) if stage in _TOLD else ()
    said = [Text(zh="{line}。", en="{line}.").format(line=line)]
    if names:
        said.append(
            Text(zh="本人愿意告诉您的安排：{names}。", en="Arrangements that the person chose to tell you: {names}.").format(
                names=accommodation_names(names)
            )
        )
    return Explanation(line=line, paragraph=sentences(said), stated=tuple(CATALOGUE.accommodation(name).text for name in names))


def _fit_text(demanded: int, arranged: int) -> Text:
    if demanded == 0:
        return Text(zh="这个岗位没有列出能力要求", en="The job states no demands on abilities")
    text = Text(zh="{demanded} 项要求全部满足", en="all {demanded} demands met")
    if arranged:
        text = Text(zh=text.zh + "，其中 {arranged} 项借助安排", en=text.en + ", {arranged} of them with an arrangement")
    return text.format(demanded=demanded, arranged=arranged)
