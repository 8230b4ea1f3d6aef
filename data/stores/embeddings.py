"""A cache of vectors, so that a text is encoded once a version of the encoder."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from data.stores.base import STAFF, Store, slices
from data.stores.canonical import check_key
from data.tables import embeddings
from matching.records import Viewer


class EmbeddingStore(Store):
    """Little-endian float32 bytes by encoder version and text hash."""

    kind = "embedding"

    def load(self, viewer: Viewer, encoder: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """The cached vectors among these text hashes. Staff only."""
        found: dict[str, bytes] = {}
        if viewer.role not in STAFF:
            return found
        for part in slices(hashes):
            query = select(embeddings.c.text_hash, embeddings.c.vector)
            query = query.where(embeddings.c.encoder == encoder, embeddings.c.text_hash.in_(part))
            found |= {row.text_hash: row.vector for row in self._connection.execute(query)}
        return found

    def save(self, viewer: Viewer, encoder: str, vectors: Mapping[str, bytes]) -> int:
        """Keeps the vectors that are not cached, or are cached otherwise; returns how many.

        Raises ValueError for bytes that are no whole words of four.
        """
        self._require(viewer)
        check_key(encoder, "the version of an encoder")
        for name, vector in vectors.items():
            if not vector or len(vector) % 4:
                raise ValueError(f"the vector of text {check_key(name, 'a text hash')} has {len(vector)} bytes, no float32 array")
        known = self.load(viewer, encoder, list(vectors))
        rows = [
            {"encoder": encoder, "text_hash": check_key(name, "a text hash"), "vector": vector}
            for name, vector in vectors.items()
            if known.get(name) != vector
        ]
        other = [row["text_hash"] for row in rows if row["text_hash"] in known]
        for part in slices(other):
            damaged = (embeddings.c.encoder == encoder) & embeddings.c.text_hash.in_(part)
            self._connection.execute(delete(embeddings).where(damaged))
        if rows:
            self._connection.execute(insert(embeddings), rows)
        return len(rows)

    def forget(self, viewer: Viewer, keep: Sequence[str] = ()) -> int:
        """Drops the vectors of every encoder but those in `keep`; returns how many went."""
        self._require(viewer)
        return self._connection.execute(delete(embeddings).where(embeddings.c.encoder.not_in(list(keep)))).rowcount
