"""The hidden truth of the synthetic city: who likes what, who is hired and who stays. No ranker, feature or rule is read here."""

from data.synthetic.truth.history import simulate_history
from data.synthetic.truth.shown import ShownPair, relevance
from data.synthetic.truth.world import World, hidden_world

__all__ = ["ShownPair", "World", "hidden_world", "relevance", "simulate_history"]
