"""The step of a coordinate operation that changes the datum, and how exact it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import Transformer

from geo.geodesy.geodesic import distance_m


@dataclass(frozen=True)
class Candidate:
    """An operation that may be meant.

    Attributes
    ----------
    name, code : str
        In the EPSG registry; the code is empty where it has none.
    accuracy_m : float or None
        As the registry states it.
    moved_m : float or None
        How far it moves a position in the middle of the file from where the coordinates would
        lie if they were of WGS 84; None if it is not installed.
    """

    name: str
    code: str
    accuracy_m: float | None
    moved_m: float | None = None

    def __str__(self) -> str:
        parts = [f"{self.name} ({self.code})" if self.code else self.name]
        parts += ["accuracy unknown" if self.accuracy_m is None else f"± {self.accuracy_m:g} m"]
        moved = "not installed" if self.moved_m is None else f"moves {self.moved_m:.0f} m"
        return ", ".join([*parts, moved])


def changes_datum(transformer: Transformer) -> bool:
    """Tell whether an operation has a step to another datum."""
    return bool(shift_of(transformer).name)


def shift_of(transformer: Transformer, place: Any = None) -> Candidate:
    """Return the step of an operation that changes the datum; without name if there is none."""
    steps = [
        step
        for step in transformer.operations or ()
        if step.type_name == "Transformation" and not step.name.startswith("Null geographic")
    ]
    codes = [step.to_json_dict().get("id") or {} for step in steps]
    code = f"{codes[0]['authority']}:{codes[0]['code']}" if len(codes) == 1 and codes[0] else ""
    moved = None
    if place is not None:
        there = transformer.transform(*place[0])
        if np.isfinite(there).all():
            moved = float(distance_m(*place[1], *there)[0])
    name = " + ".join(step.name for step in steps)
    return Candidate(name, code, stated_accuracy(transformer.accuracy), moved)


def is_ballpark(transformer: Transformer) -> bool:
    """Tell whether PROJ only assumes that the datums are the same."""
    return "Ballpark" in transformer.description


def stated_accuracy(stated: float | None) -> float | None:
    """Return an accuracy in metres; None where the registry states none (PROJ: −1)."""
    return stated if stated is not None and stated >= 0 else None


def short_name(description: str) -> str:
    """Return the name of an operation without changes of the order of axes."""
    parts = [p for p in description.split(" + ") if not p.startswith("axis order change")]
    return " + ".join(parts) or description
