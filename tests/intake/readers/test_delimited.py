"""Delimited text as offices save it."""

import pytest

from geo.errors import InputUnreadable
from geo.intake.readers import read

CELLS = [["ид", "Площадь"], ["MF-1", "Тартар"], ["MF-2", "Агдам"]]


def text(delimiter, end="\n"):
    return end.join(delimiter.join(row) for row in CELLS) + end


def codes(table):
    return [f.rule.code for f in table.findings]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_delimiters_and_line_ends(tmp_path, delimiter, encoding, end):
    path = tmp_path / "a.csv"
    path.write_bytes(text(delimiter, end).encode(encoding))
    table = read(path)
    assert [list(table.frame.columns), *table.frame.to_numpy().tolist()] == CELLS
    assert table.rows.tolist() == [2, 3]
    expected = (["encoding-assumed"] if encoding == "cp1251" else []) + (
        ["delimiter-inferred"] if delimiter != "," else []
    )
    assert codes(table) == expected


def test_western_letters_are_not_taken_for_cyrillic(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("id,año\n1,Peñón café\n2,naïve\n".encode("cp1252"))
    table = read(path)
    assert table.frame["año"].tolist() == ["Peñón café", "naïve"]
    assert "cp1252" in table.findings[0].message


def test_a_stated_encoding_is_believed_and_a_wrong_one_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("id,n\n1,ąę\n".encode("cp1250"))
    assert read(path, encoding="cp1250").frame["n"].tolist() == ["ąę"]
    with pytest.raises(InputUnreadable, match="utf-8"):
        read(path, encoding="utf-8")


def test_excels_separator_line_and_hxl_tags_are_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nID;Killed\n#event+id;#affected+killed\nA;2\n", encoding="utf-8")
    table = read(path)
    assert table.frame.to_dict("list") == {"ID": ["A"], "Killed": ["2"]}
    assert table.tags == {"ID": "#event+id", "Killed": "#affected+killed"}
    assert table.rows.tolist() == [4]


def test_a_decimal_comma_does_not_split_a_semicolon_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;lat;lon\n1;39,99;46,93\n2;39,98;46,94\n", encoding="utf-8")
    assert read(path).frame["lat"].tolist() == ["39,99", "39,98"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "header"),
        (b"a,a\n1,2\n", "twice"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "not text"),
        (b'a,b\n"1,2\n', "line"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, says):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(InputUnreadable, match=says) as error:
        read(path)
    assert error.value.hint


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("cell", ["plain", "Ağdam", "поле у дороги", "地雷"])
def test_utf16_without_its_mark_is_recognised_and_said(tmp_path, encoding, cell):
    path = tmp_path / "a.csv"
    path.write_bytes(f"id,name\r\n1,{cell}\r\n".encode(encoding))
    table = read(path)
    assert table.frame.to_dict("list") == {"id": ["1"], "name": [cell]}
    assert codes(table) == ["encoding-assumed"]


@pytest.mark.parametrize("before", ["", "x"])
def test_a_stray_zero_byte_does_not_make_a_text_utf16(tmp_path, before):
    path = tmp_path / "a.csv"
    path.write_text(f"id,name\n1,{before}a\0b and more words\n", encoding="utf-8")
    assert list(read(path).frame.columns) == ["id", "name"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1254", "Ağdam, Şuşa"), ("cp1250", "Đakovo, Kreševo, Čavle"), ("cp1252", "Nariño, Cañón")],
)
def test_letters_of_one_byte_are_those_of_the_language(tmp_path, encoding, name):
    path = tmp_path / "a.csv"
    path.write_bytes(f'id,place\n1,"{name}"\n'.encode(encoding))
    assert read(path).frame["place"].tolist() == [name]
