"""Names: of districts, of places, and which stands for which ground."""

from __future__ import annotations

import pandas as pd
import shapely

from geo.checks.registry import Case, finds, geometries
from geo.claims.names import DistrictNames, fold
from geo.model.findings import join_findings, make_findings
from geo.model.lists import split, split_all
from geo.model.terms import Level, PlaceLevel

OVERUSED = 3

_SPOTS = [str(PlaceLevel.POINT), str(PlaceLevel.SETTLEMENT)]


@finds(
    "unknown-district",
    Level.WARNING,
    "A claim or event names a district that is not in the register by that name, so it has no "
    "polygon.",
    "Write the canonical name, or add the district; other spellings belong into its aliases.",
)
def unknown_district(case: Case) -> pd.DataFrame:
    """Find district names in claims and events that are no canonical name.

    Another name of a known district (Agdam, Ağdam) is recognised and the canonical one given. A
    name that two districts share stands for neither. Without any district in the dataset nothing
    is found. Events are counted by name, as the registers they come from have thousands.
    """
    claims, events, districts = case["claims"], case["events"], case["districts"]
    said = claims[["claim_id", "districts"]].assign(name=split_all(claims["districts"]))
    said = said.explode("name").dropna(subset=["name"])
    said = said[~said["name"].isin(districts["district"])]
    stated = events.loc[~events["district"].isin(districts["district"]), ["event_id", "district"]]
    stated = stated.dropna().groupby("district")["event_id"].agg(["min", "size"]).reset_index()
    if districts.empty or (said.empty and stated.empty):
        return join_findings([])
    names = DistrictNames(pd.DataFrame(districts))
    about = {n: _about(n, names) for n in {*said["name"], *stated["district"]}}
    message = said["name"].map(about)
    counted = [
        f"{about[name]}: {size:,} events"
        for name, size in zip(stated["district"], stated["size"], strict=True)
    ]
    return join_findings(
        [
            make_findings("claims", said["claim_id"], message, "districts", said["name"]),
            make_findings("events", stated["min"], counted, "district", stated["district"]),
        ]
    )


def _about(name: str, names: DistrictNames) -> str:
    canonical = names.canonical(name)
    if canonical is not None:
        return f"{name!r} is another name of {canonical}"
    near = names.suggestions(name)
    return f"{name!r} is no known district" + (f"; near: {', '.join(near)}" if near else "")


@finds(
    "district-missing",
    Level.WARNING,
    "A claim is about a district, but none is named, so its figure is shown nowhere.",
    "Name the district, or give the claim the level of a region.",
)
def district_missing(case: Case) -> pd.DataFrame:
    """Find claims of level ``district`` without any district, with names that may be meant."""
    claims = case["claims"]
    rows = claims[(claims["place_level"] == PlaceLevel.DISTRICT) & claims["districts"].isna()]
    names = DistrictNames(pd.DataFrame(case["districts"]))
    about = {p: f"no district named: {_about(p, names)}" for p in rows["place"].dropna().unique()}
    message = rows["place"].map(about).fillna("no district named")
    return make_findings("claims", rows["claim_id"], message, "districts", rows["place"])


@finds(
    "place-unlinked",
    Level.INFO,
    "A claim names a point or settlement that no place stands for, so it has no position.",
    "Add the place, and a row in claim_places that links the name to it.",
)
def place_unlinked(case: Case) -> pd.DataFrame:
    """Find claims of level ``point`` or ``settlement`` whose place name has no link to a place.

    They are shown at their district, if they name one.
    """
    claims, links = case["claims"], case["claim_places"]
    rows = claims[claims["place_level"].isin(_SPOTS) & ~claims["place"].isin(links["place"])]
    message = [f"{p!r} is linked to no place" if pd.notna(p) else "no place" for p in rows["place"]]
    return make_findings("claims", rows["claim_id"], message, "place", rows["place"])


@finds(
    "place-elsewhere",
    Level.WARNING,
    "A claim and the place its name is linked to are stated in different districts: probably two "
    "places of one name.",
    "Link the claim's place name to the right place; write the two names differently.",
)
def place_elsewhere(case: Case) -> pd.DataFrame:
    """Find claims that would be shown at a place in a district they do not name.

    Only points and settlements are compared, and only where both districts are stated. A name
    that stands for several places fits if one of them does.
    """
    claims = case["claims"]
    claims = claims[claims["place_level"].isin(_SPOTS) & claims["districts"].notna()]
    linked = claims.merge(case["claim_places"], on="place").merge(
        case["places"][["place_id", "district"]].dropna(), on="place_id"
    )
    linked["fits"] = [
        district in split(said)
        for district, said in zip(linked["district"], linked["districts"], strict=True)
    ]
    lost = ~linked.groupby("claim_id")["fits"].transform("any").astype(bool)
    rows = linked[lost].drop_duplicates("claim_id")
    message = [
        f"said to be in {', '.join(split(said))}, but {place} is in {district}"
        for said, place, district in zip(
            rows["districts"], rows["place_id"], rows["district"], strict=True
        )
    ]
    return make_findings("claims", rows["claim_id"], message, "place", rows["place"])


@finds(
    "overused-label",
    Level.INFO,
    "The same name stands for features in three or more districts: alone it tells nothing apart.",
    "Give each its own name; 'field', 'area 1' and 'n/a' are no names.",
)
def overused_label(case: Case) -> pd.DataFrame:
    """Find names used across districts, for places and for hazardous areas.

    Names are compared without case and accents. The district of a place is the stated one, that
    of a hazardous area the one its centre lies in. One finding for each name, at its first
    feature. Two villages of one name in two districts are common and not listed.
    """
    places = pd.DataFrame(case["places"])
    places = places.assign(
        id=places["place_id"], label=places["canonical_name"].fillna(places["name"])
    )
    hazards = case.outlines("hazard_areas")
    hazards = hazards.assign(label=hazards["name"], district=_districts_of(hazards, case))
    out = []
    for layer, frame in (("places", places), ("hazard_areas", hazards)):
        rows = frame[["id", "label", "district"]].dropna().sort_values("id")
        rows["plain"] = rows["label"].map({label: fold(label) for label in rows["label"].unique()})
        each = rows.groupby("plain").agg(
            id=("id", "first"),
            label=("label", "first"),
            features=("id", "size"),
            districts=("district", "nunique"),
        )
        each = each[each["districts"] >= OVERUSED]
        message = [
            f"{label!r} stands for {n} features in {districts} districts"
            for label, n, districts in zip(
                each["label"], each["features"], each["districts"], strict=True
            )
        ]
        out.append(make_findings(layer, each["id"], message, "name", each["label"]))
    return join_findings(out)


def _districts_of(frame: pd.DataFrame, case: Case) -> pd.Series[str]:
    """Return the district each outline's centre lies in; missing where there is none."""
    districts = case.outlines("districts")
    centres = shapely.point_on_surface(geometries(frame))
    district, row = shapely.STRtree(centres).query(geometries(districts), predicate="intersects")
    out = pd.Series(None, index=frame.index, dtype="str")
    out.iloc[row] = districts["district"].to_numpy()[district]
    return out
