"""Whole numbers stay as they are written, whatever else stands in their column."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.main import main
from geo.intake.deliveries.run import import_delivery
from geo.intake.folder import read_dataset
from geo.intake.readers import read

NEW = {"title": "Register", "publisher": "Mine Action Office"}


def deliver(folder, path):
    import_delivery(
        folder, [path], layer="events", source="office", new_source=NEW, day="2024-01-01",
        given={"defaults": {"kind": "accident"}, "crs": "EPSG:4326"},
    )  # fmt: skip
    frame = read_dataset(folder)["events"].set_index("event_id")
    beside = {k: json.loads(v) if isinstance(v, str) else {} for k, v in
              frame["source_values"].items()}  # fmt: skip
    return frame, beside


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "office"]).exit_code == 0
    return tmp_path / "layers" / "office"


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "fgb", "parquet"])
def test_beside_others_that_are_missing(folder, tmp_path, suffix):
    counts = pd.array([3, None], dtype="Int64")
    frame = gpd.GeoDataFrame(
        {"event_id": ["a", "b"], "killed": counts, "team": counts},
        geometry=[shapely.Point(46, 39), shapely.Point(47, 39)],
        crs=4326,
    )
    path = tmp_path / f"events.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    assert [type(v) for v in read(path).frame["team"].dropna()] == [int]
    found, beside = deliver(folder, path)
    assert found["killed"]["a"] == 3
    assert beside["a"].get("team") == 3
    assert str(beside["a"]["team"]) == "3"
    assert "killed" not in beside["a"]


def test_beside_others_that_are_words_or_fractions(folder, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("event_id,killed,injured,accuracy,longitude,latitude\n"
                    "a,3,,2.5,46,39\nb,several,4,12,46,39\nc,,007,,46,39\n")  # fmt: skip
    found, beside = deliver(folder, path)
    assert found["killed"]["a"] == 3
    assert found["horizontal_accuracy_m"].tolist()[:2] == [2.5, 12]
    position = {"longitude": "46", "latitude": "39"}
    assert beside["a"] == position
    assert beside["b"] == {"killed": "several", **position}
    assert beside["c"] == {"injured": "007", **position}  # read as 7, so kept as written
