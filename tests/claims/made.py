"""Small made-up tables from plain rows."""

import pandas as pd

from geo.intake.derived.footprints import footprints
from geo.model.layers import CLAIM_PLACES, CLAIMS, DISTRICTS, PLACES, SOURCES
from geo.model.schema import give_types


def claims(*rows):
    """Claims from rows that only say what matters; all about Aghdam district, if they say nothing.

    Ids are c0, c1, …; every claim has a source of its own, s0, s1, …
    """
    whole = [
        {
            "claim_id": f"c{i}",
            "source_id": f"s{i}",
            "claimant": "ANAMA",
            "subject": "area_cleared",
            "unit": "ha",
            "place": row.get("districts", "Aghdam"),
            "place_level": "district",
            "districts": "Aghdam",
            "stance": "asserts",
            "paraphrase": "as printed",
            "category": "as written",
            "operator": "all operators"
            if row.get("subject", "area_cleared") == "area_cleared"
            else None,
            **row,
        }
        for i, row in enumerate(rows)
    ]
    frame = give_types(pd.DataFrame(whole, columns=None if whole else CLAIMS.names), CLAIMS)
    empty = pd.DataFrame(columns=CLAIM_PLACES.names), pd.DataFrame(columns=PLACES.names)
    return footprints(frame, *empty)


def sources(*published, publisher="Paper"):
    """Sources s0, s1, … published on these days."""
    rows = [
        {"source_id": f"s{i}", "publisher": f"{publisher} {i}", "title": "Mines", "published": day}
        for i, day in enumerate(published)
    ]
    return give_types(pd.DataFrame(rows, columns=None if rows else SOURCES.names), SOURCES)


def districts(*names, **other):
    """Districts by name, with other names given as lists in the order of `names`."""
    return give_types(pd.DataFrame({"district": list(names), **other}), DISTRICTS)


KARABAKH = districts("Aghdam", "Fuzuli", "Tartar", "Aghdara")


def one_source(*rows):
    """Return claims that one source makes."""
    found = claims(*rows)
    found["source_id"] = "s0"
    return found
