"""Deliveries by the command line: two commands, every row accounted for, nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from geo.commands.import_ import import_
from geo.commands.init import init
from geo.dataset import read_dataset
from geo.errors import (
    CrsError,
    GeoError,
    InputMissing,
    InputUnreadable,
    ManifestError,
    OutputExists,
    UnknownName,
    WriteFailed,
)
from geo.imports.delivery import DeliverySuspect
from geo.imports.entry import ImportUnclear
from geo.imports.lock import LOCK
from geo.imports.run import import_delivery
from geo.manifest import read_manifest
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
NEW = {"title": "Register", "publisher": "Mine Action Office"}
atlas = click.Group("atlas", {"init": init, "import": import_})


def run(*arguments):
    result = CliRunner().invoke(atlas, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("init", "office", "--title", 'An "office"')
    return tmp_path / "layers" / "office"


def hazards(path, rows):
    lines = ["ID;Type;Площадь, га;Фамилия;Широта;Долгота;Comment"]
    path.write_bytes("\n".join([*lines, *(";".join(r) for r in rows)]).encode("cp1251"))
    return path


def deliver(folder, file, **options):
    given = {"layer": "hazard_areas", "source": "office", "new_source": NEW, "day": "2024-01-01"}
    return import_delivery(folder, [file], **{**given, **options})


def polygons(path, ids, size=0.01, status="SHA"):
    frame = gpd.GeoDataFrame(
        {"ID": ids, "Type": [status] * len(ids), "Team": [f"T{i}" for i in ids]},
        geometry=[
            shapely.box(46 + n / 10, 39, 46 + n / 10 + size, 39 + size) for n in range(len(ids))
        ],
        crs=4326,
    )
    frame.to_file(path, driver="GeoJSON")
    return path


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
    assert report.unknown == {"status": {"who knows": 1}}
    assert report.terms["status"] == {
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


def test_a_second_delivery_updates_adds_and_retires(folder, tmp_path):
    file = tmp_path / "h.geojson"
    deliver(folder, polygons(file, ["a", "b", "c"]))
    first = read_dataset(folder)["hazard_areas"]
    polygons(file, ["a", "b", "d"], status="CHA")
    report = deliver(folder, file, day="2024-06-01")
    merged = report.merged
    assert (merged.added, merged.retired, merged.unchanged) == (["d"], ["c"], [])
    assert merged.updated["a"] == ["status", "source_values"]
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["retired"].to_dict() == {"a": None, "b": None, "c": "2024-06-01", "d": None} or (
        rows["retired"].dropna().to_dict() == {"c": "2024-06-01"}
    )
    # Dropping out of a file says nothing about the ground: it stays suspected, without an end.
    assert rows.loc["c", "status"] == "suspected"
    assert rows.loc["c", "valid_to"] is None or rows["valid_to"].isna()["c"]
    assert rows.loc["c", "geometry"].equals(first.set_index("hazard_id").loc["c", "geometry"])
    report = deliver(folder, polygons(file, ["a", "b", "c", "d"], status="CHA"), day="2024-07-01")
    assert report.merged.returned == ["c"]
    assert read_dataset(folder)["hazard_areas"]["retired"].isna().all()


def test_the_same_delivery_twice_changes_no_byte(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a", "b", "b", None])
    deliver(folder, file)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    report = deliver(folder, file, day="2030-01-01")
    assert len(report.merged.unchanged) == 4
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    # The key that stands twice is kept, stored twice, and rejected the second time.
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
    edited = text.replace('status = "Type"', 'status = "Type"  # as agreed in May')
    path.write_text(edited + '\n[imports.office-hazard_areas.values.status]\nSHA = "confirmed"\n',
                    encoding="utf-8")  # fmt: skip
    deliver(folder, file)
    assert "# as agreed in May" in path.read_text(encoding="utf-8")
    assert read_dataset(folder)["hazard_areas"]["status"].tolist() == ["confirmed"]


def test_a_dry_run_writes_nothing(folder, tmp_path):
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    result = run(
        "import", polygons(tmp_path / "h.geojson", ["a"]),
        "--layer", "hazard_areas", "--source", "x",
        "--title", "t", "--publisher", "p", "--dry-run",
    )  # fmt: skip
    assert "1 added" in result.output
    assert "SHA → suspected" in result.output
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_soviet_sheets_keep_their_operation_in_the_manifest(folder, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("id,easting,northing\na,8664864.0,4429000.0\n", encoding="utf-8")
    given = {"crs": "EPSG:28408", "defaults": {"kind": "other"}}
    deliver(folder, path, layer="events", given=given)
    how = read_manifest(folder).imports["office-events"]
    assert "Pulkovo 1942 to WGS 84 (16)" in how.operation
    deliver(folder, path, layer="events", given={"operation": "Pulkovo 1942 to WGS 84 (14)"})
    assert "(14)" in read_manifest(folder).imports["office-events"].operation


def test_maxml_goes_in_by_layer(folder):
    report = deliver(folder, DATA / "hazards.maxml")
    assert len(report.merged.added) == 3
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["status"].to_dict() == {
        "MF-1": "confirmed", "SHA-2": "suspected", "SHA-3": "suspected",
    }  # fmt: skip
    assert "frompointguid" in rows.loc["MF-1", "source_values"]
    report = deliver(folder, DATA / "hazards.maxml", layer="events")
    assert read_dataset(folder)["events"]["kind"].tolist() == ["accident"]
    text = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.geojson"))
    assert "Nobody" not in text


@pytest.mark.parametrize(
    ("names", "key", "code"),
    [
        (("ADM2_EN", "ADM2_PCODE", "ADM1_EN"), "ADM2_EN", "ADM2_PCODE"),
        (("shapeName", "shapeID", "shapeType"), "shapeName", "shapeID"),
        (("name", "adm1_code", "region"), "name", "adm1_code"),
        (("Район", "Код", "x"), "Район", "Код"),
    ],
)
def test_district_boundaries_of_any_country(folder, tmp_path, names, key, code):
    frame = gpd.GeoDataFrame(
        {names[0]: ["West", "East", "East"], names[1]: ["W", "E1", "E2"], names[2]: ["r"] * 3},
        geometry=[shapely.box(x, 1, x + 1, 2) for x in (10, 11, 12)],
        crs=4326,
    )
    frame.to_file(tmp_path / "d.geojson", driver="GeoJSON")
    report = deliver(folder, tmp_path / "d.geojson", layer="districts")
    assert report.how.columns["district"] == key
    assert report.how.columns["code"] == code
    districts = read_dataset(folder)["districts"]
    # Two districts of one name are different ground: the code tells them apart.
    assert districts["district"].tolist() == ["East (E1)", "East (E2)", "West"]
    assert (districts["boundary_set"] == "office").all()


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
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    for options, error, says in cases:
        with pytest.raises(error) as caught:
            deliver(folder, file, **options)
        assert isinstance(caught.value, GeoError)
        assert says in str(caught.value), options
    with pytest.raises(InputMissing):
        deliver(folder, tmp_path / "none.csv")
    with pytest.raises(InputMissing):
        deliver(tmp_path / "none", file)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_layer_that_somebody_made_by_hand_is_left_alone(folder, tmp_path):
    with (folder / "dataset.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('\n[layers.hazard_areas]\nfile = "mine.csv"\n')
    (folder / "mine.csv").write_text("hazard_id\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=r"mine\.csv"):
        deliver(folder, polygons(tmp_path / "h.geojson", ["a"]))


_HOLDING = """
import os, sys
from pathlib import Path
from geo.imports import lock

with lock.alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_imports_at_once(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a"])
    before = {p.name for p in folder.iterdir()}
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WriteFailed, match="another import"):
            deliver(folder, file)
        (lock,) = {p.name for p in folder.iterdir()} - before
    finally:
        holder.kill()
        holder.communicate()
    # The dead program left its lock behind; that stops nobody.
    assert (folder / lock).is_file()
    assert len(deliver(folder, file).merged.added) == 1
    assert not (folder / lock).exists()


def test_a_lock_of_another_machine_is_respected(folder, tmp_path):
    (folder / LOCK).write_text("1 another-machine", encoding="utf-8")
    with pytest.raises(WriteFailed, match="another import") as error:
        deliver(folder, polygons(tmp_path / "h.geojson", ["a"]))
    assert LOCK in error.value.hint


_CUT_SHORT = """
import os, resource, signal, sys
from geo.imports import stored
from geo.imports.lock import LOCK
from geo.imports.run import import_delivery

def written(*_):
    if sys.argv[3] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return iter(["{}"] * 2)

if sys.argv[3] == "killed":
    stored.json_objects = written
else:  # a file may not grow beyond this: the system fails the write as a full disk does
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    import_delivery(sys.argv[1], [sys.argv[2]], day="2024-02-01")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("how", ["killed", "full"])
def test_an_import_cut_short_by_the_system_leaves_the_old_files_whole(folder, tmp_path, how):
    deliver(folder, polygons(tmp_path / "h.geojson", ["a", "b"]))
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    file = polygons(tmp_path / "h.geojson", ["a", "c"])
    run = subprocess.run(
        [sys.executable, "-c", _CUT_SHORT, str(folder), str(file), how],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == (-9 if how == "killed" else 0)
    assert run.stdout.startswith("WriteFailed") is (how == "full"), run.stdout + run.stderr
    assert {n: (folder / n).read_bytes() for n in before} == before
    assert deliver(folder, file).merged.retired == ["b"]


@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_full_disk_leaves_the_old_files_whole(folder, tmp_path, monkeypatch, write):
    deliver(folder, polygons(tmp_path / "h.geojson", ["a", "b"]))
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    calls = []
    import geo.files

    real = geo.files.sync

    def full(path):
        calls.append(path)
        if len(calls) == 2 * write - 1:  # each file is synced, then its folder
            raise OSError(28, "No space left on device")
        real(path)

    monkeypatch.setattr(geo.files, "sync", full)
    polygons(tmp_path / "p.geojson", ["p"])
    with pytest.raises(WriteFailed, match="No space"):
        deliver(folder, tmp_path / "p.geojson", source="partner")
    monkeypatch.undo()
    after = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert not [name for name in after if name.startswith(".")]
    # Whatever was written is whole, and importing again completes it.
    assert after["dataset.toml"] == before["dataset.toml"]
    read_dataset(folder)
    deliver(folder, tmp_path / "p.geojson", source="partner")
    rows = read_dataset(folder)["hazard_areas"]
    assert rows["hazard_id"].tolist() == ["a", "b", "p"]
    assert rows["retired"].isna().all()
    assert len(read_dataset(folder)["sources"]) == 2


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


def test_following_the_advice_of_the_first_import_keeps_rows_without_key(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2, 3], status="4")
    frame = gpd.read_file(path).drop(columns="ID")
    frame.to_file(path, driver="GeoJSON")
    assert deliver(folder, path).unknown == {"status": {"4": 3}}
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


def test_districts_of_events_get_their_canonical_name_and_keep_their_own(folder, tmp_path):
    office = {"layer": "districts", "source": "office"}
    frame = gpd.GeoDataFrame(
        {"name": ["Nariño", "Bolívar", "Bolivia"], "alt_name": [None, "Cauca", "Cauca"]},
        geometry=[shapely.box(n, 1, n + 1, 2) for n in (-78, -77, -76)],
        crs=4326,
    )
    frame.to_file(tmp_path / "d.geojson")
    deliver(folder, tmp_path / "d.geojson", **office)
    path = tmp_path / "e.csv"
    path.write_text("id,kind,departamento\n1,other,NARIÑO\n2,other,bolivar\n3,other,Cauca\n")
    deliver(folder, path, layer="events")
    events = read_dataset(folder)["events"]
    # A name that two districts share stands for neither.
    assert events["district"].tolist() == ["Nariño", "Bolívar", "Cauca"]
    assert json.loads(events["source_values"][0]) == {"departamento": "NARIÑO"}


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


def test_what_is_no_term_comes_with_the_option_that_mends_it(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1], status="Zona 4")
    office = ("--layer", "hazard_areas", "--source", "office", "--title", "A", "--publisher", "B")
    said = run("import", path, "--into", folder, *office).output
    assert "--value 'status.Zona 4=TERM'" in said
    assert "one of suspected, confirmed" in said
    run("import", path, "--into", folder, "--value", "status.Zona 4=confirmed")
    assert read_dataset(folder)["hazard_areas"]["status"].tolist() == ["confirmed"]


def test_an_outline_counts_more_than_the_centre_beside_it(folder, tmp_path):
    box = shapely.box(46, 39, 46.1, 39.1)
    path = tmp_path / "h.csv"
    rows = [f'{n};SHA;46,05;39,05;"{text}"' for n, text in ((1, box.wkt), (2, box.wkb_hex))]
    path.write_text("\n".join(["id;type;lon;lat;geom", *rows]))
    deliver(folder, path, given={"crs": "EPSG:4326"})
    shapes = read_dataset(folder)["hazard_areas"]["geometry"]
    assert [s.equals(box) for s in shapes] == [True, True]


def test_polygons_in_a_collection_are_outlines(folder, tmp_path):
    box, line = shapely.box(46, 39, 46.1, 39.1), shapely.LineString([(46, 39), (47, 39)])
    far = shapely.box(48, 39, 48.1, 39.1)
    frame = gpd.GeoDataFrame(
        {"ID": ["alone", "beside", "nested", "without"], "Type": ["SHA"] * 4},
        geometry=[
            shapely.GeometryCollection([box]),
            shapely.GeometryCollection([line, box]),
            shapely.GeometryCollection([far, shapely.GeometryCollection([box])]),
            shapely.GeometryCollection([line]),
        ],
        crs=4326,
    )
    frame.to_file(tmp_path / "h.geojson", driver="GeoJSON")
    deliver(folder, tmp_path / "h.geojson")
    dataset = read_dataset(folder)
    shapes = dataset["hazard_areas"].set_index("hazard_id")["geometry"]
    assert shapes["alone"].equals(box)
    assert shapes["beside"].equals(box)
    assert shapes["nested"].equals(shapely.union(box, far))
    assert shapes["without"] is None
    found = dataset["findings"].dropna(subset="feature_id").set_index("feature_id")["code"]
    assert found.to_dict() == {
        "beside": "parts-left-out",
        "without": "wrong-geometry-type",
    }


def test_the_class_is_where_the_terms_are(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2, 3])
    kinds = ["SHA", "CHA", "SHA"]
    frame = gpd.read_file(path).assign(Type=kinds, Status=["Open", "Closed", "Open"])
    frame.to_file(path, driver="GeoJSON")
    report = deliver(folder, path)
    assert report.how.columns["status"] == "Type"
    rows = read_dataset(folder)["hazard_areas"]
    assert rows["status"].tolist() == ["suspected", "confirmed", "suspected"]
    assert json.loads(rows["source_values"][1])["Status"] == "Closed"
    frame.assign(Status=["CHA", "who knows", "CHA"]).to_file(path, driver="GeoJSON")
    assert deliver(folder, path, name="other").how.columns["status"] == "Status"


def test_points_among_outlines_are_said_at_once(folder, tmp_path):
    square = shapely.box(46, 40, 46.01, 40.01)
    shapes = [
        square,
        shapely.Point(46, 40),
        shapely.Point(46.1, 40),
        shapely.GeometryCollection([square, shapely.Point(46, 40)]),
        shapely.GeometryCollection([shapely.Point(46, 40)]),
        None,
    ]
    file = tmp_path / "mixed.geojson"
    columns = {"hazard_id": list("abcdef"), "status": ["suspected"] * 6}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(file)
    report = deliver(folder, file)
    said = [f.message for f in report.findings if f.rule.code == "wrong-geometry-type"]
    assert said == [
        "2 Point: kept without a place, hazard_areas has MULTIPOLYGON",
        "1 GeometryCollection: kept without a place, hazard_areas has MULTIPOLYGON",
    ]
    assert read_dataset(folder)["hazard_areas"]["geometry"].notna().sum() == 2
