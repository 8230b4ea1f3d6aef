"""The vocabulary of skills: which words mean one skill, and which skill answers another."""

import pytest

from matching.knowledge import KnowledgeError
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.skills import answering, same_family, skill_vocabulary, skills_named, skills_told
from matching.texts import redact


@pytest.mark.parametrize(
    ("name", "skills"),
    [
        ("excel", {"excel"}),
        ("熟练使用excel表格", {"excel"}),
        ("电脑操作", {"办公软件"}),
        ("word、wps", {"word", "wps"}),
        ("javascript", {"javascript"}),
        ("javac", set()),
        ("c++", {"c++"}),
        # The longest word counts: growing mushrooms is not growing vegetables.
        ("食用菌种植", {"食用菌种植"}),
        ("吹口琴", set()),
        ("", set()),
    ],
)
def test_a_name_speaks_of_skills(name: str, skills: set[str]) -> None:
    assert skills_named(name) == skills


@pytest.mark.parametrize(
    ("asked", "held", "answers"),
    [
        ("办公软件", "会excel", True),
        ("excel", "办公软件", True),
        ("word", "excel", False),
        ("会计", "做账", True),
        ("会计", "用友", True),
        ("视频剪辑", "剪映", True),
        ("java", "javascript", False),
        ("保洁", "家政", True),
        ("按摩", "医疗按摩", False),
        ("吹口琴", "吹口琴", False),
    ],
)
def test_a_skill_answers_its_synonyms_its_parts_and_its_wholes(asked: str, held: str, answers: bool) -> None:
    assert same_family(asked, held) is answers


def test_parts_and_wholes_answer_each_other_and_nobody_else_does() -> None:
    vocabulary = skill_vocabulary()
    for name, near in vocabulary.near.items():
        assert answering(name) == {name} | near
        assert all(name in vocabulary.near[other] for other in near)


def test_a_long_text_names_what_its_words_name() -> None:
    assert skills_told("每天录入订单,用excel做表,会开叉车") == {"打字", "办公软件", "excel", "叉车驾驶"}
    assert skills_told("只看重人品") == frozenset()


def test_every_word_is_one_that_can_stand_in_a_text_that_is_compared() -> None:
    assert [word for word in skill_vocabulary().skill_of if redact(word) != word or len(word) < 2] == []


def test_no_way_to_be_reached_is_a_skill() -> None:
    assert not set(ACCESS_SKILLS) & set(skill_vocabulary().skill_of)


def test_a_broken_file_is_refused() -> None:
    from matching.knowledge.source import read_rows
    from matching.skills import SkillRow

    with pytest.raises(KnowledgeError, match=r"skills\.yaml:2: 打字: named twice"):
        read_rows("- {name: 打字, words: []}\n- {name: 打字, words: []}\n", "skills.yaml", SkillRow).unique(lambda row: row.name)
