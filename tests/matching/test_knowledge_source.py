"""A fault in a knowledge file says where it is, what is wrong and what to do."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from matching.knowledge import KnowledgeError, packaged, read_located, read_rows
from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import packaged_files


class Tool(Signable):
    name: str
    weight: int = Field(ge=0, le=9)
    words: tuple[Text, ...] = ()


GOOD = """\
# Tools.
- name: hammer
  status: proposed
  weight: 2
  words:
  - {zh: 锤子, en: hammer}
  - {zh: 榔头, en: mallet}
- {name: saw, status: signed, signed_by: {name: 林一, on: 2027-03-18}, weight: 1}
"""


def fault_of(text: str) -> str:
    with pytest.raises(KnowledgeError) as caught:
        read_rows(text, "tools.yaml", Tool).unique(lambda row: row.name)
    return str(caught.value)


def test_rows_are_typed_and_know_their_lines() -> None:
    rows = read_rows(GOOD, "tools.yaml", Tool)
    assert [(row.name, row.weight, rows.place(row).line) for row in rows] == [("hammer", 2, 2), ("saw", 1, 8)]
    assert rows.unique(lambda row: row.name) == tuple(rows)


def test_the_day_of_a_signature_is_a_date_and_its_key_no_boolean() -> None:
    signature = read_rows(GOOD, "tools.yaml", Tool)[1].signed_by
    assert signature is not None
    assert (signature.name, signature.on) == ("林一", date(2027, 3, 18))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 2", "weight: 12", "4: hammer: weight: input should be less than or equal to 9, not 12; correct it"),
        ("weight: 2", "weigth: 2", "2: hammer: weight: this key is missing; add it"),
        ("weight: 2", "weight: 2\n  size: 3", "5: hammer: size: this key is not known here; correct or remove it"),
        ("weight: 2", "weight: 2\n  weight: 3", "5: hammer: the key 'weight' is there twice; keep one"),
        ("en: mallet}", "en: mallet, en: maul}", "7: hammer: the key 'en' is there twice; keep one"),
        (", en: mallet}", "}", "7: hammer: words.1.en: this key is missing; add it"),
        (
            "status: proposed",
            "status: signed",
            "2: hammer: a row is signed when signed_by gives the name and the date; correct status or signed_by",
        ),
        (
            "on: 2027-03-18",
            "on: 2027-13-18",
            "8: not readable as YAML: '2027-13-18' cannot be read: month must be in 1..12; check brackets, quotes and indents",
        ),
        ("name: saw", "name: [saw]", "8: row 2: name: input should be a valid string, not ['saw']; correct it"),
        ("- name: hammer", "- hammer\n- name: hammer", "2: row 1: expected a mapping; write 'key: value' pairs"),
        ("name: saw", "name: hammer", "8: hammer: named twice, first in line 2, and the two say different things; keep one row"),
        ("# Tools.", "tools:", "1: expected a list of rows; begin each row with '- '"),
        ("锤子", "\x07", "6: the control character '\\x07' is no text; remove it"),
    ],
)
def test_a_fault_names_file_line_row_and_cure(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert fault_of(GOOD.replace(old, new, 1)) == f"tools.yaml:{said}"


def test_a_row_said_twice_is_one_too_many() -> None:
    row = "- {name: saw, status: proposed, weight: 1}\n"
    assert fault_of(row * 2) == "tools.yaml:2: saw: named twice, first in line 1, and both say the same; keep one row"


def test_broken_yaml_is_refused_at_its_line() -> None:
    said = fault_of(GOOD.replace("{zh: 锤子, en: hammer}", "{zh: 锤子, en: [hammer}"))
    assert said.startswith("tools.yaml:6: not readable as YAML: ")
    assert said.endswith("; check brackets, quotes and indents")


def test_an_empty_file_is_refused() -> None:
    assert fault_of("# nothing yet\n") == "tools.yaml:1: expected a list of rows; begin each row with '- '"


def test_a_cross_check_raises_at_the_line_it_means() -> None:
    rows = read_rows(GOOD, "tools.yaml", Tool)
    assert str(rows.fault(rows[0], "too heavy; make it lighter")) == "tools.yaml:2: hammer: too heavy; make it lighter"
    assert str(rows.fault(rows[0], "no such word; use another", "words", 1, "zh")).startswith("tools.yaml:7: hammer: no such word")
    assert str(rows.fault(rows[0], "no such word; use another", "words", 5)).startswith("tools.yaml:5: hammer: no such word")


PIECES = st.sampled_from(
    [
        "- ",
        "a: ",
        "b",
        "{",
        "}",
        "[",
        "]",
        "\n",
        "  ",
        "? ",
        "&x ",
        "*x",
        "<<: ",
        "'",
        "|",
        "!!int ",
        "2027-13-45",
        ", ",
        "#",
        "---\n",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@example("- &x {a: *x}\n")
@example("- {a: !!int }\n")
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    lines: list[int] = []
    said = "any.yaml:1: "
    try:
        lines = [place.line for place in read_located(text, "any.yaml")]
    except KnowledgeError as fault:
        said = str(fault)
    assert re.match(r"any\.yaml:\d+: ", said) is not None
    assert lines == sorted(lines)


def test_every_packaged_file_can_be_read() -> None:
    files = packaged_files()
    assert {"abilities.yaml", "accommodations.yaml", "districts.yaml", "kinds.yaml", "occupations/care.yaml"} <= set(files)
    assert files == tuple(sorted(files))
    assert [file for file in files if file.endswith(".yaml") and not packaged(file).startswith("#")] == []
