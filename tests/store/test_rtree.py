"""The packed spatial index: whole by SQLite's own check, and it finds what numpy finds."""

import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.store.rtree import create_index


@pytest.fixture
def connection():
    with sqlite3.connect(":memory:") as opened:
        yield opened
    opened.close()


def boxes(n, seed, size=1.0):
    rng = np.random.default_rng(seed)
    corner = rng.uniform(-180, 179, (n, 2))
    return np.column_stack([corner, corner + rng.uniform(0, size, (n, 2))])


def whole(connection):
    return connection.execute("SELECT rtreecheck('rtree_t_geom')").fetchone() == ("ok",)


# A node holds 51: just before and after a new node, and a new level.
@pytest.mark.parametrize("n", [0, 1, 51, 52, 2601, 2602, 10_000])
def test_what_lies_in_a_window_is_found(connection, n):
    given = boxes(n, n)
    fids = np.arange(n) * 3 + 1
    create_index(connection, "t", fids, given)
    assert whole(connection)
    west, south, east, north = -30, -20, 40, 60
    query = "SELECT id FROM rtree_t_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
    found = {fid for (fid,) in connection.execute(query, (west, east, south, north))}
    inside = (given[:, 2] >= west) & (given[:, 0] <= east)
    inside &= (given[:, 3] >= south) & (given[:, 1] <= north)
    assert found == set(fids[inside].tolist())


def test_it_stays_whole_when_rows_come_and_go(connection):
    create_index(connection, "t", np.arange(1, 3001), boxes(3000, 1))
    connection.execute("DELETE FROM rtree_t_geom WHERE id % 7 = 0 OR id < 900")
    connection.executemany(
        "INSERT INTO rtree_t_geom VALUES (?, ?, ?, ?, ?)",
        [(n, *box[[0, 2, 1, 3]]) for n, box in zip(range(9000, 9900), boxes(900, 2), strict=True)],
    )
    assert whole(connection)
    assert connection.execute("SELECT count(*) FROM rtree_t_geom").fetchone() == (
        3000 - 899 - 300 + 900,
    )


@given(st.lists(st.floats(-180, 180, width=64), min_size=2, max_size=2).map(sorted))
def test_no_box_is_smaller_than_what_it_holds(ends):
    connection = sqlite3.connect(":memory:")
    low, high = ends
    create_index(connection, "t", np.array([1]), np.array([[low, low / 2, high, high / 2]]))
    row = connection.execute("SELECT minx, maxx, miny, maxy FROM rtree_t_geom").fetchone()
    connection.close()
    assert row[0] <= low <= high <= row[1]
    assert row[2] <= low / 2 <= high / 2 <= row[3]
    assert max(abs(row[0] - low), abs(row[1] - high)) <= 2e-5
