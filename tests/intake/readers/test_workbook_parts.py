"""Parts of workbooks that calamine would not hand on, or should never see; made by hand."""

import re
import zipfile

import openpyxl
import pytest

from geo.errors import InputUnreadable
from geo.intake.readers import read

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def made(path, rows=HEAD, after="", change=lambda name, body: (name, body)):
    """A workbook of openpyxl with these rows, of which any part may be changed."""
    whole = path.with_name("whole.xlsx")
    openpyxl.Workbook().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode()
            if name == SHEET:
                data = f"<sheetData>{rows}</sheetData>{after}"
                body, times = re.subn(r"<sheetData ?/>|<sheetData></sheetData>", data, body)
                assert times == 1
            place, text = change(name, body)
            new.writestr(place, text)
    return path


def test_errors_and_long_numbers_are_read_as_written(tmp_path):
    rows = HEAD + (
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
        '<row r="3"><c r="A3"><v>12345678901234567</v></c></row>'
        '<row r="4"><c r="A4"><v>12345678901234568</v></c></row>'
        '<row r="5"><c r="A5"><v>7.0</v></c></row>'
    )
    values = read(made(tmp_path / "a.xlsx", rows)).frame["id"].tolist()
    assert values == ["#REF!", 12345678901234567, 12345678901234568, 7]
    assert [type(v) for v in values[1:]] == [int] * 3


def test_formulas_of_cells_are_no_formulas_of_formats(tmp_path):
    rows = HEAD + '<row r="2"><c r="A2" t="e"><f>1/0&amp;""</f><v>#DIV/0!</v></c></row>'
    rows += '<row r="3"><c r="A3"><f>1+1</f></c></row>'
    after = '<extLst><ext xmlns:xm="u"><xm:f>S!A1</xm:f></ext></extLst>'
    table = read(made(tmp_path / "a.xlsx", rows, after))
    assert table.frame["id"].tolist() == ["#DIV/0!"]
    assert [(f.rule.code, f.row, f.value) for f in table.findings] == [
        ("formulas-read-by-result", None, None),
        ("formula-without-result", 3, "=1+1"),
    ]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_document_type_is_refused_in_any_part(tmp_path, part, encoding):
    def change(name, body):
        if name != part:
            return name, body
        body = re.sub(r"^<\?xml[^>]*\?>", "", body)
        return name, f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}{body}'.encode(encoding)

    says = "document type" if encoding == "UTF-8" else "UTF-8"
    with pytest.raises(InputUnreadable, match=says):
        read(made(tmp_path / "a.xlsx", change=change))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "16,384 columns"),
        ('<c r="XFE1048576"><v>1</v></c>', "XFE1048576"),
        ('<c r="xfd1048576"><v>1</v></c>', "xfd1048576"),
        ('<c r="A2"><v>1</v></c>', "A2"),
        ('<c x=">" r="XFD1048576"><v>1</v></c>', "cut off"),
    ],
)
def test_a_cell_far_away_does_not_fill_the_memory(tmp_path, cell, says):
    rows = f'{HEAD}<row r="1048576">{cell}</row>'
    with pytest.raises(InputUnreadable, match=says):
        read(made(tmp_path / "a.xlsx", rows))


def test_an_empty_cell_far_away_is_no_matter(tmp_path):
    rows = f'{HEAD}<row r="2"><c r="A2"><v>1</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(made(tmp_path / "a.xlsx", rows)).frame["id"].tolist() == [1]


def test_a_workbook_whose_parts_have_other_names(tmp_path):
    def change(name, body):
        name = name.replace("workbook.xml", "workbook22.xml").replace("worksheets/", "other/")
        body = body.replace("xl/workbook.xml", "xl/workbook22.xml")
        return name, body.replace("worksheets/sheet1", "other/sheet1")

    rows = HEAD + '<row r="2"><c r="A2"><v>1</v></c></row>'
    table = read(made(tmp_path / "a.xlsx", rows, change=change))
    assert table.frame["id"].tolist() == [1]


def test_two_sheets_of_one_part_are_refused(tmp_path):
    def change(name, body):
        again = '<sheet name="Again" sheetId="9" r:id="rId1" xmlns:r="http://schemas.openxmlformats'
        again += '.org/officeDocument/2006/relationships"/></sheets>'
        return name, body.replace("</sheets>", again)

    with pytest.raises(InputUnreadable, match="Again"):
        read(made(tmp_path / "a.xlsx", change=change))
