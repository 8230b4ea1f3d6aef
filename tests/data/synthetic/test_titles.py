"""Pairs of texts to train encoders on: equal for equal seeds, about the same work, and free of what is not ours."""

from pathlib import Path

import pytest

from data.synthetic.draws import Dice, stream
from data.synthetic.titles import Descriptions, dressed, read_descriptions, text_pairs, title_pairs
from matching.occupation_names import SMALL_CLASS, occupation_names, occupations_by_code
from matching.occupation_titles import near_occupations, titles_by_code

TABLE = """level,code,name,definition,tasks
4,4-09-08-01,保洁员,打扫公共场所的人员。,1.清扫地面 2.擦拭家具
3,4-09-08-00,清洁服务人员,,
"""


@pytest.fixture
def described(tmp_path: Path) -> Descriptions:
    (tmp_path / "table.csv").write_text(TABLE, "utf-8-sig")
    return read_descriptions(tmp_path / "table.csv")


def test_definitions_and_tasks_are_read_by_code(described: Descriptions) -> None:
    assert described.definitions == {"4-09-08-01": "打扫公共场所的人员。"}
    assert described.tasks == {"4-09-08-01": ("清扫地面", "擦拭家具")}


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("code,name\n", "utf-8")
    with pytest.raises(ValueError, match="lacks the columns definition, level, tasks"):
        read_descriptions(tmp_path / "table.csv")


def test_equal_seeds_give_equal_pairs_and_others_do_not(described: Descriptions) -> None:
    assert text_pairs(7, 50, described) == text_pairs(7, 50, described)
    assert text_pairs(7, 50, described) != text_pairs(8, 50, described)


def test_every_occupation_has_pairs_of_its_own_group(described: Descriptions) -> None:
    groups = {pair.group for pair in text_pairs(7, 50, described)}
    assert set(occupations_by_code()) <= groups


def test_titles_are_paired_with_titles_of_the_same_or_near_work() -> None:
    near: dict[str, set[str]] = {}
    for group in near_occupations():
        for code in group:
            near.setdefault(code, set()).update(group)
    codes: dict[str, set[str]] = {}
    for code, titles in titles_by_code().items():
        for title in titles:
            codes.setdefault(title, set()).add(code)
    pairs = [pair for pair in title_pairs(7, Descriptions()) if pair.one in codes and pair.other in codes]
    assert len(pairs) > 5_000
    stray = [pair for pair in pairs if not codes[pair.other] & ({pair.group} | near.get(pair.group, set()))]
    # The name of its small class, or the stem of its own name, may be another occupation's title.
    classes = {row.name for row in occupation_names() if row.level == SMALL_CLASS}
    names = {code: row.name for code, row in occupations_by_code().items()}
    assert [pair for pair in stray if pair.other not in classes and not names[pair.group].startswith(pair.other)] == []


def test_descriptions_are_used_where_they_are_given(described: Descriptions) -> None:
    told = {text for pair in title_pairs(7, described) for text in (pair.one, pair.other)}
    assert {"打扫公共场所的人员。", "清扫地面", "擦拭家具"} <= told
    assert not {"打扫公共场所的人员。", "清扫地面"} & {pair.other for pair in title_pairs(7, Descriptions())}


def test_a_dressed_title_holds_the_title_and_often_more() -> None:
    dice = Dice(stream(1, "test"))
    said = [dressed("保洁员", dice) for _ in range(200)]
    assert [text for text in said if "保洁员" not in text] == []
    assert len(set(said)) > 100
