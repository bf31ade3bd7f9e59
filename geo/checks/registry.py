"""The register of checks, and the case that each of them is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.model import findings
from geo.model.dataset import Dataset, is_retired
from geo.model.findings import Rule
from geo.model.layers import KEYED
from geo.model.terms import Level

AREAS = ("hazard_areas", "land_release")

T = TypeVar("T")


class Case:
    """A dataset under check, with what several checks need worked out once.

    Parameters
    ----------
    dataset : Dataset
        What is checked.
    today : date, optional
        The day after which a date is in the future; None where no such day is known.
    """

    def __init__(self, dataset: Dataset, today: date | None) -> None:
        self.dataset = dataset
        self.today = today
        self._done: dict[Any, Any] = {}
        self._sound: dict[str, npt.NDArray[np.bool_]] = {}
        self._outlines: dict[str, pd.DataFrame] = {}

    def __getitem__(self, layer: str) -> pd.DataFrame:
        """Return the frame of a layer; of claims those that are still delivered."""
        frame = self.dataset[layer]
        if layer == "claims" and (gone := is_retired(frame)).any():
            return frame[~gone].reset_index(drop=True)
        return frame

    def once(self, work: Callable[[Case], T]) -> T:
        """Return ``work(case)``, done once however many checks ask for it."""
        if work not in self._done:
            self._done[work] = work(self)
        result: T = self._done[work]
        return result

    def outlines(self, layer: str) -> pd.DataFrame:
        """Return rows with a polygon that can be reckoned with (see ``invalid-geometry``).

        Parameters
        ----------
        layer : str
            A layer with geometry.

        Returns
        -------
        DataFrame
            The layer's columns and ``id`` (its key); index from 0.
        """
        if layer not in self._outlines:
            rows = self.located(layer)
            polygon = np.isin(shapely.get_type_id(geometries(rows)), (3, 6))
            self._outlines[layer] = rows[polygon].reset_index(drop=True)
        return self._outlines[layer]

    def located(self, layer: str) -> pd.DataFrame:
        """Return rows still delivered whose geometry is there, valid and not empty.

        Parameters
        ----------
        layer : str
            A layer with geometry.

        Returns
        -------
        DataFrame
            The layer's columns and ``id`` (its key); index as in the layer.
        """
        frame = pd.DataFrame(self[layer])
        rows = frame[self.sound(layer) & ~is_retired(frame)]
        return rows.assign(id=rows[KEYED[layer].key])

    def sound(self, layer: str) -> npt.NDArray[np.bool_]:
        """Return True where a feature's geometry is there, valid and not empty, shape (n,)."""
        if layer not in self._sound:
            shapes = geometries(self[layer])
            self._sound[layer] = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
        return self._sound[layer]


Run = Callable[[Case], pd.DataFrame]


@dataclass(frozen=True)
class Check:
    """One check: the rule it holds the data to, and the function that does it."""

    rule: Rule
    run: Run

    def findings(self, case: Case) -> pd.DataFrame:
        """Return what breaks the rule, as rows of the ``findings`` table."""
        return self.rule.label(self.run(case))


CHECKS: dict[str, Check] = {}


def finds(code: str, level: Level, meaning: str, hint: str) -> Callable[[Run], Run]:
    """Register a function as the check that finds `code`.

    The function takes a `Case` and returns what `geo.model.findings.make_findings` returns. Its
    docstring is the check's documentation, read by users.

    Parameters
    ----------
    code : str
        New code of the finding.
    level : Level
        ``error``: a figure or outline cannot be used. ``warning``: to be looked at. ``info``:
        good to know.
    meaning, hint : str
        One sentence each: what it means, what to do.
    """

    def register(run: Run) -> Run:
        CHECKS[code] = Check(findings.rule(code, level, meaning, hint), run)
        return run

    return register


def geometries(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return the geometry of a frame, shape (n,); None where there is none."""
    return np.asarray(frame["geometry"], dtype=object)
