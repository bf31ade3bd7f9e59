"""Everything that the map does not draw, and why: each claim and accident without a mark."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import shapely

from geo.intake.validation import DUPLICATE_KEY
from geo.maps.drawing import Drawing, is_drawable
from geo.maps.records import MOST_ITEMS, drawn_records
from geo.maps.rows import Row, rows
from geo.model.dataset import Dataset, is_retired
from geo.model.dates import Day
from geo.model.footprints import Footprint, Ground
from geo.model.languages import translatable
from geo.model.layers import KEYED, LAYERS
from geo.model.terms import Level, PlaceLevel, Support

_LISTED = 200
_PLACE_SUPPORTS = (Support.POINT, Support.LINE, Support.SETTLEMENT)

# Ground of a claim that speaks of such a thing.
_GROUNDS = {"districts": Ground.DISTRICT, "places": Ground.PLACE}

# The first reason that fits a claim is given; the last fits all.
_REASONS: tuple[tuple[str, str, str, Callable[[Row], bool]], ...] = (
    (
        "multi_district",
        translatable("Figures of several districts together"),
        translatable(
            "One figure was given for several districts. It is never split among them; it is "
            "listed here and at each of the districts."
        ),
        lambda claim: claim["support"] == Support.MULTI_DISTRICT,
    ),
    (
        "district_without_polygon",
        translatable("District without polygon"),
        translatable(
            "The district is a known name, but no open boundary layer has its outline yet. Its "
            "ground is not guessed."
        ),
        lambda claim: claim["support"] == Support.DISTRICT,
    ),
    (
        "place_without_position",
        translatable("Place without coordinates"),
        translatable(
            "The source names a settlement or point whose position no open gazetteer gives."
        ),
        lambda claim: claim["support"] in _PLACE_SUPPORTS,
    ),
    (
        "country",
        translatable("Whole countries"),
        translatable("A figure of a country says nothing about where in it."),
        lambda claim: claim["place_level"] == PlaceLevel.COUNTRY,
    ),
    (
        "region",
        translatable("Regions without agreed outline"),
        translatable(
            "“Liberated territories”, “former line of contact” and the like: sources mean "
            "different ground by the same words, so no outline is drawn."
        ),
        lambda claim: claim["support"] == Support.REGION,
    ),
    (
        "none",
        translatable("No place named"),
        translatable("The source names no place."),
        lambda _: True,
    ),
)


def undrawn(dataset: Dataset, claims: pd.DataFrame, drawing: Drawing) -> list[Row]:
    """Group what is not drawn by reason.

    Parameters
    ----------
    dataset : Dataset
        For its places.
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.
    drawing : Drawing
        What is drawn.

    Returns
    -------
    list of dict
        ``reason``, ``title``, ``why``, ``claims`` (positions); for accidents also ``accidents``,
        for places without coordinates ``places``, for areas and events ``items`` (the first 200)
        and ``n``.
        Every claim is placed on the map or in one of these groups.
    """
    groups: dict[str, Row] = {
        reason: {"reason": reason, "title": title, "why": why, "claims": []}
        for reason, title, why, _ in _REASONS
    }
    beyond = _beyond_map(drawing)
    away = {
        Footprint(_GROUNDS[item["layer"]], (item["id"],))
        for item in drawing.beyond
        if item["layer"] in _GROUNDS
    }
    for i, claim in enumerate(rows(claims, ("support", "place_level", "footprint_id"))):
        if i in drawing.placed:
            continue
        text = claim.get("footprint_id")
        footprint = Footprint.parse(text) if text else None
        if footprint and away & {
            footprint,
            *(Footprint(Ground.PLACE, (place,)) for place in footprint.places),
        }:
            beyond[0]["claims"].append(i)
            continue
        reason = next(r for r, _, _, fits in _REASONS if fits(claim))
        groups[reason]["claims"].append(i)
    found = [group for group in groups.values() if group["claims"]]
    return (
        found
        + beyond
        + _accidents(drawing)
        + _places(dataset, claims)
        + _withheld(claims)
        + _features(dataset)
        + _recorded_items(dataset)
        + _rejected(dataset)
    )


def _beyond_map(drawing: Drawing) -> list[Row]:
    if not drawing.beyond:
        return []
    items = [item | {"layer": LAYERS[item["layer"]].title} for item in drawing.beyond]
    return [
        {
            "reason": "beyond_map",
            "title": translatable("Nearer to a pole than this map shows"),
            "why": translatable(
                "They have a position, but the map ends at 85° north and south. The dataset "
                "keeps them as they are."
            ),
            "items": items[:_LISTED],
            "n": len(items),
            "claims": [],
        }
    ]


def no_longer_delivered(dataset: Dataset, known: Day | None = None) -> list[Row]:
    """Return rows that a later delivery did not have; `current` takes them off the map.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    known : date or ISO text, optional
        By what was known on that day.
    """
    items = [
        {
            "layer": layer.title,
            "id": row[layer.key],
            "name": row.get("name") or row.get("paraphrase"),
            "day": row["retired"],
        }
        for name, layer in KEYED.items()
        # A feature that is made of others is not listed beside them.
        if not layer.derived and name not in ("places", "sources")
        for row in rows(dataset[name][is_retired(dataset[name], known)])
    ]
    if not items:
        return []
    return [
        {
            "reason": "retired",
            "title": translatable("No longer delivered"),
            "why": translatable(
                "A later delivery of the same source did not have them any more. That says "
                "nothing about the ground. They stay in the dataset, but are not drawn or counted."
            ),
            "items": items,
            "claims": [],
        }
    ]


def _accidents(drawing: Drawing) -> list[Row]:
    hidden = [i for i, a in enumerate(drawing.accidents) if not a.get("drawn")]
    if not hidden:
        return []
    return [
        {
            "reason": "accidents",
            "title": translatable("Accidents known by district only"),
            "why": translatable(
                "No source gives a place that can be put on a map. They are counted at the "
                "district and never scattered over it."
            ),
            "accidents": hidden,
            "claims": sorted({c for i in hidden for c in drawing.accidents[i]["claims"]}),
        }
    ]


def _places(dataset: Dataset, claims: pd.DataFrame) -> list[Row]:
    places = dataset["places"]
    lost = places[shapely.is_missing(places["geometry"].to_numpy())]
    if lost.empty:
        return []
    links = dataset["claim_places"]
    written = set(links.loc[links["place_id"].isin(lost["place_id"]), "place"])
    return [
        {
            "reason": "places",
            "title": translatable("Places without coordinates"),
            "why": translatable(
                "No gazetteer or article gives their position. What is said about them is "
                "shown with the district, or above."
            ),
            "places": rows(lost, ("name", "district", "note")),
            "claims": [int(i) for i in claims.index[claims["place"].isin(written)]],
        }
    ]


def _withheld(claims: pd.DataFrame) -> list[Row]:
    kept = [int(i) for i in claims.index[claims["withheld"].notna()]]
    if not kept:
        return []
    return [
        {
            "reason": "withheld",
            "title": translatable("Printed errors, kept as claims"),
            "why": translatable(
                "These figures cannot be right as printed. They stay in the record with the "
                "reason, but are never plotted or added up."
            ),
            "claims": kept,
        }
    ]


def _features(dataset: Dataset) -> list[Row]:
    """Return hazardous areas, released land and events that nothing on the map stands for."""
    lost: list[Row] = []
    for name in ("hazard_areas", "land_release", "events", "minefield_records"):
        frame, key = dataset[name], KEYED[name].key
        shapes = frame["geometry"].to_numpy()
        nowhere = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        # A point is all that an event needs.
        vague = ~nowhere & (False if name == "events" else ~is_drawable(frame))
        crowded = name == "minefield_records" and drawn_records(dataset).empty
        for why, chosen in (
            (
                translatable("too many for this page: see them in the GeoPackage"),
                ~nowhere & crowded,
            ),
            (translatable("no position"), nowhere),
            (translatable("not an outline that was surveyed or reconstructed"), vague),
        ):
            title = LAYERS[name].title
            lost += [{"layer": title, "id": row[key], "why": why} for row in rows(frame[chosen])]
    if not lost:
        return []
    return [
        {
            "reason": "features",
            "title": translatable("Areas and events without a place on the map"),
            "why": translatable(
                "They are in the dataset, but have no position, or none exact enough to draw. "
                "That they are not on the map says nothing about the ground."
            ),
            "items": lost[:_LISTED],
            "n": len(lost),
            "claims": [],
        }
    ]


def _recorded_items(dataset: Dataset) -> list[Row]:
    """Return recorded items of undrawn records, and those too many to be drawn at once."""
    of = dataset["recorded_items"]["record_id"].astype(str)
    there = of.isin(set(drawn_records(dataset)["record_id"].astype(str)))
    crowded = max(int(there.sum()) - MOST_ITEMS, 0)
    lost = of[~there].value_counts(sort=False).sort_index()
    if not crowded and lost.empty:
        return []
    why = translatable("recorded items: the record has no outline on this page")
    return [
        {
            "reason": "recorded_items",
            "title": translatable("Recorded items not drawn, or not all at once"),
            "why": translatable(
                "At most 4,000 recorded items are drawn at once, and only from near: zoom in to "
                "see the others. Items of a record without an outline on this page are not drawn "
                "at all. The dataset has them all. Where none is drawn, there may be mines all the "
                "same."
            ),
            "items": [
                {"name": record, "id": f"{count:,}", "why": why}
                for record, count in lost.iloc[:_LISTED].items()
            ],
            "n": int(lost.sum()) + crowded,
            "claims": [],
        }
    ]


def _rejected(dataset: Dataset) -> list[Row]:
    """Return rows of the input that are not in the dataset at all."""
    findings = dataset["findings"]
    there = {(name, str(key)) for name, layer in KEYED.items() for key in dataset[name][layer.key]}
    faults = findings[(findings["level"] == Level.ERROR) & findings["row"].notna()]
    kept = [
        # Of two rows with one key the first is there.
        code != DUPLICATE_KEY.code and (layer, str(key)) in there
        for code, layer, key in zip(
            faults["code"], faults["layer"], faults["feature_id"], strict=True
        )
    ]
    gone = faults[~np.array(kept, dtype=bool)].drop_duplicates(["layer", "file", "row"])
    if gone.empty:
        return []
    items = [
        {
            **({"layer": LAYERS[row["layer"]].title} if row.get("layer") in LAYERS else {}),
            "id": row.get("feature_id") or f"{row.get('file', '')}:{row['row']}",
            "why": f"{row['message']} ({row.get('file', '')}:{row['row']})",
        }
        for row in rows(gone[:_LISTED])
    ]
    return [
        {
            "reason": "rejected",
            "title": translatable("Rows rejected when the files were read"),
            "why": translatable(
                "They have a fault, so they are not in the dataset. That they are not on the map "
                "says nothing about the ground."
            ),
            "items": items,
            "n": len(gone),
            "claims": [],
        }
    ]
