"""The synthetic city: invented people, employers and postings with coherent function and real faults. No row stands for anybody."""

from data.synthetic.city import City, generate_city
from data.synthetic.export import write_city
from data.synthetic.texts import corpus, paraphrases

__all__ = ["City", "corpus", "generate_city", "paraphrases", "write_city"]
