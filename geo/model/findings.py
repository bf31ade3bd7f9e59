"""Findings: what was rejected, repaired, left unmapped or needs a look. Nothing is lost in silence.

Every code is registered once, with `rule`; `atlas check --explain CODE` prints what it means. A
`Finding` is one thing found in a file; `make_findings` makes a table of many in a layer, and
`Rule.label` says of which rule they are. Both end up as the ``findings`` table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import UnknownName
from geo.model.layers import FINDINGS
from geo.model.schema import give_types
from geo.model.terms import Level


@dataclass(frozen=True)
class Rule:
    """The meaning of a finding's code.

    An ``error`` rejects the row (or, for geometry, leaves the feature unmapped); a ``warning``
    keeps it; ``info`` only says something good to know.
    """

    code: str
    level: Level
    meaning: str
    hint: str

    def label(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table of `make_findings` as findings of this rule."""
        return table.assign(code=self.code, level=str(self.level), hint=self.hint)


RULES: dict[str, Rule] = {}
_LONGEST_VALUE = 200  # characters
_ORDER = ["code", "layer", "file", "row", "column", "feature_id", "message"]


def rule(code: str, level: Level, meaning: str, hint: str) -> Rule:
    """Register a rule; its code must be new."""
    if code in RULES:
        raise ValueError(f"rule {code!r} is defined twice")
    RULES[code] = Rule(code, level, meaning, hint)
    return RULES[code]


def explain(code: str) -> Rule:
    """Return the rule of that code.

    Raises
    ------
    UnknownName
        With near codes.
    """
    try:
        return RULES[code]
    except KeyError:
        raise UnknownName("finding code", code, sorted(RULES)) from None


@dataclass(frozen=True)
class Finding:
    """One thing found, with its place; a long value is cut short."""

    rule: Rule = field(repr=False)
    message: str
    layer: str | None = None
    feature_id: str | None = None
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", self.value[:_LONGEST_VALUE])

    def __str__(self) -> str:
        in_file = (self.file, self.row, self.column)
        place = in_file if self.file else (self.layer, self.feature_id, self.column)
        where = ":".join(str(part) for part in place if part is not None)
        return f"{where or 'dataset'}: {self.rule.level}: {self.message} [{self.rule.code}]"


_NOTHING = give_types(pd.DataFrame(columns=FINDINGS.names), FINDINGS)


def make_findings(
    layer: str | None,
    feature_id: Any,
    message: Any,
    column: str | None = None,
    value: Any = None,
    *,
    row: Any = None,
) -> pd.DataFrame:
    """Make findings of one layer, to be given to `Rule.label`.

    Parameters
    ----------
    layer : str, optional
        Where; None for the whole dataset.
    feature_id, message, value : sequence of str, shape (n,), or str
        Which feature, what is wrong, and the value as it is; a single text holds for all.
    column : str, optional
        Which column.
    row : sequence of int, shape (n,), optional
        Which row of the layer, from 1.

    Returns
    -------
    DataFrame, shape (n, 6)
    """
    texts = {"feature_id": feature_id, "message": message, "value": value}
    lengths = {len(t) for t in texts.values() if t is not None and not isinstance(t, str)}
    n = max(lengths, default=1)
    if n == 0:
        return _NOTHING
    columns = {
        name: np.full(n, text, dtype=object)
        if text is None or isinstance(text, str)
        else np.asarray(text, dtype=object)
        for name, text in texts.items()
    }
    frame = pd.DataFrame(columns, dtype="str").assign(layer=layer, column=column)
    rows = pd.array([None] * n if row is None else row, dtype="Int64")
    return frame.assign(value=frame["value"].str.slice(0, _LONGEST_VALUE), row=rows)


def join_findings(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Join tables of findings into one with the columns of the ``findings`` table."""
    some = [table for table in tables if len(table)]
    return give_types(pd.concat(some, ignore_index=True), FINDINGS) if some else _NOTHING


def order_findings(table: pd.DataFrame) -> pd.DataFrame:
    """Sort findings: gravest first, then by code, layer, file, row and column."""
    table = give_types(table, FINDINGS)
    rank = table["level"].map({str(level): i for i, level in enumerate(Level)})
    by_rank = table.assign(_rank=rank).sort_values(["_rank", *_ORDER], kind="stable")
    return by_rank.drop(columns="_rank").reset_index(drop=True)


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as the ``findings`` table, gravest first."""
    rows = []
    for finding in findings:
        row = asdict(finding)
        row.update(code=finding.rule.code, level=str(finding.rule.level), hint=finding.rule.hint)
        rows.append(row)
    return order_findings(pd.DataFrame(rows, columns=FINDINGS.names))
