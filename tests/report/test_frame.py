"""Maps on paper: lengths against Karney geodesics, names inside outlines, hazard over release."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.report.frame import Frame, degrees_text
from geo.report.lettering import width_mm
from geo.report.plan import path_data, plan
from tests.maps.halves import halves

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


def test_hazard_is_drawn_over_release_and_names_lie_inside(exercise):
    dataset = exercise
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


def texts_of(svg):
    found = re.findall(
        r'<text x="(-?\d+)" y="(-?\d+)"[^>]*font-size="(\d+)"[^>]*>([^<]*)</text>', svg
    )
    return [
        (name, int(x) / 100, int(y) / 100 - 0.0036 * int(size), int(size) / 100)
        for x, y, size, name in found
    ]


def test_a_name_that_does_not_fit_lies_beside_all_districts_with_a_line_into_its_own(karabakh):
    districts = karabakh["districts"]
    middle = shapely.union_all(
        districts.loc[districts["district"].isin(["Aghdam", "Zangilan", "Lachin"]), "geometry"]
    )
    frame = Frame.around(middle, 170, 120)
    drawn = plan(karabakh, frame)
    outlines = dict(zip(districts["district"], frame.on_paper(districts["geometry"]), strict=True))
    ground = shapely.union_all([one for one in outlines.values() if one is not None])
    ways = re.findall(r'<path d="M(-?\d+) (-?\d+)L(-?\d+) (-?\d+)"[^>]*class="leader"', drawn.svg)
    lines = [
        (np.array([ax, ay], int) / 100, np.array([bx, by], int) / 100) for ax, ay, bx, by in ways
    ]
    led = 0
    for name, x, y, size in texts_of(drawn.svg):
        if name not in outlines or size == pytest.approx(4.4 * 25.4 / 72, abs=0.01):  # a town
            continue
        middle = shapely.Point(x, y)
        if outlines[name].contains(middle):
            continue
        led += 1
        assert not ground.contains(middle), name
        dots = [a for a, b in lines if np.hypot(b[0] - x, b[1] - y) < width_mm(name, 4.8)]
        assert any(outlines[name].contains(shapely.Point(dot)) for dot in dots), name
    assert led >= 2
    assert led == len(lines)
    assert not set(drawn.unlabelled) & {"Aghdam", "Fuzuli", "Jabrayil", "Khojavend", "Lachin"}


def test_where_hazard_and_release_overlap_paper_shows_the_hazard():
    typst = pytest.importorskip("typst")
    image = pytest.importorskip("PIL.Image")
    dataset = halves()
    hazards = dataset["hazard_areas"]
    released = dataset["land_release"]["geometry"].union_all()
    frame = Frame.around(hazards["geometry"].union_all().envelope, 200, 60)

    def picture(shown):
        svg = plan(shown, frame, only=()).svg
        drawing = "<svg " + svg.split("<svg ", 1)[1]
        wide, high = re.search(r'width="([\d.]+)mm" height="([\d.]+)mm"', drawing).groups()
        page = f"#set page(width: {wide}mm, height: {high}mm, margin: 0mm)\n"
        page += f'#image(bytes("{drawing.replace(chr(34), chr(92) + chr(34))}"), width: {wide}mm)'
        made = typst.Compiler().compile(input=page.encode(), format="png", ppi=127)
        return np.asarray(image.open(io.BytesIO(made)).convert("RGB")).astype(int)

    tables = dict(dataset.tables)
    tables["land_release"] = dataset["land_release"].iloc[:0]
    with_releases, without = picture(dataset), picture(replace(dataset, tables=tables))
    tables = dict(dataset.tables)
    tables["hazard_areas"] = hazards.iloc[:0]
    only_releases = picture(replace(dataset, tables=tables))
    seen = 0
    for shape in hazards["geometry"]:
        over = frame.on_paper(np.array([shape.intersection(released)]))[0]
        if over is None or over.is_empty:
            continue
        west, south, east, north = (round(5 * v) for v in shapely.bounds(over))
        # The hazard's outline and hatch lie on top: dark ink of the hazard alone stays dark ink.
        spot = (slice(south + 3, north - 3), slice(west + 3, east - 3))
        ink = without[spot].sum(axis=2) < 500
        assert ink.mean() > 0.05
        assert np.abs(with_releases[spot][ink] - without[spot][ink]).mean() < 40
        assert (with_releases[spot] != only_releases[spot]).any(axis=2).mean() > 0.05
        seen += 1
    assert seen >= 5
