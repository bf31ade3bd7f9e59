"""What a check is, what it is given, and how its findings come together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from inspect import getdoc
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.model import findings
from geo.model.dataset import Dataset, retired
from geo.model.findings import Rule
from geo.model.schema import FINDINGS, LAYERS, typed
from geo.model.terms import Level

AREAS = ("hazard_areas", "land_release")

T = TypeVar("T")

_ORDER = ["code", "layer", "file", "row", "column", "feature_id", "message"]


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
        """The frame of a layer; of claims those that are still delivered."""
        frame = self.dataset[layer]
        if layer == "claims" and (gone := retired(frame)).any():
            return frame[~gone].reset_index(drop=True)
        return frame

    def once(self, work: Callable[[Case], T]) -> T:
        """Return ``work(case)``, done once however many checks ask for it."""
        if work not in self._done:
            self._done[work] = work(self)
        result: T = self._done[work]
        return result

    def outlines(self, layer: str) -> pd.DataFrame:
        """Rows with a polygon that can be reckoned with (see ``invalid-geometry``).

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
        """Rows still delivered whose geometry is there, valid and not empty.

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
        rows = frame[self.sound(layer) & ~retired(frame)]
        return rows.assign(id=rows[LAYERS[layer].key])

    def sound(self, layer: str) -> npt.NDArray[np.bool_]:
        """True where a feature's geometry is there, valid and not empty, shape (n,)."""
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
        """What breaks the rule, as rows of the ``findings`` table."""
        rule = self.rule
        return self.run(case).assign(code=rule.code, level=str(rule.level), hint=rule.hint)


CHECKS: dict[str, Check] = {}


def finds(code: str, level: Level, meaning: str, hint: str) -> Callable[[Run], Run]:
    """Register a function as the check that finds `code`.

    The function takes a `Case` and returns what `found` returns. Its docstring is the check's
    documentation, read by users.

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


def found(
    layer: str,
    feature_id: Any,
    message: Any,
    column: str | None = None,
    value: Any = None,
) -> pd.DataFrame:
    """Findings of one layer.

    Parameters
    ----------
    layer : str
        Where.
    feature_id, message, value : sequence of str, shape (n,), or str
        Which feature, what is wrong, and the value as it stands; a single text holds for all.
    column : str, optional
        Which column.

    Returns
    -------
    DataFrame, shape (n, 5)
    """
    texts = {"feature_id": feature_id, "message": message, "value": value}
    lengths = {len(t) for t in texts.values() if t is not None and not isinstance(t, str)}
    rows = max(lengths, default=1)
    if rows == 0:
        return _NOTHING
    columns = {
        name: np.full(rows, text, dtype=object)
        if text is None or isinstance(text, str)
        else np.asarray(text, dtype=object)
        for name, text in texts.items()
    }
    frame = pd.DataFrame(columns, dtype="str").assign(layer=layer, column=column)
    return frame.assign(value=frame["value"].str.slice(0, 200))


_NOTHING = pd.DataFrame({name: pd.Series(dtype="str") for name in FINDINGS.names})


def together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several tables of findings as one."""
    there = [frame for frame in frames if len(frame)]
    return pd.concat(there, ignore_index=True) if there else _NOTHING


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """The ``findings`` table in the order of `geo.model.findings.findings_frame`: gravest first."""
    frame = typed(frame, FINDINGS)
    rank = frame["level"].map({str(level): i for i, level in enumerate(Level)})
    by_rank = frame.assign(_rank=rank).sort_values(["_rank", *_ORDER], kind="stable")
    return by_rank.drop(columns="_rank").reset_index(drop=True)


def explain(code: str) -> str:
    """Explain a finding's code: level, meaning, what to do, and the check's documentation.

    Parameters
    ----------
    code : str
        Of a check or of a fault found in reading.

    Returns
    -------
    str
        Plain text of several lines.

    Raises
    ------
    UnknownName
        With near codes.
    """
    rule = findings.explain(code)
    check = CHECKS.get(code)
    about = (getdoc(check.run) or "") if check else "Found while the files are read."
    parts = (f"{code} ({rule.level.label.lower()})", rule.meaning, f"What to do: {rule.hint}")
    return "\n\n".join((*parts, about))


def geometries(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The geometry of a frame, shape (n,); None where there is none."""
    return np.asarray(frame["geometry"], dtype=object)
