"""The nearest texts among those the rules allow: exact inner-product search with the allowed set inside the search."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float32

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

# FAISS sums in float32 and in an order that depends on the neighbours: similarities within this of the last one are compared
# again in double precision before any is cut. Good for rows of length 1.
_MARGIN: Final = 1e-5
_SPARE: Final = 8


@dataclass(frozen=True, eq=False)
class VectorIndex:
    """An exact index; row i of the vectors it was built from has id i. Holds the only copy of the vectors."""

    flat: Any
    rows: int
    dimensions: int

    def vectors(self) -> Float32:
        """(rows, dimensions) float32, a view into the index; read only."""
        import faiss

        if self.rows == 0:
            return np.zeros((0, self.dimensions), np.float32)
        view: Float32 = faiss.rev_swig_ptr(self.flat.get_xb(), self.rows * self.dimensions)
        view = view.reshape(self.rows, self.dimensions)
        view.flags.writeable = False
        return view


def build_index(vectors: Float32) -> VectorIndex:
    """Index (n, d) float32 rows of length 1 or 0. Raises ValueError on another shape or on a value that is not finite."""
    if vectors.ndim != 2 or vectors.shape[1] == 0:
        raise ValueError(f"vectors have shape {vectors.shape}; give (n, d) with d above 0")
    if not np.isfinite(vectors).all():
        raise ValueError("vectors hold a value that is not finite; encode the texts again")
    import faiss

    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(np.ascontiguousarray(vectors, np.float32))
    return VectorIndex(flat, len(vectors), vectors.shape[1])


def search(index: VectorIndex, query: Float32, allowed: Bool, k: int) -> tuple[Int64, Float32]:
    """The k most similar allowed rows: (ids, similarities), by similarity descending, then id ascending.

    query (d,), allowed (n,) bool. Returns min(k, allowed.sum()) entries; equal inputs give equal bytes, and equal rows tie.

    1. FAISS walks the allowed rows only and returns a few more than k.
    2. If a row outside those could reach the k-th similarity within rounding, a range search collects all that could.
    3. The candidates are compared again in double precision, rounded to float32, and ordered.
    """
    if query.shape != (index.dimensions,):
        raise ValueError(f"the query has shape {query.shape}; this index takes ({index.dimensions},)")
    if allowed.shape != (index.rows,) or allowed.dtype != np.bool_:
        raise ValueError(f"allowed is {allowed.dtype} of shape {allowed.shape}; this index takes bool ({index.rows},)")
    if not np.isfinite(query).all():
        raise ValueError("the query holds a value that is not finite; encode the text again")
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1")
    count = int(allowed.sum())
    if count <= k + _SPARE or not query.any():
        ids = np.flatnonzero(allowed).astype(np.int64)
    else:
        ids = _candidates(index, np.ascontiguousarray(query, np.float32), allowed, k)
    similarities = _similarities(index.vectors(), ids, query)
    order = np.lexsort((ids, -similarities))[:k]
    return ids[order], similarities[order]


def similarities_of(index: VectorIndex, query: Float32, ids: Int64) -> Float32:
    """(len(ids),) float32 similarities of chosen rows, equal to what `search` returns for them."""
    return _similarities(index.vectors(), ids, query)


def _candidates(index: VectorIndex, query: Float32, allowed: Bool, k: int) -> Int64:
    within = _within(allowed)
    found, ids = index.flat.search(query[None], k + _SPARE, params=within)
    if found[0, -1] < found[0, k - 1] - _MARGIN:
        return np.asarray(ids[0], np.int64)
    _, _, ids = index.flat.range_search(query[None], float(found[0, k - 1]) - _MARGIN, params=within)
    return np.asarray(ids, np.int64)


def _within(allowed: Bool) -> Any:
    """Search parameters that confine FAISS to the allowed rows; they keep the bitmap alive."""
    import faiss

    # FAISS replaces these constructors at import; its type stubs still describe the C++ ones.
    wrapped: Any = faiss
    return wrapped.SearchParameters(sel=wrapped.IDSelectorBitmap(np.packbits(allowed, bitorder="little")))


def _similarities(vectors: Float32, ids: Int64, query: Float32) -> Float32:
    # A product summed row by row: a row's sum never depends on which other rows were found.
    products = vectors[ids].astype(np.float64) * query.astype(np.float64)
    similarities: Float32 = products.sum(axis=1).astype(np.float32)
    return similarities
