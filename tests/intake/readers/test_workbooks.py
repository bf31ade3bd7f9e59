"""Workbooks, written by other tools: openpyxl's own writer, odfpy's element tree, plain XML."""

import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from geo.errors import InputUnreadable
from geo.intake.readers import read

ROWS = [
    ["ID", "Date", "Area", "Open", None],
    ["MF-1", date(2023, 4, 5), 12.5, True, None],
    [7, datetime(2023, 4, 5, 13, 30), None, False, None],
]


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "empty"
    sheet = book.create_sheet("hazards")
    sheet.append([])
    for row in ROWS:
        sheet.append(row)
    book.create_sheet("notes").append(["x"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def test_xlsx_values_and_rows(workbook):
    table = read(workbook)
    assert table.frame.to_dict("list") == {
        "ID": ["MF-1", 7],
        "Date": ["2023-04-05", "2023-04-05T13:30:00"],
        "Area": [12.5, None],
        "Open": ["true", "false"],
    }
    assert table.rows.tolist() == [3, 4]
    with pytest.raises(InputUnreadable, match="nowhere"):
        read(workbook, layer="nowhere")


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="hazards">
<table:table-row><table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Date</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Area</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="1000000"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">
<text:p>MF-1</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2023-04-05"/>
<table:table-cell office:value-type="float" office:value="12.5"/></table:table-row>
<table:table-row table:number-rows-repeated="999999999"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path, content):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    return path


def test_ods_repeated_cells_and_rows(tmp_path):
    table = read(ods(tmp_path / "a.ods", ODS))
    assert table.frame.to_dict("list") == {
        "ID": ["MF-1"] * 2,
        "Date": ["2023-04-05"] * 2,
        "Area": [12.5] * 2,
    }
    assert table.rows.tolist() == [2, 3]


def test_ods_of_an_independent_writer(tmp_path):
    import geopandas as gpd
    import pandas as pd
    import pyogrio

    frame = pd.DataFrame({"ID": ["a", "b"], "n": [1, 2]})
    path = tmp_path / "b.ods"
    pyogrio.write_dataframe(gpd.GeoDataFrame(frame), path, driver="ODS")
    assert read(path).frame.to_dict("list") == {"ID": ["a", "b"], "n": [1, 2]}


def test_a_row_repeated_a_billion_times_is_refused(tmp_path):
    with pytest.raises(InputUnreadable, match="repeated"):
        read(ods(tmp_path / "a.ods", ODS.replace('rows-repeated="2"', 'rows-repeated="99999999"')))


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_an_entity_bomb_in_a_workbook_is_refused(tmp_path, workbook, suffix):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    path = tmp_path / f"bomb.{suffix}"
    if suffix == "ods":
        ods(path, ODS.replace('<?xml version="1.0"?>', '<?xml version="1.0"?>' + bomb))
    else:
        with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                body = old.read(name)
                if name.endswith("workbook.xml"):
                    body = bomb.encode() + body
                new.writestr(name, body)
    with pytest.raises(InputUnreadable):
        read(path)


def test_a_truncated_workbook_is_refused(tmp_path, workbook):
    path = tmp_path / "cut.xlsx"
    path.write_bytes(workbook.read_bytes()[:-200])
    with pytest.raises(InputUnreadable) as error:
        read(path)
    assert error.value.hint


TABLE = """<table:table table:name="{name}" table:style-name="{style}"><table:table-row>
<table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>District</text:p></table:table-cell>
</table:table-row>{rows}</table:table>"""
MERGED = """<table:table-row>
<table:table-cell office:value-type="string"><text:p>{name}-1</text:p></table:table-cell>
<table:table-cell office:value-type="string" table:number-rows-spanned="2"
 table:number-columns-spanned="1"><text:p>Aghdam</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>{name}-2</text:p>
</table:table-cell><table:covered-table-cell/></table:table-row>"""


def sheets_of_ods(*tables):
    """A document as ODF 1.3 has it: a sheet is hidden by its style (table:display)."""
    head, body = ODS.split("<office:body>", maxsplit=1)[0], "<office:body><office:spreadsheet>"
    style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    return (
        head.replace("<office:document-content", f'<office:document-content xmlns:style="{style}"')
        + f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"
        + "".join(tables)
        + "</office:spreadsheet></office:body></office:document-content>"
    )


def test_hidden_sheets_and_merged_cells_of_ods_are_said(tmp_path):
    old, new = (
        TABLE.format(name=name, style=style, rows=MERGED.format(name=name))
        for name, style in (("Old", "ta2"), ("New", "ta1"))
    )
    path = ods(tmp_path / "a.ods", sheets_of_ods(old, new))
    table = read(path)
    assert table.frame["ID"].tolist() == ["New-1", "New-2"]
    assert table.frame["District"].tolist() == ["Aghdam", None]
    sheets, merged = table.findings
    assert (sheets.rule.code, merged.rule.code) == ("sheets-not-read", "merged-cells")
    assert "'Old' (hidden)" in sheets.message
    assert "B2:B3" in merged.message
    assert merged.row == 2
    assert [f.rule.code for f in read(path, layer="Old").findings] == ["merged-cells"]
