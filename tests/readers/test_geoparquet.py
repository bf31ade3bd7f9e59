"""GeoParquet written by geopandas."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import InputUnreadable
from geo.readers import read

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


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_truncated_file_is_refused(tmp_path, share):
    path = tmp_path / "a.parquet"
    FRAME.to_parquet(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputUnreadable, match="damaged"):
        read(path)
