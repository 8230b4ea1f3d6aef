"""The section of the words that are put before a person: the consents and the notice of the law."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.knowledge.basis import BASIS, IN_FORCE, basis, in_force
from api.knowledge.tables import lines, same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.knowledge.catalogue import Text
from matching.wordings import WORDINGS, Wording, WordingName

_TEXT: Final = (
    Text(
        zh="求职者同意什么、被告知什么，都是这里的原文。每份同意记下所用文字的版本；改文字就加一行新版本，旧的不动。"
        "花括号里的 event 和 employer 在使用时换成活动和单位的名称。",
        en="What a person agrees to and is told stands here word for word. Every consent keeps the version of its wording; a "
        "change is one more row with a new version, and the old row stays. In braces: event and employer, filled in when used.",
    ),
)
_NAMES: Final[Mapping[WordingName, Text]] = {
    "listing": Text(zh="同意列入名单", en="Consent to be listed"),
    "identity": Text(zh="同意告知身份", en="Consent to be named"),
    "notice": Text(zh="告知书", en="Notice of the law"),
}


def wordings() -> KnowledgeSection:
    """One table, in the order of its file."""
    title = Text(zh="同意书与告知书", en="Consents and the notice")
    return KnowledgeSection(
        name="wordings",
        title=title,
        text=_TEXT,
        tables=(
            signable_table(
                "words",
                title,
                "matching/knowledge/wordings.yaml",
                (
                    Text(zh="用途", en="Use"),
                    Text(zh="版本", en="Version"),
                    Text(zh="全文", en="Full text"),
                    Text(zh="易读文字", en="In plain words"),
                    IN_FORCE,
                    BASIS,
                ),
                WORDINGS,
                lambda row: row.version,
                _cells,
            ),
        ),
    )


def _cells(row: Wording) -> Iterator[Text]:
    yield _NAMES[row.name]
    yield same(row.version)
    yield lines(row.full)
    yield lines(row.easy)
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)
