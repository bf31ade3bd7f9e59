"""What is written can be read back by a reader made from the description alone."""

import folium
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo.errors import CrsError, InvalidDate, TableInvalid, UnknownTerm
from geo.maps.canvas import CanvasLayer, ClassStyle, Theme
from geo.maps.canvas.style import StyleError
from geo.maps.safety import renumber
from tests.maps.canvas import STYLES, Decoded, frame_of, parts_of, rendered, runs
from tests.maps.hostile import HOSTILE

ELLIPSOID = Geod(ellps="WGS84")


def layer(frame, **options):
    return CanvasLayer(
        frame,
        **(
            {"name": "Areas", "class_column": "status", "styles": STYLES, "label_column": "id"}
            | options
        ),
    )


def decoded(frame, **options):
    packed = layer(frame, **options)._payload
    return Decoded(packed.head, packed.shapes, packed.texts)


def by_id(read):
    return {
        row["id"]: (rings, fault)
        for row, rings, fault in zip(read.rows, read.rings, read.faults, strict=True)
    }


def assert_near(found, expected):
    """Same rings, and each vertex within 0.1 m on the ground."""
    assert [(kind, len(run)) for kind, run in found] == [(kind, len(run)) for kind, run in expected]
    for (_, run), (_, wanted) in zip(found, expected, strict=True):
        x, y = np.array(run).T
        u, v = np.array(wanted).T
        _, _, metres = ELLIPSOID.inv(x, y, u, v)
        assert np.max(metres) < 0.1


latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 85.06, -89.9999999]))
positions = st.tuples(st.floats(-180, 180), latitudes)
places = st.tuples(st.floats(-179, 178), st.floats(-84, 83))


@st.composite
def polygons(draw):
    """Star-shaped around a place, some with a hole."""
    x, y = draw(places)
    n = draw(st.integers(3, 12))
    reach = draw(st.lists(st.floats(0.5, 1), min_size=n, max_size=n))
    size = draw(st.floats(1e-5, 0.9))
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    star = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(reach)[:, None]
    holes = [star[::-1] * 0.3 * size + (x, y)] if draw(st.booleans()) else []
    shape = Polygon(star * size + (x, y), holes)
    return shapely.force_3d(shape, 5.0) if draw(st.booleans()) else shape


singles = st.one_of(
    positions.map(Point),
    st.lists(places, min_size=2, max_size=8).map(LineString),
    polygons(),
    st.lists(positions, min_size=1, max_size=4).map(MultiPoint),
    st.lists(polygons(), min_size=1, max_size=3).map(MultiPolygon),
)
anything = st.one_of(
    singles, st.lists(singles, max_size=3).map(GeometryCollection), st.none(), st.just(Point())
)


@settings(max_examples=100, deadline=None)
@given(st.lists(anything, max_size=6))
def test_every_vertex_comes_back_within_a_decimetre(shapes):
    read = decoded(frame_of(*shapes))
    found = by_id(read)
    assert len(found) == len(shapes)
    for i, shape in enumerate(shapes):
        rings, _ = found[f"f{i}"]
        # Geodesic distance takes longitudes modulo 360, so crossing shapes compare as well.
        assert_near(rings, runs(shape))


def test_the_grid_is_fine_enough_where_it_is_coarsest():
    """At the equator, where a cell is largest: the worst of 20,000 vertices."""
    rng = np.random.default_rng(3)
    xy = np.column_stack([rng.uniform(-180, 180, 20_000), rng.uniform(-0.01, 0.01, 20_000)])
    found = by_id(decoded(frame_of(MultiPoint(xy))))["f0"][0]
    got = np.array([run[0] for _, run in found])
    _, _, metres = ELLIPSOID.inv(got[:, 0], got[:, 1], xy[:, 0], xy[:, 1])
    assert 0.04 < metres.max() < 0.054  # half a diagonal of 0.0746 m


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(179, 10), (-179, 10), (-179, 11), (179, 11)]),
        Polygon([(-179, 10), (-179, 11), (179, 11), (179, 10)]),
        LineString([(178, 0), (-178, 1), (-177, 2)]),
    ],
)
def test_across_the_antimeridian_the_short_way(shape):
    (_, run), *_ = by_id(decoded(frame_of(shape)))["f0"][0]
    longitudes = [x for x, _ in run]
    assert max(longitudes) - min(longitudes) < 6
    assert_near([(0, run)], [(0, runs(shape)[0][1])])


def test_a_hole_stays_in_a_shell_across_the_antimeridian():
    shell = [(178, 10), (-178, 10), (-178, 14), (178, 14)]
    hole = [(-179.5, 11), (-179.5, 12), (-179, 12), (-179, 11)]
    rings, _ = by_id(decoded(frame_of(Polygon(shell, [hole]))))["f0"]
    shown = Polygon(rings[0][1], [rings[1][1]])
    assert shown.is_valid
    assert shown.area == pytest.approx(16 - 0.5, abs=1e-4)


@pytest.mark.parametrize(
    "shape",
    [
        box(-180, -90, 180, 90),  # the whole world
        Polygon([(-120, 80), (0, 80), (120, 80)]),  # around the pole
        Polygon([(-180, 60), (180, 60), (180, 90), (-180, 90)]),
    ],
)
def test_what_is_really_wide_stays_wide(shape):
    rings, _ = by_id(decoded(frame_of(shape)))["f0"]
    assert_near(rings, runs(shape))
    wide = [x for _, run in rings for x, _ in run]
    given = [x for _, run in runs(shape) for x, _ in run]
    assert wide == pytest.approx(given, abs=1e-6)


def test_what_cannot_be_drawn_is_counted_with_its_reason():
    with np.errstate(invalid="ignore"):
        holed, endless = shapely.from_wkt(["LINESTRING (0 0, nan 1, 2 2)", "POINT (inf 3)"])
    shapes = [
        None,
        Polygon(),
        holed,
        endless,
        Point(4_600_000, 4_400_000),
        Point(10, 90),
        Point(47, 40),
    ]
    frame = frame_of(*shapes)
    assert layer(frame).undrawn.to_dict("records") == [
        {"label": "f5", "reason": "beyond_map"},
        {"label": "f0", "reason": "no_geometry"},
        {"label": "f1", "reason": "no_geometry"},
        {"label": "f2", "reason": "not_finite"},
        {"label": "f3", "reason": "not_finite"},
        {"label": "f4", "reason": "out_of_range"},
    ]
    faults = {label: fault for label, (_, fault) in by_id(decoded(frame)).items()}
    assert faults == {"f0": 1, "f1": 1, "f2": 2, "f3": 2, "f4": 3, "f5": 4, "f6": 0}


def test_an_empty_layer():
    empty = layer(frame_of())
    read = Decoded(*parts_of(rendered(empty)))
    assert read.rings == []
    assert read.rows == []
    assert empty.get_bounds() == [[None, None], [None, None]]


def test_bounds_are_those_of_what_is_drawn():
    frame = frame_of(Point(46, 39), None, box(47, 40, 48, 41))
    assert layer(frame).get_bounds() == [[39, 46], [41, 48]]


def test_days_and_classes_stay_with_their_feature():
    frame = frame_of(
        *[Point(47 + k, 40) for k in range(4)],
        status=["confirmed", "cleared", None, "suspected"],
        start=["1970-01-02", None, "2024-02-29", "1969-12-31"],
        stop=[None, "1970-01-01", "2024-03-01", None],
    )
    read = decoded(frame, from_column="start", to_column="stop")
    got = {
        row["id"]: (value, first, end)
        for row, value, first, end in zip(
            read.rows, read.classes, read.first, read.end, strict=True
        )
    }
    assert got == {
        "f0": ("confirmed", 1, 2**31 - 1),
        "f1": ("cleared", -(2**31), 0),
        "f2": (None, 19782, 19783),
        "f3": ("suspected", -1, 2**31 - 1),
    }


def test_days_may_be_timestamps():
    frame = frame_of(Point(47, 40), Point(48, 40), start=pd.to_datetime(["2024-02-29", None]))
    for days in (frame["start"], frame["start"].dt.tz_localize("Asia/Baku")):
        read = decoded(frame.assign(start=days), from_column="start")
        assert sorted(read.first) == [-(2**31), 19782]


@pytest.mark.parametrize("day", ["2024", "2024-02-30", "soon", "29.02.2024", "2024-1-1"])
def test_a_day_that_is_none_is_an_error(day):
    with pytest.raises(InvalidDate, match=day):
        layer(frame_of(Point(47, 40), start=[day]), from_column="start")


def test_errors_name_what_is_wrong():
    frame = frame_of(Point(47, 40))
    with pytest.raises(TableInvalid, match=r"(?s)'idd': did you mean id\?.*'statos'"):
        layer(frame, class_column="statos", label_column="idd")
    with pytest.raises(TableInvalid, match="2 columns 'id'"):
        layer(pd.concat([frame, frame[["id"]]], axis=1))
    with pytest.raises(TableInvalid, match=r"type str 'hazards\.gpkg'"):
        layer("hazards.gpkg")
    with pytest.raises(TableInvalid, match="no geometry"):
        layer(pd.DataFrame(frame))
    with pytest.raises(CrsError, match="to_crs"):
        layer(frame.to_crs("EPSG:32638"))
    with pytest.raises(CrsError, match="not stated"):
        layer(frame.set_crs(None, allow_override=True))
    with pytest.raises(CrsError, match="EPSG:4979"):  # with heights; its name is WGS 84, too
        layer(frame.set_crs("EPSG:4979", allow_override=True))
    with pytest.raises(UnknownTerm, match=r"status='mined' \(1 feature\)"):
        layer(frame.assign(status="mined"))
    with pytest.raises(UnknownTerm, match="open"):
        layer(frame.assign(land="open"), status_column="land")
    with pytest.raises(StyleError, match=r"red.*'0\.5'.*zebra"):
        ClassStyle("x", "red;}</style>", hatch="zebra", opacity="0.5")
    with pytest.raises(StyleError, match="'confirmed' is '#ff0000'; expected ClassStyle"):
        layer(frame, styles={"confirmed": "#ff0000"})
    for styles in ("UN", None, [], ["UN"]):
        with pytest.raises(StyleError, match="a Theme such as UN"):
            layer(frame, styles=styles)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_never_leaves_the_compressed_part(text):
    frame = frame_of(Point(47, 40), id=[text], status=[text], **{text: [text]})
    styles = Theme(text, {text: ClassStyle(text, "#ff0000")})
    page = rendered(layer(frame, name=text, styles=styles))
    plain = rendered(layer(frame_of(Point(47, 40))))
    outside = [part for part in text.split() if len(part) > 7]
    assert not any(part in page and part not in plain for part in outside)
    read = Decoded(*parts_of(page))
    assert read.rows[0]["id"] == text
    assert read.rows[0][text] == text
    assert read.head["name"] == text
    assert read.head["themes"][0]["classes"][0]["label"] == text


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_letter_by_letter(text):
    read = decoded(frame_of(Point(47, 40), note=pd.Series([text], dtype=object)))
    assert read.rows[0]["note"] == text


def test_values_of_every_type_become_plain():
    frame = frame_of(
        Point(47, 40),
        whole=np.array([7], np.int64),
        real=[2.5],
        missing=[float("nan")],
        endless=[float("inf")],
        flag=[True],
        day=[pd.Timestamp("2024-02-29")],
        gap=pd.array([pd.NA], "Int64"),
        listed=[["a", "b"]],
    )
    row = decoded(frame).rows[0]
    assert row["whole"] == 7
    assert row["real"] == 2.5
    assert row["missing"] is None
    assert row["endless"] == "inf"
    assert row["flag"] is True
    assert row["day"] == "2024-02-29"
    assert row["gap"] is None
    assert row["listed"] == "['a', 'b']"


def test_only_the_columns_asked_for_travel():
    frame = frame_of(Point(47, 40), secret=["x"], note=["y"])
    assert decoded(frame, popup_columns=["note"]).head["columns"] == ["id", "note"]


def test_the_same_frame_gives_the_same_bytes():
    rng = np.random.default_rng(5)
    frame = frame_of(*shapely.points(rng.uniform(40, 50, (3000, 2))))
    pages = []
    for again in (frame, frame.copy()):
        chart = folium.Map([40, 47], tiles=None).add_child(layer(again))
        renumber(chart.get_root())  # folium's ids are random
        pages.append(chart.get_root().render())
    assert pages[0] == pages[1]


def test_neighbours_are_stored_next_to_each_other():
    """Along the Hilbert curve, successive features are far nearer than in any random order."""
    rng = np.random.default_rng(6)
    xy = rng.uniform(40, 50, (4000, 2))
    read = decoded(frame_of(*shapely.points(xy)))
    stored = np.array([rings[0][1][0] for rings in read.rings])
    assert (
        np.hypot(*np.diff(stored, axis=0).T).mean() < np.hypot(*np.diff(xy, axis=0).T).mean() / 10
    )
