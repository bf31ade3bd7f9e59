"""The dataset: terms, dates, layers, sources, findings, the manifest, and `Dataset` itself.

Nothing here reads features or computes figures. A column or a layer is added in `layers`, an
enumeration in `terms`, a kind of finding with `findings.rule`.
"""
