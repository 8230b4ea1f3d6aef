"""The field's direct peer: its published weighted sum, one pair at a time, written anew from its description.

Source: disability-job-matching-system (Verona; arXiv 2508.11713), the formula as quoted in `models.peer`. Its terms here: text by
TF-IDF cosine of both texts (fitted once for all, which is kinder than a fit a pair), distance by latitude and longitude against its
limit of 30 km, and the constants that have no counterpart in our records. It knows no rule: whoever scores highest is listed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import asin, cos, isnan, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

from api.bench.peers.task import Lists, Peer, Task
from models.peer import FURTHEST_KM, UNKNOWN

_EARTH_KM: Final = 6_371.0


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(analyzer="char", ngram_range=(2, 2)).fit([*task.profiles, *task.texts])
    people = _rows(words.transform(task.profiles))
    posts = _rows(words.transform(task.texts))
    places, sites = task.places.tolist(), task.sites.tolist()

    def work() -> Lists:
        found: Lists = []
        for text, site in zip(posts, sites, strict=True):
            scores = [_score(mine, text, place, site) for mine, place in zip(people, places, strict=True)]
            found.append(sorted(range(len(scores)), key=lambda row: (-scores[row], row))[: task.keep])
        return found

    yield work


def _rows(matrix: Any) -> list[dict[int, float]]:
    """Each row of a sparse matrix as its entries."""
    ends = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
    return [dict(zip(matrix.indices[a:b].tolist(), matrix.data[a:b].tolist(), strict=True)) for a, b in ends]


def _score(mine: dict[int, float], text: dict[int, float], place: list[float], site: list[float]) -> float:
    likeness = sum(weight * text[word] for word, weight in mine.items() if word in text)
    km = _kilometres(place, site)
    near = UNKNOWN if isnan(km) else max(0.0, 1 - km / FURTHEST_KM)
    return 0.35 * likeness + 0.25 * near + 0.20 * UNKNOWN + 0.10 * UNKNOWN


def _kilometres(one: list[float], other: list[float]) -> float:
    """Along the great circle; NaN where either is unknown."""
    lat, lng, to_lat, to_lng = map(radians, (*one, *other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lng - lng) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half)) if half == half else half


PUBLISHED = Peer(
    "published per-pair score", _open, "any rule (a forbidden pair can lead its list), verdicts, questions, capacity", 2
)
