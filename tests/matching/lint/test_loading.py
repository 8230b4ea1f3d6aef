"""A wrong row of clauses.yaml or laws.yaml is refused with file, line and row; the packaged rows are whole."""

import pytest

from matching.knowledge.source import KnowledgeError, packaged
from matching.lint.clause import SEVERITIES, clauses, laws, load_clauses, load_laws
from matching.lint.patterns import compile_pattern

LAW = "- {name: law, status: proposed, zh: 法, en: law, source: s, mark: K}\n"
CLAUSE = """- name: looks
  status: proposed
  zh: 长相
  en: looks
  wrong: {zh: 错, en: wrong}
  law: law
  severity: needless
  excludes: looks
  seen_by: [五官]
  patterns: ['五官端正']
  wording: {zh: 删, en: out}
"""


def test_a_right_row_is_read() -> None:
    known = {row.name: row for row in load_laws(LAW)}
    (row,) = load_clauses(CLAUSE, known)
    assert (row.name, row.searches[0].pattern) == ("looks", "五官端正")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("law: law", "law: lew", "clauses.yaml:6: looks: law: no row 'lew' in laws.yaml; add it, or name another"),
        (
            "'五官端正'",
            "'五官.*'",
            "clauses.yaml:1: looks: the pattern '五官.*' repeats without bound; write a bound such as {0,8}",
        ),
        ("'五官端正'", "'五官{2,}'", "clauses.yaml:1: looks: the pattern '五官{2,}' repeats without bound"),
        ("'五官端正'", "'五官('", "clauses.yaml:1: looks: the pattern '五官(' is none"),
        (
            "'五官端正'",
            "'(?P<who>五官)'",
            "clauses.yaml:1: looks: the pattern '(?P<who>五官)' names a group 'who'; known: below, female, male",
        ),
        ("'五官端正'", "'五?'", "clauses.yaml:1: looks: the pattern '五?' matches nothing at all"),
        ("  seen_by: [五官]\n", "", "clauses.yaml:1: looks: patterns and seen_by belong to a clause that reads words"),
        ("severity: needless", "severity: bad", "clauses.yaml:7: looks: severity: "),
        ("excludes: looks", "excludes: looks\n  color: red", "clauses.yaml:9: looks: color: this key is not known here"),
        ("wording: {zh: 删, en: out}", "note: x", "clauses.yaml:1: looks: wording: this key is missing"),
        ("status: proposed", "status: signed", "clauses.yaml:1: looks: a row is signed when signed_by"),
    ],
)
def test_a_wrong_row_is_refused(old: str, new: str, complaint: str) -> None:
    known = {row.name: row for row in load_laws(LAW)}
    with pytest.raises(KnowledgeError) as refused:
        load_clauses(CLAUSE.replace(old, new), known)
    assert str(refused.value).startswith(complaint)


def test_a_row_named_twice_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"clauses\.yaml:12: looks: named twice, first in line 1"):
        load_clauses(CLAUSE + CLAUSE, {row.name: row for row in load_laws(LAW)})
    with pytest.raises(KnowledgeError, match=r"laws\.yaml:2: law: named twice"):
        load_laws(LAW + LAW)


def test_the_short_forms_of_a_pattern() -> None:
    assert compile_pattern("a b").fullmatch("a  b")
    assert not compile_pattern("a b").fullmatch("a   b")
    assert compile_pattern("有<4>照").search("有三年的照")
    assert not compile_pattern("有<4>照").search("有三年,照")
    found = compile_pattern("<min>到<max>岁").search("三十五到40岁")
    assert found is not None
    assert found.groupdict() == {"min": "三十五", "max": "40"}
    assert compile_pattern("[a b]").fullmatch(" ")


def test_the_packaged_rows_are_whole() -> None:
    assert {row.law for row in clauses()} == set(laws())
    assert {row.severity for row in clauses()} == set(SEVERITIES)
    assert {row.status for row in (*clauses(), *laws().values())} == {"proposed"}


def test_every_trigger_is_in_plain_characters() -> None:
    """A trigger in capitals or full width would never be seen, and the clause silently be lost."""
    from matching.lint.plain import plain

    assert [sign for row in clauses() for sign in row.seen_by if plain(sign) != sign] == []


def test_both_files_are_packaged_knowledge() -> None:
    assert load_clauses(packaged("clauses.yaml"), laws()) == clauses()
