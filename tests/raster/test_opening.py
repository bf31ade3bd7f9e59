"""Rasters that others hand in: read right, or refused with a hint."""

import shutil

import numpy as np
import pytest
import rasterio
from shapely import box

import geo
from geo.errors import CrsError, InputMissing, InputUnreadable, OutOfRange
from geo.raster.band import band_of
from geo.raster.opening import open_raster
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import dataset, north_up, write

EXERCISE = ROOT / "layers" / "exercise.gpkg"
HERE = north_up(47, 40.1, 0.01)
PEOPLE = np.arange(100.0).reshape(10, 10)


@pytest.fixture
def made():
    return dataset([box(47, 40, 47.1, 40.1)])


def ask(made, path, **how):
    band = band_of(path, **{"kind": "count", **how})
    found = geo.exposure(made, band, of="hazard_areas")
    return found.table[found.table["row"] == "total"]["exposed"].item(), found


def test_kind_is_stated_or_in_the_tags_or_refused(made, tmp_path):
    path = write(tmp_path / "plain.tif", PEOPLE, HERE)
    with pytest.raises(InputUnreadable, match="counts, densities or classes") as refused:
        ask(made, path, kind=None)
    assert "--kind" in refused.value.hint
    for name, how in (("tag", {"tags": {"KIND": "count"}}), ("unit", {"unit": "people"})):
        path = write(tmp_path / f"{name}.tif", PEOPLE, HERE, **how)
        assert band_of(path).kind == "count"
    for unit in ("people/km2", "persons per km²", "inhabitants per square kilometre", "km^-2"):
        path = write(tmp_path / "d.tif", PEOPLE, HERE, unit=unit)
        assert (band_of(path).kind, band_of(path).per_km2) == ("density", 1)
    assert band_of(write(tmp_path / "h.tif", PEOPLE, HERE, unit="people/ha")).per_km2 == 100
    for unit in ("m", "metre", "degC"):
        assert band_of(write(tmp_path / "m.tif", PEOPLE, HERE, unit=unit)).kind is None


def test_codes_with_colours_are_classes(made, tmp_path):
    path = write(tmp_path / "cover.tif", PEOPLE.astype("uint8"), HERE)
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {1: (255, 0, 0, 255)})
    assert band_of(path).kind == "class"
    with pytest.raises(InputUnreadable, match="colour table"):
        ask(made, path)


def test_several_bands_need_a_choice(made, tmp_path):
    path = write(tmp_path / "two.tif", np.stack([PEOPLE, 2 * PEOPLE]), HERE)
    with pytest.raises(InputUnreadable, match="2 bands"):
        ask(made, path)
    assert ask(made, path, band=2)[0] == pytest.approx(9900)
    with pytest.raises(OutOfRange):
        ask(made, path, band=3)


def test_an_unstated_nodata_is_not_taken_for_people(made, tmp_path):
    holed = PEOPLE.copy()
    holed[0, 0] = -9999
    path = write(tmp_path / "holed.tif", holed, HERE)
    with pytest.raises(OutOfRange, match="-9999") as refused:
        ask(made, path)
    assert "--nodata -9999" in refused.value.hint
    assert ask(made, path, nodata=-9999)[0] == pytest.approx(4950)


@pytest.mark.parametrize("nodata", [-9999.0, np.nan, -3.4028234663852886e38, 0.0])
def test_nodata_of_any_sort(made, tmp_path, nodata):
    holed = PEOPLE.astype("float32")
    holed[3, 3] = nodata
    path = write(tmp_path / "holed.tif", holed, HERE, nodata=nodata)
    people, found = ask(made, path)
    assert people == pytest.approx(4950 - 33)
    assert found.zones["valid_share"].item() == pytest.approx(
        0.98 if nodata == 0 else 0.99, rel=1e-3
    )


def test_a_number_that_no_cell_can_hold_is_no_nodata(made, tmp_path):
    path = write(tmp_path / "bytes.tif", PEOPLE.astype("uint8"), HERE)
    assert ask(made, path, nodata=-9999)[0] == pytest.approx(4950)


def test_infinite_numbers_are_refused(made, tmp_path):
    holed = PEOPLE.copy()
    holed[5, 5] = np.inf
    with pytest.raises(InputUnreadable, match="infinite"):
        ask(made, write(tmp_path / "inf.tif", holed, HERE))


def test_nothing_without_position(made, tmp_path):
    with pytest.raises(CrsError, match="no coordinate reference system"):
        ask(made, write(tmp_path / "a.tif", PEOPLE, HERE, crs=None))


def test_degrees_are_not_taken_for_metres(made, tmp_path):
    with pytest.raises(CrsError, match="degrees"):
        ask(made, write(tmp_path / "a.tif", PEOPLE, HERE, crs="EPSG:32638"))
    with pytest.raises(CrsError, match="degrees"):
        ask(made, write(tmp_path / "b.tif", PEOPLE, north_up(5e5, 4.4e6, 100), crs="EPSG:4326"))


def test_a_raster_of_elsewhere_is_refused(made, tmp_path):
    with pytest.raises(InputUnreadable, match="no zone and no feature"):
        ask(made, write(tmp_path / "a.tif", PEOPLE, north_up(10, 10, 0.01)))


def test_files_beside_it_are_not_read_but_told(made, tmp_path):
    path = write(tmp_path / "a.tif", PEOPLE, HERE)
    lie = "<PAMRasterBand band='1'><NoDataValue>99</NoDataValue></PAMRasterBand>"
    lie = f"<PAMDataset>{lie}</PAMDataset>"
    (tmp_path / "a.tif.aux.xml").write_text(lie, "utf-8")
    (tmp_path / "a.tif.msk").write_bytes(path.read_bytes())
    people, found = ask(made, path)
    assert people == pytest.approx(4950)
    assert (found.findings["code"] == "beside-raster").sum() == 2


def test_addresses_and_other_formats_are_refused(tmp_path):
    path = write(tmp_path / "a.tif", PEOPLE, HERE)
    vrt = tmp_path / "a.vrt"
    vrt.write_text("<VRTDataset/>", "utf-8")
    disguised = tmp_path / "b.tif"
    shutil.copy(vrt, disguised)
    for name in (vrt, disguised, "https://example.org/a.tif", f"/vsizip/{path}", "s3://a/b.tif"):
        with pytest.raises(InputUnreadable), open_raster(name):
            pass
    with pytest.raises(InputMissing), open_raster(tmp_path / "none.tif"):
        pass


def test_a_file_cut_short_is_refused(made, tmp_path):
    values = np.random.default_rng(1).random((600, 600))
    path = write(
        tmp_path / "a.tif", values, north_up(47, 40.06, 0.0001), tiled=True, compress="deflate"
    )
    whole = path.read_bytes()
    for share in (0.2, 0.6, 0.95):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(InputUnreadable) as refused:
            ask(made, path)
        assert refused.value.hint


def test_a_huge_sparse_file_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=224_000, height=224_000, count=1, dtype="uint8",
        crs="EPSG:4326", transform=north_up(-180, 90, 0.0005), sparse_ok=True, tiled=True,
        BIGTIFF="YES", blockxsize=4096, blockysize=4096,
    ):  # fmt: skip
        pass
    with pytest.raises(OutOfRange) as refused, open_raster(path):
        pass
    assert "gdal_translate" in refused.value.hint


def test_refusals_on_the_command_line(tmp_path):
    words = ("raster", "exposure", EXERCISE, write(tmp_path / "a.tif", PEOPLE, HERE))
    said = atlas(*words)
    assert said.exit_code == 3
    assert "hint: --kind" in said.stderr
    assert atlas(*words, "--kind", "people").exit_code == 2
    assert atlas(*words, "--kind", "count", "--within", "-5").exit_code == 3
