"""The ledger in SQL: plain, and by the plan the project follows; for three spatial databases.

Each contestant is a generator: the first step loads the tables, the second answers. So only the
question is measured. Areas are planar square degrees: the databases are spared the ellipsoid, and
everything of a ledger but gross and double counting is asked of them.

*Plain* is what one would write first: clip by district, unite, subtract. The *plan* is told what
the project finds out for itself: which outlines can touch at all (components of bounding boxes),
and which components lie inside one district. Then only what crosses a border is cut. Finding that
out is measured too.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.land.overlay.components import touching_boxes

#: Server processes that answer for this one: their time and memory count too.
BACKENDS: list[int] = []

_PLAIN = """
    WITH hd AS (SELECT d.k k, {union}(ST_Intersection(h.g, d.g)) g
                FROM d JOIN h ON ST_Intersects(d.g, h.g) GROUP BY d.k),
         rd AS (SELECT d.k k, {union}(ST_Intersection(r.g, d.g)) g
                FROM d JOIN r ON ST_Intersects(d.g, r.g) GROUP BY d.k)
    SELECT hd.k, CASE WHEN rd.g IS NULL THEN ST_Area(hd.g)
                      ELSE ST_Area(ST_Difference(hd.g, rd.g)) END a
    FROM hd LEFT JOIN rd ON hd.k = rd.k
"""
# Precedence cleared > reduced > cancelled, component by component (c); `pairs` says which district
# (k) a component meets, and whether it lies inside. (A CASE of geometries would be shorter, but
# is none to SedonaDB.)
_PLAN = """
    WITH hz AS (SELECT c, {union}(g) g FROM h GROUP BY c),
         cl AS (SELECT c, {union}(g) g FROM r WHERE p = 0 GROUP BY c),
         re AS (SELECT c, {union}(g) g FROM r WHERE p = 1 GROUP BY c),
         ca AS (SELECT c, {union}(g) g FROM r WHERE p = 2 GROUP BY c),
         cr AS (SELECT c, {union}(g) g FROM r WHERE p < 2 GROUP BY c),
         every AS (SELECT c, {union}(g) g FROM r GROUP BY c),
         piece AS (
             SELECT 3 s, a.c c, ST_Difference(a.g, x.g) g FROM hz a JOIN every x ON a.c = x.c
             UNION ALL SELECT 3 s, c, g FROM hz WHERE c NOT IN (SELECT c FROM every)
             UNION ALL SELECT 0 s, c, g FROM cl
             UNION ALL SELECT 1 s, a.c c, ST_Difference(a.g, x.g) g FROM re a JOIN cl x ON a.c = x.c
             UNION ALL SELECT 1 s, c, g FROM re WHERE c NOT IN (SELECT c FROM cl)
             UNION ALL SELECT 2 s, a.c c, ST_Difference(a.g, x.g) g FROM ca a JOIN cr x ON a.c = x.c
             UNION ALL SELECT 2 s, c, g FROM ca WHERE c NOT IN (SELECT c FROM cr))
    SELECT s, pairs.k k, sum(CASE WHEN pairs.inside THEN ST_Area(piece.g)
                                  ELSE ST_Area(ST_Intersection(piece.g, d.g)) END) a
    FROM piece JOIN pairs ON piece.c = pairs.c JOIN d ON d.k = pairs.k GROUP BY s, pairs.k
"""
PLAIN = _PLAIN, False
PLAN = _PLAN, True


def _plan(hazards, releases, districts):
    """Components of hazards and releases, and which districts each meets or lies in."""
    shapes = np.concatenate([hazards.geometry.values, releases.geometry.values])
    component = touching_boxes(shapes)
    n = component.max() + 1
    bounds = np.full((n, 4), np.inf)
    for k, value in enumerate((1, 1, -1, -1)):
        np.minimum.at(bounds[:, k], component, value * shapely.bounds(shapes)[:, k])
    boxes = shapely.box(bounds[:, 0], bounds[:, 1], -bounds[:, 2], -bounds[:, 3])
    tree = shapely.STRtree(districts.geometry.values)
    meets, inside = (tree.query(boxes, predicate=how) for how in ("intersects", "within"))
    pairs = pd.DataFrame({"c": meets[0], "k": meets[1]})
    within = pd.DataFrame({"c": inside[0], "k": inside[1], "inside": True})
    pairs = pairs.merge(within, how="left", on=["c", "k"])
    pairs["inside"] = pairs["inside"].notna()
    return component[: len(hazards)], component[len(hazards) :], pairs


def _tables(hazards, releases, districts):
    """Table name → columns, geometry as WKB."""
    product = releases["product"].map({"cleared": 0, "reduced": 1, "cancelled": 2}).to_numpy()
    out = {
        "h": pd.DataFrame({"wkb": hazards.geometry.to_wkb()}),
        "r": pd.DataFrame({"wkb": releases.geometry.to_wkb(), "p": product}),
        "d": pd.DataFrame({"wkb": districts.geometry.to_wkb(), "k": np.arange(len(districts))}),
    }
    return {name: frame.reset_index(drop=True) for name, frame in out.items()}


def _closing(rows, n):
    """Remaining hazard by district: of a plan's answer, status 3."""
    out = np.zeros(n)
    for *status, k, area in rows:
        if status in ([], [3]):
            out[k] = area or 0.0
    return out


def duckdb(query, planned, hazards, releases, districts):
    """DuckDB's spatial extension, one thread."""
    import duckdb
    import duckdb_extension_spatial

    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("*.duckdb_extension"))
    link = duckdb.connect(config={"threads": 1})
    link.execute(f"LOAD '{extension}'")
    for name, frame in _tables(hazards, releases, districts).items():
        link.register("given", frame)
        columns = ", ".join(frame.columns.drop("wkb"))
        more = f", {columns}" if columns else ""
        order = "row_number() OVER ()"
        link.execute(
            f"CREATE TABLE {name} AS SELECT ST_GeomFromWKB(wkb) g{more}, {order} n FROM given"
        )
    yield
    if planned:
        of_h, of_r, pairs = _plan(hazards, releases, districts)
        for name, component in (("h", of_h), ("r", of_r)):
            numbers = pd.DataFrame({"n": np.arange(1, len(component) + 1), "c": component})
            link.register("numbers", numbers)
            link.execute(
                f"CREATE OR REPLACE TABLE {name} AS SELECT {name}.*, c FROM {name} JOIN numbers "
                f"USING (n)"
            )
        link.register("pairs", pairs)
    rows = link.execute(query.format(union="ST_Union_Agg")).fetchall()
    yield _closing(rows, len(districts))


def sedona(query, planned, hazards, releases, districts):
    """SedonaDB, one partition."""
    import sedonadb

    link = sedonadb.connect()
    link.sql("SET datafusion.execution.target_partitions = 1").execute()
    tables = _tables(hazards, releases, districts)
    if planned:
        of_h, of_r, pairs = _plan(hazards, releases, districts)
        tables["h"]["c"], tables["r"]["c"], tables["pairs"] = of_h, of_r, pairs
    yield
    for name, frame in tables.items():
        link.create_data_frame(frame).to_view(f"{name}_given")
        if "wkb" in frame:
            more = "".join(f", {column}" for column in frame.columns.drop("wkb"))
            text = f"SELECT ST_GeomFromWKB(wkb) g{more} FROM {name}_given"
            link.sql(text).to_memtable().to_view(name)
        else:
            link.create_data_frame(frame).to_view(name)
    answer = link.sql(query.format(union="ST_Union_Agg")).to_pandas()
    yield _closing(answer.itertuples(index=False, name=None), len(districts))


def postgis(query, planned, hazards, releases, districts):
    """PostGIS in a server of its own, one process, indexes on everything."""
    import psycopg

    from tests.postgis_server import server

    with (
        tempfile.TemporaryDirectory() as work,
        server(Path(work)) as address,
        psycopg.connect(address, autocommit=True) as link,
    ):
        link.execute("CREATE EXTENSION postgis")
        link.execute("SET max_parallel_workers_per_gather = 0")
        link.execute("SET work_mem = '1GB'")
        link.execute("SET jit = off")
        tables = _tables(hazards, releases, districts)
        for name, frame in tables.items():
            whole = frame.columns.drop("wkb")
            more = "".join(f", {column} int" for column in whole)
            link.execute(f"CREATE TABLE {name} (n int, g geometry{more}, c int)")
            with link.cursor().copy(
                f"COPY {name} (n, g{''.join(f', {c}' for c in whole)}) FROM STDIN"
            ) as copy:
                for n, row in enumerate(frame[["wkb", *whole]].itertuples(index=False, name=None)):
                    copy.write_row((n, row[0].hex(), *row[1:]))
            link.execute(f"CREATE INDEX ON {name} USING gist (g)")
            link.execute(f"ANALYZE {name}")
        BACKENDS.append(link.info.backend_pid)
        yield
        if planned:
            of_h, of_r, pairs = _plan(hazards, releases, districts)
            for name, component in (("h", of_h), ("r", of_r)):
                link.execute("CREATE TEMP TABLE numbers (n int, c int)")
                with link.cursor().copy("COPY numbers FROM STDIN") as copy:
                    for row in enumerate(component.tolist()):
                        copy.write_row(row)
                link.execute(
                    f"CREATE TEMP TABLE {name}_c AS SELECT {name}.g"
                    f"{', p' if name == 'r' else ''}, numbers.c FROM {name} JOIN numbers "
                    f"USING (n)"
                )
                link.execute(f"DROP TABLE numbers; ANALYZE {name}_c")
            link.execute("CREATE TEMP TABLE pairs (c int, k int, inside bool)")
            with link.cursor().copy("COPY pairs FROM STDIN") as copy:
                for row in pairs[["c", "k", "inside"]].itertuples(index=False, name=None):
                    copy.write_row(row)
            link.execute("ANALYZE pairs")
            query = query.replace("FROM h ", "FROM h_c ").replace("FROM r ", "FROM r_c ")
        rows = link.execute(query.format(union="ST_Union")).fetchall()
        yield _closing(rows, len(districts))
