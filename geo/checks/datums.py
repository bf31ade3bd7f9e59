"""How exactly the coordinates of a delivery came to WGS 84."""

from __future__ import annotations

import pandas as pd

from geo.checks.registry import Case, finds
from geo.geodesy.operations import AS_GOOD, UNKNOWN
from geo.model.findings import join_findings, make_findings
from geo.model.layers import LAYERS
from geo.model.terms import Level
from geo.model.wording import counted


@finds(
    "uncertain-datum-shift",
    Level.WARNING,
    "Coordinates came to WGS 84 by one of several operations that are about equally good there, or "
    "by one whose accuracy is not known; they may be off by as much as these lie apart.",
    "Ask the office which operation it uses, and import again with --operation. What stays "
    "unknown stays listed here.",
)
def uncertain_datum_shift(case: Case) -> pd.DataFrame:
    """Find deliveries whose change of datum is not clear.

    One finding for each layer, delivery and operation, at its first feature, with the number of
    features. `horizontal_accuracy_m` of each counts it already. Positions of one delivery are
    shifted together, so that comparing them with each other does not show it.
    """
    out = []
    for name, layer in LAYERS.items():
        if "coordinate_operation" not in layer.names:
            continue
        rows = pd.DataFrame(case.located(name))
        words = rows["coordinate_operation"].astype(object)
        unclear = words.notna() & words.map(lambda w: AS_GOOD in str(w) or UNKNOWN in str(w))
        groups = rows[unclear.astype(bool)].groupby(
            ["delivery", "coordinate_operation"], dropna=False, sort=True
        )
        first, messages, values = [], [], []
        for (delivery, text), some in groups:
            of = f" of import {delivery}" if isinstance(delivery, str) else ""
            first.append(some["id"].min())
            messages.append(f"{counted(len(some), 'feature')}{of}: {text}")
            values.append(str(text))
        out.append(make_findings(name, first, messages, "coordinate_operation", values))
    return join_findings(out)
