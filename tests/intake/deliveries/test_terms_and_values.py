"""Terms, units, dates and counts of a delivery: what is understood, and what is kept beside."""

import json

import geopandas as gpd
import shapely

from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.intake.deliveries.made import deliver, polygons, run


def test_terms_units_and_what_is_no_term(folder, tmp_path):
    frame = gpd.GeoDataFrame(
        {
            "Hazard ID": ["a", "b", "c"],
            "Classification": ["Подтвержденный", "sospechosa", "who knows"],
            "Area (ha)": ["1,5", "2", "0,25"],
            "Survey date": ["05.04.2023", "2023-04-06", "31/12/2022"],
        },
        geometry=[shapely.box(46, 39, 46.1, 39.1)] * 3,
        crs=4326,
    )
    frame.to_file(tmp_path / "h.gpkg", driver="GPKG")
    report = deliver(folder, tmp_path / "h.gpkg")
    assert report.unknown == {"classification": {"who knows": 1}}
    assert report.terms["classification"] == {
        "Подтвержденный": ("confirmed", 1),
        "sospechosa": ("suspected", 1),
    }
    dataset = read_dataset(folder)
    rows = dataset["hazard_areas"].set_index("hazard_id")
    assert rows["stated_area_m2"].to_dict() == {"a": 15_000, "b": 20_000}
    assert rows["valid_from"].to_dict() == {"a": "2023-04-05", "b": "2023-04-06"}
    assert json.loads(rows.loc["a", "source_values"])["Area (ha)"] == "1,5"
    # The third row is not lost: it is stored, and rejected with its value until it is mapped.
    assert dataset["findings"].set_index("code").loc["unknown-value", "value"] == "who knows"
    deliver(folder, tmp_path / "h.gpkg", given={"values": {"status": {"who knows": "suspected"}}})
    assert len(read_dataset(folder)["hazard_areas"]) == 3
    assert read_manifest(folder).imports["office-hazard_areas"].units == {"stated_area_m2": "ha"}


def test_what_is_no_term_comes_with_the_option_that_mends_it(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1], status="Zona 4")
    office = ("--layer", "hazard_areas", "--source", "office", "--title", "A", "--publisher", "B")
    said = run("import", path, "--into", folder, *office).output
    assert "--value 'classification.Zona 4=TERM'" in said
    assert "one of suspected, confirmed" in said
    run("import", path, "--into", folder, "--value", "status.Zona 4=confirmed")
    assert read_dataset(folder)["hazard_areas"]["classification"].tolist() == ["confirmed"]


def test_the_class_is_where_the_terms_are(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2, 3])
    kinds = ["SHA", "CHA", "SHA"]
    frame = gpd.read_file(path).assign(Type=kinds, Status=["Open", "Closed", "Open"])
    frame.to_file(path, driver="GeoJSON")
    report = deliver(folder, path)
    assert report.how.columns["classification"] == "Type"
    rows = read_dataset(folder)["hazard_areas"]
    assert rows["classification"].tolist() == ["suspected", "confirmed", "suspected"]
    assert json.loads(rows["source_values"][1])["Status"] == "Closed"
    frame.assign(Status=["CHA", "who knows", "CHA"]).to_file(path, driver="GeoJSON")
    assert deliver(folder, path, name="other").how.columns["classification"] == "Type"


def test_dates_that_can_be_read_two_ways_are_not_read(folder, tmp_path):
    frame = gpd.GeoDataFrame(
        {"ID": ["a"], "Type": ["SHA"], "start date": ["04/05/2023"]},
        geometry=[shapely.box(46, 39, 46.1, 39.1)],
        crs=4326,
    )
    frame.to_file(tmp_path / "h.geojson", driver="GeoJSON")
    report = deliver(folder, tmp_path / "h.geojson")
    assert "ambiguous-dates" in {f.rule.code for f in report.findings}
    dataset = read_dataset(folder)
    assert dataset["hazard_areas"]["valid_from"].isna().tolist() == [True]
    assert dataset["findings"]["code"].tolist().count("delivered-value-unread") == 1
    deliver(folder, tmp_path / "h.geojson", given={"dates": "mdy"})
    assert read_dataset(folder)["hazard_areas"]["valid_from"].tolist() == ["2023-04-05"]


def test_counts_that_are_ranges_or_words_do_not_cost_the_event(folder, tmp_path):
    file = tmp_path / "e.csv"
    counts = [
        ("1", "0"), ("2–3", "2-3"), ("over 5", "at least 2"), ("~4", "several"), ("-1", "1.5"),
        ("", "inf"), ("nan", "4.0"),
    ]  # fmt: skip
    lines = [f"e{i},2021-02-0{i + 1},40.{i},46.5,{k},{j}" for i, (k, j) in enumerate(counts)]
    file.write_text("\n".join(["id,date,lat,lon,killed,injured", *lines]), encoding="utf-8")
    report = deliver(folder, file, layer="events", given={"defaults": {"kind": "accident"}})
    events = read_dataset(folder)["events"].set_index("event_id")
    assert list(events.index) == [f"e{i}" for i in range(7)]
    assert events["killed"].dropna().to_dict() == {"e0": 1}
    assert events["injured"].dropna().to_dict() == {"e0": 0, "e6": 4}
    unread = {(f.row, f.column, f.value) for f in report.findings if f.rule.code == "count-unread"}
    rows = enumerate(counts, start=2)
    lost = {(r, c, v) for r, p in rows for c, v in zip(("killed", "injured"), p, strict=True)}
    whole = {(2, "killed", "1"), (2, "injured", "0"), (7, "killed", ""), (8, "injured", "4.0")}
    ranges = {(3, "killed", "2–3"), (3, "injured", "2-3"), (4, "killed", "over 5")}
    ranges.add((4, "injured", "at least 2"))
    assert unread == lost - whole - ranges
    for row, column, value in unread | ranges:
        assert json.loads(events["source_values"][f"e{row - 2}"])[column] == value
    assert events["killed_min"].dropna().to_dict() == {"e1": 2, "e2": 5}
    assert events["killed_max"].dropna().to_dict() == {"e1": 3}
    assert events["injured_min"].dropna().to_dict() == {"e1": 2, "e2": 2}
    accidents = read_dataset(folder)["accidents"].set_index("event_id")
    assert accidents["killed_min"].dropna().to_dict() == {
        "event:e0": 1,
        "event:e1": 2,
        "event:e2": 5,
    }
    assert accidents["killed_max"].dropna().to_dict() == {"event:e0": 1, "event:e1": 3}


def test_an_outline_stays_although_its_area_or_date_is_not_understood(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2, 3, 4])
    frame = gpd.read_file(path).assign(
        Area=["12.345,6 m2", "2 ha", "large", "1.500"],
        Date=["31.12.2019", "June 2011", "2011", "00.00.0000"],
        work=["open", "who knows", None, "closed"],
    )
    frame = frame.rename(columns={"Date": "survey date", "work": "land_status"})
    frame.to_file(path, driver="GeoJSON")
    report = deliver(folder, path)
    lost = {(f.row, f.column, f.value) for f in report.findings if f.column and f.row}
    assert lost == {
        (3, "stated_area_m2", "large"),
        (2, "valid_from", "June 2011"),
        (3, "valid_from", "2011"),
        (4, "valid_from", "00.00.0000"),
    }
    dataset = read_dataset(folder)
    rows = dataset["hazard_areas"]
    assert rows["stated_area_m2"].fillna(0).tolist() == [12345.6, 20000, 0, 1500]
    assert rows["valid_from"].fillna("").tolist() == ["2019-12-31", "", "", ""]
    assert rows["land_status"].fillna("").tolist() == ["open", "", "", "closed"]
    assert json.loads(rows["source_values"][1])["survey date"] == "June 2011"
    found = dataset["findings"]
    assert (found["code"] == "delivered-value-unread").sum() == 5
    assert not (found["level"] == "error").any()


def test_land_released_on_a_day_that_cannot_be_read_is_not_released(folder, tmp_path):
    path = polygons(tmp_path / "r.geojson", [1, 2], status="cleared")
    gpd.read_file(path).assign(date=["June 2011", "2011-06-30"]).to_file(path, driver="GeoJSON")
    deliver(folder, path, layer="land_release", given={"columns": {"valid_from": "date"}})
    dataset = read_dataset(folder)
    assert dataset["land_release"]["valid_from"].tolist() == ["2011-06-30"]
    assert "invalid-date" in set(dataset["findings"]["code"])


def test_a_point_that_may_mark_thousands_of_square_metres_is_not_guessed(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2])
    gpd.read_file(path).assign(Area=["15.000", "250"]).to_file(path, driver="GeoJSON")
    report = deliver(folder, path)
    assert "ambiguous-numbers" in {f.rule.code for f in report.findings}
    assert read_dataset(folder)["hazard_areas"]["stated_area_m2"].fillna(-1).tolist() == [-1, 250]
    deliver(folder, path, given={"decimals": ","})
    assert read_dataset(folder)["hazard_areas"]["stated_area_m2"].tolist() == [15000, 250]
