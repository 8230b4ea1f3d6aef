"""Records as bytes."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stores.canonical import canonical
from matching.knowledge import CATALOGUE
from matching.records import Demand, Posting, Provenance, SourceRef

_DEMAND = st.builds(
    Demand,
    dimension=st.sampled_from([row.name for row in CATALOGUE.dimensions]),
    level=st.integers(0, 4),
    provenance=st.sampled_from([one for one in Provenance if one is not Provenance.UNKNOWN]),
    marginal=st.booleans(),
    evidence=st.sampled_from(("", '每天"站立"', "搬\\运")),
    confidence=st.none() | st.floats(0, 1),
)


def _posting(*demands: Demand) -> Posting:
    return Posting(id="p_1", employer="e_1", title="保洁员", source=SourceRef(name="local"), demands=demands, skills=("打扫",))


@given(st.lists(_DEMAND, max_size=5, unique_by=lambda demand: demand.dimension))
def test_demands_in_one_piece_are_the_bytes_of_demands_one_by_one(demands: list[Demand]) -> None:
    posting = _posting(*demands)
    one_by_one = {**dict(posting), "demands": [dict(one) for one in posting.demands]}
    del one_by_one["id"]
    assert canonical(posting, leave=frozenset({"id"})) == canonical(one_by_one)
    told = orjson.loads(canonical(posting, leave=frozenset({"id"})))["demands"]
    assert told == [one.model_dump(mode="json") for one in posting.demands]


@pytest.mark.parametrize(("evidence", "said"), [("a\x00b", "NUL"), ("a\ud800", "half of a character")])
def test_what_no_database_holds_is_refused_inside_a_demand_too(evidence: str, said: str) -> None:
    whole = Demand.model_construct(
        dimension="standing", level=1, provenance=Provenance.READ, marginal=False, evidence=evidence, confidence=None
    )
    posting = _posting().model_copy(update={"demands": (whole,)})
    with pytest.raises(ValueError, match=said):
        canonical(posting, leave=frozenset({"id"}))
