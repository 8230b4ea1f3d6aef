"""Any Sentence-Transformers model as an encoder: a folder, or a name on a hub."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from matching.protocols import Float32
from models.encoder_options import EncoderOptions
from models.folders import ArtefactError

_KNOWN_FILES: Final = ("modules.json", "config.json")


class TransformerEncoder:
    """A loaded Sentence-Transformers model, on the processor, without remote code."""

    def __init__(self, options: EncoderOptions, local_files_only: bool = False) -> None:
        """Load a folder or a hub name; with `local_files_only` nothing is fetched and only what was fetched before is found.

        Raises ArtefactError when the extra is not installed, the folder holds no model, the name cannot be loaded, or the model
        does not have the prompt or the dimensions that were asked for.
        """
        name = options.model
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
            self._model: Any = SentenceTransformer(
                source, device="cpu", local_files_only=local_files_only, truncate_dim=options.dimensions
            )
        except (OSError, ValueError, KeyError, RuntimeError) as fault:
            first = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
            raise ArtefactError(f"{name!r} cannot be loaded as a Sentence-Transformers model: {first}") from fault
        self._model.eval()
        self._options = options
        self._check_prompt(name)
        if options.max_length is not None:
            self._model.max_seq_length = options.max_length
        self._dimensions = int(self._told(["work"]).shape[1])
        if options.dimensions is not None and self._dimensions != options.dimensions:
            raise ArtefactError(f"{name!r} has {self._dimensions} dimensions; ask for as many or fewer, not {options.dimensions}")
        self._version = f"{Path(source).name}-{self._dimensions}-{_fingerprint(self._model, options)[:12]}"

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
            found = self._told([texts[row] for row in told])
            found = np.nan_to_num(np.asarray(found, np.float64))
            lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
            np.divide(found, lengths, out=found, where=lengths > 0)
            vectors[told] = found
        return vectors

    def _told(self, texts: list[str]) -> Any:
        options = self._options
        return self._model.encode(
            texts,
            prompt=options.prompt,
            prompt_name=options.prompt_name,
            batch_size=options.batch,
            show_progress_bar=False,
            convert_to_numpy=True,
        )

    def _check_prompt(self, name: str) -> None:
        wanted = self._options.prompt_name
        if wanted is not None and wanted not in self._model.prompts:
            known = ", ".join(sorted(self._model.prompts)) or "none"
            raise ArtefactError(f"{name!r} brings no prompt {wanted!r}; it has: {known}")


def _looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


def _fingerprint(model: Any, options: EncoderOptions) -> str:
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
    prompts = (sorted(model.prompts.items()), model.default_prompt_name, options.prompt, options.prompt_name)
    digest.update(repr((model.max_seq_length, prompts)).encode())
    return digest.hexdigest()


def _byte_type() -> Any:
    import torch

    return torch.uint8
