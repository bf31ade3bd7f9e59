"""Calculated cells of workbooks: read by their stored result, counted, missed without one."""

import re
import zipfile

import openpyxl
import pytest

from geo.intake.readers import read

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="S">
<table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>
<table:table-cell><text:p>hectares</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
<table:table-cell table:formula="of:=[.A1]*2" office:value-type="float" office:value="12.5"/>
</table:table-row>
<table:table-row><table:table-cell><text:p>b</text:p></table:table-cell>
<table:table-cell table:formula="of:=[.A2]*2"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def xlsx(path):
    """The first formula has a stored result, as Excel writes it, and the second none."""
    book = openpyxl.Workbook()
    book.active.append(["id", "hectares"])
    book.active.append(["a", "=5*2.5"])
    book.active.append(["b", "=5*3"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    # An empty element as openpyxl's writers have it, with lxml and without.
    sheet, times = re.subn(rb"(<f>5\*2.5</f>)<v( ?/>|></v>)", rb"\1<v>12.5</v>", sheet)
    assert times == 1
    members["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def ods(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)


@pytest.mark.parametrize(("name", "make"), [("f.xlsx", xlsx), ("f.ods", ods)])
def test_results_are_read_and_formulas_counted(tmp_path, name, make):
    make(tmp_path / name)
    table = read(tmp_path / name)
    assert table.frame["hectares"].tolist() == [12.5, None]
    counted, missed = sorted(table.findings, key=lambda f: f.rule.code, reverse=True)
    assert counted.rule.code == "formulas-read-by-result"
    assert counted.message == "calculated cells: 1"
    assert (missed.rule.code, missed.row, missed.column) == (
        "formula-without-result",
        3,
        "hectares",
    )


def test_a_workbook_without_formulas_has_no_such_finding(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.active.append(["'=1+1"])
    book.save(tmp_path / "plain.xlsx")
    assert read(tmp_path / "plain.xlsx").findings == ()
