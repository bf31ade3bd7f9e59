"""Delivered accidents, finds and other events on the page."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.maps import folium_map, render_map
from geo.maps.large import LARGE
from geo.model.layers import LAYERS
from geo.model.schema import CRS, give_types
from geo.store import open_dataset
from tests.conftest import ROOT
from tests.maps.unpack import payload_of


@pytest.fixture(scope="module")
def exercise():
    return open_dataset(ROOT / "layers" / "exercise.gpkg")


def with_events(dataset, rows, shapes):
    frame = pd.DataFrame(rows).reindex(columns=LAYERS["events"].names)
    events = gpd.GeoDataFrame(give_types(frame, LAYERS["events"]), geometry=shapes, crs=CRS)
    return replace(dataset, tables={**dataset.tables, "events": events})


def event(number, **values):
    return {"event_id": f"E{number}", "kind": "accident", "support": "point", **values}


def test_each_delivered_event_is_drawn_once(exercise):
    data = payload_of(render_map(exercise))
    drawn = [a for a in data["areas"] if a["layer"] == "events"]
    assert len(drawn) == data["expected"]["events"] == 188
    assert sum(a["status"] == "accident" for a in drawn) == 8
    assert data["expected"]["accident"] == data["expected"]["find"] == 0  # those of claims
    register = [source["source_id"] for source in data["sources"]].index("exercise-register")
    assert {a["source"] for a in drawn} == {register + 1}
    assert data["meta"]["data_date"] == max(exercise["land_release"]["valid_from"])


def test_what_happened_stays_so(exercise):
    made = with_events(
        exercise,
        [event(1, occurred="2021-12"), event(2, occurred="2022-01"), event(3)],
        [shapely.Point(-19.9, -34.96)] * 3,
    )
    data = payload_of(render_map(made, as_on=date(2022, 1, 30)))
    # "2022-01" may have been on its last day; without a date nobody knows that it was later.
    assert [a["id"] for a in data["areas"] if a["layer"] == "events"] == ["E1", "E3"]


def test_retired_events_are_not_drawn_and_lost_ones_are_listed(exercise):
    made = with_events(
        exercise,
        [event(1, retired="2023-01-01"), event(2), event(3)],
        [shapely.Point(-19.9, -34.96), None, shapely.Point(-19.9, -34.96)],
    )
    data = payload_of(render_map(made))
    assert [a["id"] for a in data["areas"] if a["layer"] == "events"] == ["E3"]
    (group,) = (g for g in data["undrawn"] if g["reason"] == "features")
    assert group["items"] == [{"layer": "Events", "id": "E2", "why": "no position"}]
    assert data["delivered_accidents"] == 2  # without a position, but not forgotten


def test_many_events_go_to_canvas_tiles(exercise):
    made = with_events(
        exercise,
        [event(k) for k in range(LARGE)],
        shapely.points([-19.9 + k / 1e6 for k in range(LARGE)], -34.96),
    )
    data = payload_of(render_map(made))
    assert data["expected"]["events"] == LARGE
    assert set(data["large"]) == {"events"}
    assert not any(a["layer"] == "events" for a in data["areas"])


def test_a_map_may_be_shown_and_then_saved(exercise):
    """Jupyter renders a map when it shows it; a large layer puts its data into the page's head."""
    made = with_events(
        exercise,
        [event(k) for k in range(LARGE)],
        shapely.points([-19.9 + k / 1e6 for k in range(LARGE)], -34.96),
    )
    figure = folium_map(made).get_root()
    assert figure.render() == figure.render() == render_map(made)
