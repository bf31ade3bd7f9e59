"""Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for CI services."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import pandas as pd

from geo.export.codes import explain
from geo.model.findings import RULES

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
# In these formats the row of a finding is a line; in others it counts features.
_LINES = (".csv", ".tsv", ".txt")


def sarif(findings: pd.DataFrame, folder: str = "") -> dict[str, Any]:
    """Return findings as a SARIF log with one run.

    Parameters
    ----------
    findings : DataFrame
        The ``findings`` table.
    folder : str
        Where the files that findings name are, as seen from the root of the repository, with
        '/' between parts.

    Returns
    -------
    dict
        A `sarifLog` object. A finding in a file has a physical location, with a line if the file
        is text; one of a feature a logical location, layer/feature.
    """
    codes = sorted(findings["code"].unique())
    index = {code: i for i, code in enumerate(codes)}
    results = [
        {
            "ruleId": row["code"],
            "ruleIndex": index[row["code"]],
            "level": _LEVELS[row["level"]],
            "message": {"text": row["message"]},
            "locations": [_location(row, folder)],
            "properties": {k: row[k] for k in ("column", "value") if k in row},
        }
        for row in _rows(findings)
    ]
    driver = {
        "name": "Clearance Atlas",
        "semanticVersion": version("clearance-atlas"),
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rows(findings: pd.DataFrame) -> list[dict[str, Any]]:
    """Return findings as dictionaries without what is missing."""
    records = findings.astype(object).to_dict("records")
    return [{str(k): v for k, v in row.items() if pd.notna(v)} for row in records]


def _rule(code: str) -> dict[str, Any]:
    known = RULES.get(code)
    if known is None:  # of a version of this tool that had it
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": known.meaning},
        "fullDescription": {"text": explain(code)},
        "help": {"text": known.hint},
        "defaultConfiguration": {"level": _LEVELS[str(known.level)]},
    }


def _location(row: dict[str, Any], folder: str) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if file := row.get("file"):
        path = f"{folder.rstrip('/')}/{file}".lstrip("/") if folder else file
        location["physicalLocation"] = {"artifactLocation": {"uri": quote(path)}}
        if "row" in row and file.lower().endswith(_LINES):
            location["physicalLocation"]["region"] = {"startLine": int(row["row"])}
    parts = [row[k] for k in ("layer", "feature_id") if k in row]
    if "row" in row and "feature_id" not in row:
        parts.append(f"row {row['row']}")
    if parts or not location:
        name = "/".join(parts) or "dataset"
        location["logicalLocations"] = [
            {"name": parts[-1] if parts else "dataset", "fullyQualifiedName": name}
        ]
    return location
