"""Parts of an Office Open XML workbook (ECMA-376): checked, and copied for who reads the cells.

Calamine sees only a copy of what was checked here, so that it and we never read different parts.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from geo.errors import InputUnreadable
from geo.intake.readers.archive import read_xml_text
from geo.intake.readers.limits import check_limit, limits
from geo.intake.readers.xml import local_name

MAX_ROWS = 2**20
MAX_COLUMNS = 2**14

_WORKBOOK = "xl/workbook.xml"
_ROOT = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{_WORKBOOK}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_LINKS = "xl/_rels/workbook.xml.rels"
_MADE = ("_rels/.rels", _WORKBOOK, _LINKS)
_SHARED = ("sharedStrings", "styles")
# Tags and the text after them; the place and the type of cells that are written as usual.
_PLACED = (
    rb"<(?:[\w.-]+:)?(%b)(?=[\s/>])"
    rb"""(?: r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="(\w+)")?(?=/?>))?([^>]*)>([^<]*)"""
)
_ALL, _PLACES = (re.compile(_PLACED % kinds) for kinds in (b"row|c|f|v|is", b"row|c"))
# A formula, an error or a long number.
_SPECIAL = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\st\s*=\s*["']e["']|>-?\d{16}""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_LONG = re.compile(rb"-?\d{16,}")  # more digits than a floating-point number holds
_SAVE_AGAIN = (
    "Rows or cells out of order would be lost in reading. Open the workbook in a spreadsheet "
    "program and save it again."
)


@dataclass
class SheetPart:
    """A sheet of a workbook, and what calamine does not hand on of it.

    Attributes
    ----------
    title : str
    hidden : bool
    formulas : list of (row, column, text)
        Rows and columns from 1.
    exact : dict of (row, column) to value
        Errors ('#N/A'), and whole numbers that a floating-point number does not hold.
    """

    title: str
    hidden: bool
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    exact: dict[tuple[int, int], object] = field(default_factory=dict)


def copy_workbook(path: Path, archive: ZipFile, copy: Path) -> list[SheetPart]:
    """Copy the parts of a workbook that hold cells, after checking them.

    Parameters
    ----------
    path : Path
        The file, for errors.
    archive : ZipFile
        Its checked archive.
    copy : Path
        The workbook to be made.

    Raises
    ------
    InputUnreadable
        If a part declares a document type or entities, or cells are out of order or too far
        apart.
    LookupError, ValueError
        If parts are missing or contradict each other.
    """
    root = {kind: target for _, target, kind in _relations(path, archive, "")}
    main = _target("", root["officeDocument"])
    folder, name = posixpath.split(main)
    relations = list(_relations(path, archive, main))
    parts = {key: _target(folder, target) for key, target, _ in relations}
    kinds = {key: kind for key, _, kind in relations}
    sheets: dict[str, SheetPart] = {}
    for key, sheet in _sheets(_parsed(path, archive, main)):
        if key not in parts or parts[key] in sheets:
            raise ValueError(f"no part of its own for sheet {sheet.title!r}")
        if kinds[key] == "worksheet":  # others are charts
            sheets[parts[key]] = sheet
    titles = [sheet.title for sheet in sheets.values()]
    if len({t.lower() for t in titles}) < len(titles):
        raise ValueError(f"sheets of the same name: {titles}")
    shared = {parts[key] for key in parts if kinds[key] in _SHARED} & {*archive.namelist()}
    kept = {*sheets, *shared}
    if any(part in _MADE or part == main for part in kept):
        raise ValueError("a sheet in the place of another part")
    with ZipFile(copy, "w") as out:
        out.writestr(_MADE[0], _ROOT)
        out.writestr(_WORKBOOK, archive.read(main))
        out.writestr(_LINKS, archive.read(f"{folder}/_rels/{name}.rels"))
        for part in sorted(kept):
            scan = _Scan(path, part, sheets[part]) if part in sheets else None
            with (
                out.open(part, "w", force_zip64=True) as stream,
                closing(read_xml_text(path, archive, part)) as pieces,
            ):
                for piece in pieces:
                    stream.write(piece)
                    if scan is not None:
                        scan.read(piece)
    return list(sheets.values())


def _parsed(path: Path, archive: ZipFile, part: str) -> Element:
    root: Element = fromstring(b"".join(read_xml_text(path, archive, part)), forbid_dtd=True)
    return root


def _relations(path: Path, archive: ZipFile, of: str) -> Iterator[tuple[str, str, str]]:
    """Yield relations of a part to others: key, target and kind."""
    folder, name = posixpath.split(of)
    for found in _parsed(path, archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        if found.get("TargetMode") != "External":
            kind = found.get("Type", "").rpartition("/")[2]
            yield found.get("Id", ""), found.get("Target", ""), kind


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _sheets(workbook: Element) -> Iterator[tuple[str, SheetPart]]:
    for sheet in (e for e in workbook.iter() if local_name(e) == "sheet"):
        key = next((v for name, v in sheet.items() if name.endswith("}id")), "")
        yield key, SheetPart(sheet.get("name", ""), sheet.get("state", "visible") != "visible")


class _Scan:
    """Look at the text of a sheet: order, size, formulas, errors, long numbers.

    Row and cell numbers must ascend (ECMA-376, part 1, 18.3.1.73 and 18.3.1.4), and spreadsheet
    programs write them so; either may lack its number, and then follows the one before.
    """

    def __init__(self, path: Path, part: str, sheet: SheetPart) -> None:
        self.where, self.sheet = f"{path}: {part}", sheet
        self.row = self.column = self.right = 0
        self.inside = self.wrong = False  # a cell that may have content; one with an error

    def read(self, piece: bytes) -> None:
        """Look at the next piece of the sheet."""
        tags = (_ALL if _SPECIAL.search(piece) else _PLACES).findall(piece)
        for kind, letters, digits, of_type, attributes, text in tags:
            if kind == b"c":
                if letters and int(digits) == self.row and _number_of(letters):
                    column, self.wrong = _number_of(letters), of_type == b"e"
                else:
                    column = self._column(letters + digits, attributes)
                    self.wrong = of_type == b"e" or _ERROR.search(attributes) is not None
                self._enter_cell(column, empty=attributes[-1:] == b"/")
            elif kind == b"row":
                self._enter_row(attributes)
            elif not self.inside:  # of a conditional format, beyond the rows
                continue
            elif kind == b"f":
                self._note_formula(html.unescape(text.decode("utf-8", "replace")))
            else:
                self.inside = False
                if self.wrong:
                    self.sheet.exact[self.row, self.column] = text.decode("utf-8", "replace")
                elif _LONG.fullmatch(text):
                    self.sheet.exact[self.row, self.column] = int(text)

    def _enter_row(self, attributes: bytes) -> None:
        place = _place(self.where, attributes)
        number = self.row + 1
        if place is not None:
            number = int(place) if place.isdigit() and len(place) < 12 else 0
        if number > MAX_ROWS:
            message = f"a row beyond {MAX_ROWS:,}, the most that a sheet can have"
            raise InputUnreadable(f"{self.where}: damaged workbook: {message}", "Save it again.")
        if number <= self.row:
            self._refuse(f"row {number} comes after row {self.row}")
        self.row, self.column, self.inside = number, 0, False

    def _enter_cell(self, column: int, *, empty: bool) -> None:
        if column <= self.column:
            cell, last = (cell_name(at, self.row) for at in (column, self.column))
            self._refuse(f"cell {cell} comes after cell {last}")
        self.column, self.inside = column, not empty
        if empty:
            return
        self.right = max(column, self.right)
        if self.right * self.row > limits().cells:
            message = f"cells in {self.row:,} rows and {self.right:,} columns"
            check_limit("cells", self.right * self.row, f"{self.where}: {message}")

    def _note_formula(self, text: str) -> None:
        """Note a formula; a second one would be of a conditional format, beyond the last cell."""
        last = self.sheet.formulas[-1][:2] if self.sheet.formulas else None
        if last != (self.row, self.column):
            self.sheet.formulas.append((self.row, self.column, f"={text}" * bool(text)))

    def _column(self, name: bytes, attributes: bytes) -> int:
        """Return the column of a cell, from 1, that is not written as usual."""
        place = name or _place(self.where, attributes)
        if place is None:
            return self.column + 1
        letters = place.rstrip(b"0123456789")
        if not _number_of(letters) or place[len(letters) :] != b"%d" % self.row:
            self._refuse(f"a cell {place.decode('utf-8', 'replace')!r} in row {self.row}")
        return _number_of(letters)

    def _refuse(self, message: str) -> NoReturn:
        raise InputUnreadable(f"{self.where}: {message}", _SAVE_AGAIN)


def _place(where: str, attributes: bytes) -> bytes | None:
    """Return the number of a row or name of a cell, if it has one."""
    if attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
        # A '>' within an attribute: the place could be beyond it.
        said = attributes.decode("utf-8", "replace")
        raise InputUnreadable(f"{where}: a tag cut off: {said!r}", "Save it again.")
    place = _PLACE.search(attributes)
    return None if place is None else place[1]


@lru_cache(2**14)
def _number_of(letters: bytes) -> int:
    """Return the number of a column by its letters, from 1; 0 for what is none."""
    if not re.fullmatch(rb"[A-Z]{1,3}", letters):
        return 0
    number = sum((c - 64) * 26**i for i, c in enumerate(reversed(letters)))
    return number if number <= MAX_COLUMNS else 0


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell, 'F2'; column and row count from 1."""
    letters = ""
    while column > 0:
        column, at = divmod(column - 1, 26)
        letters = chr(65 + at) + letters
    return f"{letters}{row}"
