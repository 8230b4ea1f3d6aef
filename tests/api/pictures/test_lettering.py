"""Breaking lines without a font."""

from hypothesis import given
from hypothesis import strategies as st

from api.pictures.lettering import extent, fold

words = st.text(st.sampled_from("ab 江城 -,。"), max_size=40)


def test_chinese_is_broken_anywhere_and_english_between_words() -> None:
    assert fold("武汉东湖新技术开发区", 75, 15) == "武汉东湖新\n技术开发区"
    assert fold("still there after 3 months", 110, 15) == "still there\nafter 3\nmonths"


def test_a_word_that_is_too_long_stays_whole() -> None:
    assert fold("unemployment", 20, 15) == "unemployment"


@given(words, st.integers(30, 200))
def test_nothing_is_lost_and_lines_fit(text: str, length: int) -> None:
    folded = fold(text, length, 15)
    assert folded.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    for line in folded.split("\n"):
        assert extent(line, 15) <= length or " " not in line.strip()


def test_a_chinese_sign_takes_its_size() -> None:
    assert extent("江城", 15) == 30
    assert extent("ab", 15) == 2 * 0.56 * 15
