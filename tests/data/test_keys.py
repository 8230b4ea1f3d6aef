import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.keys import FILE, KeyFileError, Keyring, SealError, new_key, seal, unseal


def test_keyring_of_an_empty_folder_is_made_once(tmp_path: Path) -> None:
    first = Keyring.create_or_load(tmp_path / "home")
    again = Keyring.create_or_load(tmp_path / "home")
    assert again.fingerprint == first.fingerprint
    assert stat.S_IMODE((tmp_path / "home" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == [FILE]


def test_keyrings_of_two_installations_differ(tmp_path: Path) -> None:
    one, other = Keyring.create_or_load(tmp_path / "a"), Keyring.create_or_load(tmp_path / "b")
    assert one.fingerprint != other.fingerprint
    assert one.identify("citizen:1") != other.identify("citizen:1")


def test_two_writers_at_once_agree_on_one_key(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    found: list[str] = []

    def make() -> None:
        start.wait()
        found.append(Keyring.create_or_load(tmp_path).fingerprint)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Keyring.load(tmp_path).fingerprint] * 8


def test_load_without_a_file_says_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError) as caught:
        Keyring.load(tmp_path)
    assert str(caught.value) == f"no key file at {tmp_path / FILE}: put the backup of the installation's key file there"


@pytest.mark.parametrize(
    "content", [b"", b"tongtu-master-key-1", b"tongtu-master-key-1 AAAA", b"other QUJD", b"\xff\xfe", b"a b c"]
)
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(KeyFileError):
        Keyring.create_or_load(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(KeyFileError, match="32 bytes, this one has 31"):
        Keyring(bytes(31))


def test_identify_is_twenty_characters_and_stable() -> None:
    keyring = Keyring(bytes(32))
    found = keyring.identify("citizen:420111199405060025")
    assert found == Keyring(bytes(32)).identify("citizen:420111199405060025")
    assert len(found) == 20
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert found != keyring.identify("citizen:420111199405060026")


def test_each_purpose_has_its_own_digest() -> None:
    keyring = Keyring(bytes(32))
    assert keyring.digest("entry", b"x") != keyring.digest("log", b"x")


@given(st.binary(max_size=200), st.text(max_size=20))
def test_sealed_bytes_open_again(plain: bytes, context: str) -> None:
    key = new_key()
    assert unseal(key, seal(key, plain, context), context) == plain


def test_a_sealed_value_opens_only_whole_with_its_key_in_its_place() -> None:
    key = new_key()
    sealed = seal(key, b"secret", "person:candidate:c_1")
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for attempt in (
        lambda: unseal(new_key(), sealed, "person:candidate:c_1"),
        lambda: unseal(key, sealed, "person:candidate:c_2"),
        lambda: unseal(key, broken, "person:candidate:c_1"),
        lambda: unseal(key, b"", "person:candidate:c_1"),
    ):
        with pytest.raises(SealError) as caught:
            attempt()
        assert str(caught.value) == "a sealed person value does not open; restore the database from a backup"


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    key = new_key()
    assert seal(key, b"secret", "x") != seal(key, b"secret", "x")


def test_a_wrapped_key_opens_for_its_subject_only() -> None:
    keyring, key = Keyring(bytes(32)), new_key()
    wrapped = keyring.wrap("candidate:c_1", key)
    assert keyring.unwrap("candidate:c_1", wrapped) == key
    with pytest.raises(SealError):
        keyring.unwrap("candidate:c_2", wrapped)


def test_repr_shows_the_fingerprint_alone() -> None:
    keyring = Keyring(bytes(32))
    assert repr(keyring) == f"Keyring({keyring.fingerprint})"
