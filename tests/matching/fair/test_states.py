"""The two tables of an event's life, and what is said when something does not stand in them."""

import pytest

from matching.fair.states import ALLOWED, MOVES, STATE_TEXTS, Act, FairState, may, refusal_of_act, refusal_of_move

S = FairState
ALL_MOVES = {
    (S.DRAFT, S.COLLECTING),
    (S.COLLECTING, S.PRE_MATCHED),
    (S.COLLECTING, S.DRAFT),
    (S.PRE_MATCHED, S.CONFIRMED),
    (S.PRE_MATCHED, S.COLLECTING),
    (S.CONFIRMED, S.PUBLISHED),
    (S.CONFIRMED, S.PRE_MATCHED),
    (S.PUBLISHED, S.RUNNING),
    (S.PUBLISHED, S.CONFIRMED),
    (S.RUNNING, S.CLOSED),
    (S.CLOSED, S.EVALUATED),
    (S.CLOSED, S.RUNNING),
}
ALLOWED_IN = {
    S.DRAFT: {Act.PLAN, Act.INVITE_EMPLOYERS, Act.HOURS, Act.ORDER, Act.MATCH},
    S.COLLECTING: {Act.PLAN, Act.INVITE_EMPLOYERS, Act.HOURS, Act.ORDER, Act.WRITE, Act.REPLY, Act.MATCH},
    S.PRE_MATCHED: {Act.PLAN, Act.INVITE_EMPLOYERS, Act.HOURS, Act.ORDER, Act.WRITE, Act.REPLY, Act.MATCH},
    S.CONFIRMED: {Act.HOURS, Act.ORDER, Act.WRITE, Act.REPLY, Act.ALLOCATE, Act.PUBLISH},
    S.PUBLISHED: {Act.WRITE, Act.REPLY},
    S.RUNNING: {Act.WRITE, Act.REPLY, Act.DAY, Act.LOAD, Act.OUTCOME},
    S.CLOSED: {Act.REPLY, Act.LOAD, Act.OUTCOME},
    S.EVALUATED: {Act.REPLY, Act.OUTCOME},
}


@pytest.mark.parametrize("state", FairState)
@pytest.mark.parametrize("wanted", FairState)
def test_every_move_is_as_the_table_says(state: FairState, wanted: FairState) -> None:
    refusal = refusal_of_move(state, wanted)
    assert (refusal is None) == ((state, wanted) in ALL_MOVES)
    if refusal is not None:
        assert STATE_TEXTS[state].zh in refusal.zh
        assert STATE_TEXTS[wanted].en in refusal.en


@pytest.mark.parametrize("state", FairState)
def test_every_act_is_as_the_table_says(state: FairState) -> None:
    assert {act for act in Act if may(state, act)} == ALLOWED_IN[state]
    assert {act for act in Act if refusal_of_act(state, act) is None} == ALLOWED_IN[state]


def test_a_refused_act_names_the_state_and_the_way() -> None:
    text = refusal_of_act(S.COLLECTING, Act.PUBLISH)
    assert text is not None
    assert text.en == (
        "The event is collecting; one cannot save the timetable now, only while it is confirmed. "
        "Move it on first: pre-matched, then confirmed."
    )
    assert text.zh == "活动现在是“征集”，不能保存面试时间表；这要在“已确认”时做。请依次转到：已预匹配 → 已确认。"


def test_what_is_over_has_no_way_back() -> None:
    text = refusal_of_act(S.EVALUATED, Act.DAY)
    assert text is not None
    assert text.en == (
        "The event is evaluated; one cannot record arrivals and changes of the day now, only while it is running. "
        "That time is over."
    )
    last = refusal_of_move(S.EVALUATED, S.DRAFT)
    assert last is not None
    assert last.en == "The event is evaluated and cannot become draft from here; this is the last state."


def test_every_state_and_act_is_reached() -> None:
    assert set(MOVES) == set(FairState)
    assert {wanted for following in MOVES.values() for wanted in following} == set(FairState)
    assert set(ALLOWED) == set(Act)
    assert all(ALLOWED.values())
