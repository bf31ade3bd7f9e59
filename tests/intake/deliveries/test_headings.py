"""Tables as offices lay them out: titles, two-line headings, units, totals, several tables."""

import zipfile
from xml.sax.saxutils import escape

import openpyxl
import pytest

from geo.errors import InputUnreadable
from geo.intake.deliveries.records import is_total
from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.intake.deliveries.made import deliver, run

ROWS = [
    ["H-1", "Most", "SHA", "1,5", "44,10", "17,10"],
    ["H-2", "Brdo", "CHA", "2,5", "44,20", "17,20"],
]
HEAD = ["Šifra", "Naziv", "Vrsta", "Površina ha", "Širina", "Dužina"]


def lines(path, rows, delimiter=";"):
    path.write_text("\n".join(delimiter.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def book(path, rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append([cell or None for cell in row])
    workbook.save(path)
    return path


def sheet(path, rows):
    """Write an OpenDocument spreadsheet, with the cells that its programs write."""
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>" if cell else "<table:table-cell/>"
            for cell in row
        )
        for row in rows
    ]  # fmt: skip
    body = "".join(
        f"<table:table-row>{row or '<table:table-cell/>'}</table:table-row>" for row in cells
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    return path


def said(report, code):
    return [f.message for f in report.findings if f.rule.code == code]


LAYOUTS = {
    "title and notes above": [
        ["Registar sumnjivih površina 2023"],
        ["Ured za uklanjanje mina", "Sarajevo"],
        [],
        HEAD,
        *ROWS,
    ],
    "two lines, a group over two columns": [
        ["Šifra", "Naziv", "Vrsta", "Površina ha", "Koordinate", ""],
        ["", "", "", "", "Širina", "Dužina"],
        *ROWS,
    ],
    "units in a row of their own": [
        [*HEAD[:3], "Površina", *HEAD[4:]], ["", "", "", "ha", "°", "°"], *ROWS,
    ],
    "columns numbered": [HEAD, ["1", "2", "3", "4", "5", "6"], *ROWS],
    "title, two lines and numbers": [
        ["Prilog 3."],
        ["Šifra", "Naziv", "Vrsta", "Površina ha", "Koordinate", ""],
        ["", "", "", "", "Širina", "Dužina"],
        ["1", "2", "3", "4", "5", "6"],
        *ROWS,
    ],
}  # fmt: skip


MAKERS = {lines: "csv", book: "xlsx", sheet: "ods"}


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_heading_is_found_wherever_it_is(folder, tmp_path, layout, make):
    file = make(tmp_path / f"t.{MAKERS[make]}", LAYOUTS[layout])
    report = deliver(folder, file, layer="events", given={"defaults": {"kind": "suspicion"}})
    assert sorted(report.merged.added) == ["H-1", "H-2"]
    assert len(said(report, "heading-found")) == 1
    stored = read_dataset(folder)["events"].set_index("event_id")
    assert stored["name"].to_dict() == {"H-1": "Most", "H-2": "Brdo"}
    assert (stored.geometry["H-2"].x, stored.geometry["H-2"].y) == (17.2, 44.2)


def test_a_unit_under_its_column_counts(folder, tmp_path):
    rows = [
        ["id", "status", "area", "wkt"], ["", "", "ha", ""],
        ["a", "SHA", "2", "POLYGON((46 39,46.01 39,46.01 39.01,46 39))"],
    ]  # fmt: skip
    deliver(folder, lines(tmp_path / "t.csv", rows, "\t"), given={"crs": "EPSG:4326"})
    assert read_dataset(folder)["hazard_areas"]["stated_area_m2"].tolist() == [20_000]


def test_what_is_stated_is_the_heading(folder, tmp_path):
    rows = [["id", "name", "lat", "lon"], ["guid", "place", "lat", "lon"], ["e", "A", "39", "46"]]
    file = lines(tmp_path / "t.csv", rows)
    given = {"defaults": {"kind": "other"}, "header_row": "2"}
    assert deliver(folder, file, layer="events", given=given).merged.added == ["e"]
    assert read_manifest(folder).imports["office-events"].header_row == "2"
    with pytest.raises(InputUnreadable, match="no row 7"):
        deliver(folder, file, layer="events", given={"header_row": "7"})


def test_without_a_heading_nothing_is_read(folder, tmp_path):
    file = lines(tmp_path / "t.csv", [["1", "Alpha", "39.9", "46.9"], ["2", "B", "39.8", "46.8"]])
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    with pytest.raises(InputUnreadable, match=r"row 1: 1, Alpha.*") as error:
        deliver(folder, file, layer="events")
    assert "--header-row" in error.value.hint
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_of_two_tables_one_must_be_named(folder, tmp_path):
    second = [["id", "date", "killed", "lat", "lon"], ["x", "2020", "1", "39", "46"]]
    rows = [["id", "place", "lat", "lon"], ["e", "A", "39", "46"], ["Accidents"], *second]
    file = lines(tmp_path / "t.csv", rows)
    given = {"defaults": {"kind": "other"}}
    with pytest.raises(InputUnreadable, match="two tables") as error:
        deliver(folder, file, layer="events", given=given)
    assert "--skip 3-5" in error.value.hint
    report = deliver(folder, file, layer="events", given={**given, "skip": "3-5"})
    assert report.merged.added == ["e"]
    assert "Accidents" in said(report, "rows-skipped")[0]
    again = {**given, "header_row": "4"}
    assert deliver(folder, file, layer="events", name="b", given=again).merged.added == ["x"]


def test_rows_that_are_no_records_are_left_out_and_named(folder, tmp_path):
    rows = [
        ["id", "place", "lat", "lon", "killed"],
        ["Canton 1", "", "", "", ""],
        ["1", "Alpha", "39.91", "46.91", "2"],
        ["id", "place", "lat", "lon", "killed"],
        ["2", "Bravo", "39.92", "46.92", "3"],
        ["", "", "", "", ""],
        ["3", "Total", "39.93", "46.93", "0"],  # a village of that name
        ["UKUPNO:", "", "", "", "5"],
        ["Source: the office", "", "", "", ""],
    ]
    file = lines(tmp_path / "t.csv", rows, ",")
    result = run(
        "import", file, "--layer", "accidents", "--source", "s", "--title", "t", "--publisher", "p",
    )  # fmt: skip
    events = read_dataset(folder)["events"]
    assert events["event_id"].tolist() == ["1", "2", "3"]
    assert events["killed"].sum() == 5
    found = {"total-row-left-out": [8], "heading-repeated": [4], "note-left-out": [2, 9]}
    for code, row in ((c, r) for c, rows in found.items() for r in rows):
        assert any(f"row {row}: " in line and code in line for line in result.output.splitlines())


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL:", "Ukupno", "Итого", "Всього:", "المجموع", "Cəmi"]
)
def test_totals_in_many_languages(word):
    assert is_total(word)


@pytest.mark.parametrize("word", ["Totalville", "H-1", "7", "", "Sumgait", "Toplița"])
def test_what_is_no_total(word):
    assert not is_total(word)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.geojson", '{"type":"FeatureCollection","features":[]}'),
        ("a.csv", "id,place,kind,lat,lon\n"),
        ("b.csv", "foo,bar\n"),
        ("c.csv", "id,place\n1,a,b,c\n"),
    ],
)
def test_a_delivery_without_rows_is_refused(folder, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputUnreadable, match="no rows"):
        deliver(folder, tmp_path / name, layer="events")
    assert read_manifest(folder).imports == {}


def test_a_comment_above_is_no_heading_and_delimiters_at_the_end_are_no_cells(folder, tmp_path):
    file = tmp_path / "t.csv"
    text = (
        "# exported 2023-05-01\nid;place;kind;lat;lon\n1;A;suspicion;39;46;\n2;B;suspicion;39;47\n"
    )
    file.write_text(text, encoding="utf-8")
    report = deliver(folder, file, layer="events")
    assert report.merged.added == ["1", "2"]
    assert report.unread == 0


def test_one_bad_byte_spoils_one_row(folder, tmp_path):
    names = ["Füzuli şəhəri", "Ağdam rayonu"]
    rows = [f"{n},{name},suspicion,39.9{n},46.9{n}" for n, name in enumerate(names)]
    text = (
        "\n".join(["id,place,kind,lat,lon", *rows]).encode() + b"\n2,Caf\xe9 Sari,suspicion,39,46\n"
    )
    (tmp_path / "t.csv").write_bytes(text)
    report = deliver(folder, tmp_path / "t.csv", layer="events")
    assert read_dataset(folder)["events"]["name"].tolist()[:2] == names
    [found] = [f for f in report.findings if f.rule.code == "letter-unread"]
    assert found.row == 4


def test_groups_that_are_no_names_by_themselves_are_joined_with_what_is_under_them(
    folder, tmp_path
):
    rows = [
        ["Killed", "", "Injured", "", "Date", "Lat", "Lon", "id"],
        ["M", "F", "M", "F", "", "", "", ""],
        ["1", "0", "2", "0", "2020", "39", "46", "e1"],
        ["0", "1", "0", "0", "2021", "39", "46", "e2"],
    ]
    given = {"defaults": {"kind": "accident"}, "columns": {"killed": "Killed M"}}
    report = deliver(folder, lines(tmp_path / "t.csv", rows), layer="events", given=given)
    assert sorted(report.merged.added) == ["e1", "e2"]
    assert {"Killed F", "Injured M", "Injured F"} <= set(report.beside)
    assert read_dataset(folder)["events"]["killed"].tolist() == [1, 0]


def test_what_stands_in_brackets_in_a_name_does_not_matter(folder, tmp_path):
    rows = [
        ["ID (office)", "Datum nesreće [dd.mm.yyyy]", "Latitude (DD)", "Longitude (WGS 84)"],
        ["e1", "04.05.2023", "39", "46"],
    ]
    given = {"defaults": {"kind": "accident"}}
    report = deliver(folder, lines(tmp_path / "t.csv", rows), layer="events", given=given)
    assert report.merged.added == ["e1"]
    row = read_dataset(folder)["events"].iloc[0]
    assert (row["occurred"], row["geometry"].x, row["geometry"].y) == ("2023-05-04", 46, 39)


@pytest.mark.parametrize("written", ["33T YJ 12345 67890", "33TYJ1234567890", "POINT (17.5 44.5)"])
def test_a_column_that_can_only_be_positions_is_one(folder, tmp_path, written):
    rows = [["id", "Vojna karta"], ["e1", written], ["e2", written]]
    given = {"defaults": {"kind": "other"}, "crs": "EPSG:4326"}
    deliver(folder, lines(tmp_path / "t.csv", rows), layer="events", given=given)
    points = read_dataset(folder)["events"]["geometry"]
    assert all(16 < p.x < 20 and 43 < p.y < 46 for p in points)
