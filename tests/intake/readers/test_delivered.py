"""Files that `atlas import` wrote are read line by line; GDAL is the oracle."""

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import InputUnreadable
from geo.intake.deliveries import stored
from geo.intake.deliveries.stored import read_stored, write_stored
from geo.intake.readers import delivered, read
from geo.intake.readers.delivered import read_delivered
from geo.intake.readers.vector import read_vector
from geo.model.layers import HAZARD_AREAS

HOLED = shapely.Polygon(
    [(46, 39), (47, 39), (47, 40), (46, 40)], [[(46.2, 39.2), (46.4, 39.2), (46.4, 39.4)]]
)
SHAPES = [
    HOLED,
    shapely.MultiPolygon([HOLED, shapely.box(-5e-9, -1, 1.123456789, 1)]),
    None,
    shapely.Polygon(),
    shapely.Point(46.1, 39),
    shapely.LineString([(1, 2), (3, 4)]),
    shapely.MultiPolygon(),
    shapely.GeometryCollection([shapely.Point(1, 2)]),
    shapely.MultiPoint([(1, 2), (3, 4)]),
]
NAMES = ['a", "geometry": null}', "line\nbreak", "],[", "Ağdam", None, "x,\n", "{}", "]}", "n"]


def rows(shapes=SHAPES, names=NAMES):
    frame = pd.DataFrame(None, index=range(len(shapes)), columns=HAZARD_AREAS.names, dtype=object)
    frame["hazard_id"] = [f"h{n}" for n in range(len(shapes))]
    frame["name"] = names
    frame["stated_area_m2"] = [1.5, 2.0, None, 1e300, 0.1, 7.0, 8.0, 9.0, 10.0][: len(shapes)]
    return frame.assign(geometry=np.array(shapes, dtype=object)).where(lambda f: f.notna(), None)


@pytest.mark.parametrize("at_once", [1, 3, 9, 10_000])
def test_it_reads_what_gdal_reads(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(delivered, "_AT_ONCE", at_once)
    monkeypatch.setattr(stored, "_AT_ONCE", at_once)
    path = tmp_path / "h.geojson"
    write_stored(rows(), path, HAZARD_AREAS)
    ours, theirs = read_delivered(path), read_vector(path)
    assert ours is not None
    pd.testing.assert_frame_equal(ours.frame, theirs.frame[ours.frame.columns.tolist()])
    assert ours.crs == theirs.crs
    assert ours.rows.tolist() == theirs.rows.tolist()
    for was, a, b in zip(SHAPES, ours.geometry, theirs.geometry, strict=True):
        assert (a is None) == (was is None)
        if was is not None:
            assert shapely.equals_exact(a, was)
        if was is not None and not was.is_empty:
            assert shapely.equals_exact(a, b)


def test_what_is_stored_comes_back(tmp_path):
    path = tmp_path / "h.geojson"
    write_stored(rows(), path, HAZARD_AREAS)
    before = path.read_bytes()
    back = read_stored(path, HAZARD_AREAS)
    assert back["name"].tolist() == NAMES
    # Polygons and multipolygons of one part are the same ground: the layer knows only the latter.
    assert back["geometry"][0].geom_type == "MultiPolygon"
    write_stored(back, path, HAZARD_AREAS)
    again = read_stored(path, HAZARD_AREAS)
    assert again["geometry"].tolist() == back["geometry"].tolist()
    write_stored(rows([], []), path, HAZARD_AREAS)
    assert read_stored(path, HAZARD_AREAS).empty
    assert before != path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"features": [\n', b'"features":['),
        (b'"properties": {"hazard_id": "h0"', b'"id": 5, "properties": {"hazard_id": "h0"'),
        (b'{"type":"Polygon","coordinates":', b'{"type": "Polygon", "coordinates": '),
        (b"]]]}},\n", b"]]]}\n},\n"),
    ],
)  # fmt: skip
def test_another_layout_is_left_to_gdal(tmp_path, old, new):
    path = tmp_path / "h.geojson"
    write_stored(rows(SHAPES[:3], NAMES[:3]), path, HAZARD_AREAS)
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, new, 1))
    table = read(path)
    assert table.frame["hazard_id"].tolist() == ["h0", "h1", "h2"]
    assert shapely.equals_exact(table.geometry[0], HOLED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"[46.0,39.0]]", b"[46.5,39.0]]"),  # not closed
        (b"[46.0,39.0],[46.0,40.0]", b"[46.0,39.0,5.0],[46.0,40.0,5.0]"),
        (b"[47.0,39.0]", b"[47.0]"),
        (b"[47.0,39.0]", b"[47.0,null]"),
        (b"[47.0,39.0]", b"[47.0,1e999]"),
        (b"[47.0,39.0]", b"[47.0,[39.0]]"),
        (b"[47.0,39.0]", b"[]"),
        (b"[[[46.0,39.0]", b"[[[46.0,39.0],[46.0,39.0]],[[46.0,39.0]"),  # two positions
    ],
)  # fmt: skip
def test_doubtful_positions_are_left_to_gdal(tmp_path, old, new):
    path = tmp_path / "h.geojson"
    whole = shapely.box(46, 39, 47, 40, ccw=False)
    write_stored(rows([whole, HOLED], NAMES[:2]), path, HAZARD_AREAS)
    assert read_delivered(path) is not None
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, new, 1))
    assert read_delivered(path) is None


@pytest.mark.parametrize("keep", [100, 400, -20, -2])
def test_a_file_cut_off_is_never_read_as_whole(tmp_path, keep):
    path = tmp_path / "h.geojson"
    write_stored(rows(), path, HAZARD_AREAS)
    path.write_bytes(path.read_bytes()[:keep])
    assert read_delivered(path) is None
    if keep < -2:
        with pytest.raises(InputUnreadable, match=r"h\.geojson"):
            read(path)
