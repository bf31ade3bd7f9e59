"""Filled fields against the minimum data of IMAS 05.10, by layer and year."""

from __future__ import annotations

import pandas as pd
import shapely

from geo.model.dataset import Dataset, current, expect_dataset

# What the standard asks for -> our column; '' where the schema has none: then nothing is filled.
MINIMUM: dict[str, tuple[str, dict[str, str]]] = {
    "hazard_areas": (
        "valid_from",
        {
            "id": "hazard_id",
            "perimeter": "geometry",
            "benchmark": "",
            "status of work": "land_status",
            "classification": "classification",
            "device": "",
            "direct evidence": "",
            "beneficiaries": "",
            "date reported": "known_from",
            "source": "source_id",
        },
    ),
    "land_release": (
        "valid_from",
        {
            "id": "release_id",
            "hazard released from": "hazard_id",
            "perimeter": "geometry",
            "product": "product",
            "method": "method",
            "depth": "depth_m",
            "start": "",
            "end": "valid_from",
            "organisation": "",
            "devices, with position and condition": "",
            "quality checks": "",
            "source": "source_id",
        },
    ),
    "events": (
        "occurred",
        {
            "id": "event_id",
            "position": "geometry",
            "date": "occurred",
            "device": "ordnance",
            "killed": "killed",
            "injured": "injured",
            "demining or not": "",
            "source": "source_id",
        },
    ),
    "accidents": (
        "occurred",
        {
            "id": "event_id",
            "position": "geometry",
            "date": "occurred",
            "killed": "killed_min",
            "injured": "injured_min",
            "device": "",
            "demining or not": "",
        },
    ),
}


def completeness(dataset: Dataset) -> pd.DataFrame:
    """Count which fields of the minimum data are filled.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        One row for each layer, year and field, then 'all' years: ``layer``, ``year`` ('undated'
        without one), ``field``, ``column`` (missing: the schema has none), ``filled``, ``records``.
        A layer without rows has one row a field, of 0 records.

    Raises
    ------
    NotADataset
    """
    expect_dataset(dataset)
    dataset = current(dataset)
    rows = []
    for layer, (dated, fields) in MINIMUM.items():
        frame = dataset[layer]
        years = frame[dated].str[:4].fillna("undated")
        spans = [*sorted(years.unique()), "all"]
        for field, column in fields.items():
            if not column:
                filled = pd.Series(False, index=frame.index)
            elif column == "geometry":
                shapes = frame["geometry"].to_numpy()
                there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
                filled = pd.Series(there, index=frame.index)
            else:
                filled = frame[column].notna()
            for year in spans:
                own = filled if year == "all" else filled[years == year]
                rows.append((layer, year, field, column or None, int(own.sum()), len(own)))
    columns = ["layer", "year", "field", "column", "filled", "records"]
    return pd.DataFrame(rows, columns=columns)
