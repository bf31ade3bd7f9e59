"""Delimited text (CSV, TSV): what encoding and delimiter were taken is always said."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from geo.errors import InputUnreadable
from geo.intake.readers.raw import TOO_FEW_COLUMNS, TOO_MANY_COLUMNS, RawTable, check_size, tabular
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

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZEROS = 0.05  # of the letters of a table in UTF-16 are ASCII, at the least
_DELIMITERS = ",;\t|"
csv.field_size_limit(2**27)  # outlines as text can be long


def read_delimited(path: Path, *, encoding: str | None = None) -> RawTable:
    """Read a delimited text file; every value stays text, an empty cell becomes None.

    UTF-8 and UTF-16 are recognised by what they are; UTF-16 without its byte order mark by where
    its zero bytes stand, which is an inference too. Anything else is Windows-1251 if most
    letters beyond ASCII stand next to each other, as in Cyrillic words, else Windows-1252; that
    is an inference, so it becomes a finding. A row with too many or too few cells is rejected
    with its line number. A row of HXL tags under the header is read as such.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        Its encoding, where it is known better.

    Raises
    ------
    InputUnreadable
        If the text cannot be decoded, has no header, or a column name stands twice in it.
    """
    check_size(path)
    text, findings = _decoded(path, encoding)
    delimiter, start = _delimiter(path, text)
    if delimiter != ",":
        findings.append(
            Finding(DELIMITER_INFERRED, f"separated by {delimiter!r}", file=path.name, row=1)
        )
    stream = io.StringIO(text[start:], newline="")
    offset = text.count("\n", 0, start)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    cells: list[list[object]] = []
    lines: list[int] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        first = reader.line_num + 1
        for row in reader:
            line, first = first, reader.line_num + 1
            if not row:
                continue
            if len(row) != len(header):
                found = TOO_MANY_COLUMNS if len(row) > len(header) else TOO_FEW_COLUMNS
                findings.append(
                    Finding(
                        found,
                        f"{len(row)} cells where the header has {len(header)}",
                        file=path.name,
                        row=line + offset,
                        value=delimiter.join(row)[:200],
                    )
                )
                continue
            cells.append(list(row))
            lines.append(line + offset)
    except csv.Error as error:
        raise InputUnreadable(
            f"{path}: line {reader.line_num + offset}: {error}", "Check the quotes around texts."
        ) from None
    frame, rows, tags = tabular(str(path), header, cells, lines)
    return RawTable(path.name, frame, rows, findings=tuple(findings), tags=tags)


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
        assumed = single_byte(data)
        note = Finding(
            ENCODING_ASSUMED,
            f"not UTF-8 at byte {error.start}; read as {assumed}",
            file=path.name,
            value=data[max(0, error.start - 20) : error.start + 20].decode(assumed, "replace"),
        )
        # Windows-1252 leaves five bytes undefined; they must not stop a whole delivery.
        return data.decode(assumed, "replace"), [note]


def _wide(data: bytes) -> str | None:
    """Which UTF-16 it is, if any: delimiters, digits and line ends have a zero byte each.

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
    """The likelier of two encodings of one byte a letter.

    Windows-1251 if letters beyond ASCII come in runs, else Windows-1252.
    """
    high = [i for i, byte in enumerate(data[:1_000_000]) if byte >= 0xC0]
    there = set(high)
    in_runs = sum(i + 1 in there or i - 1 in there for i in high)
    return "cp1251" if high and in_runs / len(high) > 0.7 else "cp1252"


def _delimiter(path: Path, text: str) -> tuple[str, int]:
    """The delimiter, and where the header starts (after Excel's `sep=` line, if any)."""
    line_end = text.find("\n") + 1
    first = text[: line_end or None].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], line_end
    if path.suffix.lower() == ".tsv":
        return "\t", 0

    def fit(delimiter: str) -> tuple[float, int]:
        """Share of the first rows as long as the header, and the header's length."""
        head = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
        try:
            lengths = [len(row) for row, _ in zip(head, range(20), strict=False) if row]
        except csv.Error:
            return 0.0, 0
        if not lengths or lengths[0] < 2:
            return 0.0, 0
        return lengths.count(lengths[0]) / len(lengths), lengths[0]

    return max(_DELIMITERS, key=fit), 0
