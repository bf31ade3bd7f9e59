"""The heading of a delivered table, below titles, in two lines, or above rows of units.

Offices put a title above a table, merge headings over two lines, write units or column numbers
under them. What was taken for the heading is always shown; where none is found, or a second table
follows on the sheet, nothing is read until somebody says which rows are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile, zip_longest

from geo.errors import InputUnreadable
from geo.intake.deliveries.mapping import area_unit, fold_heading, guess_columns
from geo.intake.readers.raw import Cells, Head, Heading, text_of
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.schema import KeyedLayer
from geo.model.terms import Level
from geo.model.wording import counted

HEADING_FOUND = rule(
    "heading-found",
    Level.INFO,
    "The columns of a table are not named by its first row alone.",
    "Nothing to do, if these are the names; else say which row it is: --header-row ROW, or ROW-ROW "
    "for one of two lines.",
)
ROWS_SKIPPED = rule(
    "rows-skipped",
    Level.INFO,
    "Rows were left out because the import says so (--skip).",
    "Look at them: the next delivery may have other rows there. --skip 0 takes it back.",
)

_LOOKED_AT = 60  # rows, from the top
_SHOWN = 4
_BELOW = 6  # rows under a heading, as many as tell which columns are used
_LINES = 3  # of a heading, at most
_WIDE = 0.6  # of the cells of a usual row
_NUMBER = re.compile(r"[+\-−]?[\d.,'’°%/:\s]*\d[\d.,'’°%/:\s]*(?:T[\d:.Z+]+)?")
_LENGTHS = ("°", "m", "cm", "mm", "km", "м", "см", "км", "%", "-", "—")
_HINTS = ("dd", "ddd", "ddmm", "ddmmss", "dms", "wgs84", "text", "number", "yyyymmdd", "ddmmyyyy",
          "mmddyyyy", "utm", "градусы", "град", "degrees", "decimaldegrees", "stepeni", "grados",
          "degres", "unit", "units")  # fmt: skip
Rows = Sequence[tuple[int, Cells]]


def heading_of(layer: KeyedLayer, how: Import) -> Heading:
    """Return what finds the heading of tables for a layer.

    Parameters
    ----------
    layer : KeyedLayer
        What is to be imported: its columns are known by many names.
    how : Import
        What is stated: columns of the file, the row of the heading, rows to leave out.
    """
    return partial(_head, layer, how)


def _head(layer: KeyedLayer, how: Import, file: str, rows: Rows) -> Head:
    """Find the heading; raise `InputUnreadable` with the rows that were seen if there is none."""
    skipped = _positions(rows, how.skip)
    texts = {
        at: [text_of(cell) for cell in cells]
        for at, (_, cells) in enumerate(rows[:_LOOKED_AT])
        if at not in skipped
    }
    lines = _stated(file, rows, how) if how.header_row else _found(texts, layer, how)
    if not lines:
        raise InputUnreadable(
            f"{file}: no row names the columns; {_seen(rows, texts)}",
            "Say which row does: --header-row N, or put one above the values. `atlas layers "
            f"describe {layer.name}` lists the names; yours may be others (--column).",
        )
    names = _joined([texts[at] for at in lines], layer)
    last = lines[-1]
    units = texts.get(last + 1, [])
    if _are_units(units, names):
        names = _with_units(names, units)
        last += 1
    if _are_numbers(texts.get(last + 1, [])):
        last += 1
    findings = [*_told(file, rows, lines, last, names), *_skipped(file, rows, skipped)]
    if not how.header_row:
        rest = [at for at in range(last + 2, len(rows)) if at not in skipped]
        if (second := _second_table(rows, rest, names, layer)) is not None:
            raise _two_tables(file, rows, lines[0], second)
    stated = len({*how.columns.values()} & {*names})
    return Head(names, last, frozenset(skipped), tuple(findings), max(stated, _known(names, layer)))


def _positions(rows: Rows, stated: str | None) -> set[int]:
    """Return positions of rows named by their numbers: '1-2,10'."""
    spans = [part.split("-") for part in (stated or "").split(",") if part]
    wanted = [(int(span[0]), int(span[-1])) for span in spans]
    return {at for at, (row, _) in enumerate(rows) if any(a <= row <= b for a, b in wanted)}


def _stated(file: str, rows: Rows, how: Import) -> list[int]:
    lines = sorted(_positions(rows, how.header_row))
    if not lines or lines[-1] >= _LOOKED_AT:
        raise InputUnreadable(
            f"{file}: no row {how.header_row} with content among the first {_LOOKED_AT}",
            f"Rows with content: {', '.join(str(row) for row, _ in rows[:12])} …",
        )
    return lines


def _found(texts: dict[int, list[str]], layer: KeyedLayer, how: Import) -> list[int]:
    """Return positions of the lines of the heading; none if there is no such row."""
    counts = sorted(sum(map(bool, cells)) for cells in texts.values())
    usual = counts[len(counts) * 3 // 4] if counts else 0
    stated = {*how.columns.values()}
    if stated and (whole := [at for at, cells in texts.items() if stated <= set(cells)]):
        return whole[:1]
    best: tuple[float, list[int]] = (0.0, [])
    for at, cells in texts.items():
        if not _names_columns(cells):
            continue
        for more in range(_LINES):
            lines = [at + n for n in range(more + 1)]
            if more and (lines[-1] not in texts or not _continues([texts[n] for n in lines])):
                break
            names = _joined([texts[n] for n in lines], layer)
            score = _score(names, layer, usual, stated) + _shared(texts, lines)
            below = [texts.get(lines[-1] + n, []) for n in range(1, _BELOW)]
            score -= _nameless(names, list(takewhile(lambda row: not _is_title(row), below)))
            # Of rows with as much, the first; so that a title is none, and values are no names.
            margin = 1.0 if best[1][:1] == [min(texts)] and at not in best[1] else 0.01
            simpler = len(lines) < len(best[1]) and score >= best[0]
            if score > best[0] + margin or simpler:
                best = (score, lines)
    return best[1]


def _score(names: Sequence[str], layer: KeyedLayer, usual: int, stated: set[str]) -> float:
    """Tell how likely some names are those of the columns: those that are known count most."""
    known = _known(names, layer) + len(stated & {*names})
    wide = sum(map(bool, names)) >= _WIDE * usual
    return known + 0.5 * wide if known > 1 or wide else 0.0


def _shared(texts: dict[int, list[str]], lines: Sequence[int]) -> int:
    """Tell how many columns each of the first and the last line of a heading names alone.

    None of a title and the heading under it: that names all columns by itself.
    """
    first, last = texts[lines[0]], texts[lines[-1]]
    pairs = list(zip_longest(first, last, fillvalue=""))
    return min(sum(bool(a and not b) for a, b in pairs), sum(bool(b and not a) for a, b in pairs))


def _nameless(names: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """Tell how many columns have values in the rows below, but no name."""
    width = max(map(len, below), default=0)
    padded = [*names, *[""] * (width - len(names))]
    return sum(
        not name and any(n < len(row) and row[n] for row in below) for n, name in enumerate(padded)
    )


def _known(names: Sequence[str], layer: KeyedLayer) -> int:
    return len(guess_columns([n for n in dict.fromkeys(names) if n], layer))


def _names_columns(cells: Sequence[str]) -> bool:
    """Tell whether a row may name columns: words, not numbers, each once or merged."""
    filled = [text for text in cells if text]
    words = [text for text in filled if not _NUMBER.fullmatch(text) and len(text) < 200]
    return bool(words) and len(words) >= _WIDE * len(filled) and not filled[0].startswith("#")


def _continues(lines: Sequence[Sequence[str]]) -> bool:
    """Tell whether the last of some rows goes on with the heading: it names what is blank above."""
    *above, below = lines
    if not below or not any(below) or any(_NUMBER.fullmatch(text) for text in below if text):
        return False
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    blank = [not any(line[n] for line in padded[:-1]) for n in range(width)]
    filled = [bool(text) for text in padded[-1]]
    both = sum(f and not b for f, b in zip(filled, blank, strict=True))
    fills = sum(f and b for f, b in zip(filled, blank, strict=True))
    return bool(above) and (fills > 0) and both <= max(_WIDE * sum(map(bool, blank)) + 1, fills + 2)


def _joined(lines: Sequence[Sequence[str]], layer: KeyedLayer) -> list[str]:
    """Return names of columns from the lines of a heading; a group stands over its first column."""
    width = max(map(len, lines), default=0)
    *above, last = [[*line, *[""] * (width - len(line))] for line in lines]
    for line in reversed(above):
        group, below, names = "", last, []
        single = {n for n in below if n and below.count(n) == 1 and _known([n], layer)}
        for n in range(width):
            # A group goes on to the right as long as there are names under it.
            group = line[n] or (group if below[n] and n and below[n - 1] else "")
            known = not group or below[n] in single
            names.append(below[n] if known and below[n] else f"{group} {below[n]}".strip())
        last = names
    return list(last)


def _are_units(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row gives units or forms of the columns above it, and nothing else."""
    filled = [text for text in cells if text]
    return bool(filled) and len(cells) <= len(names) and all(map(_is_unit, filled))


def _is_unit(text: str) -> bool:
    plain = text.strip("()[] .").casefold()
    unit, rest = area_unit(plain)
    return bool(unit and not rest) or plain in _LENGTHS or fold_heading(plain) in _HINTS


def _with_units(names: Sequence[str], units: Sequence[str]) -> list[str]:
    """Return names with the unit of area that stands under them: the import reads it there."""
    padded = [*units, *[""] * (len(names) - len(units))]
    return [
        f"{name} ({unit.strip('()[] .')})" if name and area_unit(unit.strip("()[] ."))[0] else name
        for name, unit in zip(names, padded, strict=True)
    ]


def _are_numbers(cells: Sequence[str]) -> bool:
    """Tell whether a row numbers the columns, 1, 2, 3, …, as forms of state offices do."""
    return len(cells) >= _LINES and list(cells) == [str(n + 1) for n in range(len(cells))]


def _told(
    file: str, rows: Rows, lines: Sequence[int], last: int, names: Sequence[str]
) -> Iterator[Finding]:
    if list(lines) == [0] and last == 0:
        return
    numbers = [rows[at][0] for at in lines]
    where = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {numbers[0]}-{numbers[-1]}"
    said = [f"the columns are named in {where}: {', '.join(n for n in names if n)[:200]}"]
    if lines[0]:
        above = " | ".join(_line(cells) for _, cells in rows[: lines[0]])
        said.append(f"above it: {above[:200]}")
    if last > lines[-1]:
        below = " | ".join(_line(cells) for _, cells in rows[lines[-1] + 1 : last + 1])
        said.append(f"units or numbers below it: {below[:120]}")
    yield Finding(HEADING_FOUND, "; ".join(said), file=file, value=where)


def _skipped(file: str, rows: Rows, skipped: set[int]) -> Iterator[Finding]:
    if skipped:
        shown = " | ".join(_line(rows[at][1])[:80] for at in sorted(skipped)[:_SHOWN])
        more = " …" * (len(skipped) > _SHOWN)
        yield Finding(ROWS_SKIPPED, f"{counted(len(skipped), 'row')}: {shown}{more}", file=file)


def _second_table(
    rows: Rows, rest: Sequence[int], names: Sequence[str], layer: KeyedLayer
) -> int | None:
    """Return position of the heading of a second table below the first, after a gap or a title."""
    heading = [name for name in names if name]
    for at in rest:
        if not _after_gap(rows, at):
            continue
        texts = [text_of(cell) for cell in rows[at][1]]
        words = [text for text in texts if text]
        if words == heading or len(words) < 2 or any(map(_NUMBER.fullmatch, words)):
            continue
        if _names_columns(texts) and _known(words, layer) > 1:
            return at
    return None


def _after_gap(rows: Rows, at: int) -> bool:
    return rows[at][0] > rows[at - 1][0] + 1 or _is_title(rows[at - 1][1])


def _is_title(cells: Cells) -> bool:
    return sum(map(bool, map(text_of, cells))) == 1


def _two_tables(file: str, rows: Rows, first: int, second: int) -> InputUnreadable:
    begins = [f"row {rows[at][0]} ({_line(rows[at][1])[:80]})" for at in (first, second)]
    row, before = rows[second][0], rows[second - 1]
    gap = before[0] if _is_title(before[1]) else row
    return InputUnreadable(
        f"{file}: two tables; one begins in {begins[0]}, another in {begins[1]}",
        f"Import them one by one, each with a --name: --skip {gap}-{rows[-1][0]} leaves the second "
        f"out, --header-row {row} reads it.",
    )


def _line(cells: Cells) -> str:
    return ", ".join(text for cell in cells if (text := text_of(cell)))


def _seen(rows: Rows, texts: dict[int, list[str]]) -> str:
    shown = [f"row {rows[at][0]}: {_line(texts[at])[:80]}" for at in list(texts)[:_SHOWN]]
    return f"it begins {'; '.join(shown)}" if shown else "it holds no rows"
