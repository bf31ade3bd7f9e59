"""Findings: what was rejected, repaired, left unmapped or needs a look. Nothing is lost in silence.

Every code is documented once, in `RULES`; `atlas check --explain CODE` prints it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import pandas as pd

from geo.errors import UnknownName
from geo.model.schema import FINDINGS, typed
from geo.model.terms import Level


@dataclass(frozen=True)
class Rule:
    """What a finding's code stands for.

    An ``error`` rejects the row (or, for geometry, leaves the feature unmapped); a ``warning``
    keeps it; ``info`` only says something good to know.
    """

    code: str
    level: Level
    meaning: str
    hint: str


RULES: dict[str, Rule] = {}


def rule(code: str, level: Level, meaning: str, hint: str) -> Rule:
    """Register a rule; its code must be new."""
    if code in RULES:
        raise ValueError(f"rule {code!r} is defined twice")
    RULES[code] = Rule(code, level, meaning, hint)
    return RULES[code]


def explain(code: str) -> Rule:
    """The rule of that code.

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
    """One thing found, with the place where it stands."""

    rule: Rule = field(repr=False)
    message: str
    layer: str | None = None
    feature_id: str | None = None
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        in_file = (self.file, self.row, self.column)
        place = in_file if self.file else (self.layer, self.feature_id, self.column)
        where = ":".join(str(part) for part in place if part is not None)
        return f"{where or 'dataset'}: {self.rule.level}: {self.message} [{self.rule.code}]"


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as the ``findings`` table, gravest first, then by file, row and column."""
    rows = []
    for finding in findings:
        row = asdict(finding)
        row.update(code=finding.rule.code, level=str(finding.rule.level), hint=finding.rule.hint)
        rows.append(row)
    frame = typed(pd.DataFrame(rows, columns=FINDINGS.names), FINDINGS)
    rank = frame["level"].map({level: i for i, level in enumerate(Level)})
    ordered = frame.assign(_rank=rank).sort_values(
        ["_rank", "code", "layer", "file", "row", "column", "feature_id", "message"],
        kind="stable",
    )
    return ordered.drop(columns="_rank").reset_index(drop=True)
