"""Points of an outline as offices list them: which are corners, in which order, and the ring."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import shapely

Place = tuple[float, float]

# Parts of the words for a kind of point; where several fit, the first kind here wins.
_KINDS = {
    # From these an outline is measured, or they lie within; they are not part of it.
    "landmark": ("referen", "benchmark", "landmark", "datum", "centre", "center", "centro",
                 "центр", "ориентир", "репер", "опорн", "istinad", "reper"),
    "start": ("start", "depart", "inici", "начал", "старт", "почат", "pocetn", "baslang"),
    "end": ("endpoint", "finish", "final", "конечн", "кінцев", "krajnj", "zavrsn"),
    "corner": ("turn", "intermediate", "corner", "vertex", "perimeter", "tournant", "sommet",
               "giro", "vertice", "intermed", "поворот", "промежут", "вершин", "угл", "проміж",
               "prelomn", "donme", "kunc"),
}  # fmt: skip
_SHORT = {"rp": "landmark", "bm": "landmark", "sp": "start", "tp": "corner", "ip": "corner",
          "ep": "end", "end": "end", "fp": "end"}  # fmt: skip
_RANK = {"start": 0, "end": 2}


def _letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if c.isalpha())


_FOLDED = {kind: [_letters(word) for word in words] for kind, words in _KINDS.items()}


def kind_of_point(text: str) -> str:
    """`landmark`, `start`, `corner` or `end`; nothing where the words are not known.

    Examples
    --------
    >>> [kind_of_point(t) for t in ("Reference Point", "TP 3", "Поворотная точка", "pole")]
    ['landmark', 'corner', 'corner', '']
    """
    letters = _letters(text)
    if letters in _SHORT:
        return _SHORT[letters]
    return next((k for k, words in _FOLDED.items() if any(w in letters for w in words)), "")


def number_of_point(text: object) -> float | None:
    """Return the number by which a point is ordered: 3 of '3', 3.0 or 'TP 3'.

    Examples
    --------
    >>> number_of_point("TP-12"), number_of_point(3.0), number_of_point("first")
    (12.0, 3.0, None)
    """
    match = re.fullmatch(r"\D*?(\d+(?:[.,]\d+)?)\D*", "" if text is None else str(text).strip())
    return float(match[1].replace(",", ".")) if match else None


def order_of_corners(
    kinds: Sequence[str], numbers: Sequence[float | None], places: Sequence[Place]
) -> list[int] | None:
    """In which order corners follow each other; None if that cannot be told.

    Numbers count through, or anew for each kind of point (start point 1, turning point 1, 2, …);
    without numbers the order is that of the file.
    """
    file_order = list(range(len(places)))
    if all(n is None for n in numbers):
        return file_order
    filled = [
        n if n is not None else {"start": float("-inf"), "end": float("inf")}.get(k)
        for k, n in zip(kinds, numbers, strict=True)
    ]
    ranks = [_RANK.get(k, 1) for k in kinds]
    known = [n for n in filled if n is not None]
    if len(known) == len(filled):
        for keys in ([(0, n) for n in known], list(zip(ranks, known, strict=True))):
            # One number for one place twice is a closing point.
            if len(set(keys)) == len(set(zip(keys, places, strict=True))):
                return sorted(file_order, key=keys.__getitem__)
    for kind in set(kinds):
        run = [n for k, n in zip(kinds, filled, strict=True) if k == kind and n is not None]
        if any(b <= a for a, b in pairwise(run)):
            return None
    return file_order


def ring_of(places: Sequence[Place]) -> shapely.Polygon | None:
    """Return the polygon round these corners; None if fewer than three are distinct."""
    return shapely.Polygon(places) if len(set(places)) >= 3 else None
