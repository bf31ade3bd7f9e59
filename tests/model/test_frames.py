"""What is no frame, or lacks columns, is refused with all faults at once."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

import geo
from geo.errors import NotADataset, TableInvalid, UnknownName
from geo.land.ledger import ledger
from geo.land.overlaps import outside_hazard, overlaps
from geo.land.remaining import remaining
from geo.land.shares import zone_shares
from geo.model.layers import CLAIMS, LAYERS
from geo.model.schema import give_types
from geo.store import open_dataset
from tests.conftest import ROOT


def refused(call, frame, name):
    """The columns without which a frame is refused; any other error comes through."""
    found = []
    for column in frame.columns:
        try:
            call(frame.drop(columns=column))
        except TableInvalid as error:
            found.append((column, error.faults, error.hint))
    assert all(said[0].startswith(f"{name} has no column {c!r}") for c, said, _ in found)
    assert all("geo.model.schema.give_types" in hint for *_, hint in found)
    return {column for column, *_ in found}


def faults(call, *args, **options):
    with pytest.raises(TableInvalid) as error:
        call(*args, **options)
    return error.value.faults


@pytest.fixture(scope="module")
def exercise():
    return open_dataset(ROOT / "layers" / "exercise.gpkg")


@pytest.fixture(scope="module")
def layers(exercise):
    return [exercise[name] for name in ("hazard_areas", "land_release", "districts")]


def test_columns_that_are_missing_are_named_together(layers):
    hazards, releases, districts = layers
    said = faults(
        ledger,
        hazards.rename(columns={"hazard_id": "id", "classification": "clasification"}),
        releases.drop(columns="product"),
        districts,
        "2023-12-31",
        zone="distrct",
    )
    assert [text.split(":")[0] for text in said] == [
        "hazards has no column 'hazard_id'",
        "hazards has no column 'classification'",
        "releases has no column 'product'",
        "zones has no column 'distrct'",
    ]
    assert "did you mean clasification" in said[1]
    assert "did you mean district" in said[3]


def test_arguments_in_the_wrong_order_and_paths_are_told(exercise, layers):
    hazards, releases, districts = layers
    assert len(faults(ledger, releases, hazards, districts, "2023-12-31")) == 3
    (said,) = faults(ledger, "hazards.shp", releases, districts, "2023-12-31")
    assert said == "hazards is of type str 'hazards.shp'; expected a frame"
    said = faults(geo.contradictions, exercise["sources"], exercise["claims"])
    assert any(text.startswith("claims has no column 'quantity'") for text in said)
    assert any(text.startswith("sources has no column 'published'") for text in said)


def test_a_column_that_is_there_twice_is_told(layers):
    hazards, releases, districts = layers
    twice = gpd.GeoDataFrame(pd.concat([hazards, hazards[["classification"]]], axis=1))
    (said,) = faults(ledger, twice, releases, districts, "2023-12-31")
    assert said == "hazards has 2 columns 'classification'; expected one"


@pytest.mark.parametrize(
    "call",
    [
        lambda d, claims: geo.contradictions(claims, d["sources"]),
        lambda d, claims: geo.district_summary(
            claims, d["sources"], d["districts"], d["accidents"]
        ),
    ],
)
def test_claims_without_a_column_are_combined_or_refused(exercise, call):
    """Never a bare KeyError from deep inside; what the schema adds is enough."""
    needed = refused(lambda claims: call(exercise, claims), exercise["claims"], "claims")
    assert {"claim_id", "subject", "quantity", "unit", "footprint_id"} <= needed
    assert not {"locator", "grade", "confidence_note", "delivery"} & needed
    call(exercise, give_types(exercise["claims"].drop(columns="category"), CLAIMS))


@pytest.mark.parametrize(
    ("layer", "some"),
    [("sources", "published"), ("districts", "aliases"), ("accidents", "killed_max")],
)
def test_tables_beside_the_claims_too(exercise, layer, some):
    tables = {n: exercise[n] for n in ("claims", "sources", "districts", "accidents")}
    days = {"as_known": "2023-12-31", "as_on": "2023-12-31"}

    def call(frame):
        geo.district_summary(**tables | {layer: frame}, **days)

    assert some in refused(call, pd.DataFrame(exercise[layer]), layer)


def test_a_path_is_no_dataset(exercise, layers):
    path = "layers/exercise.gpkg"
    for call in (geo.folium_map, geo.render_map, geo.check, lambda d: geo.recorded(d, layers[0])):
        with pytest.raises(NotADataset, match=r"layers/exercise\.gpkg"):
            call(path)
    with pytest.raises(TypeError, match="open_dataset"):
        geo.recorded(layers[0], exercise)  # the other way round


def test_a_dataset_names_its_layers(exercise):
    assert list(exercise) == list(LAYERS)
    assert "claims" in exercise
    assert "clams" not in exercise
    assert exercise != replace(exercise)  # without an error: frames have no single truth
    for wrong in ("clams", 3):
        with pytest.raises(UnknownName, match=repr(wrong)):
            exercise[wrong]


def test_a_dataset_is_in_longitude_and_latitude(exercise):
    """Hazards in metres, taken for degrees, were drawn nowhere."""
    wrong = {
        "hazard_areas": exercise["hazard_areas"].to_crs("EPSG:3857"),
        "places": pd.DataFrame(exercise["places"]).drop(columns="geometry"),
        "land_release": exercise["land_release"].set_crs(None, allow_override=True),
        "hazards": exercise["hazard_areas"],
    }
    tables = {name: frame for name, frame in exercise.tables.items() if name != "events"}
    said = faults(replace, exercise, tables=tables | wrong)
    assert said[:2] == ("no layer 'events'", "'hazards' is no layer")
    assert sorted(text.split(";")[0] for text in said[2:]) == [
        "hazard_areas has EPSG:3857",
        "land_release has no CRS",
        "places has no CRS",
    ]
    same = exercise["places"].set_crs("OGC:CRS84", allow_override=True)
    assert replace(exercise, tables={**exercise.tables, "places": same})["places"] is same


def test_the_other_functions_on_frames(layers):
    hazards, releases, districts = layers
    assert len(faults(remaining, hazards[["geometry"]], releases[["geometry"]], "2023-12-31")) == 3
    assert len(faults(overlaps, hazards, key="id")) == 1
    assert len(faults(outside_hazard, hazards, None)) == 2
    assert len(faults(zone_shares, hazards, districts, key="id", zone="name")) == 2
