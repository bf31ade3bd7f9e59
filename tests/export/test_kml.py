"""KML and KMZ: how viewers show them, and what comes back."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.export.formats import FORMATS
from geo.intake.readers import read
from geo.model.layers import LAYERS
from geo.model.schema import give_types
from geo.store import open_dataset
from tests.conftest import ROOT
from tests.export.test_round_trip import dataset
from tests.maps.halves import halves

KML = "{http://www.opengis.net/kml/2.2}"


def test_kml_tells_surveyed_reconstructed_and_vague_outlines_apart(tmp_path):
    exercise = open_dataset(ROOT / "layers" / "exercise.gpkg")
    areas = exercise["hazard_areas"].copy()
    supports = ["surveyed_polygon", "reconstructed_polygon", "settlement", "district"]
    areas["support"] = [supports[k % 4] for k in range(len(areas))]
    changed = replace(exercise, tables={**exercise.tables, "hazard_areas": areas})
    (path,) = FORMATS["kml"].write(changed, tmp_path, layers=["hazard_areas"])
    space = "{http://www.opengis.net/kml/2.2}"
    tree = ElementTree.parse(path)
    fill = {
        s.get("id"): int(s.find(f"{space}PolyStyle/{space}color").text[:2], 16)
        for s in tree.iter(f"{space}Style")
    }
    used = [e.text.removeprefix("#") for e in tree.iter(f"{space}styleUrl")]
    # Suspected areas come first: what comes later is drawn over it.
    below = areas.sort_values("classification", ascending=False, kind="stable")
    for style, row in zip(used, below.itertuples(), strict=True):
        expected = {"surveyed_polygon": 128, "reconstructed_polygon": 42}.get(row.support, 0)
        assert fill[style] == expected
        assert style.startswith(row.classification) == (expected > 0)


def test_kml_times_are_those_of_events_and_spans_those_of_areas(tmp_path):
    """An accident with an open span would be shown on every later day, as if it went on."""
    event = {"event_id": "e", "kind": "accident", "support": "point", "occurred": "2023-04"}
    (path,) = FORMATS["kml"].write(dataset("events", [{**event, "geometry": None}]), tmp_path)
    (placemark,) = ElementTree.parse(path).iter(f"{KML}Placemark")
    assert placemark.findtext(f"{KML}TimeStamp/{KML}when") == "2023-04"
    assert placemark.find(f"{KML}TimeSpan") is None
    row = {"hazard_id": "h", "classification": "confirmed", "support": "surveyed_polygon"}
    lasting = dataset("hazard_areas", [{**row, "valid_from": "2020-01-02", "geometry": None}])
    (path,) = FORMATS["kml"].write(lasting, tmp_path, overwrite=True)
    (placemark,) = ElementTree.parse(path).iter(f"{KML}Placemark")
    assert placemark.findtext(f"{KML}TimeSpan/{KML}begin") == "2020-01-02"
    assert placemark.find(f"{KML}TimeSpan/{KML}end") is None


def with_source(made, layer, feature):
    source = {"source_id": "s", "title": "T", "publisher": "P"}
    link = {"layer": layer, "feature_id": feature, "source_id": "s"}
    more = {
        name: give_types(pd.DataFrame([row]), LAYERS[name])
        for name, row in (("sources", source), ("citations", link))
    }
    return replace(made, tables=made.tables | more)


@pytest.mark.parametrize("form", ["kml", "kmz"])
def test_labels_for_viewers_are_no_values_when_kml_comes_back(form, tmp_path):
    """A description of all columns in HTML became the note of a district."""
    row = {"district": "Aldmoor", "geometry": shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])}
    made = dataset("districts", [row])
    (path,) = FORMATS[form].write(with_source(made, "districts", "Aldmoor"), tmp_path)
    frame = read(path, layer="districts").frame
    assert frame["district"].tolist() == ["Aldmoor"]
    assert not {"description", "name", "Name"} & set(frame)


@pytest.mark.parametrize("form", ["kml", "kmz"])
def test_names_are_values_when_kml_comes_back(form, tmp_path):
    """Also where they are the same as in another column."""
    row = {"place_id": "Aldmoor", "name": "Aldmoor", "support": "point", "district": "Aldmoor"}
    made = dataset("places", [{**row, "geometry": None}])
    (path,) = FORMATS[form].write(with_source(made, "places", "Aldmoor"), tmp_path)
    frame = read(path, layer="places").frame
    assert frame.loc[0, ["place_id", "name", "district"]].tolist() == ["Aldmoor"] * 3
    assert "description" not in frame


def test_a_minefield_record_has_its_error_band_and_no_fill(tmp_path):
    """The band of EX-M01 is its edge, 52 m to both sides: 2 · 2,607 m · 52 m and round corners."""
    exercise = open_dataset(ROOT / "layers" / "exercise.gpkg")
    record = exercise["minefield_records"].set_index("record_id").loc["EX-M01"]
    (path,) = FORMATS["kml"].write(exercise, tmp_path, layers=["minefield_records"])
    marks = [
        (m.findtext(f"{KML}name"), m.findtext(f"{KML}styleUrl"), m)
        for m in ElementTree.parse(path).iter(f"{KML}Placemark")
    ]
    assert [style for _, style, _ in marks] == ["#minefield_records", "#record_band"] * 6
    rings = [ring.text for ring in marks[1][2].iter(f"{KML}coordinates")]
    outer, inner = (
        Geod(ellps="WGS84").polygon_area_perimeter(
            *zip(*(map(float, pair.split(",")[:2]) for pair in ring.split()), strict=True)
        )[0]
        for ring in rings
    )
    reach = record["ce95_m"]
    # Straight sides, a quarter of a circle at each corner outside, a square inside.
    area = 2 * record["perimeter_m"] * reach + (np.pi - 4) * reach**2
    assert abs(abs(outer) - abs(inner)) == pytest.approx(area, rel=2e-3)


def test_what_is_more_dangerous_comes_later_in_the_document(tmp_path):
    (path,) = FORMATS["kml"].write(halves(), tmp_path)
    tree = ElementTree.parse(path)
    names = [folder.findtext(f"{KML}name") for folder in tree.iter(f"{KML}Folder")]
    assert names.index("land_release") < names.index("hazard_areas")
    used = [e.text.removeprefix("#") for e in tree.iter(f"{KML}styleUrl")]
    classes = ["cancelled", "reduced", "cleared", "suspected", "confirmed"]
    found = [classes.index(one) for one in used if one in classes]
    assert found == sorted(found)
    assert {classes.index("cleared"), 3, 4} <= set(found)
