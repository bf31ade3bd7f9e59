"""Small rasters and datasets, made by hand."""

import geopandas as gpd
import numpy as np
import rasterio
from affine import Affine
from shapely import box

from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.manifest import Meta
from geo.model.schema import CRS, give_types


def write(path, values, transform, crs="EPSG:4326", *, tags=None, unit=None, **profile):
    """Write a GeoTIFF of one band, or of several where `values` has three axes."""
    bands = np.atleast_3d(np.asarray(values).T).T
    count, height, width = bands.shape
    profile = {"dtype": bands.dtype, "count": count, "crs": crs, **profile}
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, transform=transform, **profile
    ) as file:
        file.write(bands)
        if unit is not None:
            file.set_band_unit(1, unit)
        if tags:
            file.update_tags(**tags)
    return path


def north_up(west, north, side):
    """Cells of `side`, the first one's corner in the north-west."""
    return Affine(side, 0, west, 0, -side, north)


def layer(name, rows, shapes):
    """Rows of a layer as its frame."""
    frame = gpd.pd.DataFrame(rows) if rows else gpd.pd.DataFrame(index=range(0))
    return gpd.GeoDataFrame(give_types(frame, LAYERS[name]), geometry=shapes, crs=CRS)


def dataset(hazards=(), releases=(), districts=None, **more):
    """A dataset of outlines: hazards and releases are shapes, districts a dict of them."""
    districts = {"West": box(47, 40, 47.1, 40.1)} if districts is None else districts
    given = {
        "hazard_areas": layer(
            "hazard_areas",
            [
                {
                    "hazard_id": f"h{i}",
                    "classification": "confirmed",
                    "support": "surveyed_polygon",
                    "valid_from": "2020-01-01",
                }
                for i, _ in enumerate(hazards)
            ],
            list(hazards),
        ),
        "land_release": layer(
            "land_release",
            [
                {
                    "release_id": f"r{i}",
                    "product": "cleared",
                    "support": "surveyed_polygon",
                    "valid_from": "2021-01-01",
                }
                for i, _ in enumerate(releases)
            ],
            list(releases),
        ),
        "districts": layer(
            "districts", [{"district": name} for name in districts], list(districts.values())
        ),
        **more,
    }
    tables = {}
    for name, one in LAYERS.items():
        if name in given:
            tables[name] = given[name]
        elif one.geometry:
            tables[name] = layer(name, [], [])
        else:
            tables[name] = give_types(gpd.pd.DataFrame(index=range(0)), one)
    meta = Meta(
        name="made", title="Made up", description="For tests", licence="CC0-1.0",
        boundaries_note="Made up.", synthetic=True, data_date="2022-01-01",
    )  # fmt: skip
    return Dataset(meta, tables)
