"""Maps on paper: lengths against Karney geodesics, names inside outlines, hazard over release."""

import re

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.intake.folder import read_dataset
from geo.report.frame import Frame, degrees_text
from geo.report.plan import path_data, plan
from tests.conftest import ROOT

GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize("lat", [-34.95, 0.0, 40.0, 63.0])
def test_lengths_on_the_sheet_are_true_to_half_a_millimetre(lat):
    district = shapely.box(46.7, lat - 0.2, 47.3, lat + 0.2)
    frame = Frame.around(district, 104, 92)
    rng = np.random.default_rng(1)
    west, south, east, north = frame.bounds
    ends = rng.uniform([west, south, west, south], [east, north, east, north], (200, 4))
    _, _, metres = GEOD.inv(*ends.T)
    drawn = np.hypot(*(frame.paper(ends[:, :2]) - frame.paper(ends[:, 2:])).T)
    assert np.abs(drawn - np.array(metres) / frame.scale * 1000).max() < 0.5


def test_the_scale_bar_is_a_round_length_of_the_ground():
    frame = Frame.around(shapely.box(46.7, 39.8, 47.3, 40.2), 104, 92)
    metres = frame.bar_m(45)
    assert metres in {m * 10**p for m in (1, 2, 5) for p in range(6)}
    mm = metres / frame.scale * 1000
    assert 18 <= mm <= 45
    assert np.ptp(frame.paper(np.array([[46.7, 40.0], [47.3, 40.0]]))[:, 0]) < 104


def test_the_whole_shape_is_on_the_sheet():
    shape = shapely.box(-180 + 1e-9, -10, -170, 10)
    frame = Frame.around(shape, 100, 50)
    xy = frame.paper(shapely.get_coordinates(shape))
    assert (xy >= 0).all()
    assert (xy <= [100, 50]).all()


def test_degrees_are_written_short():
    assert [degrees_text(v, "NS") for v in (40, 40.5, -39.75, 40 + 1 / 3600)] == [
        "40°N", "40°30′N", "39°45′S", "40°00′01″N"
    ]  # fmt: skip


def test_path_data_has_every_ring_and_no_repeats():
    shape = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    assert path_data([shape]).count("Z") == 2
    assert path_data([None, shapely.Polygon()]) == ""
    assert path_data([shapely.LineString([(0, 0), (0.001, 0), (1, 1)])]) == "M0 0 100 100"


def test_hazard_is_drawn_over_release_and_names_lie_inside():
    dataset = read_dataset(ROOT / "layers" / "exercise")
    districts = dataset["districts"]
    focus = districts["geometry"].iloc[0]
    frame = Frame.around(focus, 104, 92)
    svg = plan(dataset, frame, focus=focus, name=districts["district"].iloc[0]).svg
    order = [svg.rindex(mark + '" fill-rule') for mark in ("url(#reduced)", "url(#suspected)")]
    order.append(svg.rindex('url(#confirmed)" fill-rule'))
    assert order == sorted(order)
    outlines = dict(zip(districts["district"], frame.on_paper(districts["geometry"]), strict=True))
    for x, y, name in re.findall(r'<text x="(-?\d+)" y="(-?\d+)"[^>]*>([^<]*)</text>', svg):
        if name in outlines:
            assert outlines[name].contains(shapely.Point(int(x) / 100, int(y) / 100))
