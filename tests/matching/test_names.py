"""Names found in a text all at once: exactly those that a search for each would find."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features.names import Names
from matching.features.wording import occurs, squeeze, terms

WORDS = st.text("保洁员数据录入excljav k9+", max_size=5)


@settings(max_examples=80, deadline=None)
@given(names=st.lists(WORDS, unique=True, max_size=12), text=st.text("保洁员数据录入excljav k9+,", max_size=30))
def test_names_are_found_as_one_by_one(names: list[str], text: str) -> None:
    said = squeeze(text)
    found = Names.of(names).occurring(said, terms(said))
    assert sorted(found) == [number for number, name in enumerate(names) if occurs(name, said)]
