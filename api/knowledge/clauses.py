"""The section of the posting linter: the clauses it flags, what is wrong with each, and the laws they offend against."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.knowledge.basis import BASIS, basis
from api.knowledge.tables import lines, same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.lint.clause import SEVERITIES, Clause, Law, clauses, laws
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="招聘文字里的这些说法会被引出原话、指出问题、给出改写。它们从不筛选任何人，也不影响判定。"
        "怎样认出这些说法，写在文件的 patterns 里。",
        en="These clauses of an advertisement are quoted, with what is wrong and what to write instead. They never filter "
        "anybody and never reach a verdict. How each is recognised stands in the file under patterns.",
    ),
)
_EXCLUDES: Final[Mapping[str, Text]] = {
    "category": Text(zh="残疾类别", en="category of disability"),
    "grade": Text(zh="残疾等级", en="grade of disability"),
    "age": Text(zh="年龄", en="age"),
    "sex": Text(zh="性别", en="sex"),
}
"""What is recorded of people, so that those whom a clause keeps out can be counted."""
_COUNTED: Final = Text(zh="可以统计排除了多少人：{what}", en="how many people it keeps out can be counted: by {what}")
_NOT_COUNTED: Final = Text(zh="排除了多少人无法统计", en="how many people it keeps out cannot be counted")


def clause_rows() -> KnowledgeSection:
    """The clauses, the most serious first as in their file, and the laws."""
    return KnowledgeSection(
        name="clauses",
        title=Text(zh="招聘文字里的不当条件", en="Needless and unlawful clauses"),
        text=_TEXT,
        tables=(
            signable_table(
                "clauses",
                Text(zh="条件", en="Clauses"),
                "matching/knowledge/clauses.yaml",
                (
                    Text(zh="条件", en="Clause"),
                    Text(zh="轻重", en="Severity"),
                    Text(zh="问题在哪里", en="What is wrong"),
                    Text(zh="改写", en="What to write instead"),
                    Text(zh="依据", en="Rests on"),
                    Text(zh="说明", en="Note"),
                ),
                clauses(),
                lambda row: row.name,
                _clause,
            ),
            signable_table(
                "laws",
                Text(zh="法律依据", en="Laws"),
                "matching/knowledge/laws.yaml",
                (Text(zh="条文", en="Law"), Text(zh="起", en="Since"), BASIS),
                laws().values(),
                lambda row: row.name,
                _law,
            ),
        ),
    )


def _clause(row: Clause) -> Iterator[Text]:
    yield row.text
    yield SEVERITIES[row.severity]
    yield row.wrong
    yield row.wording
    yield laws()[row.law].text
    yield lines(_notes(row))


def _notes(row: Clause) -> Iterator[Text]:
    yield _COUNTED.format(what=_EXCLUDES[row.excludes]) if row.excludes in _EXCLUDES else _NOT_COUNTED
    if row.exempt_kinds:
        kinds = join(KINDS[kind].text for kind in KINDS if kind in row.exempt_kinds)
        yield Text(zh="不适用于：{kinds}", en="does not concern: {kinds}").format(kinds=kinds)


def _law(row: Law) -> Iterator[Text]:
    yield row.text
    yield same("–" if row.since is None else row.since)
    yield basis(row.source, row.mark)
