"""Which encoder serves: the one of the settings, an own one, the packaged one; going back, and broken pointers."""

import shutil
from pathlib import Path

import pytest

from models.encoder import load_encoder
from models.encoder_registry import install_encoder, point_to_encoder, serving_encoder
from models.folders import ArtefactError


def installed(home: Path, folder: Path) -> str:
    version = load_encoder(str(folder)).version
    assert install_encoder(home, version, lambda path: shutil.copytree(folder, path)) == home / "encoder" / version
    return version


def test_without_an_own_one_the_packaged_encoder_serves(tmp_path: Path) -> None:
    assert serving_encoder(None, tmp_path / "fresh").version == load_encoder().version
    assert serving_encoder(None, None).version == load_encoder().version


def test_an_installed_encoder_serves_unless_the_settings_name_another(tmp_path: Path, fitted: Path, static_model: Path) -> None:
    version = installed(tmp_path, fitted)
    assert serving_encoder(None, tmp_path).version == version
    assert serving_encoder(str(static_model), tmp_path).version == load_encoder(str(static_model)).version


def test_a_broken_own_encoder_is_an_error_and_not_another_encoder(tmp_path: Path, fitted: Path) -> None:
    version = installed(tmp_path, fitted)
    (tmp_path / "encoder" / version / "weights.npz").unlink()
    with pytest.raises(ArtefactError, match=r"lacks its file weights\.npz"):
        serving_encoder(None, tmp_path)
    (tmp_path / "encoder" / "current").write_text("../../etc\n")
    with pytest.raises(ArtefactError, match="does not name a version"):
        serving_encoder(None, tmp_path)


def test_one_can_go_back_to_a_kept_version_alone(tmp_path: Path, fitted: Path) -> None:
    with pytest.raises(ArtefactError, match="there is no encoder 'x' here; kept: none"):
        point_to_encoder(tmp_path, "x")
    version = installed(tmp_path, fitted)
    point_to_encoder(tmp_path, version)
    assert serving_encoder(None, tmp_path).version == version
    with pytest.raises(ArtefactError, match=f"kept: {version}"):
        point_to_encoder(tmp_path, "..")
