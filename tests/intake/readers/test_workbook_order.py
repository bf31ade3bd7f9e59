"""Workbooks of programs that write sheets their own way: all read, or refused; never less."""

import datetime
import zipfile

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from geo.errors import InputUnreadable
from geo.intake.readers import read

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cell(place, text):
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *cells):
    at = f' r="{number}"' if number else ""
    return f"<row{at}>{''.join(cell(*c) for c in cells)}</row>"


def with_sheet(path, rows, prefix=""):
    """A workbook of openpyxl whose one sheet is replaced by hand-written rows."""
    whole = path.with_name("whole.xlsx")
    openpyxl.Workbook().save(whole)
    space = f'xmlns{":" + prefix if prefix else ""}="{SHEET}"'
    text = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    if prefix:
        for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
            for end in (" ", ">"):
                text = text.replace(f"<{name}{end}", f"<{prefix}:{name}{end}")
            text = text.replace(f"</{name}>", f"</{prefix}:{name}>")
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return path


HEAD = row(1, ("A1", "id"), ("B1", "note"))


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (HEAD + row(3, ("A3", "c")) + row(2, ("A2", "b")), "row 2 comes after row 3"),
        (HEAD + row(2, ("A2", "b")) + row(2, ("A2", "c")), "row 2 comes after row 2"),
        (HEAD + row(2, ("B2", "x"), ("A2", "b")), "cell A2 comes after cell B2"),
        (HEAD + row(2, ("A2", "x"), ("A2", "b")), "cell A2 comes after cell A2"),
        (HEAD + row(2, ("AA2", "x"), ("Z2", "b")), "cell Z2 comes after cell AA2"),
        (HEAD + row(4, ("A4", "d")) + row(None, ("A5", "e")) + row(5, ("A5", "f")), "row 5"),
    ],
)
def test_what_would_be_lost_is_refused(tmp_path, prefix, rows, says):
    with pytest.raises(InputUnreadable, match=says) as caught:
        read(with_sheet(tmp_path / "a.xlsx", rows, prefix))
    assert "save it again" in str(caught.value)


@pytest.mark.parametrize(
    "rows",
    [
        HEAD + row(2, ("A2", "b"), ("B2", "x")) + row(4, ("A4", "d"), ("B4", "y")),
        row(None, (None, "id"), (None, "note"))
        + row(None, (None, "b"), (None, "x"))
        + row(None, (None, "d"), (None, "y")),
        HEAD + row(2, (None, "b"), ("B2", "x")) + row(None, ("A3", "d"), (None, "y")),
    ],
)
def test_places_may_be_left_out(tmp_path, rows):
    table = read(with_sheet(tmp_path / "a.xlsx", rows))
    assert table.frame.to_numpy().tolist() == [["b", "x"], ["d", "y"]]


def test_many_columns_without_a_place(tmp_path):
    names = [f"c{i}" for i in range(800)]  # to ADT: over both turns of letters
    rows = row(1, *[(None, n) for n in names]) + row(2, *[(None, str(i)) for i in range(800)])
    table = read(with_sheet(tmp_path / "a.xlsx", rows))
    assert table.frame.iloc[0].to_dict() == {n: str(i) for i, n in enumerate(names)}


def test_shared_strings_and_days_counted_from_1904(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["id", "day", "same"])
    sheet.append(["a", datetime.date(2023, 4, 5), "a"])
    sheet.append(["b", datetime.date(1904, 1, 2), "a"])
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert table.frame.to_numpy().tolist() == [["a", "2023-04-05", "a"], ["b", "1904-01-02", "a"]]
