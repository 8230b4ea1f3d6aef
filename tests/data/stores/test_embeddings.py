import numpy as np
import pytest

from data.stores import Database
from matching.records import Viewer


def test_vectors_are_cached_by_encoder_and_text(database: Database, organizer: Viewer, auditor: Viewer) -> None:
    vectors = {f"h{number}": np.full(4, number, dtype="<f4").tobytes() for number in range(1_500)}
    with database.begin(organizer) as stores:
        assert stores.embeddings.save(organizer, "tfidf-1", vectors) == 1_500
        assert stores.embeddings.save(organizer, "tfidf-1", vectors) == 0
        assert stores.embeddings.load(organizer, "tfidf-1", [*vectors, "h_no"]) == vectors
        assert stores.embeddings.load(organizer, "other", list(vectors)) == {}
        assert stores.embeddings.load(auditor, "tfidf-1", list(vectors)) == {}
        assert stores.embeddings.save(organizer, "other", {"h1": b"1234"}) == 1
        assert stores.embeddings.forget(organizer, keep=["other"]) == 1_500
        assert stores.embeddings.load(organizer, "other", ["h1"]) == {"h1": b"1234"}


@pytest.mark.parametrize("vector", [b"", b"12345"])
def test_bytes_that_are_no_vector_are_refused(database: Database, organizer: Viewer, vector: bytes) -> None:
    with pytest.raises(ValueError, match="no float32 array"), database.begin(organizer) as stores:
        stores.embeddings.save(organizer, "tfidf-1", {"h1": vector})
