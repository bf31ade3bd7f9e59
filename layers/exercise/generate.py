"""Make the exercise dataset: a fictional training scenario whose true figures are known.

Run it from the project's folder: ``python layers/exercise/generate.py``. The same seed gives the
same bytes.

The scenario lies in the open South Atlantic, where there is no land. Every outline is made of
cells of 0.001°, so that each figure of the ledger is a count of cells. `truth.json` is worked out
from the cells alone, with the closed formula for the area of a longitude/latitude rectangle on
the ellipsoid, and not with the code it is there to test.
"""

from __future__ import annotations

import csv
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

SEED = 20240229
HERE = Path(__file__).parent
WEST, SOUTH, CELL = -20.0, -35.0, 0.001
COLUMNS, ROWS = 150, 60
YEARS = ("2021-12-31", "2022-12-31", "2023-12-31")
DISTRICTS = {"Aldmoor": (0, 50), "Brenwick": (50, 95), "Corvale": (97, 145)}  # a gap at 95–97
SOURCE = "exercise-register"
SOURCES = (  # id, title, publisher, published, kind, affiliation
    (SOURCE, "(Exercise register)", "Clearance Atlas", "2024-02-29", "analysis", ""),
    ("exercise-north", "(Exercise bulletin, north)", "Northern office", "2024-01-10", "official",
     "one of the two parties of the scenario"),
    ("exercise-south", "(Exercise bulletin, south)", "Southern office", "2024-01-12", "official",
     "one of the two parties of the scenario"),
)  # fmt: skip
NORTH, SOUTH_OFFICE = "Northern office", "Southern office"
# Who claims what: two parties that contradict each other and themselves, each rule once.
CLAIMS: tuple[dict[str, Any], ...] = (
    {"claim_id": "n-aldmoor", "claimant": NORTH, "subject": "area_cleared", "place": "Aldmoor",
     "period_start": "2023", "period_end": "2023", "quantity": 62, "unit": "ha",
     "operator": "all operators", "paraphrase": "62 ha of Aldmoor were cleared in 2023"},
    {"claim_id": "n-brenwick", "claimant": NORTH, "subject": "area_cleared", "place": "Brenwick",
     "period_start": "2023", "period_end": "2023", "quantity": 148, "unit": "ha",
     "operator": "all operators", "paraphrase": "148 ha of Brenwick were cleared in 2023"},
    {"claim_id": "s-brenwick", "claimant": SOUTH_OFFICE, "subject": "area_cleared",
     "place": "Brenwick", "period_start": "2023", "period_end": "2023", "quantity": 31,
     "unit": "ha", "operator": "all operators",
     "paraphrase": "31 ha of Brenwick were cleared in 2023"},
    {"claim_id": "n-corvale", "claimant": NORTH, "subject": "area_cleared", "place": "Corvale",
     "period_start": "2023", "period_end": "2023", "quantity": 35, "unit": "ha",
     "operator": "all operators", "paraphrase": "35 ha of Corvale were cleared in 2023"},
    {"claim_id": "s-misprint", "claimant": SOUTH_OFFICE, "subject": "area_cleared",
     "place": "Aldmoor", "period_start": "2022", "period_end": "2022", "quantity": 48000,
     "unit": "ha", "operator": "all operators", "paraphrase": "48,000 ha of Aldmoor were cleared",
     "withheld": "More than the district holds: a misprint made on purpose."},
    {"claim_id": "n-two", "claimant": NORTH, "subject": "area_cleared",
     "place": "Aldmoor and Brenwick", "districts": "Aldmoor;Brenwick", "period_start": "2021",
     "period_end": "2021", "quantity": 70, "unit": "ha", "operator": "all operators",
     "paraphrase": "70 ha of Aldmoor and Brenwick together were cleared in 2021"},
    {"claim_id": "n-first-half", "claimant": NORTH, "subject": "area_cleared",
     "period_start": "2022-01-01", "period_end": "2022-06-30", "quantity": 90, "unit": "ha",
     "operator": "all operators", "paraphrase": "90 ha were cleared in the first half of 2022"},
    {"claim_id": "n-second-half", "claimant": NORTH, "subject": "area_cleared",
     "period_start": "2022-07-01", "period_end": "2022-12-31", "quantity": 80, "unit": "ha",
     "operator": "all operators", "paraphrase": "80 ha were cleared in the second half of 2022"},
    {"claim_id": "n-2022", "claimant": NORTH, "subject": "area_cleared",
     "period_start": "2022-01-01", "period_end": "2022-12-31", "quantity": 150, "unit": "ha",
     "operator": "all operators", "paraphrase": "150 ha were cleared in 2022"},
    {"claim_id": "s-found-2022", "claimant": SOUTH_OFFICE, "subject": "eo_found",
     "period_start": "2021-01", "period_end": "2022-12", "quantity": 310, "unit": "items",
     "ordnance": "all", "paraphrase": "310 items had been found by the end of 2022"},
    {"claim_id": "s-found-2023", "claimant": SOUTH_OFFICE, "subject": "eo_found",
     "period_start": "2021-01", "period_end": "2023-12", "quantity": 290, "unit": "items",
     "ordnance": "all", "paraphrase": "290 items had been found by the end of 2023"},
    {"claim_id": "n-killed", "claimant": NORTH, "subject": "casualties", "period_start": "2023",
     "period_end": "2023", "quantity": 3, "unit": "persons", "outcome": "killed",
     "paraphrase": "3 people were killed in 2023"},
    {"claim_id": "n-injured", "claimant": NORTH, "subject": "casualties", "period_start": "2023",
     "period_end": "2023", "quantity": 8, "unit": "persons", "outcome": "injured",
     "paraphrase": "8 people were injured in 2023"},
    {"claim_id": "n-victims", "claimant": NORTH, "subject": "casualties", "period_start": "2023",
     "period_end": "2023", "quantity": 12, "unit": "persons", "outcome": "killed_or_injured",
     "paraphrase": "12 people were killed or injured in 2023"},
    {"claim_id": "s-accuracy", "claimant": SOUTH_OFFICE, "subject": "record_accuracy",
     "as_of": "2023-05", "quantity": 90, "unit": "percent",
     "paraphrase": "Nine in ten of the mines on the records lie where the records say"},
    {"claim_id": "n-accuracy", "claimant": NORTH, "subject": "record_accuracy",
     "as_of": "2023-09", "quantity_max": 25, "unit": "percent", "stance": "disputes",
     "counterclaim_of": "s-accuracy",
     "paraphrase": "At most a quarter of the mines on the records lie where the records say"},
    {"claim_id": "s-handover", "claimant": SOUTH_OFFICE, "subject": "map_handover",
     "as_of": "2023-05", "quantity": 6, "unit": "records",
     "paraphrase": "6 minefield records were handed over"},
    {"claim_id": "n-corvale-mines", "claimant": NORTH, "subject": "mines_estimated",
     "place": "Corvale", "as_of": "2023-12", "quantity_min": 1500, "unit": "mines",
     "ordnance": "mines", "paraphrase": "Over 1,500 mines are thought to lie in Corvale"},
    {"claim_id": "n-cross", "claimant": NORTH, "subject": "activity_ongoing",
     "place": "Aldmoor Cross", "place_level": "settlement", "districts": "Aldmoor",
     "as_of": "2023-11", "paraphrase": "Clearance goes on in and around Aldmoor Cross"},
    {"claim_id": "s-plan", "claimant": SOUTH_OFFICE, "subject": "activity_planned",
     "place": "Corvale", "period_start": "2024", "stance": "plans",
     "paraphrase": "Survey of Corvale is planned for 2024"},
)  # fmt: skip
# What each rule must find among them, and nothing else.
CONTRADICTIONS = (
    ("same-thing", ("n-brenwick", "s-brenwick")),
    ("periods-and-whole", ("n-2022", "n-first-half", "n-second-half")),
    ("falling-series", ("s-found-2022", "s-found-2023")),
    ("parts-and-total", ("n-injured", "n-killed", "n-victims")),
    ("counter-claim", ("n-accuracy", "s-accuracy")),
)


def corner(column: float, row: float) -> tuple[float, float]:
    """Longitude and latitude of a corner of the cells."""
    return round(WEST + column * CELL, 6), round(SOUTH + row * CELL, 6)


def outline(cells: np.ndarray) -> shapely.MultiPolygon:
    """Union of cells, with vertices only where it turns."""
    row, column = np.nonzero(cells)
    union = shapely.union_all(shapely.box(column, row, column + 1, row + 1))
    union = shapely.orient_polygons(shapely.normalize(shapely.simplify(union, 0)))
    placed = shapely.transform(union, lambda xy: np.round([WEST, SOUTH] + xy * CELL, 6))
    return shapely.multipolygons(shapely.get_parts([placed]))


def area_south_of(latitude: float) -> float:
    """Area from the equator to a latitude, m² for each radian of longitude."""
    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    e, b = math.sqrt(e2), a * (1 - f)
    s = math.sin(math.radians(latitude))
    return b * b / 2 * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)


def row_areas() -> np.ndarray:
    """Area of a cell in each row, m²: Δλ·b²/2·[s/(1−e²s²) + artanh(es)/e] between latitudes."""
    edges = [area_south_of(corner(0, row)[1]) for row in range(ROWS + 1)]
    return math.radians(CELL) * np.diff(edges)


def block(
    rng: np.random.Generator, width: tuple[int, int], at: tuple[int, int] | None = None
) -> np.ndarray:
    """An L, a rectangle or a rectangle with a hole, as cells."""
    w, h = (int(v) for v in rng.integers(*width, size=2))
    column, row = at or (int(rng.integers(0, COLUMNS - w)), int(rng.integers(0, ROWS - h)))
    cells = np.zeros((ROWS, COLUMNS), bool)
    cells[max(row, 0) : row + h, max(column, 0) : column + w] = True
    shape = rng.integers(3)
    if shape == 0 and w > 2 and h > 2:
        cells[row + h // 2 : row + h, column + w // 2 : column + w] = False
    elif shape == 1 and w > 3 and h > 3:
        cells[row + 1 : row + h - 1, column + 1 : column + w - 1] = rng.random() < 0.5
    return cells


def day(rng: np.random.Generator, first: str, last: str) -> str:
    """A day between two, both included."""
    low, high = np.datetime64(first), np.datetime64(last)
    return str(low + np.timedelta64(int(rng.integers(0, (high - low).astype(int) + 1)), "D"))


def scenario(rng: np.random.Generator) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hazard areas and releases as cells and attributes."""
    hazards: list[dict[str, Any]] = []
    for number in range(60):
        reported = day(rng, "2019-03-01", "2023-06-30")
        hazards.append(
            {
                "hazard_id": f"EX-H{number + 1:03d}",
                "name": f"Exercise area {number + 1}",
                "classification": "confirmed" if rng.random() < 0.45 else "suspected",
                "support": "surveyed_polygon",
                "cells": block(rng, (3, 11)),
                "valid_from": reported,
                "valid_to": day(rng, "2022-06-01", "2023-11-30") if number % 12 == 5 else None,
                "known_from": str(
                    np.datetime64(reported) + np.timedelta64(int(rng.integers(0, 90)), "D")
                ),
            }
        )
    hazards.append(hazards[7] | {"hazard_id": "EX-H061", "name": "Exercise area 8, entered twice"})
    releases: list[dict[str, Any]] = []
    for number in range(90):
        of = hazards[int(rng.integers(0, 60))]
        row, column = (int(v[rng.integers(0, len(v))]) for v in np.nonzero(of["cells"]))
        done = day(rng, max(of["valid_from"], "2021-01-01"), "2023-12-31")
        releases.append(
            {
                "release_id": f"EX-R{number + 1:03d}",
                "hazard_id": of["hazard_id"],
                "product": str(rng.choice(["cleared", "reduced", "cancelled"], p=[0.5, 0.3, 0.2])),
                "support": "surveyed_polygon",
                "cells": block(rng, (2, 7), (column - 1, row - 1)),
                "valid_from": done,
                "known_from": str(
                    np.datetime64(done) + np.timedelta64(int(rng.integers(0, 120)), "D")
                ),
                "method": str(rng.choice(["manual", "mechanical", "animal_detection", "mixed"])),
                "depth_m": 0.13,
            }
        )
    return hazards, releases


def covered(rows: list[dict[str, Any]], on: str, product: str | None = None) -> np.ndarray:
    """Cells covered by the rows in force on a day."""
    out = np.zeros((ROWS, COLUMNS), bool)
    for row in rows:
        begun, ended = row["valid_from"] <= on, row.get("valid_to") and row["valid_to"] <= on
        if begun and not ended and (product is None or row["product"] == product):
            out |= row["cells"]
    return out


def true_ledger(
    hazards: list[dict[str, Any]], releases: list[dict[str, Any]], opening: str, closing: str
) -> dict[str, dict[str, float]]:
    """The ledger by counting cells, per district, outside and in total, m²."""
    area = np.broadcast_to(row_areas()[:, None], (ROWS, COLUMNS))
    before, after = covered(hazards, opening), covered(hazards, closing)
    done_before, done = covered(releases, opening), covered(releases, closing)
    since = [r for r in releases if r["valid_from"] > opening]
    cleared, reduced, cancelled = (
        covered(since, closing, p) & ~done_before & (before | after)
        for p in ("cleared", "reduced", "cancelled")
    )
    states = {
        "opening_m2": before & ~done_before,
        "new_m2": after & ~before & ~done_before,
        "cleared_m2": cleared,
        "reduced_m2": reduced & ~cleared,
        "cancelled_m2": cancelled & ~reduced & ~cleared,
        "withdrawn_m2": before & ~after & ~done,
        "closing_m2": after & ~done,
        "hazard_net_m2": after,
    }
    zones = {name: np.zeros((ROWS, COLUMNS), bool) for name in DISTRICTS}
    for name, (west, east) in DISTRICTS.items():
        zones[name][:, west:east] = True
    zones["outside"] = ~np.any(list(zones.values()), axis=0)
    zones["total"] = np.ones((ROWS, COLUMNS), bool)
    return {
        zone: {name: round(float(area[cells & here].sum()), 3) for name, cells in states.items()}
        for zone, here in zones.items()
    }


def write_geojson(name: str, rows: list[dict[str, Any]]) -> None:
    """One feature a line, so that changes can be read."""
    features = []
    for row in rows:
        properties = {k: v for k, v in row.items() if k not in ("cells", "geometry")}
        geometry = row["geometry"] if "geometry" in row else outline(row["cells"])
        features.append(
            json.dumps(
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": json.loads(shapely.to_geojson(geometry)),
                }
            )
        )
    text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"
    (HERE / f"{name}.geojson").write_text(text, encoding="utf-8")


def write_csv(name: str, rows: list[dict[str, Any]]) -> None:
    """A table."""
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


NORTHS = (  # unit, mils to the circle, north, declination (invented), grid
    ("degrees", 360, "true", "", ""),
    ("degrees", 360, "magnetic", -14.5, ""),
    ("mils_6000", 6000, "true", "", ""),
    ("mils_6400", 6400, "magnetic", -14.5, ""),
    ("degrees", 360, "grid", "", "EPSG:32727"),  # UTM zone 27 south, central meridian 21° W
    ("degrees", 360, "true", "", ""),
)
SHORT_M = 6.0  # by so much the last leg of the last record is written too short
INSET = 0.1  # cells between an outline of cells and the record of it: no mine lies on an edge
MINE_SPACING_M, ROW_SPACING_M = 20.0, 15.0
ROWS_OF_MINES = (2, 2, 2, 2, 1, 3)
# Of the mines on searched ground, how many were found, by record; and by how much the third lies
# beside where its paper puts it, metres east and north.
FOUND = (0.9, 0.9, 0.9, 0.9, 0.9, 0.45)
BESIDE = {"EX-M03": (62.0, -8.0)}
MISSTATED = 12  # so many mines more than its rows hold does the fourth record state
ABOUT = "s-handover;s-accuracy;n-accuracy"  # claims


def minefield_records(
    rng: np.random.Generator, hazards: list[dict[str, Any]], searched_cells: np.ndarray
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Legs of six records, from a reference point round a rectangle, what is true, and finds."""
    geod = Geod(ellps="WGS84")
    legs: list[dict[str, Any]] = []
    true: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for number, (hazard, written) in enumerate(zip(hazards, NORTHS, strict=False), start=1):
        unit, circle, north, declination, grid = written
        row, column = np.nonzero(hazard["cells"])
        west, east = column.min() + INSET, column.max() + 1 - INSET
        south, north_row = row.min() + INSET, row.max() + 1 - INSET
        corners = [(west, south), (west, north_row), (east, north_row), (east, south)]
        points = [corner(west - 3, south - 2), *(corner(*c) for c in (*corners, corners[0]))]
        for leg, (a, b) in enumerate(pairwise(points), start=1):
            bearing, _, distance = geod.inv(*a, *b)
            if north == "magnetic":
                bearing -= float(declination)
            elif north == "grid":  # convergence on a sphere
                east_of = math.radians(a[0] + 21)
                bearing -= math.degrees(math.atan(math.tan(east_of) * math.sin(math.radians(a[1]))))
            first = leg == 1
            short = SHORT_M if number == len(NORTHS) and leg == len(points) - 1 else 0.0
            legs.append(
                {
                    "record_id": f"EX-M{number:02d}",
                    "leg": leg,
                    "to": "start_point" if leg in (1, len(points) - 1) else "turning_point",
                    "bearing": round(bearing % 360 * circle / 360, 3),
                    "unit": unit,
                    "north": north,
                    "declination_deg": declination,
                    "grid": grid,
                    "distance_m": round(distance - short, 1),
                    "longitude": a[0] if leg == 1 else "",
                    "latitude": a[1] if leg == 1 else "",
                    "record_number": f"{number}/94" if first else "",
                    "laid_by": "Southern forces (invented)" if first else "",
                    "laid_on": f"1994-0{number}-11" if first else "",
                    "handed_over": "2023-04-03" if first else "",
                    "hazard_id": hazard["hazard_id"] if first else "",
                    "claim_ids": ABOUT if first else "",
                    "source_id": "exercise-south" if first else "",
                    "rows": ROWS_OF_MINES[number - 1] if first else "",
                    "row_spacing_m": ROW_SPACING_M if first else "",
                    "mine_spacing_m": MINE_SPACING_M if first else "",
                    "ordnance": ("anti_vehicle" if number == 3 else "anti_personnel")
                    if first
                    else "",
                    "mines_stated": "",
                    "synthetic": "true",
                }
            )
        record = f"EX-M{number:02d}"
        mines = rows_of_mines(geod, points[1:5], ROWS_OF_MINES[number - 1])
        legs[-len(points) + 1]["mines_stated"] = len(mines) + (MISSTATED if number == 4 else 0)
        searched = [xy for xy in mines if cell_of(xy, searched_cells)]
        planted = finds_of(rng, geod, searched, FOUND[number - 1], BESIDE.get(record, (0.0, 0.0)))
        for xy in planted:
            found.append(
                {
                    "event_id": f"EX-F{41 + len(found):03d}",
                    "kind": "ordnance_found",
                    "name": f"Exercise find {41 + len(found)}",
                    "geometry": shapely.Point(*xy),
                    "support": "point",
                    "ordnance": "anti_vehicle" if number == 3 else "anti_personnel",
                    "occurred": day(rng, "2023-07-01", "2023-12-31"),
                }
            )
        true.append(
            {
                "record_id": record,
                "mines": len(mines),
                "on_searched_ground": len(searched),
                "planted_finds": len(planted),
                "led_to": points[1:],
                "closure_m": short,
                "area_m2": round(
                    math.radians(CELL * (east - west))
                    * (area_south_of(points[2][1]) - area_south_of(points[1][1])),
                    3,
                ),
            }
        )
    return legs, true, found


def rows_of_mines(
    geod: Geod, corners: list[tuple[float, float]], rows: int
) -> list[tuple[float, float]]:
    """Positions of mines: rows beside the west or the north side, whichever is longer."""
    southwest, northwest, northeast, _ = corners
    height, width = (
        geod.inv(*a, *b)[2] for a, b in ((southwest, northwest), (northwest, northeast))
    )
    start, along, inward = (southwest, 0, 90) if height > width else (northwest, 90, 180)
    steps = np.arange(0, max(height, width), MINE_SPACING_M)
    out = []
    for row in range(rows):
        at = geod.fwd(*start, inward, row * ROW_SPACING_M)[:2]
        out += [geod.fwd(*at, along, step)[:2] for step in steps]
    return out


def cell_of(xy: tuple[float, float], cells: np.ndarray) -> bool:
    """Whether a position lies on one of these cells."""
    return bool(cells[int((xy[1] - SOUTH) / CELL), int((xy[0] - WEST) / CELL)])


def finds_of(
    rng: np.random.Generator,
    geod: Geod,
    mines: list[tuple[float, float]],
    share: float,
    beside: tuple[float, float],
) -> list[tuple[float, float]]:
    """Positions of a share of the mines as found: within metres, or that and somewhere beside."""
    out = []
    for xy in mines:
        east, north = rng.normal(beside, 2.0)
        turn = math.degrees(math.atan2(east, north))
        lon, lat, _ = geod.fwd(*xy, turn, math.hypot(east, north))
        if rng.random() < share:
            out.append((round(lon, 7), round(lat, 7)))
    return out


def claims() -> list[dict[str, Any]]:
    """The claims with every column; without a place they are about the whole exercise area."""
    columns = (
        "claim_id", "source_id", "claimant", "subject", "place", "place_level", "districts",
        "period_start", "period_end", "as_of", "quantity", "quantity_min", "quantity_max", "unit",
        "category", "stance", "counterclaim_of", "paraphrase", "locator", "operator", "ordnance",
        "outcome", "withheld",
    )  # fmt: skip
    out = []
    for number, claim in enumerate(CLAIMS, start=1):
        place = claim.get("place")
        several = place == "Aldmoor and Brenwick"
        level = "district" if place in DISTRICTS or several else "region"
        row = {
            "source_id": "exercise-north" if claim["claimant"] == NORTH else "exercise-south",
            "place": "Exercise area",
            "place_level": level,
            "districts": place if place in DISTRICTS else "",
            "stance": "asserts",
            "locator": f"page {number}",
            **claim,
        }
        out.append({name: row.get(name, "") for name in columns})
    return out


def district_at(longitude: float) -> str | None:
    """The district of a position; the borders of all three are meridians."""
    column = (longitude - WEST) / CELL
    return next((n for n, (west, east) in DISTRICTS.items() if west <= column < east), None)


def finds(rng: np.random.Generator, hazards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ordnance found somewhere in a hazard area."""
    out = []
    for number in range(40):
        of = hazards[int(rng.integers(0, 60))]
        row, column = (int(v[rng.integers(0, len(v))]) for v in np.nonzero(of["cells"]))
        lon, lat = corner(
            column + round(float(rng.random()), 3), row + round(float(rng.random()), 3)
        )
        out.append(
            {
                "event_id": f"EX-F{number + 1:03d}",
                "kind": "ordnance_found",
                "name": f"Exercise find {number + 1}",
                "geometry": shapely.Point(lon, lat),
                "support": "point",
                "ordnance": str(
                    rng.choice(["anti_personnel", "anti_vehicle", "unexploded_ordnance"])
                ),
                "occurred": day(rng, "2021-01-01", "2023-12-31"),
            }
        )
    return out


def accidents(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Accidents, known to the settlement only."""
    out = []
    for number in range(8):
        lon, lat = corner(int(rng.integers(0, 145)), int(rng.integers(0, ROWS)))
        out.append(
            {
                "event_id": f"EX-A{number + 1}",
                "kind": "accident",
                "name": f"Exercise accident {number + 1}",
                "geometry": shapely.Point(lon, lat),
                "support": "settlement",
                "horizontal_accuracy_m": 500,
                "occurred": day(rng, "2020-01-01", "2023-12-31"),
                "killed": int(rng.integers(0, 2)),
                "injured": int(rng.integers(0, 4)),
            }
        )
    return out


def true_events(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Finds, accidents and casualties by district (none: outside) and year."""
    out: dict[tuple[str, str], dict[str, int]] = {}
    for event in events:
        key = (event["district"] or "outside", event["occurred"][:4])
        row = out.setdefault(key, dict.fromkeys(("finds", "accidents", "killed", "injured"), 0))
        row["finds" if event["kind"] == "ordnance_found" else "accidents"] += 1
        row["killed"] += event.get("killed", 0)
        row["injured"] += event.get("injured", 0)
    return [{"district": d, "year": int(y), **row} for (d, y), row in sorted(out.items())]


def main() -> None:
    """Write all files."""
    rng = np.random.default_rng(SEED)
    hazards, releases = scenario(rng)
    districts = []
    for name, (west, east) in DISTRICTS.items():
        box = shapely.box(*corner(west, 0), *corner(east, ROWS))
        districts.append(
            {
                "district": name,
                "code": f"EX-{name[:2].upper()}",
                "boundary_set": "exercise",
                "uncertainty_m": 0.0,
                "geometry": shapely.multipolygons([shapely.orient_polygons(box)]),
            }
        )
    write_geojson("districts", districts)
    for rows in (hazards, releases):
        for row in rows:
            row["source_id"] = SOURCE
    write_geojson("hazard_areas", hazards)
    write_geojson("land_release", releases)
    searched = covered(releases, YEARS[-1], "cleared") | covered(releases, YEARS[-1], "reduced")
    events = finds(rng, hazards) + accidents(rng)
    legs, true_records, found = minefield_records(rng, hazards, searched)
    events += found
    for event in events:
        event |= {"district": district_at(event["geometry"].x), "source_id": SOURCE}
    write_geojson("events", events)
    write_csv("minefield_records", legs)
    write_csv(
        "sources",
        [
            {
                "source_id": source_id,
                "title": title,
                "author": "",
                "publisher": f"{publisher} (invented)",
                "published": published,
                "url": "",
                "language": "en",
                "kind": kind,
                "affiliation": affiliation,
                "grade": "F",
            }
            for source_id, title, publisher, published, kind, affiliation in SOURCES
        ],
    )
    write_csv("claims", claims())
    longitude, latitude = corner(24, 31)
    write_csv(
        "places",
        [
            {
                "place_id": "aldmoor-cross",
                "name": "Aldmoor Cross",
                "canonical_name": "Aldmoor Cross",
                "district": "Aldmoor",
                "latitude": latitude,
                "longitude": longitude,
                "support": "settlement",
                "horizontal_accuracy_m": 1000,
                "coordinate_source": "invented",
            }
        ],
    )
    write_csv("claim_places", [{"place": "Aldmoor Cross", "place_id": "aldmoor-cross"}])
    truth = {
        "synthetic": True,
        "seed": SEED,
        "ledgers": [
            {"opening": a, "closing": b, "zones": true_ledger(hazards, releases, a, b)}
            for a, b in zip(("2020-12-31", *YEARS[:-1]), YEARS, strict=True)
        ],
        "events": true_events(events),
        "minefield_records": true_records,
        "exact_duplicates": [["EX-H008", "EX-H061"]],
        "contradictions": [{"rule": rule, "claims": ids} for rule, ids in CONTRADICTIONS],
    }
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
