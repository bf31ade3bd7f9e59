"""The version of a dataset: a short fingerprint of its rows, the same for the same data."""

from __future__ import annotations

import hashlib

import pandas as pd
import shapely

from geo.model.dataset import Dataset


def version(dataset: Dataset) -> str:
    """Return eight hexadecimal digits that change with any row of any layer."""
    digest = hashlib.sha256()
    for name in sorted(dataset.tables):
        frame = dataset[name]
        digest.update(name.encode())
        plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
        texts = plain.astype("object").where(plain.notna(), "").astype("str")
        digest.update(pd.util.hash_pandas_object(texts, index=False).to_numpy().tobytes())
        if "geometry" in frame:
            for wkb in shapely.to_wkb(frame["geometry"].to_numpy()):
                digest.update(wkb or b"-")
    return digest.hexdigest()[:8]
