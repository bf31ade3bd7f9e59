"""Precision, recall and lift once more, in plain SQL on a real PostGIS server."""

import geopandas as gpd
import psycopg
import pytest

import geo
from tests.records.planted import datum_slip, planted

SETS = {"agrees": {}, "displaced": {"slip": datum_slip}, "half": {"missing": 0.5, "false": 0.3}}
# Where nothing has two candidates, the pairs are the matching. So the sets are asked with a
# tolerance below half the distance between neighbours, and SQL counts its own exceptions.
SQL_MATCHED = """
WITH s AS (SELECT ST_Union(g) AS g FROM searched),
i AS (SELECT id, items.g FROM items, s WHERE ST_Intersects(items.g, s.g)),
f AS (SELECT id, finds.g FROM finds, s WHERE ST_Intersects(finds.g, s.g)),
p AS (SELECT i.id AS i, f.id AS f FROM i, f WHERE ST_DWithin(i.g::geography, f.g::geography, %s))
SELECT (SELECT count(*) FROM i), (SELECT count(*) FROM f),
  (SELECT count(DISTINCT i) FROM p), (SELECT count(DISTINCT f) FROM p), (SELECT count(*) FROM p)
"""
SQL_COVERED = """
WITH s AS (SELECT ST_Union(g) AS g FROM searched),
r AS (SELECT ST_Union(ST_Buffer(h::geography, %s, 32)::geometry) AS g FROM
  (SELECT ST_ConvexHull(ST_Collect(g)) AS h FROM items GROUP BY record) AS hulls)
SELECT (SELECT count(*) FROM finds, r WHERE ST_Intersects(finds.g, r.g))::float
    / (SELECT count(*) FROM finds),
  ST_Area(ST_Intersection(r.g, s.g)::geography) / ST_Area(s.g::geography) FROM r, s
"""


@pytest.fixture(scope="module")
def address(new_database):
    found = new_database()
    with psycopg.connect(found) as connection:
        connection.execute("CREATE EXTENSION postgis")
    return found


@pytest.mark.parametrize("name", SETS)
def test_as_plain_sql_says(address, name):
    items, finds, searched = planted(3, count=5, per_row=10, **SETS[name])
    result = geo.record_accuracy(items, finds, searched, shifts=0, tolerances=[2, 25])
    with psycopg.connect(address) as connection:
        for table, frame in (("items", items), ("finds", finds), ("searched", searched)):
            load(connection, table, frame)
        n_items, n_finds, with_find, with_item, pairs = connection.execute(
            SQL_MATCHED, [2.0]
        ).fetchone()
        covered, ground = connection.execute(SQL_COVERED, [25.0]).fetchone()
    row = result["tolerances"][0]
    assert (row["items"], row["finds"]) == (n_items, n_finds)
    # The matching lies between the number of exclusive pairs and of things with any pair.
    assert min(with_find, with_item) - (pairs - min(with_find, with_item)) <= row["matched"]
    assert row["matched"] <= min(with_find, with_item)
    if pairs == with_find == with_item:
        assert row["precision"] == with_find / n_items
        assert row["recall"] == with_item / n_finds
    within = result["covered"][1]
    assert within["share"] == pytest.approx(covered, abs=1 / n_finds)
    assert within["ground_share"] == pytest.approx(ground, rel=2e-3)
    assert within["lift"] == pytest.approx(covered / ground, rel=5e-3)


def load(connection, table: str, frame: gpd.GeoDataFrame) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE TABLE {table} (id int, record text, g geometry(Geometry, 4326))")
    names = frame["record_id"] if "record_id" in frame else [""] * len(frame)
    rows = zip(range(len(frame)), names, frame.geometry.to_wkb(hex=True), strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} VALUES (%s, %s, ST_SetSRID(%s::geometry, 4326))", list(rows)
        )
