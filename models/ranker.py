"""The trained ranker: a LightGBM LambdaMART over the feature table, kept as a folder with manifest and card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.table import FEATURE_NAMES, FEATURES
from matching.protocols import Float64
from models.baselines import check_features
from models.folders import ArtefactError, digest, read_manifest, write_folder

KIND: Final = "lambdamart ranker"
MODEL: Final = "model.txt"
HIGHEST_RELEVANCE: Final = 4

Int64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TrainingData:
    """What a ranker learnt from. `relevance` 0..4 (n,), `groups` the sizes of the lists in order; source in plain words."""

    features: Float64
    relevance: Int64
    groups: Int64
    source: str
    first_day: date | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        check_features(self.features)
        rows = len(self.features)
        if self.relevance.shape != (rows,) or (rows and not 0 <= self.relevance.min() <= self.relevance.max() <= HIGHEST_RELEVANCE):
            raise ValueError(f"relevance must be ({rows},) whole numbers from 0 to {HIGHEST_RELEVANCE}")
        if (len(self.groups) and self.groups.min() < 1) or int(self.groups.sum()) != rows:
            raise ValueError(f"the groups add up to {int(self.groups.sum())} rows, the features have {rows}; give sizes from 1 up")

    @property
    def sha256(self) -> str:
        """One digest of features, relevance and groups."""
        parts = (self.features, self.relevance.astype(np.int64), self.groups.astype(np.int64))
        return digest(b"".join(np.ascontiguousarray(part).tobytes() for part in parts))


@dataclass(frozen=True, eq=False)
class LightGBMRanker:
    """A forest and the manifest that describes it. Prediction runs on one thread, so that callers decide about cores."""

    model: str
    manifest: Mapping[str, Any]
    _forest: Any = field(repr=False)

    @classmethod
    def of(cls, model: str, manifest: Mapping[str, Any]) -> Self:
        """From a model text. Raises ArtefactError when its columns are not this program's feature table."""
        import lightgbm

        try:
            forest = lightgbm.Booster(model_str=model)
        except lightgbm.basic.LightGBMError as fault:
            raise ArtefactError(f"{MODEL} is not readable by LightGBM; train the ranker again") from fault
        if tuple(forest.feature_name()) != FEATURE_NAMES or tuple(manifest.get("features", ())) != FEATURE_NAMES:
            raise ArtefactError(
                f"ranker {manifest.get('version', '?')} was trained on another feature table; train it again with this program"
            )
        return cls(model, manifest, forest)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a folder that `save` wrote. Raises ArtefactError when a file is missing, changed or for other features."""
        manifest = read_manifest(folder, KIND)
        return cls.of((folder / MODEL).read_text("utf-8"), manifest)

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def score(self, features: Float64) -> Float64:
        check_features(features)
        if not len(features):
            return np.zeros(0)
        return np.asarray(self._forest.predict(features, num_threads=1), np.float64)

    def contributions(self, features: Float64) -> Float64:
        """SHAP values of the forest (Lundberg et al. 2018, TreeSHAP): with the forest's base value they add up to the score."""
        check_features(features)
        if not len(features):
            return np.zeros_like(features)
        shares = self._forest.predict(features, num_threads=1, pred_contrib=True)
        return np.asarray(shares, np.float64)[:, :-1]

    @property
    def importance(self) -> dict[str, float]:
        """Feature -> share of the total gain of all splits, 0..1."""
        gain = self._forest.feature_importance("gain")
        total = float(gain.sum()) or 1.0
        return {name: float(value) / total for name, value in zip(FEATURE_NAMES, gain, strict=True)}

    def with_metrics(self, metrics: Mapping[str, Any]) -> Self:
        """The same forest with its evaluation written into manifest and card."""
        return type(self)(self.model, {**self.manifest, "metrics": dict(metrics)}, self._forest)

    def save(self, folder: Path) -> None:
        """Write model.txt, manifest.json and card.md, whole or not at all."""
        write_folder(folder, {MODEL: self.model.encode("utf-8")}, self.manifest, ranker_card(self))


def train_ranker(
    data: TrainingData,
    *,
    seed: int,
    rounds: int = 120,
    leaves: int = 7,
    rate: float = 0.06,
    least_rows: int = 30,
    parts: Sequence[tuple[str, str]] = (),
) -> LightGBMRanker:
    """Train a LambdaMART (Burges 2010) on graded lists; equal data and seed give an equal model text.

    The gain of relevance r is 2^r - 1. Where the feature table gives a direction the forest is monotone in it. `parts` are further
    (name, version) pairs for the manifest, such as the encoder. Raises ValueError when no list holds two different grades.
    """
    starts = np.cumsum(data.groups) - data.groups
    if not any(len(set(data.relevance[s : s + n].tolist())) > 1 for s, n in zip(starts, data.groups, strict=True)):
        raise ValueError("no list holds two different grades of relevance; there is nothing to learn an order from")
    import lightgbm

    settings = {
        "objective": "lambdarank",
        "label_gain": [float(2**grade - 1) for grade in range(HIGHEST_RELEVANCE + 1)],
        "lambdarank_truncation_level": 20,
        "learning_rate": rate,
        "num_leaves": leaves,
        "min_data_in_leaf": least_rows,
        "lambda_l2": 1.0,
        "monotone_constraints": [feature.direction for feature in FEATURES],
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": seed,
        "verbosity": -1,
    }
    table = lightgbm.Dataset(
        data.features,
        data.relevance,
        group=data.groups,
        feature_name=list(FEATURE_NAMES),
        params={"verbosity": -1},
        free_raw_data=True,
    )
    model = lightgbm.train(settings, table, num_boost_round=rounds).model_to_string()
    manifest = {
        "kind": KIND,
        "format": 1,
        "version": f"lambdamart-{digest(model.encode('utf-8'))[:12]}",
        "features": list(FEATURE_NAMES),
        "seed": seed,
        "settings": {"rounds": rounds, "leaves": leaves, "rate": rate, "least_rows": least_rows},
        "data": {
            "source": data.source,
            "first_day": None if data.first_day is None else data.first_day.isoformat(),
            "last_day": None if data.last_day is None else data.last_day.isoformat(),
            "pairs": len(data.features),
            "lists": len(data.groups),
            "grades": np.bincount(data.relevance, minlength=HIGHEST_RELEVANCE + 1).tolist(),
            "sha256": data.sha256,
        },
        "parts": dict(parts),
        "made_with": {"lightgbm": lightgbm.__version__},
        "metrics": {},
    }
    return LightGBMRanker.of(model, manifest)


def ranker_card(ranker: LightGBMRanker) -> str:
    """The card, written from the manifest, in Chinese and English."""
    manifest, data = ranker.manifest, ranker.manifest["data"]
    strongest = sorted(ranker.importance.items(), key=lambda pair: -pair[1])[:8]
    meaning = {feature.name: feature.meaning for feature in FEATURES}
    weights = "\n".join(f"| `{name}` | {meaning[name].zh} | {meaning[name].en} | {share:.1%} |" for name, share in strongest)
    window = f"{data['first_day'] or '?'} – {data['last_day'] or '?'}"
    return f"""# 排序模型 / The ranker

版本 / version: `{manifest["version"]}`

## 用途
在规则已经允许的人当中排先后。它从不决定谁可以做什么：任何分数都不能推翻规则。它看不到能力等级、残疾类别与等级、性别、
年龄和健康状况，只看下面这张特征表。

## Purpose
Orders those whom the rules already allow. It never decides who may do what: no score can outvote a rule. It sees no ability
level, category, grade, sex, age or health; only the feature table.

## 数据 / Data
| | |
|---|---|
| 来源 / source | {data["source"]} |
| 时间 / window | {window} |
| 名单 / lists | {data["lists"]} |
| 配对 / pairs | {data["pairs"]} |
| 各等级 0-4 / grades 0-4 | {", ".join(map(str, data["grades"]))} |
| 摘要 / sha256 | `{data["sha256"][:16]}` |
| 种子 / seed | {manifest["seed"]} |
| LightGBM | {manifest["made_with"]["lightgbm"]} |

## 效果 / Results
{_metrics_table(manifest["metrics"])}

## 影响最大的特征 / What weighs most
| 特征 / feature | 含义 | meaning | 增益 / gain |
|---|---|---|---|
{weights}

## 局限 / Limits
它学到的是过去名单上的结果，包括当时的偏见；只有被看到的人才有结果。模拟数据上的数字不说明在真实的人身上的效果。
It has learnt the outcomes of past lists, with their bias; only who was shown has an outcome. Figures on simulated data say
nothing about real people.
"""


def _metrics_table(metrics: Mapping[str, Any]) -> str:
    if not metrics:
        return "尚未评估。 / Not evaluated."
    names = list(next(iter(metrics.values())))
    head = "| | " + " | ".join(names) + " |\n|---" * 1 + "|---" * len(names) + "|"
    rows = "\n".join(
        f"| {ranker} | " + " | ".join(str(values[name]) for name in names) + " |" for ranker, values in metrics.items()
    )
    return f"{head}\n{rows}"
