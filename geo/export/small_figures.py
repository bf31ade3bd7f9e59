"""Figures of few people: left out on request, also where a text repeats them; the rest is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.model.layers import KEYED, LAYERS
from geo.model.schema import Kind
from geo.model.terms import Subject
from geo.model.wording import counted

SMALL = 5
SAID = f"A casualty figure below {SMALL} (suppressed)."

_COUNTS = (
    *("killed", "injured", "killed_min", "killed_max", "injured_min", "injured_max"),
    *("killed_low", "killed_high", "injured_low", "injured_high"),
)
_FIGURES = ("quantity", "quantity_min", "quantity_max")
_FEW = (
    r"(?:[1-4]|one|two|three|four|an?|both|один|одного|одна|два|двое|двух|три|трое|тр[её]х|четыре|"
    r"bir|iki|üç|dörd|մեկ|երկու|երեք|չորս)"
)
_HARM = (
    r"(?:kill|injur|wound|died|dead|death|casualt|victim|hurt|maim|lost (?:his|her|a|both)|погиб|"
    r"ранен|убит|подорва|пострада|öl[dü]|yaralan|həlak|զոհ|վիրավոր|մահ)"
)
_SMALL_FIGURE = re.compile(
    rf"(?<![\w.,]){_FEW}(?![\w]|[.,]\d).{{0,60}}{_HARM}|{_HARM}.{{0,60}}(?<![\w.,]){_FEW}(?![\w]|[.,]\d)",
    re.IGNORECASE | re.DOTALL,
)
_POSITION = re.compile(
    r"\d{1,3}[.,]\d{4,}|\d\s*°\s*\d|\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b"
)
_LISTED = 5


def suppressed(tables: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return tables without casualty figures from 1 to 4, and what was done.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Of a dataset.

    Returns
    -------
    tables : dict of str to DataFrame
    notes : list of str
    """
    out, hidden = dict(tables), 0
    for name in ("accidents", "events", "district_figures"):
        frame = out[name]
        rows = pd.Series(False, index=frame.index)
        for column in [c for c in _COUNTS if c in frame]:
            small = frame[column].between(1, SMALL - 1).fillna(False).astype(bool)
            hidden += int(small.sum())
            rows |= small
            frame = frame.assign(**{column: frame[column].mask(small)})
        out[name] = _without_words(frame, name, rows)
    claims = out["claims"]
    about = claims["subject"] == Subject.CASUALTIES
    figures: Any = claims[list(_FIGURES)]
    small = about & figures.apply(lambda c: c.between(1, SMALL - 1)).any(axis=1)
    hidden += int(small.sum())
    blank = {c: claims[c].mask(small) for c in _FIGURES}
    claims = claims.assign(paraphrase=claims["paraphrase"].mask(small, SAID), **blank)
    out["claims"] = _without_words(claims, "claims", small)
    if not hidden:
        return out, []
    return out, [
        f"{counted(hidden, 'casualty figure')} below {SMALL} suppressed; a total less its other "
        "parts may still tell one"
    ]


def _without_words(frame: pd.DataFrame, name: str, rows: pd.Series) -> pd.DataFrame:
    changed = {}
    for column, required in _texts(name, frame):
        speaking = rows & frame[column].map(_speaks).astype(bool)
        if speaking.any():
            changed[column] = frame[column].mask(speaking, SAID if required else None)
    return frame.assign(**changed).astype({c: frame[c].dtype for c in changed})


def _speaks(text: object) -> bool:
    return isinstance(text, str) and text != SAID and _SMALL_FIGURE.search(text) is not None


def _places(text: object) -> bool:
    return isinstance(text, str) and _POSITION.search(text) is not None


def told_by_texts(tables: Mapping[str, pd.DataFrame], *, figures: bool) -> list[str]:
    """Return what texts, which stay as they are, may still tell: names the first of them.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        What is about to be published.
    figures : bool
        Whether casualty figures from 1 to 4 were left out.
    """
    asked: list[tuple[str, Callable[[object], bool]]] = [("a position", _places)]
    if figures:
        asked.append((f"a casualty figure below {SMALL}", _speaks))
    notes = []
    for what, tells in asked:
        found = [
            f"{name} {key} {column}"
            for name, frame in tables.items()
            if name in KEYED and name != "basemap"
            for column, _ in _texts(name, frame)
            for key, text in zip(frame[KEYED[name].key], frame[column], strict=True)
            if tells(text)
        ]
        if found:
            listed = ", ".join(found[:_LISTED]) + (", …" if len(found) > _LISTED else "")
            notes.append(f"{counted(len(found), 'text')} left that may tell {what}: {listed}")
    authors = tables["sources"]["author"].notna().sum() if "sources" in tables else 0
    if authors:
        notes.append(f"{counted(int(authors), 'name')} of authors of sources left")
    return notes


def _texts(name: str, frame: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    """Columns of free text, and whether each has to have one."""
    for column in LAYERS[name].columns:
        free = column.kind in (Kind.TEXT, Kind.LIST) and column.domain is None
        if free and not column.refers_to and column.name in frame:
            yield column.name, column.required
