"""Any Sentence-Transformers model as an encoder: a folder, or a name on a hub."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from matching.protocols import Float32
from models.folders import ArtefactError

_BATCH: Final = 64
_KNOWN_FILES: Final = ("modules.json", "config.json")


class TransformerEncoder:
    """A loaded Sentence-Transformers model, on the processor, without remote code."""

    def __init__(self, name: str, local_files_only: bool = False) -> None:
        """Load a folder or a hub name; with `local_files_only` nothing is fetched and only what was fetched before is found.

        Raises ArtefactError when the extra is not installed, the folder holds no model, or the name cannot be loaded.
        """
        folder = Path(name).expanduser()
        if folder.is_dir() and not any((folder / file).is_file() for file in _KNOWN_FILES):
            raise ArtefactError(
                f"{folder} holds neither {' nor '.join(_KNOWN_FILES)}; give a folder that Sentence-Transformers saved"
            )
        if not folder.is_dir() and _looks_like_a_path(name):
            raise ArtefactError(f"there is no folder {name}; give the folder of a model, or a hub name such as owner/model")
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as fault:
            raise ArtefactError(
                f"loading {name!r} needs Sentence-Transformers; install the CPU build of PyTorch, then tongtu[encoder]"
            ) from fault
        source = str(folder) if folder.is_dir() else name
        try:
            self._model: Any = SentenceTransformer(source, device="cpu", local_files_only=local_files_only)
        except (OSError, ValueError, KeyError, RuntimeError) as fault:
            first = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
            raise ArtefactError(f"{name!r} cannot be loaded as a Sentence-Transformers model: {first}") from fault
        self._model.eval()
        dimensions = self._model.get_embedding_dimension()
        if dimensions is None:
            dimensions = int(self._model.encode(["work"], show_progress_bar=False).shape[1])
        self._dimensions = int(dimensions)
        self._version = f"{Path(source).name}-{self._dimensions}-{_fingerprint(self._model)[:12]}"

    @property
    def version(self) -> str:
        return self._version

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Float32:
        """(n, dimensions) float32, rows of length 1; an empty text gives zeros."""
        vectors = np.zeros((len(texts), self._dimensions), np.float32)
        told = [row for row, text in enumerate(texts) if text.strip()]
        if told:
            found = self._model.encode(
                [texts[row] for row in told], batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
            )
            found = np.nan_to_num(np.asarray(found, np.float64))
            lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
            np.divide(found, lengths, out=found, where=lengths > 0)
            vectors[told] = found
        return vectors


def _looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


def _fingerprint(model: Any) -> str:
    """A hash of everything that turns a text into a vector: modules, weights, tokenizer, prompts, length limit."""
    digest = hashlib.sha256()
    for module in model:
        digest.update(type(module).__name__.encode())
        tokenizer = getattr(module, "tokenizer", None)
        backend: Any = getattr(tokenizer, "backend_tokenizer", tokenizer)
        if hasattr(backend, "to_str"):
            digest.update(backend.to_str().encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(str((tensor.dtype, tuple(tensor.shape))).encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(_byte_type()).numpy().tobytes())
    digest.update(repr((model.max_seq_length, sorted(model.prompts.items()), model.default_prompt_name)).encode())
    return digest.hexdigest()


def _byte_type() -> Any:
    import torch

    return torch.uint8
