"""Whatever is written, the linter answers: with exact quotes, the same twice, and never with an error."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.lint import clauses, lint_text
from matching.lint.plain import plain
from matching.policy import policy_on
from matching.records import PostingKind

POLICY = policy_on(date(2026, 11, 26))
SIGNS = sorted({sign for row in clauses() for sign in row.seen_by})
BITS = [
    *SIGNS,
    "18-35岁",
    "限",
    "优先",
    "不限",
    "四级",
    "1",
    "，",
    "。",
    "\n",
    "<b>",
    "&nbsp;",
    "🙂",
    "👨‍👩‍👧",
    "İ",
    "ﷺ",
    "３５",
    "～",
    "\x00",
    "\ud800",
]
WORDS = st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.lists(WORDS, max_size=3), st.sampled_from([None, *PostingKind]))
def test_quotes_are_slices_of_what_was_written(title: str, text: str, tags: list[str], kind: PostingKind | None) -> None:
    fields = {"title": title, "text": text} | {f"tags[{place}]": tag for place, tag in enumerate(tags)}
    flags = lint_text(title, text, POLICY, tags=tags, kind=kind)
    assert [flag.quote.words for flag in flags] == [fields[f.quote.field][f.quote.start : f.quote.end] for f in flags]
    assert all(flag.quote.words.strip() for flag in flags)
    assert lint_text(title, text, POLICY, tags=tags, kind=kind) == flags


@given(st.text())
def test_a_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(WORDS)
def test_flags_of_one_clause_do_not_overlap(text: str) -> None:
    flags = lint_text("", text, POLICY)
    for row in clauses():
        spans = [(flag.quote.start, flag.quote.end) for flag in flags if flag.clause is row]
        assert spans == sorted(spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "bit", ["全日制", "肢体、", "35岁至", "自备车", "一二三四级", " ", "🙂", "<p>身体健康</p>", "残疾一、二、"]
)
def test_fifty_thousand_characters_are_read_to_the_end(bit: str) -> None:
    text = (bit * 50_000)[:49_990] + "。限肢体残疾"
    assert [flag.quote.end for flag in lint_text("文员", text, POLICY) if flag.name == "category_only"] == [len(text)]
