"""Makes tests/data/national: a small synthetic sample, and its ledger worked out by PostGIS.

    python -m tests.golden.national

needs PostgreSQL with PostGIS, and the project's benchmarks beside it. It shares no code with what
it tests: unions, differences and intersections are PostGIS's (`ST_Union` and so on), and areas are
`ST_Area(geography)`, which is geodesic (GeographicLib). Edges are cut into pieces of 0.0001° in
longitude/latitude before (`ST_Segmentize`), so that a geodesic between two vertices leaves no room
between it and the edge that is straight in longitude and latitude.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import shapely

from tests.postgis_server import programs, server

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "national"
DATES = (("2012-12-31", "2018-12-31"), ("2018-12-31", "2023-12-31"))

# Ground by status, from what was in force at the opening (0) and at the closing (1).
STATUSES = {
    "opening_m2": "h0 - l0",
    "new_m2": "h1 - h0 - l0",
    "cleared_m2": "(h0 + h1) * c - l0",
    "reduced_m2": "(h0 + h1) * r - l0 - c",
    "cancelled_m2": "(h0 + h1) * x - l0 - c - r",
    "closing_m2": "h1 - l0 - c - r - x",
    "confirmed_m2": "s1 - l0 - c - r - x",
    "hazard_net_m2": "h1",
    "release_net_m2": "c + r + x",
    "cleared_outside_m2": "c - (h0 + h1 + l0)",
}
LAYERS = {
    "h0": "hazard_areas WHERE valid_from <= '{opening}'",
    "h1": "hazard_areas WHERE valid_from <= '{closing}'",
    "s1": "hazard_areas WHERE valid_from <= '{closing}' AND classification = 'confirmed'",
    "l0": "land_release WHERE valid_from <= '{opening}'",
    **{
        name: "land_release WHERE valid_from > '{opening}' AND valid_from <= '{closing}' "
        f"AND product = '{product}'"
        for name, product in (("c", "cleared"), ("r", "reduced"), ("x", "cancelled"))
    },
}


def sample() -> dict[str, gpd.GeoDataFrame]:
    """Four districts of the benchmark's country, and what lies in and around them."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import national

    districts = national.districts()
    districts["geometry"] = districts.simplify_coverage(0.004)
    hazards, releases = national.hazards_and_releases(700)
    inside = hazards.sjoin(districts, predicate="intersects")["index_right"].value_counts()
    home = districts.geometry[inside.index[1]]
    beside = inside[districts.intersects(home)[inside.index].to_numpy()].index[:4]
    chosen = districts.loc[sorted(beside)].reset_index(drop=True)
    near = shapely.buffer(chosen.union_all(), 0.05)
    hazards = hazards[hazards.within(near)].reset_index(drop=True)
    releases = releases[releases.intersects(hazards.union_all())].reset_index(drop=True)
    layers = {"districts": chosen, "hazard_areas": hazards, "land_release": releases}
    for frame in layers.values():
        frame["geometry"] = shapely.transform(frame.geometry.values, lambda xy: xy.round(7))
        assert frame.is_valid.all()
    return layers


def sql(expression: str) -> str:
    """Turn '(h0 + h1) * c - l0' into calls of PostGIS: + is union, * intersection, - difference."""
    calls = {ast.Add: "ST_Union", ast.Mult: "ST_Intersection", ast.Sub: "ST_Difference"}

    def text(node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return f"(SELECT g FROM {node.id})"
        assert isinstance(node, ast.BinOp)
        return f"{calls[type(node.op)]}({text(node.left)}, {text(node.right)})"

    return text(ast.parse(expression, mode="eval").body)


def query(opening: str, closing: str) -> str:
    """The areas of all statuses by district, 'outside' and 'total'."""
    layers = ", ".join(
        f"{name} AS (SELECT COALESCE(ST_Union(g), 'SRID=4326;POLYGON EMPTY') g FROM "
        + source.format(opening=opening, closing=closing)
        + ")"
        for name, source in LAYERS.items()
    )
    ground = ", ".join(
        f"{status} AS MATERIALIZED (SELECT {sql(expression)} g)"
        for status, expression in STATUSES.items()
    )
    zones = (
        "zones AS (SELECT district, g FROM districts), "
        "every AS (SELECT ST_Union(g) g FROM districts)"
    )
    area = "ST_Area(ST_Segmentize({}, 0.0001)::geography)"
    rows = " UNION ALL ".join(
        f"SELECT '{status}', district, {area.format(f'ST_Intersection({status}.g, zones.g)')} "
        f"FROM {status}, zones UNION ALL "
        f"SELECT '{status}', 'outside', {area.format(f'ST_Difference({status}.g, every.g)')} "
        f"FROM {status}, every UNION ALL "
        f"SELECT '{status}', 'total', {area.format(f'{status}.g')} FROM {status}"
        for status in STATUSES
    )
    return f"WITH {layers}, {ground}, {zones} {rows};"


def main() -> None:
    """Write the sample and the figures."""
    layers = sample()
    FOLDER.mkdir(exist_ok=True)
    statements = []
    for name, frame in layers.items():
        kept = [c for c in frame.columns if c != "geometry"]
        features = json.loads(frame.to_json(drop_id=True))["features"]
        lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
        (FOLDER / f"{name}.geojson").write_text(
            f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8"
        )
        columns = ", ".join(f"{column} text" for column in kept)
        statements.append(f"CREATE TABLE {name} ({columns}, g geometry);")
        for row in frame.itertuples():
            values = ", ".join(f"'{getattr(row, c)}'" for c in kept)
            statements.append(
                f"INSERT INTO {name} VALUES ({values}, "
                f"ST_GeomFromWKB('\\x{shapely.to_wkb(row.geometry).hex()}', 4326));"
            )
    with tempfile.TemporaryDirectory(dir="/tmp") as work, server(Path(work)) as address:
        folder = programs()
        assert folder is not None

        def psql(text: str) -> str:
            command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address]
            done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[:2000]
            return done.stdout

        psql("CREATE EXTENSION IF NOT EXISTS postgis;" + "\n".join(statements))
        version = psql("SELECT postgis_full_version();").split('"')[1]
        ledgers = []
        for opening, closing in DATES:
            zones: dict[str, dict[str, float]] = {}
            for line in psql(query(opening, closing)).splitlines():
                status, zone, area = line.split("|")
                zones.setdefault(zone, {})[status] = round(float(area), 4)
            ledgers.append({"opening": opening, "closing": closing, "zones": zones})
    made = {"synthetic": True, "made_by": f"PostGIS {version}", "ledgers": ledgers}
    (FOLDER / "ledger.json").write_text(json.dumps(made, indent=1) + "\n")


if __name__ == "__main__":
    main()
