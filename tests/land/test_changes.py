"""What differs between two states, against plain shapely and plain Python."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely
from shapely import box

from geo.land.changes import changes
from geo.model import schema
from geo.model.layers import HAZARD_AREAS, LAND_RELEASE


def layer(definition, rows, shapes):
    table = schema.give_types(pd.DataFrame(rows), definition)
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def state(exercise, hazards=(), releases=()):
    """Tables with these areas: (id, class, shape)."""
    tables = dict(exercise.tables)
    for name, definition, classes, given in (
        ("hazard_areas", HAZARD_AREAS, "classification", hazards),
        ("land_release", LAND_RELEASE, "product", releases),
    ):
        rows = [{definition.key: i, classes: c, "support": "surveyed_polygon"} for i, c, _ in given]
        tables[name] = layer(
            definition,
            {key: [row[key] for row in rows] for key in (definition.key, classes, "support")},
            [shape for *_, shape in given],
        )
    return tables


def ground(found, change):
    part = found.ground[found.ground["change"] == change]
    return part, shapely.union_all(part.geometry.to_numpy())


def test_nothing_differs_from_itself(exercise):
    found = changes(exercise.tables, exercise.tables)
    assert found.rows.empty
    assert found.ground.empty


def test_ground_is_what_one_state_has_and_the_other_has_not(exercise):
    old, grown, new = box(47, 40, 47.01, 40.01), box(47, 40, 47.015, 40.01), box(48, 40, 48.01, 41)
    gone = box(46, 40, 46.01, 40.01)
    before = state(exercise, [("a", "suspected", old), ("g", "confirmed", gone)])
    after = state(
        exercise, [("a", "confirmed", grown), ("b", "suspected", new)], [("r", "cleared", gone)]
    )
    found = changes(before, after)
    part, reported = ground(found, "newly_reported")
    assert set(part["id"]) == {"a", "b"}
    assert shapely.equals(reported.normalize(), shapely.union_all([grown.difference(old), new]))
    for change, wanted in (("gone", gone), ("newly_released", gone)):
        assert shapely.equals(ground(found, change)[1], wanted)
    rows = set(map(tuple, found.rows.fillna("").to_numpy()))
    assert rows == {
        ("hazard_areas", "a", "changed", "classification;geometry"),
        ("hazard_areas", "b", "added", ""),
        ("hazard_areas", "g", "removed", ""),
        ("land_release", "r", "added", ""),
    }


def test_the_same_ground_in_other_pieces_is_no_new_ground(exercise):
    whole = box(47, 40, 47.02, 40.01)
    halves = [("x", "suspected", box(47, 40, 47.01, 40.01)),
              ("y", "suspected", box(47.01, 40, 47.02, 40.01))]  # fmt: skip
    found = changes(state(exercise, [("a", "suspected", whole)]), state(exercise, halves))
    assert found.ground.empty
    assert found.rows["change"].tolist() == ["added", "added", "removed"]


def test_a_claim_that_changed_names_its_columns(karabakh):
    claims = karabakh["claims"].copy()
    claims.loc[0, "quantity"] = 123456.0
    claims.loc[1, "confidence_note"] = "looked at again"
    dropped = claims["claim_id"].iloc[-1]
    after = replace(karabakh, tables={**karabakh.tables, "claims": claims.iloc[:-1]})
    rows = changes(karabakh.tables, after.tables).rows
    assert rows[["layer", "id", "change"]].to_numpy().tolist() == [
        ["claims", claims["claim_id"][0], "changed"],
        ["claims", claims["claim_id"][1], "changed"],
        ["claims", dropped, "removed"],
    ]
    assert rows["columns"].tolist()[:2] == ["quantity", "confidence_note"]
