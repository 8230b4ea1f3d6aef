"""NFKC of the characters that sheets are mostly written in is NFKC."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from data.importers.compatible import compatible

MIXED = st.text("招聘ab 1\n，：（）！％～…①１。、《“—•\u0301か\u3099ﾊﾟé\u3000\xa0", max_size=12)


@given(st.text(max_size=12) | MIXED)
def test_it_is_the_same_for_any_text(text: str) -> None:
    assert compatible(text) == unicodedata.normalize("NFKC", text)
