"""Sites: positions on the map, each with everything that is recorded there.

Places, zones, finds and accidents with the same coordinates share a site, so nothing has to be
moved aside to be seen. Each place keeps its own accuracy: two places may share coordinates only
because one of them is not known any better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from geo.maps.rows import Row, rows
from geo.model.dataset import Dataset
from geo.model.footprints import Footprint
from geo.model.lists import split

Position = tuple[float, float]  # longitude, latitude, rounded to about 0.1 m
_DECIMALS = 6
_MARKED = (("clearance_zones", "zone", "zone_id"), ("ordnance_finds", "find", "find_id"))


@dataclass
class _Site:
    places: list[Row] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)
    accidents: list[int] = field(default_factory=list)
    marked: dict[str, set[int]] = field(default_factory=dict)


def gather_sites(
    dataset: Dataset, accidents: Sequence[Row], at: Mapping[str, list[int]]
) -> list[Row]:
    """Gather what has a position.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    accidents : sequence of dict
        Accidents shown, with ``event_id`` and ``claims``.
    at : mapping of str to list of int
        Claims by footprint.

    Returns
    -------
    list of dict
        Sorted by name. ``id``, ``name``, ``at`` (latitude, longitude), ``support``,
        ``accuracy_m`` (of the least exact place), ``places``, ``districts``, ``kinds`` (``zone``,
        ``find``, ``accident`` or ``other``), ``claims``, ``accidents`` (by position),
        ``marked`` (claims behind each mark of kind ``zone`` or ``find``).
    """
    sites: dict[Position, _Site] = {}
    _named_places(sites, dataset, at)
    for layer, kind, key in _MARKED:
        frame = dataset[layer]
        for row, geometry in zip(rows(frame), frame["geometry"], strict=True):
            claims = at.get(row[key], [])
            for position in _positions(geometry) if claims else []:
                site = _site(sites, position, row, row[key])
                site.kinds.add(kind)
                site.claims.update(claims)
                site.marked.setdefault(kind, set()).update(claims)
    frame = dataset["accidents"]
    where = dict(zip(frame["event_id"], frame["geometry"], strict=True))
    for number, accident in enumerate(accidents):
        for position in _positions(where[accident["event_id"]]):
            site = _site(sites, position, accident, accident["event_id"])
            site.kinds.add("accident")
            site.claims.update(accident["claims"])
            site.accidents.append(number)
    found = [_plain(position, site) for position, site in sites.items()]
    return sorted(found, key=lambda site: (site["name"], site["at"]))


def _named_places(
    sites: dict[Position, _Site], dataset: Dataset, at: Mapping[str, list[int]]
) -> None:
    """Return places that claims are about, with those claims."""
    about: dict[str, set[int]] = {}
    for footprint, claims in at.items():
        for place in Footprint.parse(footprint).places:
            about.setdefault(place, set()).update(claims)
    frame = dataset["places"]
    for row, geometry in zip(rows(frame), frame["geometry"], strict=True):
        if row["place_id"] not in about:
            continue
        for position in _positions(geometry):
            site = sites.setdefault(position, _Site())
            site.places.append(_place(row, row["place_id"]))
            site.claims |= about[row["place_id"]]


def _site(sites: dict[Position, _Site], position: Position, row: Row, key: str) -> _Site:
    """Return the site there; one without a named place is called as the feature is."""
    site = sites.setdefault(position, _Site())
    if not site.places:
        site.places.append(_place(row, key))
    return site


def _place(row: Row, key: str) -> Row:
    name = row.get("canonical_name", row["name"])
    tongues = [row.get(f"name_{code}") for code in ("az", "hy", "ru")]
    also = [row["name"], *tongues, *split(row.get("other_names"))]
    return {
        "id": key,
        "name": name,
        "also": [n for n in dict.fromkeys(also) if n and n != name],
        "districts": split(row.get("district", row.get("districts"))),
        "support": row["support"],
        "uncertain": bool(row.get("district_uncertain")),
        "accuracy_m": row.get("horizontal_accuracy_m"),
        "origin": row.get("coordinate_source"),
        "note": row.get("note"),
    }


def _plain(position: Position, site: _Site) -> Row:
    longitude, latitude = position
    places = sorted(site.places, key=lambda place: (place["accuracy_m"] or 0, place["name"]))
    return {
        "id": places[0]["id"],
        "name": " / ".join(dict.fromkeys(place["name"] for place in places)),
        "at": [latitude, longitude],
        "support": places[0]["support"],
        "accuracy_m": max(place["accuracy_m"] or 0 for place in places) or None,
        "places": places,
        "districts": list(dict.fromkeys(d for place in places for d in place["districts"])),
        "kinds": sorted(site.kinds or {"other"}),
        "claims": sorted(site.claims),
        "accidents": site.accidents,
        "marked": {kind: sorted(claims) for kind, claims in sorted(site.marked.items())},
    }


def _positions(geometry: Any) -> list[Position]:
    """Return positions of a point or multipoint; none for anything else."""
    if geometry is None or geometry.is_empty or not geometry.geom_type.endswith("Point"):
        return []
    return [
        (round(float(x), _DECIMALS), round(float(y), _DECIMALS))
        for x, y in shapely.get_coordinates(geometry)
    ]
