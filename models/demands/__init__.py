"""Reading a posting: which occupation it is for, what it demands on the 45 dimensions, and what it states about place and hours."""

from models.demands.applying import apply_reading
from models.demands.reader import Unread, read_posting, read_postings
from models.demands.reading import ReadDemand, ReadFact, Reading, ReadOccupation
from models.demands.version import READER_VERSION

__all__ = [
    "READER_VERSION",
    "ReadDemand",
    "ReadFact",
    "ReadOccupation",
    "Reading",
    "Unread",
    "apply_reading",
    "read_posting",
    "read_postings",
]
