"""Tiles: at no zoom does a hazard shrink or released land grow, as GDAL reads them back."""

import subprocess
import sys

import numpy as np
import pyogrio
import pytest
import shapely
from pmtiles import writer
from pmtiles.reader import MmapSource, Reader
from pyproj import Transformer

from geo.export.formats import FORMATS
from geo.store import write_dataset
from tests.export.test_round_trip import dataset

ROW = {"support": "surveyed_polygon"}
HAZARD = {**ROW, "classification": "confirmed"}
RELEASE = {**ROW, "product": "cleared"}
UNIT = 40_075_017 / 4096  # metres at zoom 0
PLANE = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)


def plane(shape):
    """On the plane of the tiles, by PROJ; an edge on the globe is not quite straight there."""
    fine = shapely.segmentize(shape, 0.001)
    return shapely.transform(fine, lambda xy: np.column_stack(PLANE.transform(*xy.T)))


def ragged(rng, *, holes=False):
    """A star with thin spikes somewhere between the poles, of some metres to many kilometres."""
    angles = np.linspace(0, 2 * np.pi, 17)[:-1]
    radii = 10 ** rng.uniform(-4, -1) * rng.uniform(0.05, 1, 16)
    ring = np.column_stack([np.cos(angles) * radii, np.sin(angles) * radii])
    inner = [ring[::-1] * 0.4] if holes else []
    shape = shapely.Polygon(ring, inner)
    x, y = rng.uniform(-170, 170), rng.uniform(-75, 75)
    return shapely.MultiPolygon([shapely.transform(shape, lambda xy: xy + np.array([x, y]))])


def drawn(path, zoom, key):
    """What a zoom shows of each feature, put together from its tiles."""
    fields, _, shapes, values = pyogrio.raw.read(path, ZOOM_LEVEL=zoom)
    ids = values[list(fields["fields"]).index(key)]
    parts = shapely.make_valid(shapely.from_wkb(shapes))
    # GDAL cuts at the edges of tiles, which leaves seams of a millionth of a unit.
    seam = UNIT / 2**zoom / 1000
    return {i: shapely.union_all(parts[ids == i]).buffer(seam).buffer(-seam) for i in set(ids)}


@pytest.fixture(scope="module")
def outlines():
    rng = np.random.default_rng(5)
    return {f"f{n:02}": ragged(rng, holes=n % 2 == 1) for n in range(30)}


def test_hazards_never_shrink(outlines, tmp_path):
    made = dataset(
        "hazard_areas", [{**HAZARD, "hazard_id": i, "geometry": g} for i, g in outlines.items()]
    )
    (path,) = FORMATS["pmtiles"].write(made, tmp_path)
    for zoom in range(15):
        found = drawn(path, zoom, "hazard_id")
        assert set(found) == set(outlines)
        for key, shape in outlines.items():
            assert found[key].covers(plane(shape)), (zoom, key)
            # Nor do they grow by more than is said when they are written.
            assert plane(shape).buffer(3 * UNIT / 2**zoom).covers(found[key]), (zoom, key)


def test_released_land_never_grows(outlines, tmp_path):
    made = dataset(
        "land_release", [{**RELEASE, "release_id": i, "geometry": g} for i, g in outlines.items()]
    )
    (path,) = FORMATS["pmtiles"].write(made, tmp_path)
    least = path.read_bytes()[100]
    for zoom in range(least, 15):
        for key, shape in drawn(path, zoom, "release_id").items():
            assert plane(outlines[key]).covers(shape), (zoom, key)
    assert len(drawn(path, 14, "release_id")) >= 25


def test_ground_on_both_sides_of_the_antimeridian(tmp_path):
    both = shapely.MultiPolygon(
        [shapely.box(179.9, -16, 180, -15), shapely.box(-180, -16, -179, -15)]
    )
    made = dataset("hazard_areas", [{**HAZARD, "hazard_id": "h", "geometry": both}])
    (path,) = FORMATS["pmtiles"].write(made, tmp_path)
    inside = plane(both).buffer(-1e-6)  # metres: PROJ and GDAL put 180° a few nanometres apart
    for zoom in range(15):
        assert drawn(path, zoom, "hazard_id")["h"].covers(inside), zoom


def test_land_too_small_for_any_tile_makes_no_file(tmp_path):
    corner = shapely.MultiPolygon([shapely.box(46, 40, 46.00001, 40.00001)])
    made = dataset("land_release", [{**RELEASE, "release_id": "r", "geometry": corner}])
    assert FORMATS["pmtiles"].write(made, tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_more_tiles_than_one_directory_holds(outlines, tmp_path, monkeypatch):
    """The root then names others. There are such from about 5,000 tiles on."""
    monkeypatch.setattr(
        writer, "optimize_directories", lambda entries, _: writer.build_roots_leaves(entries, 50)
    )
    rows = [{**HAZARD, "hazard_id": i, "geometry": g} for i, g in outlines.items()]
    (path,) = FORMATS["pmtiles"].write(dataset("hazard_areas", rows), tmp_path)
    assert int.from_bytes(path.read_bytes()[48:56], "little") > 0  # bytes of those directories
    for zoom in (0, 7, 14):
        found = drawn(path, zoom, "hazard_id")
        assert all(found[key].covers(plane(shape)) for key, shape in outlines.items())


def test_what_is_more_dangerous_comes_later_in_a_tile(tmp_path):
    square = shapely.box(10, 10, 10.01, 10.01)
    kinds = ["confirmed", "suspected", "confirmed", "suspected"]
    rows = [
        {**ROW, "hazard_id": f"h{k}", "classification": kind, "geometry": square}
        for k, kind in enumerate(kinds)
    ]
    (path,) = FORMATS["pmtiles"].write(dataset("hazard_areas", rows), tmp_path)
    for zoom in (4, 10):  # where it lies in one tile
        fields, _, _, values = pyogrio.raw.read(path, ZOOM_LEVEL=zoom)
        drawn_as = values[list(fields["fields"]).index("classification")].tolist()
        assert drawn_as == ["suspected", "suspected", "confirmed", "confirmed"]
    with path.open("rb") as file:
        about = Reader(MmapSource(file)).metadata()
    assert "Draw hazard_areas over land_release" in about["description"]


def test_the_command_writes_tiles_though_it_confines_gdal(tmp_path):
    """GDAL gathers tiles with its SQLite driver, which is off in any other command."""
    point = shapely.Point(46.5, 40.2)
    rows = [{**HAZARD, "support": "point", "hazard_id": "h", "geometry": point}]
    path = write_dataset(dataset("hazard_areas", rows), tmp_path / "d.gpkg")
    words = [sys.executable, "-m", "geo.cli.main", "export", "pmtiles", path, "-o", tmp_path / "t"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "t" / "hazard_areas.pmtiles").read_bytes()[:7] == b"PMTiles"
