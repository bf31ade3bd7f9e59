"""Blocks of a sheet: headings, paragraphs, tables, pictures; plain data for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geo.model.dataset import Dataset
from geo.model.sources import citation
from geo.model.terms import CAUTIONS, Classification, EventKind, ReleaseProduct, Subject

NOT_RECORDED = "not recorded"
_LONGEST = 600  # letters of one text on paper; longer ones are cut, and say so
_TERMS = (Classification, ReleaseProduct, EventKind, Subject)
_WHAT = {str(term): term.label for terms in _TERMS for term in terms}
Block = dict[str, Any]


@dataclass
class Sheet:
    """A document: its title, its blocks, and what stands at the foot of every page.

    ``paper`` is 'a4' or 'a3'.
    """

    title: str
    footer: list[str]
    blocks: list[Block] = field(default_factory=list)
    paper: str = "a4"
    landscape: bool = False

    def add(self, *blocks: Block) -> None:
        """Append blocks."""
        self.blocks.extend(blocks)


class Register:
    """Numbers the sources that a sheet cites, in the order they are cited.

    Parameters
    ----------
    dataset : Dataset
        Whose sources they are.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._rows = {str(row["source_id"]): row for row in dataset["sources"].to_dict("records")}
        claims = dataset["claims"]
        self._of = dict(zip(claims["claim_id"], claims["source_id"], strict=True))
        self._numbers: dict[str, int] = {}

    def cite(self, claims: Sequence[str] = (), sources: Sequence[str] = (), most: int = 4) -> str:
        """Return marks such as '[1, 4]' for claims and sources; more than `most` are counted."""
        wanted = [*(str(self._of[c]) for c in claims if c in self._of), *sources]
        known = [s for s in dict.fromkeys(wanted) if s in self._rows]
        # What is cited already costs no new line in the list.
        known.sort(key=lambda s: self._numbers.get(s, len(self._rows)))
        for source in known[:most]:
            self._numbers.setdefault(source, len(self._numbers) + 1)
        if not known:
            return ""
        marks = ", ".join(str(self._numbers[s]) for s in known[:most])
        return f"[{marks}{f' and {len(known) - most} more' if len(known) > most else ''}]"

    def listed(self) -> list[Block]:
        """Return the list of sources cited, numbered, as blocks."""
        if not self._numbers:
            return [heading("Sources"), para("No source is recorded for this sheet.")]
        items = [
            {"mark": f"[{number}]", "text": cut(citation(self._rows[source]), 240)}
            for source, number in self._numbers.items()
        ]
        return [heading("Sources of this sheet"), listing(items, columns=2, size=5.8)]


def footer(dataset: Dataset, version: str) -> list[str]:
    """Return what stands at the foot of every page: cautions, data date, version, boundaries."""
    meta = dataset.meta
    synthetic = "SYNTHETIC DATA: nothing here is about a real place. " if meta.synthetic else ""
    credits = "; ".join(f"{credit.text} ({credit.licence})" for credit in meta.credits)
    return [
        f"{synthetic}{' '.join(CAUTIONS)} Claims, not truths.",
        f"{meta.title}. Data to {meta.data_date or 'an unknown day'}; dataset {version}. WGS 84. "
        f"{meta.licence}.",
        cut(f"{meta.boundaries_note} {credits}", 520),
    ]


def cut(text: Any, most: int = _LONGEST) -> str:
    """Return a text on one line, cut where it is too long for paper; the cut is said."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}… (cut: {len(plain):,} letters)"


def heading(text: str, level: int = 2) -> Block:
    """Return a heading; headings make the outline of the PDF."""
    return {"kind": "heading", "level": level, "text": cut(text, 160)}


def para(
    text: str, *, cite: str = "", size: float = 8, bold: bool = False, colour: str = "#000000"
) -> Block:
    """Return a paragraph."""
    weight = "bold" if bold else "regular"
    return {
        "kind": "para",
        "text": cut(text, 1500),
        "cite": cite,
        "size": size,
        "weight": weight,
        "colour": colour,
    }


def listing(items: Sequence[dict[str, str]], *, columns: int = 1, size: float = 7) -> Block:
    """Return a list; each item has ``mark``, ``text`` and perhaps ``cite``."""
    return {"kind": "list", "items": list(items), "columns": columns, "size": size}


def bullets(texts: Sequence[str], *, size: float = 7) -> Block:
    """Return a list of plain texts."""
    return listing([{"mark": "–", "text": cut(text)} for text in texts], size=size)


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    widths: Sequence[float] | None = None,
    right: Sequence[int] = (),
    size: float = 7,
) -> Block:
    """Return a table; a cell is a text, or a dict of ``text`` and ``cite``.

    ``widths`` are shares of the line, 0 for as wide as its texts.
    """
    return {
        "kind": "table",
        "header": list(header),
        "rows": [
            [cell if isinstance(cell, dict) else cut(show_value(cell)) for cell in row]
            for row in rows
        ],
        "widths": list(widths or [0] * len(header)),
        "align": ["right" if i in right else "left" for i in range(len(header))],
        "size": size,
    }


def picture(svg: str, width_mm: float, alt: str) -> Block:
    """Return a drawing, so wide in millimetres."""
    return {"kind": "picture", "svg": svg, "width": width_mm, "alt": alt}


def columns(*parts: Sequence[Block], widths: Sequence[float]) -> Block:
    """Return blocks in columns beside each other, by shares of the line."""
    return {"kind": "columns", "parts": [list(part) for part in parts], "widths": list(widths)}


def signatures(*labels: str) -> Block:
    """Return lines to sign on."""
    return {"kind": "lines", "labels": list(labels)}


def show_value(value: Any) -> str:
    """Return a value as paper shows it; what is missing is 'not recorded', never 0."""
    return NOT_RECORDED if value is None or pd.isna(value) or value == "" else str(value)


def what_label(code: Any) -> str:
    """Return the label of a classification, product, kind of event or subject."""
    return _WHAT.get(str(code), show_value(code))
