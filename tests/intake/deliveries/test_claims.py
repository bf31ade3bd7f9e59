"""Spreadsheets of invented claims and sources, from `init` to the map, worked out by hand."""

import csv
import json

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import ManifestError
from geo.intake.deliveries.claims import SourcesUnknown
from geo.intake.deliveries.delivery import KeysTaken
from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.model.dataset import current
from geo.model.manifest import read_manifest
from tests.maps.unpack import payload_of

SOURCES = [
    ("Ref", "Headline", "Outlet", "Date", "Link"),
    ("s1", "Invented report one", "Invented Agency", "25.03.2024", "https://example.org/1"),
    ("s2", "Invented report two", "Invented NGO", "2024-04", "https://example.org/2"),
]
HEAD = (
    "No",
    "Topic",
    "Value",
    "Units",
    "Qualifier",
    "Period",
    "Location",
    "Who says",
    "Source",
    "Mood",
)
CLAIMS = [
    ("c1", "Land cleared", "1,500", "ha", "over", "2023", "North", "Agency", "s1", "grim"),
    ("c2", "mines found", "20–25", "mines", None, "2023-01 to 2023-06", "Nord", "Agency",
     "https://example.org/2", None),
    ("c3", "casualties", "up to 5", None, None, "2024", "Somewhere", "NGO",
     "Invented report two", None),
    ("c4", "casualties", "dozens", None, None, "first half of 2024", None, "NGO", "s2", None),
]  # fmt: skip
DISTRICTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"district": name, "aliases": also},
            "geometry": {"type": "Polygon", "coordinates": [
                [[46, y], [47, y], [47, y + 1], [46, y + 1], [46, y]]]},
        }
        for name, also, y in (("North", "Nord", 40), ("South", "Süd", 39))
    ],
}  # fmt: skip


def atlas(*arguments, code=0):
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == code, result.output + str(result.exception)
    return result.output


def table(path, *rows):
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in rows:
            book.active.append(line)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["" if v is None else v for v in r] for r in rows])
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    atlas("init", "demo")
    (tmp_path / "d.geojson").write_text(json.dumps(DISTRICTS), encoding="utf-8")
    new = ("--title", "Invented borders", "--publisher", "Nobody")
    atlas("import", "d.geojson", "--layer", "districts", "--source", "b", *new)
    return tmp_path / "layers" / "demo"


def both(tmp_path, suffix=".csv", claims=CLAIMS):
    atlas(
        "import",
        table(tmp_path / f"s{suffix}", *SOURCES),
        "--layer",
        "sources",
        "--day",
        "2024-05-01",
    )
    file = table(tmp_path / f"c{suffix}", HEAD, *claims)
    # 'dozens' is no figure, and nobody knows where 'Somewhere' is.
    unread = int(any(row in claims for row in CLAIMS[2:]))
    return atlas("import", file, "--layer", "claims", "--day", "2024-05-01", code=unread)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_from_two_spreadsheets_to_the_map(folder, tmp_path, suffix):
    said = both(tmp_path, suffix)
    assert "4 rows: 4 added; 0 retired" in said
    assert "quantity   ← Value" in said
    assert "mines found → eo_found, 1 row" in said
    assert "row 5: 'dozens' was not read as a figure" in said
    assert "row 5: 'first half of 2024' was not read as a period" in said
    dataset = read_dataset(folder)
    assert dataset["findings"].empty
    rows = dataset["claims"].set_index("claim_id")
    figures = rows[["quantity", "quantity_min", "quantity_max"]].astype(object)
    assert figures.where(figures.notna(), None).to_numpy().tolist() == [
        [None, 1500, None], [None, 20, 25], [None, None, 5], [None, None, None],
    ]  # fmt: skip
    assert rows["subject"].tolist() == ["area_cleared", "eo_found", "casualties", "casualties"]
    assert rows["source_id"].tolist() == ["s1", "s2", "s2", "s2"]
    assert rows["districts"].fillna("").tolist() == ["North", "North", "", ""]
    assert rows["support"].tolist() == ["district", "district", "none", "none"]
    assert rows.loc["c2", ["period_start", "period_end"]].tolist() == ["2023-01", "2023-06"]
    assert rows.loc["c1", "paraphrase"] == "Land cleared: over 1,500 ha, North, 2023"
    beside = json.loads(rows.loc["c1", "source_values"])
    assert beside == {"Topic": "Land cleared", "Value": "1,500",
                      "Period": "2023", "Mood": "grim"}  # fmt: skip
    sources = dataset["sources"].set_index("source_id")
    assert sources.loc["s1", "published"] == "2024-03-25"
    page = payload_of(render_map(dataset))
    assert len(page["claims"]) == 4
    assert read_manifest(folder).imports["claims"].columns["quantity"] == "Value"


def test_a_later_delivery_updates_adds_retires_and_brings_back(folder, tmp_path):
    both(tmp_path)
    changed = (*CLAIMS[1][:2], "30", *CLAIMS[1][3:])
    new = ("c5", *CLAIMS[0][1:])
    file = table(tmp_path / "c.csv", HEAD, changed, CLAIMS[2], CLAIMS[3], new)
    said = atlas("import", file, "--layer", "claims", "--day", "2024-06-01", code=1)
    assert "4 rows: 1 added, 1 updated, 2 unchanged; 1 retired" in said
    dataset = read_dataset(folder)
    rows = dataset["claims"].set_index("claim_id")
    assert rows["retired"].dropna().to_dict() == {"c1": "2024-06-01"}
    assert rows.loc["c2", "quantity"] == 30
    zones = dataset["clearance_zones"]
    assert zones["n_claims"].tolist() == [1]  # c5; c1 is no longer delivered
    page = payload_of(render_map(dataset))
    assert len(page["claims"]) == 4
    listed = next(g for g in page["undrawn"] if g["reason"] == "retired")["items"]
    assert [(i["id"], i["day"]) for i in listed] == [("c1", "2024-06-01")]
    text = (folder / "claims.csv").read_bytes()
    assert "4 unchanged; 0 retired" in atlas(
        "import", file, "--layer", "claims", "--day", "2024-07-01", code=1
    )
    assert (folder / "claims.csv").read_bytes() == text


def test_a_zone_whose_claims_are_all_retired_stays_with_its_day(folder, tmp_path):
    both(tmp_path)
    file = table(tmp_path / "c.csv", HEAD, *CLAIMS[1:])
    atlas("import", file, "--layer", "claims", "--day", "2024-06-01", code=1)
    dataset = read_dataset(folder)
    assert dataset["clearance_zones"]["retired"].tolist() == ["2024-06-01"]
    assert current(dataset)["clearance_zones"].empty
    assert len(current(dataset, pd.Timestamp("2024-05-31").date())["clearance_zones"]) == 1


def test_unknown_sources_are_named_together(folder, tmp_path):
    wrong = [(*c[:8], s, None) for c, s in zip(CLAIMS, ["s1", "s9", "s9", None], strict=True)]
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    atlas("import", table(tmp_path / "s.csv", *SOURCES), "--layer", "sources")
    file = table(tmp_path / "c.csv", HEAD, *wrong)
    result = CliRunner().invoke(main, ["import", str(file), "--layer", "claims"])
    assert result.exit_code == 3
    assert "2 sources of these claims" in result.stderr
    assert "no source given: 1 claim\n" in result.stderr
    assert "'s9': 2 claims" in result.stderr
    assert "--layer sources" in result.stderr
    assert not (folder / "claims.csv").exists()
    assert before["districts.geojson"] == (folder / "districts.geojson").read_bytes()
    assert issubclass(SourcesUnknown, KeyError)


def test_what_people_wrote_in_the_register_stays(folder, tmp_path):
    path = folder / "sources.csv"
    text = path.read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    mine = "zz,By hand,Me" + "," * (head.count(",") - 1) + "keep me"
    path.write_text("\n".join([f"{head},my_own", *(f"{line}," for line in lines), mine, ""]))
    before = path.read_text(encoding="utf-8").splitlines()
    atlas("import", table(tmp_path / "s.csv", *SOURCES), "--layer", "sources")
    after = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [r["source_id"] for r in after] == ["b", "zz", "s1", "s2"]
    assert after[1]["my_own"] == "keep me"
    assert after[1]["title"] == "By hand"
    assert len(before) == 3
    clash = table(tmp_path / "again.csv", SOURCES[0], ("zz", *SOURCES[1][1:]))
    result = CliRunner().invoke(
        main, ["import", str(clash), "--layer", "sources", "--name", "more"]
    )
    assert result.exit_code == 3
    assert "zz" in result.stderr
    assert KeysTaken.__doc__


def test_a_register_with_a_broken_line_is_not_written_again(folder, tmp_path):
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "q,too,short\n", encoding="utf-8")
    text = path.read_bytes()
    file = table(tmp_path / "s.csv", *SOURCES)
    result = CliRunner().invoke(main, ["import", str(file), "--layer", "sources"])
    assert result.exit_code == 3
    assert "would lose them" in result.stderr
    assert path.read_bytes() == text


def test_accidents_without_coordinates_keep_their_district_and_get_no_point(folder, tmp_path):
    rows = [
        ("ID", "Date", "District", "Killed", "Injured", "Latitude", "Longitude"),
        ("a1", "2024-01-02", "North", "1", "2", "40.5", "46.5"),
        ("a2", "2024-02-03", "South", "0", "1", None, None),
    ]
    new = ("--source", "o", "--title", "Invented register", "--publisher", "Office")
    file = table(tmp_path / "a.csv", *rows)
    said = atlas("import", file, "--layer", "accidents", "--day", "2024-05-01", *new, code=1)
    assert "2 rows: 2 added" in said
    found = table(tmp_path / "f.csv", rows[0][:3], ("f1", "2024-03", "South"))
    atlas(
        "import", found, "--layer", "ordnance_finds", "--source", "o", "--day", "2024-05-01", code=1
    )
    dataset = read_dataset(folder)
    accidents = dataset["accidents"].set_index("event_id")
    assert accidents["support"].to_dict() == {"event:a1": "point", "event:a2": "district"}
    assert accidents.geometry["event:a2"] is None
    assert (accidents.geometry["event:a1"].x, accidents.geometry["event:a1"].y) == (46.5, 40.5)
    assert dataset["ordnance_finds"]["find_id"].tolist() == ["event:f1"]
    atlas(
        "import",
        table(tmp_path / "a.csv", *rows[:2]),
        "--layer",
        "accidents",
        "--day",
        "2024-06-01",
    )
    dataset = read_dataset(folder)
    accidents = dataset["accidents"].set_index("event_id")
    assert accidents["retired"].dropna().to_dict() == {"event:a2": "2024-06-01"}
    assert current(dataset)["accidents"]["event_id"].tolist() == ["event:a1"]
    page = payload_of(render_map(dataset))
    listed = next(g for g in page["undrawn"] if g["reason"] == "retired")["items"]
    assert [i["id"] for i in listed] == ["a2"]


def test_a_layer_without_a_source_says_what_is_missing(folder, tmp_path):
    file = table(tmp_path / "a.csv", ("ID", "Date"), ("a", "2024"))
    result = CliRunner().invoke(main, ["import", str(file), "--layer", "events"])
    assert isinstance(result.exception, SystemExit | ManifestError)
    assert "--source" in result.stderr
