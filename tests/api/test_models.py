"""The kept rankers through every door: look, promote through the gate, go back; each change in the log."""

import json
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.actions.rankers import list_models, promote_model, rollback_models, show_model
from api.cli.program import app as program
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from models.baselines import HandWeightedRanker
from models.ranker import LearnedRanker
from models.registry import keep_challenger
from tests.api.web import Web
from tests.models.small import AT, TOO_FAR, judged, small_ranker

HERE, LOOPBACK = "http://127.0.0.1", ("127.0.0.1", 50_000)
AUDITOR = Viewer(account="auditor", role=Role.AUDITOR)
TABLE = HandWeightedRanker.load().version
RUN = CliRunner()


@pytest.fixture(scope="module")
def ranker() -> LearnedRanker:
    return judged(small_ranker(1), TABLE).with_entries(metrics={"ndcg@10": 0.4321})


@pytest.fixture(scope="module")
def unfair() -> LearnedRanker:
    return judged(small_ranker(2), TABLE, passed=False)


@pytest.fixture
def home(empty_home: Path, tmp_path: Path, ranker: LearnedRanker, unfair: LearnedRanker) -> Application:
    """Two challengers: one that the gate let through, one that it did not."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"))
    for one in (ranker, unfair):
        keep_challenger(app.settings.models, one, AT, "local", "trained")
    return app


@pytest.fixture
def web(home: Application) -> TestClient:
    return TestClient(Web(home), base_url=HERE, client=LOOPBACK)


def logged(app: Application) -> list[tuple[str, str, str]]:
    with app.database.read(AUDITOR) as stores:
        return [(entry.action, entry.object, entry.detail["why"]) for entry in stores.log.list(AUDITOR, kind="model")]


def states(app: Application) -> dict[str, str]:
    return {one.version: one.state for one in list_models(app, LOCAL_ORGANIZER).models}


def test_challengers_are_listed_and_do_not_rank(home: Application, ranker: LearnedRanker, unfair: LearnedRanker) -> None:
    view = list_models(home, LOCAL_ORGANIZER)
    assert (view.serving, view.unfinished) == (TABLE, 0)
    assert states(home) == {ranker.version: "challenger", unfair.version: "challenger"}
    mine = next(one for one in view.models if one.version == ranker.version)
    data = ranker.manifest["data"]
    assert (mine.lists, mine.pairs, mine.parent, mine.metrics) == (data["lists"], data["pairs"], TABLE, {"ndcg@10": 0.4321})
    assert [(one.gate.passed, one.gate.checks[0].text) for one in view.models if one.gate and not one.gate.passed] == [
        (False, TOO_FAR)
    ]
    assert [(act.action, act.version) for act in view.history] == [("kept", ranker.version), ("kept", unfair.version)]


def test_promoting_and_going_back_change_what_ranks_and_are_logged(home: Application, ranker: LearnedRanker) -> None:
    assert promote_model(home, LOCAL_ORGANIZER, ranker.version, "春季专场之前").state == "in_use"
    assert home.ranker.version == ranker.version
    assert rollback_models(home, LOCAL_ORGANIZER, "排序有误").serving == TABLE == home.ranker.version
    assert states(home)[ranker.version] == "former"
    assert logged(home) == [("promote", ranker.version, "春季专场之前"), ("rollback", ranker.version, "排序有误")]


def test_the_gate_refuses_with_its_reasons_and_nothing_is_logged(home: Application, unfair: LearnedRanker) -> None:
    with pytest.raises(Conflict) as refused:
        promote_model(home, LOCAL_ORGANIZER, unfair.version)
    assert refused.value.detail.zh == f"{unfair.version} 不能投入使用：{TOO_FAR.zh}"
    assert refused.value.detail.en == f"{unfair.version} is not promoted: {TOO_FAR.en}"
    assert (home.ranker.version, logged(home)) == (TABLE, [])


def test_refusals_change_nothing(home: Application, ranker: LearnedRanker) -> None:
    with pytest.raises(NotFound):
        promote_model(home, LOCAL_ORGANIZER, "learned-none")
    with pytest.raises(NotFound):
        show_model(home, LOCAL_ORGANIZER, "..")
    with pytest.raises(Conflict, match="nothing to go back to"):
        rollback_models(home, LOCAL_ORGANIZER)
    with pytest.raises(BadInput, match="leave out phone"):
        promote_model(home, LOCAL_ORGANIZER, ranker.version, "问 13800138000")
    assert (home.ranker.version, logged(home)) == (TABLE, [])


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.EMPLOYER, Role.AUDITOR])
def test_only_organizers_and_administrators_may(home: Application, ranker: LearnedRanker, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_x")
    for ask in (
        lambda: list_models(home, viewer),
        lambda: show_model(home, viewer, ranker.version),
        lambda: promote_model(home, viewer, ranker.version),
        lambda: rollback_models(home, viewer),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert promote_model(home, Viewer(account="x", role=Role.ADMINISTRATOR), ranker.version).state == "in_use"


def test_a_broken_version_is_named_and_what_serves_stays(home: Application, ranker: LearnedRanker, unfair: LearnedRanker) -> None:
    promote_model(home, LOCAL_ORGANIZER, ranker.version)
    (home.settings.models / "ranker" / unfair.version / "order.txt").write_text("tree")
    broken = next(one for one in list_models(home, LOCAL_ORGANIZER).models if one.version == unfair.version)
    assert broken.fault is not None
    assert (broken.state, broken.gate, home.ranker.version) == ("challenger", None, ranker.version)
    for ask in (show_model, promote_model):
        with pytest.raises(Conflict, match="is not the file that"):
            ask(home, LOCAL_ORGANIZER, unfair.version)
    assert home.ranker.version == ranker.version


def test_over_http(web: TestClient, home: Application, ranker: LearnedRanker, unfair: LearnedRanker) -> None:
    assert web.get("/api/v1/models").json() == list_models(home, LOCAL_ORGANIZER).model_dump(mode="json")
    shown = web.get(f"/api/v1/models/{ranker.version}").json()
    assert shown == show_model(home, LOCAL_ORGANIZER, ranker.version).model_dump(mode="json")
    assert shown["manifest"]["version"] in shown["card"]
    refused = web.post(f"/api/v1/models/{unfair.version}/promote", json={}, headers={"Idempotency-Key": "a"})
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert TOO_FAR.zh in refused.json()["detail"]
    assert web.get("/api/v1/models/none").status_code == 404
    assert web.post("/api/v1/models/rollback", json={"to": "x" * 121}, headers={"Idempotency-Key": "a"}).status_code == 422


def test_the_same_key_is_done_once(web: TestClient, home: Application, ranker: LearnedRanker) -> None:
    for _ in range(2):
        answer = web.post(f"/api/v1/models/{ranker.version}/promote", json={"why": "好"}, headers={"Idempotency-Key": "a"})
        assert (answer.status_code, answer.json()["state"]) == (200, "in_use")
    for _ in range(2):
        answer = web.post("/api/v1/models/rollback", json={}, headers={"Idempotency-Key": "b"})
        assert (answer.status_code, answer.json()["serving"]) == (200, TABLE)
    assert [action for action, _, _ in logged(home)] == ["promote", "rollback"]


def test_a_foreign_page_changes_nothing(web: TestClient, home: Application, ranker: LearnedRanker) -> None:
    headers = {"Idempotency-Key": "a", "sec-fetch-site": "cross-site"}
    assert web.post(f"/api/v1/models/{ranker.version}/promote", json={}, headers=headers).status_code == 403
    assert home.ranker.version == TABLE


def test_in_the_terminal(home: Application, ranker: LearnedRanker, unfair: LearnedRanker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGTU_HOME", str(home.settings.home))

    def told(*words: str) -> str:
        done = RUN.invoke(program, ["models", *words])
        assert done.exception is None, done.output
        return done.output

    assert f"{unfair.version}  [挑战者]" in told("list")
    assert f"- {TOO_FAR.zh}" in told("list")
    assert told("show", ranker.version).startswith(f"# 排序模型 `{ranker.version}`")
    assert f"{ranker.version}  [在用]" in told("promote", ranker.version, "--why", "好")
    assert json.loads(told("list", "--json"))["serving"] == ranker.version
    back = told("rollback", "--to", "hand-weighted", "--why", "不好")
    assert f"退回：{ranker.version} -> 手工权重  (不好)" in back
    assert json.loads(told("show", ranker.version, "--json"))["manifest"]["version"] == ranker.version
