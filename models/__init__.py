"""Everything learned: encoder, ranker, baselines, training, evaluation, registry and the artefacts they make."""
