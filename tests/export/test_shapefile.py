"""Shapefiles: names in full and points as points, when they come back."""

import zipfile

import shapely

from geo.export.formats import FORMATS
from geo.intake.readers import read
from geo.model.layers import LAYERS
from tests.export.test_round_trip import dataset


def test_a_shapefile_comes_back_with_full_names(tmp_path):
    row = {"event_id": "e", "kind": "accident", "support": "point", "injured_min": 2}
    made = dataset("events", [{**row, "horizontal_accuracy_m": 5, "geometry": shapely.Point(1, 2)}])
    (path,) = FORMATS["shp"].write(made, tmp_path)
    frame = read(path).frame
    assert set(frame) >= set(LAYERS["events"].names)
    assert frame.loc[0, ["horizontal_accuracy_m", "injured_min"]].tolist() == [5, 2]
    other = tmp_path / "theirs.shp.zip"
    for legend in (b"\xff", b"a,b\n1,2\n", b"column,name\nkind,event_id\n", b'column,"name'):
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as copy:
            for name in archive.namelist():
                copy.writestr(name, legend if name == "legend.csv" else archive.read(name))
        assert {"event_id", "kind", "hrzntl_acc"} <= set(read(other).frame)


def test_points_are_points_in_a_shapefile_unless_one_is_several(tmp_path):
    row = {"zone_id": "z", "name": "n", "support": "point", "n_claims": 1, "n_sources": 1}
    one = {**row, "contested": False, "geometry": shapely.Point(46, 40)}
    several = {**one, "zone_id": "y", "geometry": shapely.MultiPoint([(46, 40), (47, 40)])}
    for rows, shape_type in (([one], 1), ([one, several], 8)):
        (path,) = FORMATS["shp"].write(dataset("clearance_zones", rows), tmp_path, overwrite=True)
        with zipfile.ZipFile(path) as archive:
            head = archive.read("clearance_zones_points.shp")[:36]
        assert int.from_bytes(head[32:], "little") == shape_type  # ESRI's number of the type
