"""The words of the project in both languages, from the places in the code where each is said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from api.languages import Language, say
from api.reference.markdown import head, page, table
from matching.knowledge.catalogue import Text

_TITLE: Final = Text(zh="词语对照", en="Words")
_LEAD: Final = Text(
    zh="页面、命令和接口用的词。代码一栏是接口和文件里的写法。",
    en="The words of pages, commands and the API. The code is how each is written in JSON and in files.",
)
_HEADERS: Final = (Text(zh="代码", en="code"), Text(zh="中文", en="Chinese"), Text(zh="英文", en="English"))


def glossary_page(language: Language) -> str:
    """The page of all words in one language; each row has both."""
    return page(_lines(language))


def _lines(language: Language) -> Iterator[str]:
    yield from head(_TITLE, _LEAD, language)
    for title, words in _groups():
        yield from ("", f"## {say(title, language)}", "")
        rows = ((f"`{_code(code)}`", text.zh, text.en) for code, text in words)
        yield from table((say(one, language) for one in _HEADERS), rows)


def _groups() -> Iterator[tuple[Text, Iterable[tuple[Any, Text]]]]:
    from api.actions.accounts import ROLES
    from api.actions.employer_events import VETTING_TEXTS
    from api.actions.employer_postings import STATUS_TEXTS
    from matching.contradictions import STEP_TEXTS
    from matching.fair.states import STATE_TEXTS
    from matching.kinds import KINDS
    from matching.knowledge import CATALOGUE
    from matching.records.hall import SUPPORT_TEXTS
    from matching.verdicts.wording import FACT_TEXTS, PROVENANCES, SKILL_TEXTS, VERDICTS

    named: tuple[tuple[Text, Mapping[Any, Text]], ...] = (
        (Text(zh="结论", en="Verdicts"), VERDICTS),
        (Text(zh="一项要求从哪里来", en="Where a demand comes from"), PROVENANCES),
        (Text(zh="活动的状态", en="States of an event"), STATE_TEXTS),
        (Text(zh="岗位的状态", en="States of a posting"), STATUS_TEXTS),
        (Text(zh="单位的审核", en="Vetting of an employer"), VETTING_TEXTS),
        (Text(zh="走到哪一步", en="How far a pair came"), STEP_TEXTS),
        (Text(zh="身份", en="Roles"), ROLES),
        (Text(zh="招聘会的支持", en="Supports of a fair"), SUPPORT_TEXTS),
        (Text(zh="沟通和阅读技能", en="Access skills"), SKILL_TEXTS),
        (Text(zh="工作的情况", en="Facts about the work"), FACT_TEXTS),
    )
    for title, words in named:
        yield title, words.items()
    kinds = [(name, Text(zh=row.zh, en=row.en)) for name, row in KINDS.items()]
    yield Text(zh="岗位种类", en="Kinds of posting"), kinds
    for title, rows in (
        (Text(zh="能力项", en="Dimensions of ability"), CATALOGUE.dimensions),
        (Text(zh="合理便利与辅具", en="Arrangements and aids"), CATALOGUE.accommodations),
    ):
        yield title, [(row.name, Text(zh=row.zh, en=row.en)) for row in rows]


def _code(code: Any) -> str:
    return str(getattr(code, "value", code))
