"""Damaged files: each is refused in one line that says what to do, and none ever gives another result."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from api.doctor.learned import check_ranker
from api.settings import Settings
from data.keys import Keyring
from models.encoder import PACKAGED
from models.folders import ArtefactError, write_folder
from models.registry import current_version, load_ranker
from models.static import StaticEncoder
from tests.api.conftest import SPRING, open_copy
from tests.faults.hands import said
from tests.models.test_training import GROWN, ran

Harm = Callable[[bytes, random.Random], bytes]


def flip(content: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << dice.randrange(8))]) + content[place + 1 :]


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models of a home in which a trained ranker serves."""
    models = tmp_path_factory.mktemp("trained") / "models"
    assert ran(models, settings=GROWN).promoted
    return models


@pytest.mark.parametrize("harm", [flip, cut])
def test_a_damaged_ranker_is_refused_wherever_the_damage_is(trained: Path, harm: Harm, tmp_path: Path) -> None:
    dice = random.Random(8)
    version = current_version(trained)
    assert version is not None
    files = [path.name for path in sorted((trained / "ranker" / version).iterdir()) if path.name != "card.md"]
    for number, name in enumerate(files):
        home = tmp_path / str(number)
        shutil.copytree(trained, home / "models")
        file = home / "models" / "ranker" / version / name
        file.write_bytes(harm(file.read_bytes(), dice))
        with pytest.raises(ArtefactError):
            load_ranker(home / "models")
        assert check_ranker(Settings(home=home, database_url="sqlite:///x")).state == "bad"


@pytest.mark.parametrize("harm", [flip, cut])
def test_a_damaged_encoder_is_refused(harm: Harm, tmp_path: Path) -> None:
    dice = random.Random(8)
    for name in ("weights.npz", "manifest.json"):
        folder = tmp_path / name
        shutil.copytree(PACKAGED, folder)
        (folder / name).write_bytes(harm((folder / name).read_bytes(), dice))
        with pytest.raises(ArtefactError):
            StaticEncoder.load(folder)


# --- the doors of the command line -----------------------------------------------------------------------------------------------


def wrong_key(home: Path) -> None:
    shutil.rmtree(home / "keys")
    Keyring.create_or_load(home / "keys")


def no_key(home: Path) -> None:
    shutil.rmtree(home / "keys")


def torn_key(home: Path) -> None:
    (home / "keys" / "master.key").write_text("tongtu-master-key-1", "ascii")


def torn_database(home: Path) -> None:
    (home / "tongtu.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)


def other_model(home: Path) -> None:
    """A pointer to a model of another version of the program, whose features are others."""
    ran(home / "models", settings=GROWN)
    version = current_version(home / "models")
    assert version is not None
    folder = home / "models" / "ranker" / version
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    files = {name: (folder / name).read_bytes() for name in manifest.pop("files")}
    write_folder(folder, files, manifest | {"features": ["former"]}, (folder / "card.md").read_text("utf-8"))


DAMAGE = {
    wrong_key: "put the backup of its key file in place",
    no_key: "put the backup of the installation's key file there",
    torn_key: "restore its backup",
    torn_database: "put a backup back",
    other_model: "train it again with this program",
}
DOORS = (("match", SPRING), ("worker", "--once"), ("serve", "--port", "1"))


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_every_door_says_in_one_line_what_is_wrong_and_what_to_do(
    damage: Callable[[Path], None], built_town: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    open_copy(built_town, home).database.close()
    damage(home)
    doors = DOORS[:1] if damage is other_model else DOORS
    for door in doors:
        code, lines = said(home, *door)
        assert (door, code, len(lines)) == (door, 2, 1)
        assert DAMAGE[damage] in lines[0]
    code, lines = said(home, "doctor")
    assert (code, lines) == (1, [])


# --- what is stored --------------------------------------------------------------------------------------------------------------

LINE = "is damaged; put a backup back (tongtu restore, how-to/backup)"


def test_a_damaged_record_is_told_in_one_line_and_never_quoted(built_town: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_copy(built_town, home).database.close()
    with sqlite3.connect(home / "tongtu.db") as connection:
        connection.execute("UPDATE candidates SET body = CAST(? AS TEXT)", (b'{"hearing_speech": \xff\xfe}',))
    connection.close()
    assert said(home, "match", SPRING) == (2, [f"the database sqlite:///{home / 'tongtu.db'} {LINE}"])
    assert said(home, "doctor") == (1, [])


def test_a_ranker_that_is_lost_is_replaced_by_no_other(trained: Path, built_town: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_copy(built_town, home).database.close()
    shutil.copytree(trained, home / "models", dirs_exist_ok=True)
    version = current_version(trained)
    (home / "models" / "ranker" / "current").unlink()
    code, lines = said(home, "match", SPRING)
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(f"{version} was promoted here, and the pointer to it is gone; restore models/ from a backup")
    assert said(home, "doctor") == (1, [])
