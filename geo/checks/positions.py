"""Positions: in the district they are stated in, near a border, one upon another."""

from __future__ import annotations

from functools import partial

import pandas as pd
import shapely

from geo.checks.borders import Borders
from geo.checks.registry import AREAS, Case, finds, geometries
from geo.intake.geometry import FAR_AWAY
from geo.model.findings import join_findings, make_findings
from geo.model.lists import join, split
from geo.model.terms import Level, Support

CROWD = 10

_DECIMALS = 6  # of a degree: about 10 cm


@finds(
    "outside-stated-district",
    Level.WARNING,
    "A place lies outside the district it is stated in, by more than the border is exact.",
    "Compare position and district with the source; another place may have the same name.",
)
def outside_stated_district(case: Case) -> pd.DataFrame:
    """Find places and events whose position contradicts their district.

    The distance is geodesic, to the nearest point of the stated district's polygon. It is compared
    with ``uncertainty_m``, of that district or of the one the place lies in, whichever is larger:
    what is nearer is `near-border`. The polygon may be wrong as well as the point. Districts
    without polygon contradict nobody.
    """
    out = []
    for layer, stated in _STATED.items():
        rows, pairs = case.once(stated)
        off = pairs[pairs["own"] & (pairs["metres"] > pairs["exact_m"])]
        out.append(_outside(layer, rows, pairs, off, ""))
    return join_findings(out)


@finds(
    "near-border",
    Level.INFO,
    "A place lies so near to a border that its district is uncertain.",
    "Nothing to correct; figures of its district may belong to the neighbour.",
)
def near_border(case: Case) -> pd.DataFrame:
    """Find places and events within the boundary layer's own uncertainty of another district.

    That is: outside the stated district, but by no more than the border is exact, or inside it
    and no farther from another one. A border is as exact as ``uncertainty_m`` of its two
    districts, the larger one, says; those of Natural Earth to about 2 km. The nearest other
    district is named.
    """
    return join_findings(
        [_near(layer, *case.once(stated)) for layer, stated in _STATED.items()],
    )


def _near(layer: str, places: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    close = pairs["metres"] <= pairs["exact_m"]
    outside = pairs[pairs["own"] & close & (pairs["metres"] > 0)]
    off = _outside(layer, places, pairs, outside, "; the border is exact to {:,.0f} m")
    inside = pairs.loc[pairs["own"] & (pairs["metres"] == 0), "row"]
    others = pairs[pairs["row"].isin(inside) & ~pairs["own"] & close]
    nearest = others.sort_values(["row", "metres", "name"]).drop_duplicates("row")
    rows = places.loc[nearest["row"]]
    message = [
        f"in {district}, {metres:,.0f} m from {name}; the border is exact to {exact:,.0f} m"
        for district, metres, name, exact in zip(
            rows["district"], nearest["metres"], nearest["name"], nearest["exact_m"], strict=True
        )
    ]
    near = make_findings(layer, rows["id"], message, "district", rows["district"])
    return join_findings([off, near])


@finds(
    "outside-all-districts",
    Level.WARNING,
    "A feature lies in no district, farther from all of them than their borders are exact.",
    "Check sign, digits and CRS; if it is right, the boundary layer does not reach that far.",
)
def outside_all_districts(case: Case) -> pd.DataFrame:
    """Find places, events, hazardous areas and released land beyond the boundary layer.

    Left out are places and events that a stated district already puts elsewhere
    (`outside-stated-district`) and what reading found more than a degree away
    (`outside-boundaries`).
    """
    borders = case.once(Borders)
    if borders.frame.empty:
        return join_findings([])
    findings = case["findings"]
    far = findings.loc[findings["code"] == FAR_AWAY.code, ["layer", "feature_id"]]
    out = []
    for name in (*_STATED, *AREAS):
        rows = case.located(name)
        rows = rows[~rows["id"].isin(far.loc[far["layer"] == name, "feature_id"])]
        if name in _STATED:
            rows = rows[~rows["district"].isin(borders.frame["district"])]
        rows = rows[~borders.within(geometries(rows))].reset_index(drop=True)
        near = borders.near(geometries(rows))
        rows = rows.drop(near.loc[near["metres"] <= near["uncertainty_m"], "row"].unique())
        points = shapely.get_coordinates(shapely.point_on_surface(geometries(rows)))
        where = [f"{x:.5f}, {y:.5f}" for x, y in points]
        message = [f"{at} is in no district" for at in where]
        out.append(make_findings(name, rows["id"], message, "geometry", where))
    return join_findings(out)


def _stated(layer: str, case: Case) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return places or events whose stated district has a polygon, and their pairs with districts.

    Each is paired with its own district, however far, and with those it is in or near to
    (see `Borders.near`). ``own`` tells them apart; ``exact_m`` is how exact the border between
    the stated and the other district is.
    """
    borders, places = case.once(Borders), case.located(layer)
    own = pd.Index(borders.frame["district"]).get_indexer(places["district"])
    places, own = places[own >= 0].reset_index(drop=True), own[own >= 0]
    shapes = geometries(places)
    stated = borders.pairs(shapes, places.index.to_numpy(), own)
    pairs = pd.concat([stated, borders.near(shapes)]).drop_duplicates(["row", "name"])
    pairs = pairs.assign(own=places["district"].to_numpy()[pairs["row"]] == pairs["name"])
    # The other district of an own pair is the one that the place lies in, if any.
    holds = pairs[pairs["metres"] == 0].groupby("row")["uncertainty_m"].max()
    other = pairs["uncertainty_m"].mask(pairs["own"], pairs["row"].map(holds))
    mine = pairs["row"].map(stated.set_index("row")["uncertainty_m"])
    return places, pairs.assign(exact_m=other.fillna(0.0).clip(lower=mine))


# Layers that state a district beside a position.
_STATED = {layer: partial(_stated, layer) for layer in ("places", "events")}


def _outside(
    layer: str, places: pd.DataFrame, pairs: pd.DataFrame, off: pd.DataFrame, end: str
) -> pd.DataFrame:
    """Return findings for places outside their own district, saying which other one they lie in."""
    holds = pairs[~pairs["own"] & (pairs["metres"] == 0)].drop_duplicates("row")
    there = off["row"].map(holds.set_index("row")["name"])
    message = [
        f"{metres:,.0f} m outside {name}, in {other if pd.notna(other) else 'no district'}"
        + end.format(exact)
        for metres, name, other, exact in zip(
            off["metres"], off["name"], there, off["exact_m"], strict=True
        )
    ]
    return make_findings(layer, places.loc[off["row"], "id"], message, "district", off["name"])


@finds(
    "shared-position",
    Level.INFO,
    "Several places are at one position, so the map cannot tell them apart.",
    "Give each its own position if a source has one, or the accuracy that the shared one has.",
)
def shared_position(case: Case) -> pd.DataFrame:
    """Find places with equal coordinates (to 6 decimals of a degree, about 10 cm).

    A village and its cemetery may well are at one position. One finding for each position, at
    the first place in alphabetical order of ids; ten and more points are `crowded-position`.
    """
    rows = _positions(case, "places")
    crowd = rows["crowd"] >= CROWD
    return _stacked(rows[(rows["stack"] > 1) & ~crowd], "places", "{n} places are at {at}: {ids}")


@finds(
    "crowded-position",
    Level.WARNING,
    "Ten or more features are at one position although each is given as a point: the position "
    "is probably a stand-in, such as the centre of a district.",
    "Ask for the positions; until then give them the support of a settlement or district.",
)
def crowded_position(case: Case) -> pd.DataFrame:
    """Find positions shared by ten or more places, finds or accidents with support ``point``.

    Settlements are left out: many accidents may be known to have been around one village. One
    finding for each position.
    """
    out = []
    for name in ("places", "ordnance_finds", "accidents"):
        rows = _positions(case, name)
        rows = rows[(rows["crowd"] >= CROWD) & (rows["support"] == Support.POINT)]
        out.append(_stacked(rows, name, "{n} points are at {at}: {ids}"))
    return join_findings(out)


def _positions(case: Case, layer: str) -> pd.DataFrame:
    """Return features at a point, with how many (and how many of support ``point``) share it."""
    rows = case.located(layer)
    rows = rows[shapely.get_type_id(geometries(rows)) == 0]
    points = shapely.get_coordinates(geometries(rows)).round(_DECIMALS)
    spot = (rows["support"] == Support.POINT).astype("int64")
    out: pd.DataFrame = rows.assign(x=points[:, 0], y=points[:, 1], stack=1, crowd=spot)
    out[["stack", "crowd"]] = out.groupby(["x", "y"])[["stack", "crowd"]].transform("sum")
    return out


def _stacked(rows: pd.DataFrame, layer: str, wording: str) -> pd.DataFrame:
    """Return one finding for each position."""
    each = rows.sort_values("id").groupby(["x", "y"])["id"].agg(["first", "size", join])
    message = [
        wording.format(n=n, at=f"{x:.5f}, {y:.5f}", ids=_some(ids))
        for (x, y), n, ids in zip(each.index, each["size"], each["join"], strict=True)
    ]
    return make_findings(layer, each["first"], message, "geometry", each["join"])


@finds(
    "event-twice",
    Level.WARNING,
    "A source delivers the same event twice: kind, day, position, ordnance and victims are equal.",
    "Ask whether one report was entered twice; if they are two, say what tells them apart.",
)
def event_twice(case: Case) -> pd.DataFrame:
    """Find events that occur twice in one source, so that they count twice.

    This is the rule against duplicate device rows in a report, for events. Only those with a full
    date and a position (to 6 decimals of a degree) are compared, and none that is retired. The
    second and every further one is listed, with the first one's id.
    """
    rows = case.located("events").sort_values("id")
    rows = rows[(rows["occurred"].str.len() == 10) & rows["retired"].isna()]
    points = shapely.get_coordinates(shapely.centroid(geometries(rows))).round(_DECIMALS)
    counts = [
        f"{outcome}{end}" for outcome in ("killed", "injured") for end in ("", "_min", "_max")
    ]
    keys = rows[["source_id", "kind", "occurred", "ordnance", *counts]]
    keys = keys.assign(x=points[:, 0], y=points[:, 1])
    twice = keys.duplicated()
    first = rows["id"].groupby(list(map(keys.get, keys)), dropna=False).transform("first")[twice]
    ids = rows.loc[twice, "id"]
    return make_findings("events", ids, "same as " + first, "occurred", rows.loc[twice, "occurred"])


def _some(ids: str, most: int = 4) -> str:
    """Return the first ids of a list, and how many more there are."""
    names = split(ids)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
