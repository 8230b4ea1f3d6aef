"""A proposed mapping as a file of YAML that a person edits: what is proposed, how sure it is, and cells to check it by."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import yaml

from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.mapping import Sorted
from data.importers.proposal import ColumnProposal, Proposal
from data.importers.sample_values import printable
from matching.knowledge.catalogue import Text

UNSURE: Final = 0.8
"""Under this confidence a line asks to be checked first."""
_PLAIN: Final = re.compile(r"[A-Za-z㐀-鿿][\w㐀-鿿]*(?::\w+)?")
_ONE_LINE: Final = 10**9
_LONGEST_HEADER: Final = 40
# A key longer than this must be written apart from its value.
_LONGEST_KEY: Final = 100


def mapping_text(proposal: Proposal) -> str:
    """The proposal as YAML that `read_mapping` reads, its comments in both languages."""
    return "\n".join((*_head(proposal), *_body(proposal), *_left_out(proposal), ""))


def _head(proposal: Proposal) -> Iterator[str]:
    file = printable(proposal.file)
    yield f"# {file}：由列名和内容推出的对照，还没有人核对。逐行看过、改好，再用它导入："
    yield f"# {file}: a mapping proposed from headers and cells; nobody has checked it. Look at every line, correct it, then:"
    yield f"#   tongtu import {proposal.kind} FILE --map THIS.yaml"
    yield f"# 看了 {proposal.rows} 行，试读 {proposal.tried} 行，其中 {proposal.readable} 行可以导入"
    yield f"# {proposal.rows} rows looked at, {proposal.tried} tried, {proposal.readable} of them would go in"
    for choice in proposal.missing:
        titles = [_title(proposal.kind, field) for field in choice]
        yield f"# ！缺少：{' 或 '.join(title.zh for title in titles)}；没有它什么也导入不了"
        yield f"# ! missing: {' or '.join(title.en for title in titles)}; nothing goes in without it"
    for note in proposal.notes:
        yield f"# 注意：{printable(note.zh)}"
        yield f"# note: {printable(note.en)}"


def _body(proposal: Proposal) -> Iterator[str]:
    mapping = proposal.mapping
    told = {column.header: column for column in proposal.columns if column.fields}
    yield f"name: {scalar(mapping.name)}"
    yield f"kind: {mapping.kind}"
    yield "columns:" if mapping.columns else "columns: {}"
    for header, field in mapping.columns.items():
        yield from _comment(proposal, told[header])
        yield from _entry(header, scalar(field))
    if mapping.sorted:
        yield "# 一格里有几样内容的列，或几列合成一项 / columns that mix several things, or that are joined to another one"
        yield "sorted:"
        for header, rule in mapping.sorted.items():
            yield from _comment(proposal, told[header])
            yield from _entry(header, _rule(rule))
    if mapping.values:
        yield "# 代码或别处的用词 -> 本系统的词 / codes and words of other systems -> ours"
        yield "values:"
        for field, words in mapping.values.items():
            yield f"  {scalar(field)}: {{{', '.join(f'{scalar(code)}: {scalar(word)}' for code, word in words.items())}}}"
    if mapping.constants:
        yield "# 表里没有写、整份文件都一样的 / true of the whole file and written nowhere in it"
        yield f"constants: {{{', '.join(f'{scalar(field)}: {scalar(word)}' for field, word in mapping.constants.items())}}}"
    if mapping.prefixes:
        yield "# 内容前面不要的字 / words before a value that are no part of it"
        told_prefixes = (f"{scalar(field)}: {_list(words)}" for field, words in mapping.prefixes.items())
        yield f"prefixes: {{{', '.join(told_prefixes)}}}"
    if mapping.empty:
        yield "# 等于没填的词 / words that mean nothing"
        yield f"empty: {_list(mapping.empty)}"


def _left_out(proposal: Proposal) -> Iterator[str]:
    left = [column for column in proposal.columns if not column.fields]
    if left:
        yield "# 没有用到的列；要用就写进 columns / columns left out; to use one, write it under columns"
    for column in left:
        yield f"#   {_column_name(column)}: {_both(column.why)}{_samples(column.samples)}"


def _comment(proposal: Proposal, column: ColumnProposal) -> Iterator[str]:
    titles = "、".join(_title(proposal.kind, field).zh for field in column.fields)
    check = "  ← 请核对 / check this" if column.confidence < UNSURE else ""
    yield f"  # {column.confidence:.2f} {titles} · {_both(column.why)}{_samples(column.samples)}{check}"


def _samples(samples: Sequence[str]) -> str:
    return f" · 例 / e.g. {' | '.join(map(printable, samples))}" if samples else ""


def _column_name(column: ColumnProposal) -> str:
    name = printable(column.header)
    shown = name if len(name) <= _LONGEST_HEADER else f"{name[: _LONGEST_HEADER - 1]}…"
    return f"{column.position} {shown}".strip()


def _both(text: Text) -> str:
    return f"{printable(text.zh)} / {printable(text.en)}"


def _entry(header: str, value: str) -> Iterator[str]:
    key = scalar(header)
    if len(key) <= _LONGEST_KEY:
        yield f"  {key}: {value}"
    else:
        yield f"  ? {key}"
        yield f"  : {value}"


def _rule(rule: Sorted) -> str:
    by = "" if rule.by is None else f"by: {scalar(rule.by)}, "
    return f"{{{by}into: {_list(rule.into)}}}"


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(scalar, words))}]"


def scalar(text: str) -> str:
    """A text as YAML on one line: plain where that is read back as the same text, else in double quotes."""
    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=_ONE_LINE).strip()


def _title(kind: str, field: str) -> Text:
    columns: Sequence[Column] = CANDIDATE_COLUMNS if kind == "candidates" else POSTING_COLUMNS
    return Text(zh=next(column.header for column in columns if column.field == field), en=field)
