"""The tables of words: read as typed rows, refused with file and line when no reader could use them."""

import pytest

from matching.knowledge import CATALOGUE, KnowledgeError
from models.demands import Unread, read_posting
from models.demands.characters import readable
from models.demands.tables import Bound, cues, load_cues, load_facts, stated_facts, word_table
from tests.models.demands.readings import own_readings

CUE = "- {name: lifts, says: [搬货], asks: {lifting: 3+, endurance: 2}, denied: {lifting: 1-}, sure: 0.6}\n"
FACT = "- {name: home, says: [在家做], gives: {workplace.remote: true}, sure: 0.6}\n"


def test_a_cue_is_read_as_bounds() -> None:
    (row,) = load_cues(CUE)
    assert row.asks == {"lifting": Bound(3, 4), "endurance": Bound(2, 2)}
    assert row.denied == {"lifting": Bound(0, 1)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("3+", "5+", "cues.yaml:1: lifts: asks.lifting: '5+' is no bound; write 3+ (at least), 2- (at most) or 2 (exactly)"),
        ("3+", "viel", "cues.yaml:1: lifts: asks.lifting: 'viel' is no bound"),
        ("lifting: 3+", "liftin: 3+", "cues.yaml:1: lifts: asks: unknown dimension 'liftin'; did you mean 'lifting'?"),
        ("搬货", "'(搬|货)'", "cues.yaml:1: lifts: says: '(?:搬|货)' has no word of two characters that is certain; write one out"),
        ("says: [搬货]", "says: []", "cues.yaml:1: lifts: says: tuple should have at least 1 item after validation, not 0"),
        ("sure: 0.6", "sure: 1.6", "cues.yaml:1: lifts: sure: input should be less than or equal to 1"),
        ("sure", "shure", "cues.yaml:1: lifts: sure: this key is missing; add it"),
    ],
)
def test_a_cue_that_no_reader_could_use_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        load_cues(CUE.replace(old, new, 1))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("workplace.remote", "workplace.romote", "facts.yaml:1: home: gives: unknown fact 'workplace.romote'"),
        ("remote: true", "remote: sometimes", "facts.yaml:1: home: gives: workplace.remote cannot be 'sometimes'"),
        ("workplace.remote: true", "statuses.lift: built", "facts.yaml:1: home: gives: statuses.lift cannot be 'built'"),
        ("workplace.remote: true", "hours.shift: sunset", "facts.yaml:1: home: gives: hours.shift cannot be 'sunset'"),
    ],
)
def test_a_fact_that_no_record_could_hold_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        load_facts(FACT.replace(old, new, 1))
    assert said in str(refused.value)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="lifts: named twice, first in line 1"):
        load_cues(CUE + CUE)


def test_nothing_is_signed_yet() -> None:
    assert {row.status for row in (*cues(), *stated_facts())} == {"proposed"}


def test_every_plain_word_of_the_tables_is_found_by_its_own_row() -> None:
    rows = [*cues(), *stated_facts()]
    for number, row in enumerate(rows):
        for words in row.says:
            if set(words) & set("(|?.{"):
                continue
            text = readable(f"我们{words}")
            mine = {found.row for found in word_table().find(text)}
            # Words inside an exception of their own row can never be found.
            assert number in mine, (row.name, words)


def test_every_row_of_the_cues_says_something() -> None:
    assert [row.name for row in cues() if not row.asks and not row.denied] == []


def test_every_dimension_that_words_could_speak_of_has_a_cue() -> None:
    spoken_of = {name for row in cues() for name in (*row.asks, *(row.denied or {}))}
    silent = {row.name for row in CATALOGUE.dimensions} - spoken_of
    # The hours are read as figures; toilet and commute are facts of the place.
    assert silent == {"hours_per_day", "toilet_self_care", "commute"}


def test_reading_leaves_a_posting_without_words_to_its_occupation() -> None:
    titles = [Unread(posting.title) for posting in own_readings().postings]
    for posting in titles:
        found = read_posting(posting.title)
        assert [name for name, demand in found.demands.items() if demand.evidence and demand.evidence not in posting.title] == []
