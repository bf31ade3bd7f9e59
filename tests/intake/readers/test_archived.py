"""Tables in zip archives, and files of programs that are not read."""

import re
import zipfile

import openpyxl
import pytest

from geo.errors import InputUnreadable
from geo.intake.readers import read

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


def beside(table):
    return [f.message for f in table.findings if f.rule.code == "tables-not-read"]


def test_tables_beside_a_vector_file_are_named_and_can_be_read(tmp_path, workbook):
    members = {"data/p__geojson": POINT, "victims__csv": TEXT, "old__xls": b"?", "readme__txt": ""}
    path = archive(tmp_path / "a.zip", **members, book__xlsx=workbook.read_bytes())
    table = read(path)
    assert table.frame["id"].tolist() == ["p"]
    assert beside(table) == ["'data/p.geojson' was read, not 'book.xlsx', 'old.xls', 'victims.csv'"]
    assert all(f.file == "a.zip" for f in table.findings)
    chosen = read(path, layer="victims.csv")
    assert chosen.frame["id"].tolist() == ["a"]
    assert not beside(chosen)
    assert read(path, layer="book.xlsx").frame["id"].tolist() == ["a"]


def test_a_table_by_itself_and_a_file_that_was_chosen_leave_nothing_to_say(tmp_path):
    assert not beside(read(archive(tmp_path / "a.zip", table__csv=TEXT)))
    two = archive(tmp_path / "b.zip", p__geojson=POINT, q__geojson=POINT, table__csv=TEXT)
    assert not beside(read(two, layer="q"))


def test_an_old_table_beside_a_vector_file_says_what_to_do_if_it_is_chosen(tmp_path):
    path = archive(tmp_path / "a.zip", p__geojson=POINT, old__xls=b"?")
    with pytest.raises(InputUnreadable, match="xls is not read") as fault:
        read(path, layer="old.xls")
    assert "XLSX" in fault.value.hint
