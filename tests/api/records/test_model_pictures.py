"""The pictures of the models: what the gate saw, from the manifest to the page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.errors import NotAllowed, NotFound
from api.actions.learning import calibration_view, learning_view
from api.pictures import calibration, learning
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from models.baselines import HandWeightedRanker
from models.gate_report import Check, GateReport
from models.ranker import LearnedRanker
from models.registry import history, keep_challenger
from tests.api.conftest import HERE, LOOPBACK, open_copy
from tests.api.records.conftest import visit_as
from tests.api.web import Web
from tests.models.small import AT, TOO_FAR, judged, small_ranker

ORDER = {"lists": 40, "challenger": 0.612, "incumbent": 0.58, "difference": 0.032, "low": 0.01, "high": 0.054}
FORECASTS = [{"told": 0.1, "came": 0.125, "rows": 40}, {"told": 0.5, "came": 0.45, "rows": 40}]
INTEREST = {"rows": 80, "challenger": 0.0375, "incumbent": None, "chance_error": 0.05, "limit": 0.05, "forecasts": FORECASTS}


def compared(ranker: LearnedRanker, order: dict[str, Any], interest: dict[str, Any]) -> LearnedRanker:
    """The ranker with a report of the gate that holds these figures."""
    checks = tuple(Check(name, True, figures, TOO_FAR) for name, figures in (("order", order), ("interest", interest)))
    table = HandWeightedRanker.load().version
    return ranker.with_entries(gate=GateReport(ranker.version, table, 1, checks).plain(), parent=table)


@pytest.fixture(scope="module")
def office(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """Three versions: one before the forecasts were kept, one that was compared, and one with too few lists to compare."""
    app = open_copy(built_town, tmp_path_factory.mktemp("models"))
    old = judged(small_ranker(3), HandWeightedRanker.load().version)
    good, few = compared(small_ranker(4), ORDER, INTEREST), compared(small_ranker(5), {"lists": 3}, {"rows": 3, "least_rows": 100})
    for place, one in enumerate((old, good, few)):
        keep_challenger(app.settings.models, one, AT + timedelta(days=place), "local", "trained")
    return app


@pytest.fixture(scope="module")
def versions(office: Application) -> tuple[str, str, str]:
    old, good, few = (act.version or "" for act in history(office.settings.models))
    return old, good, few


@pytest.fixture(scope="module")
def web(office: Application) -> Iterator[TestClient]:
    with TestClient(Web(office), base_url=HERE, client=LOOPBACK, headers={"accept-language": "en"}) as made:
        yield made


def test_forecasts_are_those_of_the_gate_with_their_intervals(office: Application, versions: tuple[str, str, str]) -> None:
    view = calibration_view(office, LOCAL_ORGANIZER, versions[1])
    (step,) = view.steps
    assert (step.step, step.error, step.limit) == ("interest", 0.0375, 0.05)
    assert [{"told": one.told, "came": one.came, "rows": one.rows} for one in step.forecasts] == FORECASTS
    assert all(one.low < one.came < one.high for one in step.forecasts)
    assert view.summary.en == "chance of interest: told 10.0 %, came 12.5 %, told 50.0 %, came 45.0 %"
    assert [calibration_view(office, LOCAL_ORGANIZER, other).steps for other in (versions[0], versions[2])] == [(), ()]


def test_what_learning_brought_is_what_the_gate_measured(office: Application, versions: tuple[str, str, str]) -> None:
    (one,) = learning_view(office, LOCAL_ORGANIZER).versions
    assert (one.version, one.at, one.lists) == (versions[1], AT + timedelta(days=1), 40)
    assert (one.new, one.old, one.difference, one.low, one.high, one.better) == (0.612, 0.58, 0.032, 0.01, 0.054, True)


def test_pages_have_the_pictures_with_their_tables(office: Application, web: TestClient, versions: tuple[str, str, str]) -> None:
    page = web.get("/models").text
    assert "/models/learning.svg?size=wide" in page
    assert '<td class="num">0.612</td><td class="num">0.580</td><td class="num">+0.032</td>' in page
    page = web.get(f"/models/{versions[1]}").text
    assert f"/models/{versions[1]}/calibration.svg?size=wide" in page
    assert '<td class="num">10.0%</td><td class="num">12.5%</td>' in page
    assert "calibration.svg" not in web.get(f"/models/{versions[0]}").text
    drawn = web.get(f"/models/{versions[1]}/calibration.svg?lang=en")
    assert drawn.content == calibration.draw(calibration_view(office, LOCAL_ORGANIZER, versions[1]), "en", "wide")
    assert web.get("/models/learning.svg?lang=en").content == learning.draw(learning_view(office, LOCAL_ORGANIZER), "en", "wide")


def test_what_there_is_not_is_not_found(office: Application, web: TestClient, versions: tuple[str, str, str]) -> None:
    for version in (versions[0], "learned-none"):
        assert web.get(f"/models/{version}/calibration.svg").status_code == 404
    with pytest.raises(NotFound):
        calibration_view(office, LOCAL_ORGANIZER, "learned-none")
    counselor = Viewer(account="li", role=Role.COUNSELOR)
    with pytest.raises(NotAllowed):
        learning_view(office, counselor)
    assert visit_as(office, Role.COUNSELOR).get("/models/learning.svg").status_code == 403
