"""Pictures that are something else than they say: nothing else is opened, no memory is taken.

The attacks are harmless: a listener on this machine.
"""

import os
import resource
import struct
import subprocess
import sys

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from geo.errors import CrsError, InputUnreadable, OutOfRange
from geo.export.georeference import _opened as opened_scan
from geo.intake.readers.picture import read_picture
from geo.raster.opening import open_raster

pytestmark = pytest.mark.enable_socket  # the listener's


def image(path, value=200, width=20, height=20, crs="EPSG:4326", **more):
    profile = {"driver": "GTiff", "height": height, "width": width, "count": 1, "dtype": "uint8"}
    with rasterio.open(
        path, "w", crs=crs, transform=Affine(0.001, 0, 46, 0, -0.001, 40), **profile | more
    ) as file:
        file.write(np.full((1, height, width), value, "uint8"))


def description(of, width=20, height=20, crs="EPSG:4326"):
    return (
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{crs}</SRS>'
        "<GeoTransform>46, 0.001, 0, 40, 0, -0.001</GeoTransform>"
        '<VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{of}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )


def scan(path):
    with opened_scan(path, 1) as source:
        return source.read()


def raster(path):
    with open_raster(path) as source:
        return source.read()


@pytest.mark.parametrize("door", [read_picture, scan, raster])
def test_a_picture_that_describes_another_is_refused(tmp_path, listener, door):
    address, heard = listener
    image(tmp_path / "secret.tif", 7)
    raw = description("/etc/hostname").replace("SimpleSource", "RawRasterBand")
    for text in (
        description(tmp_path / "secret.tif"),
        description(f"/vsicurl/{address}/a.tif"),
        f"<GDAL_WMS><Service name='TMS'><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>",
        raw,
    ):
        path = tmp_path / "scan.tif"
        path.write_text(text)
        with pytest.raises(InputUnreadable, match=r"scan\.tif"):
            door(path)
    assert heard == []


def test_what_lies_beside_a_picture_is_not_opened(tmp_path, listener):
    address, heard = listener
    path = tmp_path / "scan.tif"
    image(path, 200, width=8200, height=8)
    expected = read_picture(path)
    image(tmp_path / "secret.tif", 7, width=4100, height=4)
    (tmp_path / "scan.tif.ovr").write_text(description(tmp_path / "secret.tif", 4100, 4))
    (tmp_path / "scan.tif.msk").write_text(description(f"/vsicurl/{address}/a.tif", 8200, 8))
    (tmp_path / "scan.tif.aux.xml").write_text("<PAMDataset><SRS>EPSG:28408</SRS></PAMDataset>")
    # GDAL by itself takes the smaller copy; asked elsewhere, since a command confines it.
    plain = (
        "import sys, rasterio\nprint(rasterio.open(sys.argv[1]).read(1, out_shape=(4, 4096)).max())"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL_", "CPL_"))}
    done = subprocess.run(
        [sys.executable, "-c", plain, str(path)],
        env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "7"
    heard.clear()
    rgba, transform, crs = read_picture(path)
    assert np.array_equal(rgba, expected[0])
    assert (transform, crs) == expected[1:]
    assert rgba[:3].min() == 200
    assert rgba[3].min() == 255
    assert heard == []


def test_a_world_file_says_where_a_picture_is(tmp_path):
    path = tmp_path / "scan.tif"
    image(path)
    placed = read_picture(path)[1]
    with (
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        rasterio.open(
            path, "w", driver="GTiff", height=20, width=20, count=1, dtype="uint8", crs="EPSG:4326"
        ) as file,
    ):
        file.write(np.full((1, 20, 20), 200, "uint8"))
    with pytest.raises(CrsError, match="world file"):
        read_picture(path)
    (tmp_path / "scan.tfw").write_text("0.001\n0\n0\n-0.001\n46.0005\n39.9995\n")
    assert read_picture(path)[1].almost_equals(placed, 1e-12)
    (tmp_path / "scan.tfw").write_text("0.001\nhttp://x\n")
    with pytest.raises(CrsError, match="six numbers"):
        read_picture(path)


def test_a_small_picture_that_says_it_is_vast_is_refused(tmp_path):
    path = tmp_path / "scan.tif"
    profile = {"driver": "GTiff", "height": 200_000, "width": 200_000, "count": 1, "dtype": "uint8"}
    with rasterio.open(
        path, "w", crs="EPSG:4326", transform=Affine(1e-5, 0, 46, 0, -1e-5, 40), sparse_ok=True,
        tiled=True, blockxsize=4096, blockysize=4096, **profile,
    ):  # fmt: skip
        pass
    assert path.stat().st_size < 100_000
    with pytest.raises(OutOfRange, match="200,000 × 200,000"):
        read_picture(path)


def tiff(width, height, rows_per_strip, tiled=False):
    """Return a TIFF of a few hundred bytes that announces what it does not hold."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1),
            (262, 3, 1, 1), (277, 3, 1, 1)]  # fmt: skip
    if tiled:
        tags += [(322, 4, 1, rows_per_strip), (323, 4, 1, rows_per_strip), (324, 4, 1, 8),
                 (325, 4, 1, 8)]  # fmt: skip
    else:
        tags += [(273, 4, 1, 8), (278, 4, 1, rows_per_strip), (279, 4, 1, 8)]
    body = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + body + bytes(4)


@pytest.mark.parametrize("door", [read_picture, scan, raster])
@pytest.mark.parametrize("made", [
    tiff(60_000, 60_000, 2**31 - 1), tiff(40_000, 40_000, 40_000), tiff(2**31 - 1, 2**31 - 1, 1),
    tiff(2_000, 1_000_000, 1), tiff(40_000, 40_000, 39_984, tiled=True),
])  # fmt: skip
def test_a_tiff_of_few_bytes_takes_no_memory(tmp_path, door, made):
    path = tmp_path / "scan.tif"
    path.write_bytes(made)
    assert len(made) < 375
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((InputUnreadable, OutOfRange, CrsError)):
        door(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


def test_a_scan_is_warped_where_gdal_knows_no_descriptions(tmp_path):
    """In the command, VRT is off."""
    image(tmp_path / "scan.tif", width=40, height=30)
    points = "pixel_x,pixel_y,map_x,map_y\n" + "".join(
        f"{x},{y},{500000 + 10 * x},{4400000 - 10 * y}\n"
        for x, y in ((1, 1), (39, 2), (38, 29), (2, 28), (20, 15), (10, 22), (30, 7))
    )
    (tmp_path / "points.csv").write_text(points)
    for model in ("affine", "second_order"):
        out = tmp_path / f"{model}.tif"
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli.main", "records", "georeference",
             str(tmp_path / "scan.tif"), str(tmp_path / "points.csv"), "-o", str(out),
             "--crs", "EPSG:32638", "--model", model],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        with rasterio.open(out) as made:
            assert made.crs == "EPSG:32638"
            assert made.read(1).max() == 200
            assert made.bounds.left == pytest.approx(500_000, abs=15)
