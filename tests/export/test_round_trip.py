"""What goes out comes back equal, for each format that can carry it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo.export.formats import FORMATS
from geo.intake.layer import empty_layer
from geo.intake.readers import read
from geo.intake.validation import validate
from geo.model.dataset import Dataset
from geo.model.formulas import is_formula
from geo.model.layers import LAYERS
from geo.model.manifest import Meta
from geo.model.schema import CRS, give_types
from geo.model.terms import Classification, EventKind, LandStatus, Ordnance, Support

META = Meta(
    name="made-up",
    title="Made up",
    description="Invented for tests",
    licence="CC0-1.0",
    boundaries_note="None.",
    synthetic=True,
)

# Letters of every script, what CSV and XML trip over, and what starts like a formula.
texts = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda t: t and not t.startswith("'") and not is_formula(t))
)
days = st.dates().map(lambda d: f"{d.year:04d}-{d.month:02d}-{d.day:02d}")
metres = st.floats(0, 1e7).map(lambda v: round(v, 3))
lon = st.integers(-179_000_000, 178_000_000).map(lambda v: v / 1e6)
lat = st.integers(-80_000_000, 80_000_000).map(lambda v: v / 1e6)


@st.composite
def outlines(draw):
    x, y = draw(lon), draw(lat)
    parts = []
    for n in range(draw(st.integers(1, 2))):
        west = round(x + n * 0.2, 6)
        ring = shapely.box(west, y, round(west + 0.1, 6), round(y + 0.1, 6))
        if draw(st.booleans()):
            hole = shapely.box(
                *(round(v, 6) for v in (west + 0.02, y + 0.02, west + 0.05, y + 0.05))
            )
            ring = shapely.Polygon(ring.exterior, [hole.exterior])
        parts.append(ring)
    return shapely.MultiPolygon(parts)


@st.composite
def hazards(draw):
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "hazard_id": texts,
                    "name": st.none() | texts,
                    "classification": st.sampled_from([str(t) for t in Classification]),
                    "land_status": st.none() | st.sampled_from([str(t) for t in LandStatus]),
                    "support": st.sampled_from([str(t) for t in Support]),
                    "valid_from": st.none() | days,
                    "stated_area_m2": st.none() | metres,
                    "geometry": st.none() | outlines(),
                }
            ),
            min_size=1,
            max_size=5,
            unique_by=lambda r: r["hazard_id"].strip().casefold(),
        )
    )
    return dataset("hazard_areas", rows)


@st.composite
def events(draw):
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "event_id": texts,
                    "kind": st.sampled_from([str(t) for t in EventKind]),
                    "name": st.none() | texts,
                    "support": st.sampled_from([str(t) for t in Support]),
                    "ordnance": st.none() | st.sampled_from([str(t) for t in Ordnance]),
                    "occurred": st.none() | st.sampled_from(["2023", "2023-04", "2023-04-05"]),
                    "killed": st.none() | st.integers(0, 2**31),
                    "injured_min": st.none() | st.integers(0, 9),
                    "horizontal_accuracy_m": st.none() | metres,
                    "geometry": st.none() | st.builds(shapely.Point, lon, lat),
                }
            ),
            min_size=1,
            max_size=5,
            unique_by=lambda r: r["event_id"].strip().casefold(),
        )
    )
    return dataset("events", rows)


def dataset(name, rows):
    layer = LAYERS[name]
    shapes = np.full(len(rows), None, dtype=object)
    shapes[:] = [row["geometry"] for row in rows]
    frame = give_types(
        pd.DataFrame([{k: v for k, v in r.items() if k != "geometry"} for r in rows]), layer
    )
    tables = {n: empty_layer(definition) for n, definition in LAYERS.items()}
    tables[name] = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)
    return Dataset(META, tables)


# Each example writes files: shrinking one would take minutes.
PHASES = (Phase.explicit, Phase.generate)
EXACT = ("gpkg", "fgb", "parquet", "geojson", "geojsonl", "kml", "kmz", "csv", "xlsx")


def returned(form, written, folder, name):
    """The frame that comes back, through reader and validation."""
    paths = FORMATS[form].write(written, folder, layers=[name], overwrite=True)
    path = next(p for p in paths if p.stem in (name, META.name))
    # KML sorts by folder, the workbook by sheet, the GeoPackage holds all layers.
    wanted = name if form in ("gpkg", "xlsx") else None
    raw = read(path, layer=wanted)
    raw.frame["_row"] = range(len(raw.frame))
    checked = validate(raw, LAYERS[name])
    geometry = raw.geometry
    if geometry is None and "wkt" in raw.frame:
        text = raw.frame["wkt"].map(lambda t: None if t is None else shapely.from_wkt(t))
        geometry = text.to_numpy(dtype=object)
    elif geometry is None:
        x, y = (pd.to_numeric(raw.frame[c]).to_numpy(float) for c in ("longitude", "latitude"))
        geometry = np.full(len(x), None, dtype=object)
        geometry[np.isfinite(x)] = shapely.points(x[np.isfinite(x)], y[np.isfinite(x)])
    errors = [f for f in checked.findings if f.rule.level == "error"]
    assert not errors
    return checked.frame, geometry[checked.kept]


def check_equal(written, frame, geometry, name):
    expected = written[name]
    key = LAYERS[name].key
    order = frame[key].argsort().to_numpy()
    frame, geometry = frame.iloc[order].reset_index(drop=True), geometry[order]
    was = expected.sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(
        frame[LAYERS[name].names], pd.DataFrame(was[LAYERS[name].names]), check_dtype=False
    )
    for got, before in zip(geometry, was["geometry"], strict=True):
        if before is None:
            assert got is None
        else:
            assert shapely.equals_exact(
                shapely.normalize(
                    shapely.MultiPolygon([got]) if got.geom_type == "Polygon" else got
                ),
                shapely.normalize(before),
                # GDAL's parser of decimals may differ from ours in the last bit.
                tolerance=1e-12,
            )


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize(("name", "strategy"), [("hazard_areas", hazards), ("events", events)])
def test_round_trip(form, name, strategy, tmp_path_factory):
    @settings(max_examples=5, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(strategy())
    def check(written):
        frame, geometry = returned(form, written, tmp_path_factory.mktemp(form), name)
        if form in ("kml", "kmz"):  # as it says: a feature without name has its key as name
            layer = written[name]
            written.tables[name]["name"] = layer["name"].fillna(layer[LAYERS[name].key])
        check_equal(written, frame, geometry, name)

    check()


@settings(max_examples=8, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(events())
def test_round_trip_by_maxml(tmp_path_factory, written):
    (path,) = FORMATS["maxml"].write(written, tmp_path_factory.mktemp("maxml"))
    raw = read(path, layer="Accident")
    frame = raw.frame.rename(columns={"accident_localid": "event_id"})
    checked = validate(type(raw)(raw.file, frame, raw.rows), LAYERS["events"])
    check_equal(written, checked.frame, raw.geometry[checked.kept], "events")


@settings(max_examples=8, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(hazards())
def test_a_shapefile_keeps_keys_outlines_and_the_legend(tmp_path_factory, written):
    import zipfile

    (path,) = FORMATS["shp"].write(written, tmp_path_factory.mktemp("shp"))
    expected = written["hazard_areas"].set_index("hazard_id")["geometry"]
    found = {}
    with zipfile.ZipFile(path) as archive:
        names = {n for n in archive.namelist() if n.endswith(".shp")}
        assert "legend.csv" in archive.namelist()
    for kind in ("polygons", "without_position"):
        if f"hazard_areas_{kind}.shp" in names:
            raw = read(path, layer=f"hazard_areas_{kind}")
            found |= dict(zip(raw.frame["hazard_id"], raw.geometry, strict=True))
    assert set(found) == set(expected.index)
    for key, shape in found.items():
        before = expected[key]
        assert (shape is None) == (before is None)
        assert shape is None or shape.equals(before)
