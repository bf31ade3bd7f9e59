"""Treaty tables: sums against SQL over the exported rows, evidence, and what is not recorded."""

import csv
import io

import duckdb
import openpyxl
import pypdfium2
import pytest

from geo.errors import InputUnreadable, OutOfRange
from geo.export.tables import export_csv
from geo.geodesy.planar_edges import straight_area_m2
from geo.report import completeness, treaty_tables, write_treaty


@pytest.fixture(scope="module")
def tables(exercise):
    return treaty_tables(exercise, 2023, naming="apmbc")


def test_the_balance_balances_in_every_district(tables):
    table = tables.tables["balance"]
    released = table["cleared_m2"] + table["reduced_m2"] + table["cancelled_m2"]
    left = table["opening_m2"] + table["new_m2"] - released - table["withdrawn_m2"]
    assert (left + table["epsilon_m2"] - table["closing_m2"]).abs().max() < 1e-3
    parts = table[table["district"] != "total"].drop(columns=["district", "evidence"])
    total = table[table["district"] == "total"].drop(columns=["district", "evidence"])
    assert (parts.sum() - total.iloc[0]).abs().max() < 1e-3


def test_counts_and_evidence_by_sql_over_the_exported_rows(exercise, tables, tmp_path):
    export_csv(exercise, tmp_path, layers=["hazard_areas", "land_release"])
    sql = duckdb.connect()
    for name in ("hazard_areas", "land_release"):
        sql.execute(
            f"create table {name} as select * from read_csv('{tmp_path}/{name}.csv', "
            "all_varchar=true, header=true)"
        )
    there = "valid_from <= '2023-12-31' and (valid_to is null or valid_to > '2023-12-31')"
    mined = tables.tables["mined_areas"].set_index("district")
    for status in ("confirmed", "suspected"):
        [(n,)] = sql.execute(
            f"select count(*) from hazard_areas where classification = '{status}' and {there}"
        ).fetchall()
        assert mined.loc["total", f"{status}_areas"] == n
    found = sql.execute(
        "select release_id from land_release where valid_from between '2023-01-01' and "
        "'2023-12-31' order by 1"
    ).fetchall()
    released = tables.tables["released"].set_index("district")
    assert released.loc["total", "evidence"].split(";") == [key for (key,) in found]


def test_no_district_releases_more_than_its_evidence_covers(exercise, tables):
    releases = exercise["land_release"].set_index("release_id")
    area = dict(zip(releases.index, straight_area_m2(releases.geometry.to_numpy()), strict=True))
    for row in tables.tables["released"].to_dict("records"):
        ids = [key for key in row["evidence"].split(";") if key]
        if not ids:
            assert row["released_m2"] is None or row["released_m2"] != row["released_m2"]
        else:
            assert row["released_m2"] <= sum(area[key] for key in ids) + 1e-3


def test_a_dataset_without_outlines_records_no_area(karabakh, tmp_path):
    tables = treaty_tables(karabakh, 2023)
    for name in ("mined_areas", "released", "balance"):
        values = tables.tables[name].drop(columns=["district", "evidence"])
        assert values.isna().all().all()
    claimed = tables.tables["claimed"]
    aghdam = claimed[claimed["evidence"] == "trend-2024-03-05-cabinet-d-aghdam"]
    assert aghdam["figure"].tolist() == ["7,956.1 ha"]
    assert "No outline" in tables.notes[0]
    write_treaty(karabakh, tables, tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    cells = [r["value"] for r in rows if r["table"] in ("mined_areas", "released", "balance")]
    assert set(cells) == {"total", "not recorded"}


def test_all_forms_say_the_same(exercise, tables, tmp_path):
    for form in ("xlsx", "csv", "docx", "pdf"):
        first = write_treaty(exercise, tables, tmp_path / f"a.{form}").read_bytes()
        assert first == write_treaty(exercise, tables, tmp_path / f"b.{form}").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[1:] == [*tables.tables, "evidence"]
    assert book["mined_areas"]["A1"].value.endswith("(Article 7, 1 (c))")
    values = [cell.value for cell in book["mined_areas"][3]]
    assert values[2] == pytest.approx(tables.tables["mined_areas"]["confirmed_m2"][0])
    assert "not recorded" in values
    pages = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "not recorded" in text
    assert "SYNTHETIC" in text
    with pytest.raises(InputUnreadable):
        write_treaty(exercise, tables, tmp_path / "a.odt")


def test_a_product_without_a_release_is_not_recorded(tables):
    outside = tables.tables["released"].set_index("district").loc["outside any district"]
    assert outside["cleared_m2"] > 0
    assert outside[["reduced_m2", "cancelled_m2"]].isna().all()


def test_years_and_namings_that_are_none(exercise):
    for wrong in ({"year": 23}, {"year": 2023, "naming": "un"}):
        with pytest.raises(OutOfRange):
            treaty_tables(exercise, **wrong)


def test_completeness_counts_what_is_filled(exercise):
    table = completeness(exercise).set_index(["layer", "year", "field"])
    releases = exercise["land_release"]
    depth = table.loc[("land_release", "all", "depth")]
    assert depth["filled"] == releases["depth_m"].notna().sum()
    assert depth["records"] == len(releases)
    years = table.loc["land_release"].drop(index="all", level="year")
    assert years.groupby("field")["records"].sum().eq(len(releases)).all()
    assert table.loc[("hazard_areas", "all", "benchmark"), "filled"] == 0
