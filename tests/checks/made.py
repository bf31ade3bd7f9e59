"""Small made-up datasets from plain rows, and what the checks find in them."""

import geopandas as gpd
import pandas as pd
import shapely

from geo.checks import CHECKS
from geo.checks.registry import Case
from geo.intake.layer import empty_layer
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.manifest import Meta
from geo.model.schema import CRS, give_types

META = Meta(
    name="made",
    title="Made up",
    description="For tests",
    licence="CC0-1.0",
    boundaries_note="Made up.",
    synthetic=True,
)


def made(**tables):
    """A dataset of the rows given by layer; a row of a layer with geometry may have one."""
    frames = {name: empty_layer(layer) for name, layer in LAYERS.items()}
    for name, rows in tables.items():
        frame = give_types(pd.DataFrame(rows), LAYERS[name])
        if LAYERS[name].geometry:
            shapes = [row.get("geometry") for row in rows]
            frame = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)
        frames[name] = frame
    return Dataset(META, frames)


def found(code, dataset=None, /, *, today=None, **tables):
    """What the check of that code finds: {feature id: message}."""
    rows = CHECKS[code].findings(Case(dataset or made(**tables), today))
    assert rows["feature_id"].dropna().is_unique
    return {
        None if pd.isna(i) else i: m
        for i, m in zip(rows["feature_id"], rows["message"], strict=True)
    }


def square(west, south, size=0.01):
    """A square in degrees; 0.01° at 40° N is 854 m × 1,110 m."""
    return shapely.box(west, south, west + size, south + size)


def hazard(hazard_id, geometry, **values):
    return {
        "hazard_id": hazard_id,
        "classification": "suspected",
        "support": "surveyed_polygon",
        "source_id": "s",
        "geometry": geometry,
        **values,
    }


def release(release_id, geometry=None, **values):
    return {
        "release_id": release_id,
        "product": "cleared",
        "support": "surveyed_polygon",
        "source_id": "s",
        "geometry": geometry,
        **values,
    }


def claim(claim_id, **values):
    return {
        "claim_id": claim_id,
        "source_id": "s",
        "claimant": "Agency",
        "subject": "eo_found",
        "place": "West district",
        "place_level": "district",
        "districts": "West",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "as_of": "2023-12-31",
        "stance": "asserts",
        "paraphrase": "said",
        "locator": "line 1",
        **values,
    }


def source(source_id="s", **values):
    return {
        "source_id": source_id,
        "title": "Report",
        "publisher": "Agency",
        "published": "2024-01-15",
        "url": f"https://example.org/{source_id}",
        **values,
    }


def district(name, geometry, **values):
    return {"district": name, "geometry": geometry, "uncertainty_m": 2000.0, **values}


def place(place_id, lon, lat, **values):
    return {
        "place_id": place_id,
        "name": place_id,
        "support": "settlement",
        "geometry": shapely.Point(lon, lat),
        **values,
    }
