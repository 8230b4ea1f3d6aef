"""Training the encoder from the doors: the default anew, and further on an installation's own postings and outcomes."""

from pathlib import Path

import numpy as np
import pytest

from api.actions.encoders import train_default_encoder, tune_own_encoder
from api.actions.errors import BadInput, NotAllowed
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores.outcomes import Outcome, Step
from data.synthetic.truth import Sizes, make_timeline, officer_lists, simulate
from matching.records import LOCAL_ORGANIZER, Employer, Posting, Role, SourceRef, Viewer
from models.encoder import load_encoder


def silent(done: int, of: int) -> None:
    return None


def installation(home: Path, **settings: object) -> Application:
    return open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", **settings))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """An installation with a small synthetic city and who was hired in it."""
    app = installation(tmp_path_factory.mktemp("city"))
    sizes = Sizes(people=400, employers=40, train=8, validation=1, test=1, fair_people=200, fair_employers=20)
    timeline = make_timeline(5, sizes=sizes, today=app.today)
    made, world = timeline.city, timeline.world
    hired: set[tuple[str, str]] = set()
    for fair in timeline.fairs:
        for post, people in zip(fair.posts.tolist(), officer_lists(world, fair, 5), strict=True):
            posts, places = np.full(len(people), post), np.arange(len(people)) + 1
            came = people[simulate(world, people, posts, places, 5, fair.number).hired]
            hired |= {(world.candidates[row].id, world.postings[post].id) for row in came.tolist()}
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.employers.upsert_many(LOCAL_ORGANIZER, made.employers)
        stores.postings.upsert_many(LOCAL_ORGANIZER, made.postings)
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(person, None) for person in made.candidates])
        stores.outcomes.save_many(
            LOCAL_ORGANIZER, [Outcome(candidate=person, posting=posting, step=Step.HIRED) for person, posting in sorted(hired)]
        )
    return app


def test_own_data_are_learned_from_and_the_better_encoder_serves(city: Application) -> None:
    report = tune_own_encoder(city, LOCAL_ORGANIZER, 3, silent)
    figures = report["figures"]
    assert report["held_out_matches"] >= 20
    again = installation(city.settings.home)
    if report["promoted"]:
        assert figures["after"]["matches"] > figures["before"]["matches"]
        assert again.encoder.version == report["version"]
    else:
        assert again.encoder.version == load_encoder().version


def test_an_encoder_that_is_no_better_is_not_promoted(tmp_path: Path) -> None:
    """Sixty employers who all say the same: nothing can be learned that tells one from another."""
    app = installation(tmp_path)
    employers = [Employer(id=f"e_{number}", name=f"单位{number}") for number in range(60)]
    postings = [
        Posting(id=f"p_{one.id}", employer=one.id, title="客服专员", text="接听电话,登记投诉", source=SourceRef(name="test"))
        for one in employers
    ]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.employers.upsert_many(LOCAL_ORGANIZER, employers)
        stores.postings.upsert_many(LOCAL_ORGANIZER, postings)
    report = tune_own_encoder(app, LOCAL_ORGANIZER, 3, silent)
    assert report["promoted"] is False
    assert report["figures"]["before"]["titles"] == report["figures"]["after"]["titles"]
    assert not (tmp_path / "models" / "encoder").exists()
    assert installation(tmp_path).encoder.version == load_encoder().version


def test_an_empty_installation_has_too_little(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Too little to learn from: 0 postings"):
        tune_own_encoder(installation(tmp_path), LOCAL_ORGANIZER, 3, silent)


def test_another_encoder_in_the_settings_is_not_trained(tmp_path: Path) -> None:
    from models.encoder import PACKAGED

    with pytest.raises(BadInput, match="TONGTU_ENCODER names another encoder"):
        tune_own_encoder(installation(tmp_path, encoder=str(PACKAGED)), LOCAL_ORGANIZER, 3, silent)


def test_only_staff_may_train(tmp_path: Path) -> None:
    employer = Viewer(account="x", role=Role.EMPLOYER, organisation="e_x")
    with pytest.raises(NotAllowed):
        tune_own_encoder(installation(tmp_path), employer, 3, silent)


def test_the_default_encoder_can_be_trained_without_any_table(tmp_path: Path) -> None:
    made = train_default_encoder(tmp_path / "encoder", None, seed=7, size=20, steps=2, progress=silent)
    loaded = load_encoder(str(tmp_path / "encoder"))
    assert (loaded.version, loaded.dimensions) == (made["version"], 192)
    assert made["tokens"] <= 30_000


def test_a_table_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(BadInput, match="lacks the columns code, definition, level, tasks"):
        train_default_encoder(tmp_path / "encoder", tmp_path / "table.csv", seed=7, size=20, steps=2, progress=silent)
