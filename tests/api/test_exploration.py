"""An explored place is marked where staff read the list."""

from pathlib import Path

import pytest

from api.actions.views import entry_view
from api.cli.tables import _entries as lines
from api.settings import SettingsError, read_settings
from matching.judgement import applicant, opening
from matching.policy import policy_on
from matching.prematch import PrematchSettings, prematch
from matching.shortlist import Entry
from tests.matching.encoders import CharacterEncoder
from tests.matching.personas import CHEN, DATA_ENTRY
from tests.matching.test_prematch import TODAY, VERSIONS, MeaningRanker


@pytest.fixture(scope="module")
def entry() -> Entry:
    settings = PrematchSettings(today=TODAY)
    found = prematch("fair", [CHEN], [DATA_ENTRY], CharacterEncoder(), MeaningRanker(), VERSIONS, settings)
    return found.shortlists[0].entries[0]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("explored", [True, False])
def test_staff_read_which_places_were_explored(entry: Entry, explored: bool) -> None:
    marked = entry.model_copy(update={"explored": explored})
    view = entry_view(marked, "陈", DATA_ENTRY, "江城文印社", applicant(CHEN, policy_on(TODAY)), opening(DATA_ENTRY))
    assert view.explored is explored
    assert ("placed by exploration" in "\n".join(lines((view,)))) is explored


def test_the_share_is_a_setting_and_off_by_default(tmp_path: Path) -> None:
    home = {"TONGTU_HOME": str(tmp_path)}
    assert read_settings(home).exploration == 0
    assert read_settings({**home, "TONGTU_EXPLORATION": "0.05"}).exploration == 0.05
    with pytest.raises(SettingsError, match="TONGTU_EXPLORATION"):
        read_settings({**home, "TONGTU_EXPLORATION": "0.3"})
