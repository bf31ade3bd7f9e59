"""GeoParquet written by geopandas."""

import struct

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.errors import InputUnreadable
from geo.intake.readers import read

FRAME = gpd.GeoDataFrame(
    {"id": ["a", None], "n": [1, 2], "day": pd.to_datetime(["2023-04-05", None])},
    geometry=[shapely.Point(578_000, 4_428_000), None],
    crs=32638,
)


def test_values_geometry_and_crs(tmp_path):
    FRAME.to_parquet(tmp_path / "a.parquet")
    table = read(tmp_path / "a.parquet")
    assert table.frame["id"].tolist() == ["a", None]
    assert table.frame["n"].tolist() == [1, 2]
    assert table.frame["day"].tolist() == ["2023-04-05T00:00:00", None]
    assert table.geometry[0].equals(FRAME.geometry[0])
    assert table.geometry[1] is None
    assert '"code": 32638' in table.crs


def test_plain_parquet_is_a_table(tmp_path):
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").geometry is None


def test_a_curve_is_listed_and_the_rest_is_read(tmp_path):
    """Found by fuzzing: of a column with one curve, shapely builds nothing."""
    FRAME.to_parquet(tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    point = shapely.to_wkb(shapely.Point(1, 2))
    curve = struct.pack("<BII4d", 1, 8, 2, 0, 0, 1, 1)  # a CIRCULARSTRING (ISO 13249-3)
    at = table.schema.get_field_index("geometry")
    column = pa.chunked_array([pa.array([point, curve], table.schema.field(at).type)])
    pq.write_table(table.set_column(at, table.schema.field(at), column), tmp_path / "b.parquet")
    read_back = read(tmp_path / "b.parquet")
    assert read_back.geometry.tolist() == [shapely.Point(1, 2), None]
    assert [(f.rule.code, f.row) for f in read_back.findings] == [("unreadable-geometry", 2)]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_truncated_file_is_refused(tmp_path, share):
    path = tmp_path / "a.parquet"
    FRAME.to_parquet(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputUnreadable, match="damaged"):
        read(path)
