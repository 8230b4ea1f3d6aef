"""The grammar speaks in many ways, fills every slot, and tells a barrier only where the person does."""

import pytest

from data.synthetic.draws import Dice, stream
from data.synthetic.grammar import Advert, Wish, Work, advert_sentences, experience_sentences, wish_sentences
from data.synthetic.rows import occupations

ROWS = occupations()
BRACES = "{}"


def dice(seed: int = 2) -> Dice:
    return Dice(stream(seed, "test"))


@pytest.mark.parametrize("occupation", ROWS, ids=lambda row: row.key)
def test_every_occupation_can_be_wished_told_and_advertised(occupation: object) -> None:
    row = next(one for one in ROWS if one is occupation)
    draw = dice()
    for _ in range(30):
        for text in (
            wish_sentences(Wish((row, ROWS[0]), pay=3_200, minutes=40, hours=4, home=True, mention="要坐着做"), draw),
            experience_sentences(Work(row, 3), draw),
            advert_sentences(Advert(row, row.titles[0], brand="示范", sentences=("需要外出",)), draw),
        ):
            assert text
            assert not set(BRACES) & set(text)
            assert text[0] not in "=+-@,。;"


def test_texts_are_short_and_long_and_rarely_alike() -> None:
    draw = dice()
    row = ROWS[3]
    adverts = [advert_sentences(Advert(row, row.titles[0], brand="示范"), draw) for _ in range(300)]
    wishes = [wish_sentences(Wish((row, ROWS[5]), pay=3_000, minutes=30), draw) for _ in range(300)]
    assert len(set(adverts)) > 250
    assert len(set(wishes)) > 150
    assert min(map(len, adverts)) < 30 < 100 < max(map(len, adverts))
    assert min(map(len, wishes)) < 8 < 35 < max(map(len, wishes))


def test_a_mention_is_kept_word_for_word_and_none_is_made_up() -> None:
    draw = dice()
    row = ROWS[0]
    told = [wish_sentences(Wish((row,), mention="坐轮椅、单位最好有电梯"), draw) for _ in range(50)]
    assert [text for text in told if "坐轮椅、单位最好有电梯" not in text] == []
    silent = [wish_sentences(Wish((row, row)), draw) for _ in range(300)]
    assert [text for text in silent if any(word in text for word in ("轮椅", "听不见", "看不见", "残疾"))] == []


def test_whoever_never_worked_tells_of_no_years() -> None:
    draw = dice()
    assert [text for text in (experience_sentences(None, draw) for _ in range(60)) if "年" in text] == []


def test_sentences_handed_in_stand_in_the_advert() -> None:
    draw = dice()
    for _ in range(40):
        text = advert_sentences(Advert(ROWS[1], ROWS[1].titles[0], sentences=("久坐办公", "会电脑打字")), draw)
        assert "久坐办公" in text
        assert "会电脑打字" in text
