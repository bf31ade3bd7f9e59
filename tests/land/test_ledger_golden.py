"""The exercise's remaining hazard against DuckDB's spatial extension, an independent program."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.land.ledger import ledger

duckdb = pytest.importorskip("duckdb")
packaged = pytest.importorskip("duckdb_extension_spatial")
EXERCISE = Path(__file__).parents[2] / "layers" / "exercise"


@pytest.mark.parametrize("date", ["2021-06-30", "2023-12-31"])
def test_remaining_by_duckdb(date):
    layers = {
        name: gpd.read_file(EXERCISE / f"{name}.geojson")
        for name in ("hazard_areas", "land_release", "districts")
    }
    table = ledger(*layers.values(), date).table
    link = duckdb.connect()
    extension = next(Path(packaged.__file__).parent.rglob("*.duckdb_extension"))
    link.execute(f"LOAD '{extension}'")
    for name, frame in layers.items():
        plain = pd.DataFrame(frame.drop(columns="geometry")).astype(object)
        plain["wkb"] = frame.geometry.to_wkb()
        link.register(name, plain.where(plain.notna(), None))
    rows = link.execute(
        """
        WITH h AS (SELECT ST_Union_Agg(ST_GeomFromWKB(wkb)) g FROM hazard_areas
                   WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)),
             r AS (SELECT ST_Union_Agg(ST_GeomFromWKB(wkb)) g FROM land_release
                   WHERE valid_from <= $1)
        SELECT district, ST_AsWKB(ST_Intersection(
            ST_Difference(h.g, r.g), ST_GeomFromWKB(districts.wkb))) FROM districts, h, r
        """,
        [date],
    ).fetchall()
    assert len(rows) == 3
    for district, wkb in rows:
        area = straight_area_m2([shapely.from_wkb(bytes(wkb))])[0]
        closing = table.loc[table["zone"] == district, "closing_m2"].item()
        assert closing == pytest.approx(area, rel=1e-9)
