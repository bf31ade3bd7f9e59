"""Delimited text (CSV, TSV): what encoding and delimiter were taken is always said."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from geo.errors import InputUnreadable
from geo.intake.readers.raw import (
    TOO_FEW_COLUMNS,
    TOO_MANY_COLUMNS,
    Cells,
    Head,
    Heading,
    RawTable,
    check_size,
    first_row,
    tabulate,
)
from geo.model.findings import Finding, rule
from geo.model.terms import Level

ENCODING_ASSUMED = rule(
    "encoding-assumed",
    Level.WARNING,
    "A text file or Shapefile does not say its encoding and is not ASCII, so it was inferred.",
    "Look at the letters; if they are wrong, state the encoding (import --encoding).",
)
DELIMITER_INFERRED = rule(
    "delimiter-inferred",
    Level.INFO,
    "The columns of a text file are not separated by commas.",
    "Nothing to do if the columns are right.",
)
BAD_BYTE = rule(
    "letter-unread",
    Level.WARNING,
    "A letter in a text file is no text in its encoding; it stands as \N{REPLACEMENT CHARACTER}.",
    "Correct it in the file, or state the encoding (import --encoding).",
)
UNREAD = "\N{REPLACEMENT CHARACTER}"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRUSTED = 2  # letters beyond ASCII that are UTF-8, for each that is not
_ZEROS = 0.05  # of the letters of a table in UTF-16 are ASCII, at the least
_DELIMITERS = ",;\t|"
csv.field_size_limit(2**27)  # outlines as text can be long

_ICELANDIC = {0xD0, 0xDE, 0xF0, 0xFE}
_OF_1250 = {0xC6, 0xC8, 0xE6, 0xE8}  # Ć, Č, ć and č


def read_delimited(
    path: Path, *, encoding: str | None = None, heading: Heading = first_row
) -> RawTable:
    """Read a delimited text file; every value stays text, an empty cell becomes None.

    UTF-8 and UTF-16 are recognised by what they are; UTF-16 without its byte order mark by where
    its zero bytes stand, which is an inference too. Text that is UTF-8 but for a few bytes stays
    UTF-8, and the rows of those bytes are listed. Anything else is Windows-1251 if most
    letters beyond ASCII stand next to each other, as in Cyrillic words, else Windows-1252, or
    -1250 or -1254 where that would be Icelandic; an inference, so it becomes a finding. A row
    with too many or too few cells is rejected with its line number; empty cells after the last
    column are none. A row of HXL tags under the header is read as such.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        Its encoding, where it is known better.
    heading : callable, default `first_row`
        Says which row names the columns.

    Raises
    ------
    InputUnreadable
        If the text cannot be decoded, has no header, or a column name occurs twice in it.
    """
    check_size(path)
    text, findings = _decoded(path, encoding)
    delimiter, start = _delimiter(path, text)
    if delimiter != ",":
        findings.append(
            Finding(DELIMITER_INFERRED, f"separated by {delimiter!r}", file=path.name, row=1)
        )
    rows = _rows(path, text, delimiter, start)
    head = heading(path.name, rows)
    table = _fitting(rows, head, path.name, delimiter, findings)
    frame, numbers, tags = tabulate(
        str(path), head.names, [list(cells) for _, cells in table], [line for line, _ in table]
    )
    findings += [*head.findings, *_bad_bytes(table, path.name)]
    return RawTable(path.name, frame, numbers, findings=tuple(findings), tags=tags)


def _rows(path: Path, text: str, delimiter: str, start: int) -> list[tuple[int, Cells]]:
    """Return rows with content, by the line in which each begins."""
    stream = io.StringIO(text[start:], newline="")
    offset = text.count("\n", 0, start)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    rows: list[tuple[int, Cells]] = []
    line = 1
    try:
        for cells in reader:
            if any(cells) and any(map(str.strip, cells)):
                rows.append((line + offset, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputUnreadable(
            f"{path}: line {reader.line_num + offset}: {error}", "Check the quotes around texts."
        ) from None
    return rows


def _fitting(
    rows: list[tuple[int, Cells]], head: Head, file: str, delimiter: str, findings: list[Finding]
) -> list[tuple[int, Cells]]:
    """Return rows of the table that are as long as its heading; the others are found."""
    width = len(head.names)
    while (
        width
        and not head.names[width - 1]
        and all(len(cells) < width or not str(cells[width - 1]).strip() for _, cells in rows)
    ):
        width -= 1
        head.names.pop()
    out = []
    for at, (line, given) in enumerate(rows[head.last + 1 :], start=head.last + 1):
        if at in head.left_out:
            continue
        more = len(given) > width and any(map(str.strip, map(str, given[width:])))
        cells = given if more else given[:width]
        if len(cells) == width:
            out.append((line, cells))
            continue
        found = TOO_MANY_COLUMNS if len(cells) > width else TOO_FEW_COLUMNS
        message = f"{len(cells)} cells where the header has {width}"
        value = delimiter.join(map(str, cells))
        findings.append(Finding(found, message, file=file, row=line, value=value))
    return out


def _bad_bytes(rows: list[tuple[int, Cells]], file: str) -> list[Finding]:
    """Rows with a letter that could not be read; those of a file that is UTF-8 but for them."""
    return [
        Finding(BAD_BYTE, f"{cell!r}", file=file, row=line, value=str(cell))
        for line, cells in rows
        for cell in cells
        if UNREAD in str(cell)
    ]


def _decoded(path: Path, encoding: str | None) -> tuple[str, list[Finding]]:
    data = path.read_bytes()
    if encoding is None:
        encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is not None:
        try:
            return data.decode(encoding), []
        except (UnicodeDecodeError, LookupError) as error:
            raise InputUnreadable(
                f"{path}: not {encoding} as it says: {error}",
                "Save it as UTF-8, or state the encoding it really has.",
            ) from None
    if wide := _wide(data):
        message = f"zero bytes and no byte order mark; read as {wide}"
        return data.decode(wide), [Finding(ENCODING_ASSUMED, message, file=path.name)]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise InputUnreadable(
                f"{path}: not text: byte {error.start} is not UTF-8, and there are zero bytes",
                "Is it a spreadsheet under the wrong name? State the encoding if it is text.",
            ) from None
        read = data.decode("utf-8", "replace")
        bad, good = read.count(UNREAD), sum(map(str.isalpha, read)) - sum(map(_is_letter, data))
        if good > _TRUSTED * bad:  # no text of another encoding is valid as UTF-8 by chance
            return read, []
        assumed = single_byte(data)
        note = Finding(
            ENCODING_ASSUMED,
            f"not UTF-8 at byte {error.start}; read as {assumed}",
            file=path.name,
            value=data[max(0, error.start - 20) : error.start + 20].decode(assumed, "replace"),
        )
        # Windows-1252 leaves five bytes undefined; they must not stop a whole delivery.
        return data.decode(assumed, "replace"), [note]


def _is_letter(byte: int) -> bool:
    return 65 <= byte <= 90 or 97 <= byte <= 122


def _wide(data: bytes) -> str | None:
    """Tell which UTF-16 it is, if any: delimiters, digits and line ends have a zero byte each.

    ASCII in UTF-16 is UTF-8 too, full of zero bytes, so this is asked first.
    """
    zeros = [data[at::2].count(0) for at in (0, 1)]
    if sum(zeros) < _ZEROS * len(data) / 2:
        return None
    wide = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        text = data.decode(wide)
    except UnicodeDecodeError:
        return None
    return wide if "\n" in text and "\0" not in text else None


def single_byte(data: bytes) -> str:
    """Return the likeliest encoding of one byte a letter.

    Windows-1251 if letters beyond ASCII come in runs. Windows-1252 holds ð and þ, which only
    Icelandic has; where these stand, Windows-1250 has đ and Windows-1254 ğ and ş.
    """
    high = [i for i, byte in enumerate(data[:1_000_000]) if byte >= 0xC0]
    there = set(high)
    in_runs = sum(i + 1 in there or i - 1 in there for i in high)
    if high and in_runs / len(high) > 0.7:
        return "cp1251"
    letters = {data[i] for i in high}
    if letters & _ICELANDIC:
        return "cp1250" if letters & _OF_1250 else "cp1254"
    return "cp1252"


def _delimiter(path: Path, text: str) -> tuple[str, int]:
    """Return the delimiter, and where the header starts (after Excel's `sep=` line, if any)."""
    line_end = text.find("\n") + 1
    first = text[: line_end or None].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], line_end
    if path.suffix.lower() == ".tsv":
        return "\t", 0

    def fit(delimiter: str) -> tuple[float, int]:
        """Share of the first rows that are of the usual length, and that length."""
        head = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
        try:
            lengths = [len(row) for row, _ in zip(head, range(40), strict=False) if row]
        except csv.Error:
            return 0.0, 0
        # Titles and notes above a table are of other lengths than its rows.
        usual = max(lengths, key=lambda n: (lengths.count(n) if n > 1 else 0, n), default=0)
        if usual < 2:
            return 0.0, 0
        return lengths.count(usual) / len(lengths), usual

    return max(_DELIMITERS, key=fit), 0
