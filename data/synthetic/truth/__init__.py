"""The hidden truth of the open benchmark: who likes what, who is hired and who stays. No ranker, feature or rule is read here."""

from data.synthetic.truth.chances import Chances
from data.synthetic.truth.numbers import FAMILIES, Family, world_hash
from data.synthetic.truth.officer import officer_lists
from data.synthetic.truth.origins import Origins, recall_origins
from data.synthetic.truth.outcomes import PromiseCheck, Steps, earlier_checks, promise_checks, read_chance, simulate
from data.synthetic.truth.timeline import Fair, Part, Sizes, Timeline, make_timeline
from data.synthetic.truth.world import World, city_world, make_world

__all__ = [
    "FAMILIES",
    "Chances",
    "Fair",
    "Family",
    "Origins",
    "Part",
    "PromiseCheck",
    "Sizes",
    "Steps",
    "Timeline",
    "World",
    "city_world",
    "earlier_checks",
    "make_timeline",
    "make_world",
    "officer_lists",
    "promise_checks",
    "read_chance",
    "recall_origins",
    "simulate",
    "world_hash",
]
