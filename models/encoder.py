"""One door to every encoder: the packaged default, a folder, or a name on a hub; and their vectors through a cache."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from matching.protocols import Encoder, Float32
from matching.texts import text_hash
from models.folders import MANIFEST, ArtefactError
from models.static import StaticEncoder

PACKAGED: Final = Path(__file__).parent / "artefacts" / "encoder"

_MARK: Final = 4

EncoderError = ArtefactError


def load_encoder(name_or_path: str | None = None, *, local_files_only: bool = False) -> Encoder:
    """The encoder of that name: None is the packaged default, which needs no download; a folder written by
    `models.encoder_training` is served as it is; any other folder or hub name is loaded by Sentence-Transformers; a YAML file says
    how (`models.encoder_options`).

    Raises EncoderError with one line that says what is wrong and what to do.
    """
    if name_or_path is None:
        return _packaged()
    if not name_or_path.strip():
        raise EncoderError("the encoder's name is empty; leave it out for the packaged default, or give a folder or a hub name")
    path = Path(name_or_path).expanduser()
    if (path / MANIFEST).is_file():
        return StaticEncoder.load(path)
    from models.encoder_options import SUFFIXES, EncoderOptions, read_options
    from models.transformer import TransformerEncoder

    options = read_options(path) if path.suffix in SUFFIXES else EncoderOptions(model=name_or_path)
    return TransformerEncoder(options, local_files_only)


@lru_cache(maxsize=1)
def _packaged() -> StaticEncoder:
    return StaticEncoder.load(PACKAGED)


def encode_cached(
    encoder: Encoder,
    texts: Sequence[str],
    load: Callable[[list[str]], Mapping[str, bytes]],
    save: Callable[[dict[str, bytes]], object],
) -> Float32:
    """(n, dimensions) float32 of the texts, each distinct text encoded at most once.

    `load` maps text hashes to the bytes kept for this encoder's version (unknown ones left out), `save` keeps new ones; both belong
    to a store that is bound to `encoder.version`. The bytes are little-endian float32 and a checksum (CRC-32, of `zlib`): what is
    damaged or of another length is encoded anew, so that a flipped bit is never another result.
    """
    hashes = [text_hash(text) for text in texts]
    first = {key: row for row, key in reversed(list(enumerate(hashes)))}
    size = encoder.dimensions * 4
    kept = {key: _whole(found, size) for key, found in load(sorted(first)).items()}
    known = {key: found for key, found in kept.items() if found is not None}
    new = [key for key in sorted(first) if key not in known]
    fresh = encoder.encode([texts[first[key]] for key in new])
    place = {key: row for row, key in enumerate(sorted(first))}
    distinct = np.zeros((len(place), encoder.dimensions), np.float32)
    for key, found in known.items():
        if key in place:
            distinct[place[key]] = np.frombuffer(found, "<f4")
    for key, vector in zip(new, fresh, strict=True):
        distinct[place[key]] = vector
    if new:
        save({key: _marked(vector.astype("<f4").tobytes()) for key, vector in zip(new, fresh, strict=True)})
    return distinct[[place[key] for key in hashes]]


def _marked(vector: bytes) -> bytes:
    return vector + zlib.crc32(vector).to_bytes(_MARK, "little")


def _whole(kept: bytes, size: int) -> bytes | None:
    """The vector in these bytes; None where they are not as they were written."""
    vector = kept[:size]
    return vector if kept == _marked(vector) and len(vector) == size else None
