"""Tables in zip archives, and files of programs that are not read."""

import re
import zipfile

import openpyxl
import pytest

from geo.errors import InputUnreadable
from geo.readers import read

TEXT = "id,n\na,1\n"
POINT = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "p"}, '
POINT += '"geometry": {"type": "Point", "coordinates": [46, 39]}}]}'


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "."), content)
    return path


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "n"])
    book.active.append(["a", 1])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_the_one_table_in_an_archive_is_read(tmp_path, workbook):
    notes = {"readme__txt": "read me", "~$book__xlsx": b"lock"}
    table = read(archive(tmp_path / "a.zip", table__csv=TEXT, **notes))
    assert table.frame.to_dict("list") == {"id": ["a"], "n": ["1"]}
    assert table.file == "a.zip"
    inside = archive(tmp_path / "b.zip", book__xlsx=workbook.read_bytes(), **notes)
    assert read(inside).frame.to_dict("list") == {"id": ["a"], "n": [1]}
    assert read(inside, layer="Sheet").frame["id"].tolist() == ["a"]
    encoded = archive(tmp_path / "c.zip", table__csv="id\nполе\n".encode("cp866"))
    assert read(encoded, encoding="cp866").frame["id"].tolist() == ["поле"]


def test_a_vector_file_is_meant_before_a_table(tmp_path):
    table = read(archive(tmp_path / "a.zip", shapes__geojson=POINT, table__csv=TEXT))
    assert table.frame["id"].tolist() == ["p"]


def test_of_several_tables_the_hint_names_the_option(tmp_path, workbook):
    path = archive(
        tmp_path / "a.zip", one__csv=TEXT, two__csv="id\nb\n", two__xlsx=workbook.read_bytes()
    )
    with pytest.raises(InputUnreadable, match=r"found one\.csv, two\.csv, two\.xlsx") as error:
        read(path)
    named = re.findall(r"--from-layer (\S+?)(?= |\.$)", error.value.hint)
    assert [read(path, layer=n).frame["id"].tolist() for n in named] == [["a"], ["b"], ["a"]]


def test_an_archive_with_nothing_to_read_says_what_is_in_it(tmp_path):
    with pytest.raises(InputUnreadable, match=r"found readme\.txt") as error:
        read(archive(tmp_path / "a.zip", readme__txt="x"))
    assert ".csv" in error.value.hint
    with pytest.raises(InputUnreadable, match=r"found old\.mdb") as error:
        read(archive(tmp_path / "b.zip", old__mdb=b"x"))
    assert "XLSX or CSV" in error.value.hint


def test_a_workbook_with_macros_is_a_workbook(tmp_path, workbook):
    path = tmp_path / "macros.xlsm"
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(plain, kind))
        new.writestr("xl/vbaProject.bin", b"macros")
    assert read(path).frame.to_dict("list") == {"id": ["a"], "n": [1]}


@pytest.mark.parametrize("suffix", ["xls", "mdb", "doc", "XLS"])
def test_a_file_of_an_old_program_gets_a_way_out(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(InputUnreadable, match=suffix.lower()) as error:
        read(path)
    assert "XLSX or CSV" in error.value.hint
