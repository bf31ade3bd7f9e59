"""The next delivery of an import: what is updated, added, retired, kept."""

import geopandas as gpd
import pytest

from geo.intake.deliveries.delivery import DeliverySuspect
from geo.intake.folder import read_dataset
from tests.intake.deliveries.made import deliver, polygons


def test_a_second_delivery_updates_adds_and_retires(folder, tmp_path):
    file = tmp_path / "h.geojson"
    deliver(folder, polygons(file, ["a", "b", "c"]))
    first = read_dataset(folder)["hazard_areas"]
    polygons(file, ["a", "b", "d"], status="CHA")
    report = deliver(folder, file, day="2024-06-01")
    merged = report.merged
    assert (merged.added, merged.retired, merged.unchanged) == (["d"], ["c"], [])
    assert merged.updated["a"] == ["classification", "source_values"]
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["retired"].to_dict() == {"a": None, "b": None, "c": "2024-06-01", "d": None} or (
        rows["retired"].dropna().to_dict() == {"c": "2024-06-01"}
    )
    # Dropping out of a file says nothing about the ground: it stays suspected, without an end.
    assert rows.loc["c", "classification"] == "suspected"
    assert rows.loc["c", "valid_to"] is None or rows["valid_to"].isna()["c"]
    assert rows.loc["c", "geometry"].equals(first.set_index("hazard_id").loc["c", "geometry"])
    report = deliver(folder, polygons(file, ["a", "b", "c", "d"], status="CHA"), day="2024-07-01")
    assert report.merged.returned == ["c"]
    assert read_dataset(folder)["hazard_areas"]["retired"].isna().all()


def test_the_same_delivery_twice_changes_no_byte(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a", "b", "b", None])
    deliver(folder, file)
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    report = deliver(folder, file, day="2030-01-01")
    assert len(report.merged.unchanged) == 4
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
    # The key that occurs twice is kept, stored twice, and rejected the second time.
    assert "duplicate-key" in set(read_dataset(folder)["findings"]["code"])


def test_two_sources_share_a_layer_and_do_not_retire_each_other(folder, tmp_path):
    deliver(folder, polygons(tmp_path / "a.geojson", ["a", "b"]))
    deliver(folder, polygons(tmp_path / "p.geojson", ["p"]), source="partner")
    report = deliver(folder, polygons(tmp_path / "a.geojson", ["a"]))
    assert report.merged.retired == ["b"]
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["source_id"].to_dict() == {"a": "office", "b": "office", "p": "partner"}
    assert rows.loc["p", "retired"] is None or rows["retired"].isna()["p"]


def test_a_delivery_that_lacks_most_rows_is_refused(folder, tmp_path):
    ids = [f"h{n}" for n in range(20)]
    deliver(folder, polygons(tmp_path / "h.geojson", ids))
    before = (folder / "hazard_areas.geojson").read_bytes()
    polygons(tmp_path / "h.geojson", ids[:3])
    with pytest.raises(DeliverySuspect, match="17 of 20"):
        deliver(folder, tmp_path / "h.geojson")
    assert (folder / "hazard_areas.geojson").read_bytes() == before
    assert len(deliver(folder, tmp_path / "h.geojson", retire_most=True).merged.retired) == 17


def test_comments_in_the_manifest_survive_and_edits_count(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a"])
    deliver(folder, file)
    path = folder / "dataset.toml"
    text = path.read_text(encoding="utf-8")
    assert "# Terms of use of the compilation" in text
    edited = text.replace('classification = "Type"', 'classification = "Type"  # as agreed in May')
    values = '\n[imports.office-hazard_areas.values.classification]\nSHA = "confirmed"\n'
    path.write_text(edited + values, encoding="utf-8")
    deliver(folder, file)
    assert "# as agreed in May" in path.read_text(encoding="utf-8")
    assert read_dataset(folder)["hazard_areas"]["classification"].tolist() == ["confirmed"]


def test_following_the_advice_of_the_first_import_keeps_rows_without_key(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2, 3], status="4")
    frame = gpd.read_file(path).drop(columns="ID")
    frame.to_file(path, driver="GeoJSON")
    assert deliver(folder, path).unknown == {"classification": {"4": 3}}
    corrected = deliver(folder, path, given={"values": {"status": {"4": "suspected"}}})
    assert len(corrected.merged.updated) == 3
    assert not corrected.merged.added
    assert not corrected.merged.retired
    # A key column that was overlooked is taken over too.
    keyed = deliver(folder, path, given={"columns": {"hazard_id": "Team"}})
    assert sorted(keyed.merged.updated) == ["T1", "T2", "T3"]
    assert not keyed.merged.added
    assert not keyed.merged.retired
    assert sorted(read_dataset(folder)["hazard_areas"]["hazard_id"]) == ["T1", "T2", "T3"]


def test_a_corrected_crs_moves_rows_without_key(folder, tmp_path):
    path = tmp_path / "h.csv"
    path.write_text("Status,Easting,Northing\nCHA,8494000,4427000\nSHA,8495000,4428000\n")
    deliver(folder, path, given={"crs": "EPSG:28408"}, layer="events", source="office")
    moved = deliver(folder, path, given={"crs": "EPSG:32638"}, layer="events", source="office")
    assert len(moved.merged.updated) == 2
    assert not moved.merged.added
