"""Train the learned parts and print them beside plain baselines, on the history of a synthetic city."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from api.actions.errors import BadInput, NotAllowed
from api.wiring import Application
from matching.features import Seeker, compute_features, prepare_posting, prepare_seekers
from matching.judgement import Applicant, Judgement, Opening, applicant, judge, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.prematch import employer_effort
from matching.protocols import Encoder, Float64, Ranker
from matching.records import Role, Viewer
from matching.retrieval import build_index, similarities_of
from matching.texts import posting_text

if TYPE_CHECKING:
    from data.synthetic import City
    from data.synthetic.truth import ShownPair
    from models.ranker import TrainingData

UNSEEN_CITY = 1_000
SHOWN = 20


def train_ranker(app: Application, viewer: Viewer, seed: int, candidates: int, employers: int) -> dict[str, Any]:
    """Train a LambdaMART on the history of a synthetic city, measure it on another city, install it.

    1. Train on the history of the city of `seed`. 2. Measure it beside the baselines on the history of a city of another seed:
    no person, employer or posting of the training is among them. 3. Save it with those figures and make it the ranker in use.
    Raises BadInput when the history holds nothing to learn from.
    """
    from models.ranker import train_ranker as train
    from models.registry import install_ranker

    _check_may_train(viewer)
    encoder = app.encoder
    data = make_history(seed, candidates, employers, encoder, app)
    unseen = make_history(seed + UNSEEN_CITY, candidates, employers, encoder, app)
    try:
        trained = train(data, seed=seed, parts=(("encoder", encoder.version),))
    except ValueError as fault:
        raise BadInput(Text(zh="训练数据太少或没有差别：{why}", en="Too little to learn from: {why}").format(why=fault)) from fault
    found = _evaluate({"lambdamart": trained}, unseen, seed)
    final = trained.with_metrics(found.plain())
    folder = install_ranker(app.settings.models, final)
    return {
        "version": final.version,
        "folder": str(folder),
        "pairs": len(data.relevance),
        "lists": len(data.groups),
        "test_pairs": found.pairs,
        "test_lists": found.lists,
        "test": found.plain(),
    }


def evaluate_rankers(app: Application, viewer: Viewer, seed: int, candidates: int, employers: int) -> dict[str, Any]:
    """The ranker in use and the baselines on the history of a city of another seed: a table ready to print."""
    from models.registry import ranker_note

    _check_may_train(viewer)
    ranker = app.ranker
    found = _evaluate({ranker.version: ranker}, make_history(seed, candidates, employers, app.encoder, app), seed)
    note = ranker_note(app.settings.models)
    table = found.table()
    return {
        "columns": table[0],
        "rows": table[1:],
        "means": found.plain(),
        "lists": found.lists,
        "pairs": found.pairs,
        "notes": [
            f"{found.lists} lists, {found.pairs} shown pairs that the rules allow, synthetic city {seed}; 95 % bootstrap intervals",
            f"{note.zh} / {note.en}",
        ],
    }


def make_history(seed: int, candidates: int, employers: int, encoder: Encoder, app: Application) -> "TrainingData":
    """The shown pairs of a synthetic city's history that the rules allow, with features and graded outcomes."""
    from data.synthetic import generate_city
    from data.synthetic.truth import hidden_world, simulate_history

    city = generate_city(seed=seed, candidates=candidates, employers=employers, today=app.today)
    world = hidden_world(seed, city.candidates, city.certificates, city.employers, city.postings)
    outcomes = simulate_history(world, seed, SHOWN)
    return _history_table(city, outcomes, encoder, f"synthetic city, seed {seed}, {candidates} people, {employers} employers")


def _history_table(city: "City", history: "Sequence[ShownPair]", encoder: Encoder, source: str) -> "TrainingData":
    from data.synthetic.truth import relevance
    from models.ranker import TrainingData

    row_of = {person.id: row for row, person in enumerate(city.candidates)}
    postings = {posting.id: posting for posting in city.postings}
    seekers = prepare_seekers([Seeker.of(person) for person in city.candidates], city.today)
    policy = policy_on(city.today)
    people = [applicant(person, policy) for person in city.candidates]
    index = build_index(encoder.encode(seekers.texts))
    wanted = dict(zip(postings, encoder.encode([posting_text(posting) for posting in postings.values()]), strict=True))
    features: list[Float64] = []
    grades: list[int] = []
    groups: list[int] = []
    for name, shown in groupby(history, key=lambda pair: pair.posting):
        post = opening(postings[name])
        pairs = [(outcome, row_of[outcome.candidate]) for outcome in shown]
        judged = [(outcome, row, judge(people[row], post, policy)) for outcome, row in pairs]
        allowed = [(outcome, row, found) for outcome, row, found in judged if found.verdict != "blocked"]
        if not allowed:
            continue
        rows = np.array([row for _, row, _ in allowed], dtype=np.int64)
        effort = np.array([_effort(found, people[row], post) for _, row, found in allowed], dtype=np.float64)
        similarity = similarities_of(index, wanted[name], rows).astype(np.float64)
        features.append(compute_features(seekers, rows, prepare_posting(postings[name]), similarity, effort))
        grades += [relevance(outcome) for outcome, _, _ in allowed]
        groups.append(len(allowed))
    if not features:
        raise BadInput(
            Text(
                zh="这段历史里没有规则允许的配对，无法训练。",
                en="The history holds no pair that the rules allow; nothing to train on.",
            )
        )
    return TrainingData(np.vstack(features), np.array(grades, np.int64), np.array(groups, np.int64), source)


def _effort(found: Judgement, one: Applicant, other: Opening) -> tuple[float, float]:
    """As pre-matching has it: not decided while a question is open."""
    if found.verdict == "review":
        return (np.nan, np.nan)
    return employer_effort(found.accommodations, one.ability, other.ability)


def _evaluate(own: dict[str, Ranker], data: "TrainingData", seed: int) -> Any:
    from models.baselines import HandWeightedRanker, RandomRanker, SimilarityRanker
    from models.evaluation import evaluate as measure

    rankers: dict[str, Ranker] = {
        "random": RandomRanker(seed),
        "similarity": SimilarityRanker(),
        "hand-weighted": HandWeightedRanker.load(),
    }
    return measure(rankers | own, data.features, data.relevance, data.groups, seed=seed)


def _check_may_train(viewer: Viewer) -> None:
    if viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
        raise NotAllowed(Text(zh="只有组织者或管理员可以训练模型。", en="Only an organizer or an administrator may train."))
