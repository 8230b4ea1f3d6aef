"""The expert's pages: every row of every knowledge file, its status, and where to sign; the documents are what the data says."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from api.actions.errors import NotFound
from api.actions.knowledge import knowledge_section, knowledge_view, unsigned_rows, write_documents
from api.knowledge import SECTIONS, section
from api.knowledge.markdown import documents
from api.knowledge.tables import lines, same, signable_table, status_text
from api.languages import LANGUAGES, Language
from api.pages.knowledge import split
from api.schemas.knowledge import KnowledgeRow, KnowledgeSection, KnowledgeTable
from data.cases import read_cases
from matching.kinds import Kind
from matching.knowledge import CATALOGUE, packaged
from matching.knowledge.catalogue import GROUPS, Signature, Text
from matching.knowledge.source import packaged_files
from matching.occupation_names import occupations_by_code
from matching.occupation_profiles import profiles, typical
from matching.records import PostingKind

CHINESE = re.compile("[一-鿿]")


def tables() -> list[KnowledgeTable]:
    return [table for name in SECTIONS for table in section(name).tables]


def _signable(rows: Any) -> bool:
    return isinstance(rows, list) and all("status" in row for row in rows)


def test_every_row_of_every_file_is_shown() -> None:
    shown: dict[str, int] = {}
    for table in tables():
        if table.file is not None:
            shown[table.file] = shown.get(table.file, 0) + len(table.rows)
    # A row with a status waits for an expert; other files are vocabulary for reading texts, and no verdict rests on them.
    files = {file: yaml.safe_load(packaged(file)) for file in packaged_files() if file.endswith(".yaml")}
    wanted = {f"matching/knowledge/{file}": len(rows) for file, rows in files.items() if _signable(rows)}
    assert shown == wanted | {"data/samples/verdict_cases.yaml": 423}


def test_rows_have_a_cell_for_every_column() -> None:
    assert [(table.id, row.id) for table in tables() for row in table.rows if len(row.cells) != len(table.columns)] == []


def test_ids_are_unique_and_fit_an_address() -> None:
    for name in SECTIONS:
        ids = [f"{table.id}-{row.id}" for table in section(name).tables for row in table.rows]
        ids += [table.id for table in section(name).tables]
        assert len(ids) == len(set(ids))
        assert [one for one in ids if re.search(r"\s", one)] == []


def test_every_table_of_a_file_has_a_status_and_no_other() -> None:
    wrong = [(table.id, row.id) for table in tables() for row in table.rows if (row.status is None) != (table.file is None)]
    assert wrong == []


def test_no_cell_is_empty_and_english_cells_are_english() -> None:
    empty = [(t.id, r.id) for t in tables() for r in t.rows for cell in r.cells if not cell.zh.strip() or not cell.en.strip()]
    assert empty == []
    mixed = {
        (table.id, row.id)
        for table in tables()
        if table.file == "matching/knowledge/accommodations.yaml" or table.id.startswith(("group-", "cases-"))
        for row in table.rows
        for cell in row.cells
        if CHINESE.search(cell.en)
    }
    assert mixed == {("cases-R9", case) for case in ("R9_grade_one", "R9_grade_four", "R9_other_category")}


def test_the_screen_reader_in_plain_words() -> None:
    (row,) = [row for table in section("accommodations").tables for row in table.rows if row.id == "screen_reader" and row.status]
    assert [cell.en for cell in row.cells] == [
        "screen reader",
        "another way to do “Text access (print or screen)”, up to level 4, if “Hearing speech face to face” is at least 2, and "
        "“Keyboard or touch input” is at least 2, and the person has learned: using a screen reader",
        "the job's software works with a screen reader (the employer can change this)",
        "the person, the employer",
        "low",
        "all job software works with a screen reader; candidate trained",
    ]


def test_every_dimension_shows_its_four_anchors() -> None:
    shown = {row.id: [cell.zh for cell in row.cells[2:6]] for t in section("dimensions").tables for row in t.rows if row.status}
    assert shown == {row.name: [level.zh for level in row.levels] for row in CATALOGUE.dimensions}


def test_every_worked_case_agrees_and_says_so_in_chinese(root: Path) -> None:
    cells = {row.id: row.cells for table in section("cases").tables for row in table.rows}
    cases = read_cases(root / "data" / "samples" / "verdict_cases.yaml")
    assert set(cells) == {case.id for case in cases}
    assert [case.id for case in cases if not case.situation_zh or not case.why_zh] == []
    assert [name for name, row in cells.items() if "differs" in row[2].en] == []
    situation, verdict, expected, why = cells["R1_entrance_is_one_step"][1:]
    assert situation.zh.splitlines() == ["用轮椅；一层，门口一级台阶", "能力：台阶与楼梯 0", "工作场所：入口台阶 1"]
    assert verdict.zh == "目前不合适：台阶与楼梯"
    assert expected.en.splitlines()[:2] == ["Not open now", "on: Steps and stairs"]
    assert why.en == "entrance steps derive stairs 1"


def occupation_row(name: str) -> KnowledgeRow:
    (row,) = [row for table in section("occupations").tables for row in table.rows if row.id == name]
    return row


def test_a_profile_is_told_in_plain_words() -> None:
    name, code, demands, titles, note = occupation_row("保洁员").cells
    assert (name.zh, code.en, titles.zh.split("、")[:2], note) == ("保洁员", "4-09-08-01", ["保洁", "清洁工"], same("–"))
    row = next(row for row in profiles() if row.name == "保洁员")
    told = {(d.text.zh, level) for d, level in zip(CATALOGUE.dimensions, row.demands, strict=True) if level}
    said = {(said[1], int(said[2])) for said in re.finditer(r"(?:^|[：；])([^：；]+?) (\d)（", demands.zh, re.MULTILINE)}
    assert said == told
    minor = {said[1] for said in re.finditer(r"(?:^|[：；])([^：；]+?) \d（[^）]*）(?=，次要)", demands.zh, re.MULTILINE)}
    assert minor == {CATALOGUE.dimension(name).text.zh for name in row.marginal}
    assert [line.split("：")[0] for line in demands.zh.splitlines()] == [
        GROUPS[group].zh
        for group in GROUPS
        if any(level for d, level in zip(CATALOGUE.dimensions, row.demands, strict=True) if d.group == group)
    ]


def test_a_variant_says_of_which_occupation_it_is_and_for_which_posts() -> None:
    row = occupation_row("简单包装员")
    assert row.cells[1] == Text(zh="6-31-05-00\n属于：包装工", en="6-31-05-00\nof: 包装工")
    assert row.cells[4].en.splitlines() == [
        "sheltered work, at most four hours, with a coach",
        "only for: sheltered (auxiliary) work",
    ]


def test_occupations_are_counted_by_where_their_demands_come_from() -> None:
    counted = {row.id: int(row.cells[1].zh) for row in section("occupations").tables[0].rows}
    wanted = Counter(
        "own" if (prefix := typical(code).inherited) is None else f"class-{len(prefix)}" for code in occupations_by_code()
    )
    assert counted == dict(wanted)


def test_the_first_page_of_the_occupations_leads_to_every_field_of_work(client: TestClient) -> None:
    answer = client.get("/knowledge/occupations", headers={"accept-language": "en"})
    places = re.findall(r'<li><a href="(/knowledge/occupations\?page=\d+)#([a-z]+)">', answer.text)
    assert [table for _, table in places] == [table.id for table in section("occupations").tables]
    lost = [table for page, table in places if f'<h2 id="{table}">' not in client.get(page).text]
    assert lost == []


def test_the_contents_count_rows_and_signatures() -> None:
    counted = {one.name: (one.rows, one.signed) for one in knowledge_view().sections}
    assert (counted["dimensions"], counted["accommodations"], counted["cases"]) == ((45, 0), (56, 0), (423, 0))
    assert len(unsigned_rows()) == sum(rows - signed for rows, signed in counted.values())


def test_an_unknown_section_is_not_found(client: TestClient) -> None:
    with pytest.raises(NotFound):
        knowledge_section("nothing")
    assert client.get("/api/v1/knowledge/nothing").status_code == 404
    assert client.get("/knowledge/nothing").status_code == 404
    assert client.get("/knowledge/dimensions?page=2").status_code == 404


def test_a_signature_is_shown_with_name_and_day() -> None:
    signed = KnowledgeRow(id="a", cells=(), status="signed", signed_by=Signature(name="林一", on=date(2027, 3, 18)))
    assert status_text(signed) == Text(zh="林一已签署，2027年3月18日", en="signed by 林一, 2027-03-18")
    proposed = KnowledgeRow(id="a", cells=(), status="proposed")
    assert status_text(proposed) == Text(zh="建议稿，未经专家签署", en="proposed, not signed by an expert")


def test_a_signed_row_of_a_file_is_shown_as_signed() -> None:
    kind = Kind.model_validate(
        yaml.safe_load("{name: courier, status: signed, signed_by: {name: 林一, 'on': 2027-03-18}, item: 3, zh: 快递, en: courier}")
    )
    table = signable_table("kinds", same("k"), "kinds.yaml", [same("k")], [kind], lambda row: row.name, lambda row: [row.text])
    assert kind.name is PostingKind.COURIER
    whole = KnowledgeSection(name="k", title=same("k"), tables=(table,))
    assert (whole.signable, whole.signed) == (1, 1)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_parts_of_a_section_are_the_section(name: str) -> None:
    whole = section(name)
    parts = [table for part in split(whole) for table in part]
    assert [row.id for table in parts for row in table.rows] == [row.id for table in whole.tables for row in table.rows]
    assert [table for table in parts if not table.rows] == []


def test_a_long_table_goes_on_on_the_next_page() -> None:
    rows = tuple(KnowledgeRow(id=f"r{number}", cells=(same("x" * 9_000),)) for number in range(12))
    table = KnowledgeTable(id="t", title=same("t"), columns=(same("c"),), rows=rows)
    parts = list(split(KnowledgeSection(name="s", title=same("s"), tables=(table, table))))
    assert [[len(one.rows) for one in part] for part in parts] == [[5], [5], [2, 3], [5], [4]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documents_are_what_the_data_says(language: Language, root: Path) -> None:
    stale = [name for name, text in documents(language).items() if (root / "docs" / name).read_text("utf-8") != text]
    assert stale == [], "the knowledge changed: run `tongtu knowledge --write docs/`"


def test_documents_are_written_in_both_languages(tmp_path: Path) -> None:
    paths = write_documents(tmp_path)
    assert [path.name for path in paths] == ["knowledge.zh.md", "occupations.zh.md", "knowledge.en.md", "occupations.en.md"]
    first = [path.read_text("utf-8").splitlines()[0] for path in paths[2:]]
    assert first == ["# What the verdicts of Tongtu rest on", "# What occupations typically demand"]


def test_the_documents_together_have_every_table() -> None:
    headings = [line for text in documents("zh").values() for line in text.splitlines() if line.startswith("### ")]
    assert sorted(headings) == sorted(f"### {table.title.zh}" for table in tables())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_a_document_has_all_its_columns(language: Language) -> None:
    widths: list[int] = []
    wrong = []
    for line in "".join(documents(language).values()).splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(len(re.findall(r"(?<!\\)\|", line)))
        if widths[-1] != widths[0]:
            wrong.append(line)
    assert wrong == []


def test_lines_stand_under_each_other_and_nothing_is_a_dash() -> None:
    assert lines([Text(zh="一", en="one"), Text(zh="二", en="two")]) == Text(zh="一\n二", en="one\ntwo")
    assert lines([]) == same("–")


def test_json_says_what_the_action_says(client: TestClient) -> None:
    assert client.get("/api/v1/knowledge").json() == knowledge_view().model_dump(mode="json")
    answer = client.get("/api/v1/knowledge/postings")
    assert answer.json() == knowledge_section("postings").model_dump(mode="json")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SECTIONS)
def test_every_page_of_a_section_is_small_and_together_they_show_every_row(
    client: TestClient, name: str, language: Language
) -> None:
    shown: list[str] = []
    for number in range(1, len(list(split(section(name)))) + 1):
        answer = client.get(f"/knowledge/{name}?page={number}", headers={"accept-language": language})
        assert (answer.status_code, len(answer.content) < 60_000) == (200, True)
        shown += re.findall(r'<tr id="([^"]+)"', answer.text)
    assert shown == [f"{table.id}-{row.id}" for table in section(name).tables for row in table.rows]


def test_a_stranger_is_refused(client: TestClient) -> None:
    for path in ("/knowledge", "/api/v1/knowledge", "/api/v1/knowledge/rules"):
        assert client.get(path, headers={"host": "example.org"}).status_code == 403
