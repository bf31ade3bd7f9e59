"""The version of a dataset: a short fingerprint of its rows, the same for the same data."""

from __future__ import annotations

import hashlib

import shapely

from geo.model.dataset import Dataset
from geo.model.layers import LAYERS


def version(dataset: Dataset) -> str:
    """Return eight hexadecimal digits that change with any row of any layer that is not derived."""
    digest = hashlib.sha256()
    for name in sorted(name for name in dataset if not LAYERS[name].derived):
        frame = dataset[name]
        digest.update(name.encode())
        for column in frame.columns.drop("geometry", errors="ignore"):
            values = zip(frame[column].tolist(), frame[column].isna().tolist(), strict=True)
            texts = ["" if missing else str(value) for value, missing in values]
            digest.update("\0".join([column, *texts]).encode())  # no text holds a zero
        if "geometry" in frame:
            for wkb in shapely.to_wkb(frame["geometry"].to_numpy()):
                digest.update(wkb or b"-")
    return digest.hexdigest()[:8]
