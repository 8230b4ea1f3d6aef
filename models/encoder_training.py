"""Fitting the default encoder on a corpus that the caller brings; the folder it leaves needs no scikit-learn to serve."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from matching.knowledge.catalogue import Text
from matching.texts import redact
from models.folders import write_folder
from models.tfidf import KIND, TfidfEncoder, encoder_files, text_terms

REBUILD: Final = "tongtu train encoder --out models/artefacts/encoder"
OWN_GRAMMAR: Final = Text(
    zh="全部由本项目自己的语法生成，没有真实的人、公司或招聘文字",
    en="all from the project's own grammar, no real person, company or posting",
)


def fit_default_encoder(
    corpus: Sequence[str],
    seed: int,
    dimensions: int = 192,
    *,
    terms: int = 10_000,
    least_texts: int = 2,
    folder: Path | None = None,
    rebuild: str = REBUILD,
    origin: Text = OWN_GRAMMAR,
) -> TfidfEncoder:
    """Fit TF-IDF and a truncated SVD on the corpus, and save them where `folder` is given.

    The corpus is redacted first, as every text is that will be encoded: no health word can become a term. At most `terms` terms
    that occur in at least `least_texts` texts become columns, the most frequent first. Equal corpus and seed give equal bytes.
    `origin` and `rebuild` go into the card. Raises ValueError when the corpus holds too few texts or terms for the dimensions.
    """
    if dimensions < 2:
        raise ValueError(f"{dimensions} dimensions are too few; ask for at least 2")
    texts = [text for text in map(redact, corpus) if text]
    if len(texts) <= dimensions:
        raise ValueError(f"{len(texts)} texts cannot fill {dimensions} dimensions; bring more texts or ask for fewer dimensions")
    import sklearn
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    vectorizer = TfidfVectorizer(analyzer=text_terms, max_features=terms, min_df=least_texts, sublinear_tf=True)
    try:
        weights = vectorizer.fit_transform(texts)
    except ValueError as fault:
        raise ValueError(f"no term occurs in {least_texts} texts; bring a larger corpus") from fault
    names = vectorizer.get_feature_names_out().tolist()
    if len(names) <= dimensions:
        raise ValueError(
            f"{len(names)} terms cannot fill {dimensions} dimensions; bring more varied texts or ask for fewer dimensions"
        )
    svd = TruncatedSVD(dimensions, algorithm="randomized", n_iter=7, random_state=seed)
    with threadpool_limits(limits=1):
        svd.fit(weights)
    encoder = TfidfEncoder.of(names, vectorizer.idf_, svd.components_)
    if folder is not None:
        manifest = {
            "kind": KIND,
            "format": 1,
            "version": encoder.version,
            "dimensions": dimensions,
            "terms": len(names),
            "least_texts": least_texts,
            "seed": seed,
            "corpus": {"texts": len(texts), "sha256": _corpus_digest(texts)},
            "explained_variance": round(float(svd.explained_variance_ratio_.sum()), 4),
            "made_with": {"scikit-learn": sklearn.__version__},
            "rebuild": rebuild,
        }
        write_folder(folder, encoder_files(names, vectorizer.idf_, svd.components_), manifest, _card(manifest, origin))
    return encoder


def _corpus_digest(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()


def _card(manifest: dict[str, Any], origin: Text) -> str:
    terms, texts, kept = manifest["terms"], manifest["corpus"]["texts"], manifest["explained_variance"]
    return f"""# 默认文本编码器 / The default text encoder

版本 / version: `{manifest["version"]}`

## 用途
把求职者的文字（技能、经历、意愿）和岗位的文字变成 {manifest["dimensions"]} 维的方向，以便找出意思相近的。
它只在规则允许的人当中排序，从不决定谁可以做什么。健康、性别、年龄、证件号和联系方式在此之前已经去掉
（`matching/texts.py`）。

## 做法
TF-IDF（一到三个相邻的字或拉丁词，共 {terms} 项）加截断奇异值分解，保留方差 {kept:.1%}。
训练文字 {texts} 条：{origin.zh}。

## 局限
只认识字面：不懂没有共同用字的同义词，也不懂否定。语料以外的行业效果较差。
需要更好的效果时用 `TONGTU_ENCODER` 指定一个 Sentence-Transformers 模型。

## Purpose
Turns what people say (skills, experience, wishes) and what postings say into directions of {manifest["dimensions"]} dimensions,
to find what is near in meaning. It orders among those the rules allow and never decides who may do what. Health, sex, age,
numbers and contact data are removed before a text reaches it (`matching/texts.py`).

## How it was made
TF-IDF over one to three neighbouring characters or Latin words ({terms} terms) and a truncated SVD that keeps {kept:.1%} of the
variance, fitted with scikit-learn {manifest["made_with"]["scikit-learn"]}, seed {manifest["seed"]}, on {texts} texts: {origin.en}.

## Limits
It sees wording alone: no synonyms without a common character, no negation. It is weaker on trades outside the corpus.
Name any Sentence-Transformers model in `TONGTU_ENCODER` to replace it.

## Rebuild
`{manifest["rebuild"]}`
"""
