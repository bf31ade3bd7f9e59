"""A first delivery by the command line: every row accounted for, refusals that say why."""

import json
import os
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner

from geo.errors import (
    CrsError,
    GeoError,
    InputMissing,
    InputUnreadable,
    ManifestError,
    OutputExists,
    UnknownName,
)
from geo.intake.deliveries.entry import ImportUnclear
from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.intake.deliveries.made import DATA, atlas, deliver, hazards, polygons, run


def test_a_new_dataset_is_complete_and_never_replaced(folder):
    dataset = read_dataset(folder)
    assert dataset.meta.title == 'An "office"'
    assert len(dataset["findings"]) == 0
    with pytest.raises(OutputExists):
        run("init", "office")
    assert CliRunner().invoke(atlas, ["init", "../x"]).exit_code == 2


def test_events_of_two_files_with_two_commands(folder):
    files = sorted(DATA.glob("events_*.json"))
    result = run(
        "import", *files, "--layer", "events", "--source", "aicma", "--title", "Events",
        "--publisher", "AICMA", "--mapping", DATA / "events.toml", "--day", "2024-01-01",
    )  # fmt: skip
    assert result.output.endswith("7 rows: 7 added; 0 retired\n")
    dataset = read_dataset(folder)
    events = dataset["events"]
    assert events["kind"].value_counts().to_dict() == {
        "accident": 3, "ordnance_found": 2, "suspicion": 1, "seizure": 1,
    }  # fmt: skip
    assert events["event_id"].is_unique
    assert json.loads(events["source_values"][0])["TIPO_AREA"] == "Rural"
    assert set(dataset["accidents"]["event_id"]) == {
        f"event:{e}" for e in events.loc[events["kind"] == "accident", "event_id"]
    }
    assert len(dataset["ordnance_finds"]) == 2
    # The event without position is kept, unmapped, and does not claim to be a point.
    lost = events[shapely.is_missing(events["geometry"].to_numpy())]
    assert lost["support"].tolist() == ["district"]
    assert dataset["findings"]["code"].tolist() == ["no-geometry"]
    links = dataset["citations"]
    assert (links["source_id"] == "aicma").all()
    assert len(links) == 7 + 3 + 2
    again = run("import", *files)
    assert again.output.endswith("7 rows: 7 unchanged; 0 retired\n")


def test_the_national_register_of_another_country(folder):
    """Every row of the real files, which are not part of this repository."""
    files = sorted(Path(os.environ.get("COLOMBIAN_EVENTS", "none")).glob("*.json"))
    if not files:
        pytest.skip(
            "COLOMBIAN_EVENTS names no folder with the Colombian register, one GeoJSON a year"
        )
    rows = sum(len(json.loads(f.read_text(encoding="utf-8"))["features"]) for f in files)
    result = run(
        "import", *files, "--layer", "events", "--source", "aicma", "--title", "Events",
        "--publisher", "AICMA", "--mapping", DATA / "events.toml",
    )  # fmt: skip
    assert f"{rows:,} rows: {rows:,} added" in result.output
    dataset = read_dataset(folder)
    assert len(dataset["events"]) + (dataset["findings"]["level"] == "error").sum() >= rows
    assert len(dataset["events"]) == rows


def test_a_table_in_another_script_with_units_and_persons(folder, tmp_path):
    file = hazards(
        tmp_path / "h.csv",
        [
            ["MF-1", "CHA", "1,5", "Иванов", "39°59'24\"N", "46,93", "=HYPERLINK(1)"],
            ["MF-2", "SHA", "2", "", "39,98", "46,94", ""],
            ["MF-3", "Zone 51", "3", "", "north", "46,94", ""],
        ],
    )
    kinds = {"CHA": "suspicion", "SHA": "suspicion", "Zone 51": "other"}
    report = deliver(folder, file, layer="events", given={"values": {"kind": kinds}})
    assert report.how.columns["longitude"] == "Долгота"
    stored = read_dataset(folder)["events"].set_index("event_id")
    assert stored.loc["MF-1", "geometry"].equals(shapely.Point(46.93, 39.99))
    beside = json.loads(stored.loc["MF-1", "source_values"])
    assert beside["Широта"] == "39°59'24\"N"
    assert beside["Comment"] == "=HYPERLINK(1)"
    text = (folder / "events.geojson").read_text(encoding="utf-8")
    assert "Иванов" not in text
    found = {f.rule.code for f in report.findings}
    assert {"encoding-assumed", "personal-column", "unreadable-coordinate"} <= found
    assert stored.loc["MF-3", "geometry"] is None


def test_a_dry_run_writes_nothing(folder, tmp_path):
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    result = run(
        "import", polygons(tmp_path / "h.geojson", ["a"]),
        "--layer", "hazard_areas", "--source", "x",
        "--title", "t", "--publisher", "p", "--dry-run",
    )  # fmt: skip
    assert "1 added" in result.output
    assert "SHA → suspected" in result.output
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_soviet_sheets_keep_their_operation_in_the_manifest(folder, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("id,easting,northing\na,8664864.0,4429000.0\n", encoding="utf-8")
    given = {"crs": "EPSG:28408", "defaults": {"kind": "other"}}
    deliver(folder, path, layer="events", given=given)
    how = read_manifest(folder).imports["office-events"]
    assert how.operations == {"Pulkovo 1942": "Pulkovo 1942 to WGS 84 (16)"}
    deliver(folder, path, layer="events", given={"operation": "Pulkovo 1942 to WGS 84 (14)"})
    kept = read_manifest(folder).imports["office-events"].operations
    assert kept == {"Pulkovo 1942": "Pulkovo 1942 to WGS 84 (14)"}


def test_maxml_goes_in_by_layer(folder):
    report = deliver(folder, DATA / "hazards.maxml")
    assert len(report.merged.added) == 3
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["classification"].to_dict() == {
        "MF-1": "confirmed", "SHA-2": "suspected", "SHA-3": "suspected",
    }  # fmt: skip
    assert "frompointguid" in rows.loc["MF-1", "source_values"]
    report = deliver(folder, DATA / "hazards.maxml", layer="events")
    assert read_dataset(folder)["events"]["kind"].tolist() == ["accident"]
    text = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.geojson"))
    assert "Nobody" not in text


def test_what_cannot_be_imported_says_why(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a"])
    cases = [
        ({"layer": "clearance_zones"}, UnknownName, "land_release"),
        ({"layer": "hazards"}, UnknownName, "hazard_areas"),
        ({"new_source": None}, InputUnreadable, "--publisher"),
        ({"layer": None}, ImportUnclear, "--layer"),
        ({"given": {"columns": {"colour": "ID"}}}, UnknownName, "colour"),
        ({"given": {"columns": {"status": "nowhere"}}}, InputUnreadable, "nowhere"),
        ({"given": {"crs": "EPSG:0"}}, CrsError, "EPSG"),
        ({"given": {"units": {"stated_area_m2": "acre"}}}, ManifestError, "ha"),
    ]
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    for options, error, says in cases:
        with pytest.raises(error) as caught:
            deliver(folder, file, **options)
        assert isinstance(caught.value, GeoError)
        assert says in str(caught.value), options
    with pytest.raises(InputMissing):
        deliver(folder, tmp_path / "none.csv")
    with pytest.raises(InputMissing):
        deliver(tmp_path / "none", file)
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_a_layer_that_somebody_made_by_hand_is_left_alone(folder, tmp_path):
    with (folder / "dataset.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('\n[layers.hazard_areas]\nfile = "mine.csv"\n')
    (folder / "mine.csv").write_text("hazard_id\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=r"mine\.csv"):
        deliver(folder, polygons(tmp_path / "h.geojson", ["a"]))
