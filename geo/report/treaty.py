"""Tables that offices hand in each year, by content: the letters of forms differ between states.

A cell without evidence is missing here and 'not recorded' on paper, never 0. Sums are those of the
ledger: opening + added − released − withdrawn = closing, with ε.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.claims.accidents import accident_table, describe_accidents
from geo.claims.figures import sort_out
from geo.errors import OutOfRange
from geo.land.ledger import ledger
from geo.land.validity import has_begun, is_in_force
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.lists import join
from geo.model.terms import Classification, EventKind, Ordnance, ReleaseProduct, Subject
from geo.model.wording import word_figure

_SIDES = ("opening", "new", "cleared", "reduced", "cancelled", "withdrawn", "closing", "epsilon")
OUTSIDE = "outside any district"
_TITLES = {
    "mined_areas": "Areas known and suspected to be mined, at the end of the year",
    "released": "Land released in the year, by product",
    "balance": "Balance of the year: opening + added − released − withdrawn = closing",
    "devices": "Devices found, destroyed and retained in the year",
    "victims": "Victims of accidents in the year",
    "risk_education": "Risk education and warning",
    "claimed": "What is claimed of the year, by whom",
}
# Where the two conventions ask for it. A state's own form may number it otherwise.
_LETTERS = {
    "apmbc": {
        "mined_areas": "Article 7, 1 (c)",
        "released": "Article 7, 1 (f)",
        "balance": "Article 7, 1 (c) and (f)",
        "devices": "Article 7, 1 (d) and (g)",
        "risk_education": "Article 7, 1 (i)",
    },
    "ccm": {
        "mined_areas": "Article 7, 1 (h)",
        "released": "Article 7, 1 (h)",
        "balance": "Article 7, 1 (h)",
        "devices": "Article 7, 1 (h)",
        "victims": "Article 7, 1 (k)",
        "risk_education": "Article 7, 1 (j)",
    },
    "content": {},
}


@dataclass(frozen=True, eq=False)
class Treaty:
    """The tables of one year.

    Attributes
    ----------
    year : int
    tables : mapping of str to DataFrame
        By content: ``mined_areas``, ``released``, ``balance``, ``devices``, ``victims``,
        ``risk_education``, ``claimed``. Areas in m², from outlines, every piece of ground once.
        Missing is not recorded. ``evidence``: ids of the rows that a line is made of, ';'-joined.
    titles : mapping of str to str
        With the article, if a convention was named.
    notes : list of str
        What the tables cannot say.
    """

    year: int
    tables: Mapping[str, pd.DataFrame]
    titles: Mapping[str, str]
    notes: list[str] = field(default_factory=list)


def treaty_tables(dataset: Dataset, year: int, *, naming: str = "content") -> Treaty:
    """Make the tables of a year from the ledger, the events and the claims.

    Parameters
    ----------
    dataset : Dataset
    year : int
    naming : {'content', 'apmbc', 'ccm'}
        Which convention's articles are named with the titles.

    Raises
    ------
    NotADataset
    OutOfRange
        If the year is none from 1900 to 2100, or the naming is unknown.
    """
    expect_dataset(dataset)
    if not 1900 <= year <= 2100:
        raise OutOfRange(f"year {year}", "Expected 1900 to 2100.")
    if naming not in _LETTERS:
        raise OutOfRange(f"naming {naming!r}", f"Expected {', '.join(_LETTERS)}.")
    dataset = current(dataset)
    notes: list[str] = []
    land = _land(dataset, year, notes)
    tables = {
        **land,
        "devices": _devices(dataset, year),
        "victims": _victims(dataset, year),
        "risk_education": _risk_education(dataset, year),
        "claimed": _claimed(dataset, year),
    }
    letters = _LETTERS[naming]
    titles = {
        name: f"{title} ({letters[name]})" if name in letters else title
        for name, title in _TITLES.items()
    }
    return Treaty(year, tables, titles, notes)


def _land(dataset: Dataset, year: int, notes: list[str]) -> dict[str, pd.DataFrame]:
    hazards, releases = dataset["hazard_areas"], dataset["land_release"]
    opening, closing = f"{year - 1}-12-31", f"{year}-12-31"
    if hazards.empty and releases.empty:
        notes.append("No outline of hazard or release is recorded: no area can be reckoned.")
        return {name: _no_rows(name) for name in ("mined_areas", "released", "balance")}
    table = ledger(dataset, closing, opening=opening).table
    table["district"] = table["zone"].fillna("").mask(table["row"] == "total", "total")
    table["district"] = table["district"].mask(table["row"] == "outside", OUTSIDE)
    table = table.set_index("district")
    unmapped = int(table["unmapped"].iloc[-1])
    if unmapped:
        notes.append(f"{unmapped} rows without usable outline are in no sum.")
    there = is_in_force(hazards, closing, None)
    open_then = is_in_force(hazards, opening, None)
    zone = {"h": _zones(dataset, hazards), "r": _zones(dataset, releases)}
    in_year = has_begun(releases, closing, None) & ~has_begun(releases, opening, None)
    meeting = {"h": _meeting(dataset, hazards), "r": _meeting(dataset, releases)}
    class_of = hazards["classification"].to_numpy()
    mined, released, balance = [], [], []
    for name in table.index:
        row: Any = table.loc[name]
        mine = {key: _in(meeting[key], zone[key], name) for key in zone}
        here = zone["h"] == name if name != "total" else np.ones(len(hazards), dtype=bool)
        line: dict[str, Any] = {"district": name}
        for status in (Classification.CONFIRMED, Classification.SUSPECTED):
            count = int((here & there & (class_of == status)).sum())
            meets = bool((mine["h"] & there & (class_of == status)).any())
            line[f"{status}_areas"] = count if meets else None
            line[f"{status}_m2"] = float(row[f"{status}_m2"]) if meets else None
        line |= {"devices_expected": None, "laid": None}
        line["evidence"] = _ids(hazards["hazard_id"], mine["h"] & there)
        mined.append(line)
        own = _ids(releases["release_id"], mine["r"] & in_year)
        of = set(releases.loc[mine["r"] & in_year, "product"])
        areas = {f"{p}_m2": float(row[f"{p}_m2"]) if p in of else None for p in ReleaseProduct}
        total = sum(v for v in areas.values() if v is not None) if own else None
        line = {"district": name, **areas, "released_m2": total, "devices_destroyed": None}
        released.append(line | {"evidence": own})
        both = [_ids(hazards["hazard_id"], mine["h"] & (there | open_then)), own]
        evidence = join(text for text in both if text)
        sides = {f"{s}_m2": float(row[f"{s}_m2"]) if evidence else None for s in _SIDES}
        balance.append({"district": name, **sides, "evidence": evidence})
    notes.append(
        "Areas are counted with the district of their middle; m² are cut at its borders, each "
        "piece of ground once."
    )
    return {
        "mined_areas": pd.DataFrame(mined),
        "released": pd.DataFrame(released),
        "balance": pd.DataFrame(balance),
    }


def _ids(names: pd.Series[str], chosen: Any) -> str:
    return join(sorted(names[chosen].astype(str)))


def _in(meeting: Mapping[str, Any], zone: Any, name: str) -> Any:
    """Tell which outlines have ground in a district; of 'outside', whose middle is in none."""
    if name == "total":
        return np.ones(len(zone), dtype=bool)
    return zone == OUTSIDE if name == OUTSIDE else meeting.get(name, np.zeros(len(zone), bool))


def _meeting(dataset: Dataset, frame: pd.DataFrame) -> dict[str, Any]:
    """Return for each district which outlines meet it."""
    shapes = frame["geometry"].to_numpy()
    districts = dataset["districts"]
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    out = {}
    for name, district in zip(districts["district"], districts["geometry"], strict=True):
        found = np.zeros(len(frame), dtype=bool)
        if district is not None and not district.is_empty and there.any():
            shapely.prepare(district)
            found[there] = shapely.relate_pattern(district, shapes[there], "T********")
        out[str(name)] = found
    return out


def _no_rows(name: str) -> pd.DataFrame:
    columns = {
        "mined_areas": ["confirmed_areas", "confirmed_m2", "suspected_areas", "suspected_m2",
                        "devices_expected", "laid"],
        "released": ["cleared_m2", "reduced_m2", "cancelled_m2", "released_m2",
                     "devices_destroyed"],
        "balance": [f"{side}_m2" for side in _SIDES],
    }[name]  # fmt: skip
    return pd.DataFrame([{"district": "total", **dict.fromkeys(columns), "evidence": ""}])


def _zones(dataset: Dataset, frame: pd.DataFrame) -> Any:
    """Return the first district that holds a point inside each outline."""
    shapes = frame["geometry"].to_numpy()
    out = np.full(len(frame), OUTSIDE, dtype=object)
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    districts = dataset["districts"]
    known = districts[districts["geometry"].notna()]
    points = shapely.point_on_surface(shapes[there])
    if len(known) and len(there):
        hit, of = shapely.STRtree(known["geometry"].to_numpy()).query(
            points, predicate="intersects"
        )
        order = np.lexsort((of, hit))[::-1]
        out[there[hit[order]]] = known["district"].to_numpy()[of[order]]
    return out


def _devices(dataset: Dataset, year: int) -> pd.DataFrame:
    """Count delivered finds of the year by kind; nothing in the schema says what was destroyed."""
    events = dataset["events"]
    own = events[(events["kind"] == EventKind.ORDNANCE_FOUND)
                 & (events["occurred"].str[:4] == str(year))]  # fmt: skip
    kinds = own["ordnance"].fillna(str(Ordnance.UNSPECIFIED))
    rows = [
        {
            "device": Ordnance(str(kind)).label,
            "found": len(part),
            "destroyed": None,
            "retained": None,
            "evidence": join(sorted(part["event_id"].astype(str))),
        }
        for kind, part in own.groupby(kinds)
    ]
    empty: dict[str, Any] = {
        "device": "all",
        "found": None,
        "destroyed": None,
        "retained": None,
        "evidence": "",
    }
    return pd.DataFrame(rows or [empty])


def _victims(dataset: Dataset, year: int) -> pd.DataFrame:
    every = describe_accidents(dataset)
    own = set(every.loc[every["year"] == str(year), "event_id"])
    table = accident_table(dataset, by=["year", "victims"])
    table = table[table["year"] == str(year)].drop(columns="year")
    table = table.rename(columns={"event_ids": "evidence"}).reset_index(drop=True)
    if not own:
        none = dict.fromkeys(table.columns)
        table = pd.DataFrame([{**none, "victims": "all", "evidence": ""}])
    return table.astype("object").where(table.notna(), None)


def _risk_education(dataset: Dataset, year: int) -> pd.DataFrame:
    claims = dataset["claims"]
    words = claims[["category", "scope", "paraphrase"]].fillna("").agg(" ".join, axis=1) \
        if len(claims) else pd.Series(dtype="str")  # fmt: skip
    when = claims["period_end"].fillna(claims["as_of"]).fillna("")
    own = claims[
        words.str.contains(r"risk education|awareness|mine risk", case=False)
        & (when.str[:4] == str(year))
    ]
    rows = [
        {"what": c["paraphrase"], "claimant": c["claimant"], "figure": _figure(c),
         "evidence": c["claim_id"]}
        for c in own.sort_values("claim_id").to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows or [{"what": None, "claimant": None, "figure": None, "evidence": ""}])


def _claimed(dataset: Dataset, year: int) -> pd.DataFrame:
    """List the figures whose period is the whole year, one a claim."""
    claims = dataset["claims"].reset_index(drop=True)
    seen = sort_out(claims, dataset["sources"], dataset["districts"])
    subjects = (Subject.AREA_CLEARED, Subject.EO_FOUND, Subject.CASUALTIES)
    own = seen[
        seen["reason"].isna()
        & seen["subject"].isin(subjects)
        & (seen["period_from"] == f"{year}-01-01")
        & (seen["period_to"] == f"{year}-12-31")
    ]
    rows = [
        {
            "subject": Subject(c["subject"]).label,
            "place": c["group"] if isinstance(c["group"], str) else claims["place"][label],
            "counts": ", ".join(
                str(c[n]) for n in ("operator", "ordnance", "outcome", "victims", "scope")
                if isinstance(c[n], str)
            ) or None,
            "claimant": c["claimant"],
            "figure": _figure(c),
            "evidence": c["claim_id"],
        }
        for label, c in zip(own.index, own.to_dict("records"), strict=True)
    ]  # fmt: skip
    columns = ["subject", "place", "counts", "claimant", "figure", "evidence"]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return pd.DataFrame([{**dict.fromkeys(columns), "evidence": ""}])
    return table.sort_values(["subject", "place", "claimant", "evidence"], ignore_index=True)


def _figure(claim: Mapping[Any, Any]) -> str | None:
    stated = ("quantity", "quantity_min", "quantity_max", "unit", "qualifier")
    text = word_figure(*map(claim.get, stated))
    return None if text == "no figure" else text
