"""Styles for other GIS: well-formed, and every row of a layer in exactly one rule."""

import re
import sqlite3
from itertools import product
from xml.etree import ElementTree

import pandas as pd
import pytest
from pyproj import Geod, Transformer

from geo.model.layers import LAYERS
from geo.store.styles import layer_style

STYLED = [layer for layer in LAYERS.values() if layer.geometry]
OGC = "{http://www.opengis.net/ogc}"
SLD = "{http://www.opengis.net/sld}"


@pytest.mark.parametrize("layer", STYLED, ids=lambda layer: layer.name)
def test_rows_no_longer_delivered_have_a_rule_of_their_own(layer):
    qml, sld = (ElementTree.fromstring(text) for text in layer_style(layer))
    symbols = {s.get("name") for s in qml.findall("renderer-v2/symbols/symbol")}
    rules = list(qml.iter("rule"))
    titles = [t.text for t in sld.iter(f"{SLD}Title")]
    if rules:
        assert [r.get("symbol") for r in rules] == [str(i) for i in range(len(symbols))]
        assert [r.get("label") for r in rules] == titles
    named = [r for r in rules if r.get("label") == "No longer delivered"]
    assert len(named) == ("retired" in layer.names)
    assert titles.count("No longer delivered") == ("retired" in layer.names)
    for rule in named:
        (symbol,) = (s for s in qml.iter("symbol") if s.get("name") == rule.get("symbol"))
        drawn = {o.get("name"): o.get("value") for o in symbol.iter("Option")}
        assert drawn["outline_style"] == "dot"
        assert drawn.get("style", "no") == "no"
    assert set(map(str, symbols)) == {str(i) for i in range(len(titles))}


@pytest.mark.parametrize("layer", [v for v in STYLED if "retired" in v.names], ids=lambda v: v.name)
def test_every_row_is_drawn_by_one_rule(layer):
    # SQLite understands the same comparisons as QGIS, and is an oracle of its own.
    qml = ElementTree.fromstring(layer_style(layer)[0])
    filters = [r.get("filter") for r in qml.iter("rule")]
    labels = [r.get("label") for r in qml.iter("rule")]
    columns = [c for c in layer.columns if any(f'"{c.name}" ' in f for f in filters)]
    values = {c.name: [str(t) for t in c.domain] for c in columns if c.domain}
    values["retired"] = [None, "2024-01-01"]
    rows = pd.DataFrame(product(*values.values()), columns=list(values), dtype=object)
    with sqlite3.connect(":memory:") as connection:
        rows.to_sql("rows", connection, index_label="at")
        for at in range(len(rows)):
            hit = [
                i
                for i, f in enumerate(filters)
                if connection.execute(f"SELECT 1 FROM rows WHERE at = {at} AND ({f})").fetchall()
            ]
            assert len(hit) == 1, rows.iloc[at]
            assert labels[hit[0]].startswith("No longer") == pd.notna(rows["retired"][at])
            vague = labels[hit[0]] == "Somewhere in here"
            supported = {"surveyed_polygon", "reconstructed_polygon", None}
            if layer.points:
                supported.add("point")
                position = labels[hit[0]].endswith(", position only")
                assert position == (rows["support"][at] == "point")
            if pd.isna(rows["retired"][at]) and layer.name in ("hazard_areas", "land_release"):
                assert vague == (rows["support"][at] not in supported)
                dotted = labels[hit[0]].endswith(", reconstructed")
                assert dotted == (rows["support"][at] == "reconstructed_polygon")
    connection.close()


@pytest.mark.parametrize("layer", STYLED, ids=lambda layer: layer.name)
def test_each_rule_of_the_sld_filters_by_one_condition(layer):
    sld = ElementTree.fromstring(layer_style(layer)[1])
    for within in sld.iter(f"{OGC}Filter"):
        assert len(within) == 1
        for both in within.iter(f"{OGC}And"):
            assert len(both) >= 2


def test_each_figure_of_the_newest_year_is_in_one_class_and_what_is_missing_is_hatched(karabakh):
    figures = karabakh["district_figures"]
    qml, sld = layer_style(LAYERS["district_figures"], figures)
    rules = [(r.get("label"), r.get("filter")) for r in ElementTree.fromstring(qml).iter("rule")]
    plain = pd.DataFrame(figures.drop(columns="geometry"))
    with sqlite3.connect(":memory:") as connection:
        plain.to_sql("rows", connection, index=False)
        hits = {
            label: [k for (k,) in connection.execute(f"SELECT figure_id FROM rows WHERE {where}")]
            for label, where in rules
        }
    drawn = sorted(key for keys in hits.values() for key in keys)
    newest = figures["year"] == 2025  # of the newest hectares of a whole year
    assert drawn == sorted(figures.loc[newest, "figure_id"])
    missing = newest & figures["cleared_ha_low"].isna()
    assert sorted(hits["Not recorded, 2025"]) == sorted(figures.loc[missing, "figure_id"])
    assert hits["5,000 to 10,000 ha claimed cleared, 2025"] == [
        key
        for key, low in zip(figures["figure_id"], figures["cleared_ha_low"], strict=True)
        if key.endswith(":2025") and 5000 <= low < 10000
    ]
    titles = [t.text for t in ElementTree.fromstring(sld).iter(f"{SLD}Title")]
    assert titles == [label for label, _ in rules]
    assert "f_diagonal" in qml


def test_only_an_upper_figure_is_neither_a_class_nor_missing(karabakh):
    figures = karabakh["district_figures"].copy()
    figures["cleared_ha_low"] = None
    figures["cleared_ha_low"] = figures["cleared_ha_low"].astype("float64")
    qml, _ = layer_style(LAYERS["district_figures"], figures)
    rules = {r.get("label"): r.get("filter") for r in ElementTree.fromstring(qml).iter("rule")}
    assert '"cleared_ha_high" IS NOT NULL' in rules["Only a highest figure, 2025"]
    assert '"cleared_ha_high" IS NULL' in rules["Not recorded, 2025"]


def test_marks_and_outlines_of_zones_have_rules_of_their_own(karabakh):
    qml, _ = layer_style(LAYERS["clearance_zones"])
    root = ElementTree.fromstring(qml)
    zones = karabakh["clearance_zones"]
    plain = pd.DataFrame(zones.drop(columns="geometry")).assign(type=zones.geometry.geom_type)
    with sqlite3.connect(":memory:") as connection:
        plain.to_sql("rows", connection, index=False)
        drawn = {
            next(s for s in root.iter("symbol") if s.get("name") == r.get("symbol")).get("type"): {
                t
                for (t,) in connection.execute(
                    f"SELECT DISTINCT type FROM rows WHERE {r.get('filter')}"
                )
            }
            for r in root.iter("rule")
            if not r.get("label").startswith("No longer")
        }
    connection.close()
    assert drawn["marker"] - {None} == {"Point", "MultiPoint"}
    assert drawn["fill"] - {None} == {"Polygon", "MultiPolygon"}


def test_records_have_their_error_band_as_a_geometry_that_qgis_makes():
    layer = LAYERS["minefield_records"]
    qml = ElementTree.fromstring(layer_style(layer)[0])
    drawn, retired = qml.findall("renderer-v2/symbols/symbol")
    outline, band = drawn.findall("layer")
    assert outline.get("class") == "SimpleFill"
    assert band.get("class") == "GeometryGenerator"
    options = {o.get("name"): o.get("value") for o in band.findall("Option/Option")}
    assert options["SymbolType"] == "Fill"
    assert options["units"] == "MapUnit"
    written = options["geometryModifier"]
    assert written.count("(") == written.count(")")
    (column,) = re.findall(r'"(\w+)"', written)
    assert column == "ce95_m"
    assert column in layer.names
    inner = band.find("symbol")
    assert inner.get("name") == "@0@1"  # QGIS names the symbol inside by the layer that holds it
    line = {o.get("name"): o.get("value") for o in inner.findall("layer/Option/Option")}
    assert (line["style"], line["outline_style"]) == ("no", "dot")
    # What is no longer delivered keeps its outline alone.
    assert [one.get("class") for one in retired.findall("layer")] == ["SimpleFill"]


@pytest.mark.parametrize(("lon", "lat"), [(46.93, 39.99), (-71.2, -33.4), (179.99, -16.5)])
def test_the_band_of_qgis_is_as_wide_as_it_says(lon, lat):
    """The expression, done by hand: to the zone of UTM, grown there, and back."""
    zone = (32700 if lat < 0 else 32600) + min(60, int((lon + 180) // 6) + 1)
    there, back = (
        Transformer.from_crs(*pair, always_xy=True) for pair in ((4326, zone), (zone, 4326))
    )
    x, y = there.transform(lon, lat)
    east = back.transform(x + 30, y)
    assert Geod(ellps="WGS84").inv(lon, lat, *east)[2] == pytest.approx(30, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("hazard_areas", ["suspected", "confirmed"]),
        ("land_release", ["cancelled", "reduced", "cleared"]),
    ],
)
def test_qgis_draws_what_is_more_dangerous_later_whatever_the_rows(name, below):
    qml = ElementTree.fromstring(layer_style(LAYERS[name])[0])
    assert qml.find("renderer-v2").get("symbollevels") == "1"
    levels = {
        symbol.get("name"): int(symbol.find("layer").get("pass")) for symbol in qml.iter("symbol")
    }
    by_class = {one: set() for one in below}
    for rule in qml.iter("rule"):
        for one in below:
            if f"= '{one}'" in rule.get("filter"):
                by_class[one].add(levels[rule.get("symbol")])
    assert all(len(found) == 1 for found in by_class.values())  # of all its rules
    found = [min(by_class[one]) for one in below]
    assert found == sorted(set(found))
    assert min(found) > 0  # over what is no longer delivered
