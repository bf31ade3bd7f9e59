"""Scanned maps: fits against closed forms and GDAL's own, files that cannot be, errors told."""

import json
import subprocess

import numpy as np
import pandas as pd
import pytest
import rasterio
from click.testing import CliRunner
from rasterio import Affine
from rasterio.control import GroundControlPoint
from rasterio.transform import GCPTransformer
from rasterio.warp import Resampling, reproject

from geo.cli.main import main
from geo.errors import TableInvalid
from geo.export.georeference import georeference, residuals_svg
from geo.records.control_points import Model, affine_of, fit, read_points
from tests.conftest import needs_program

PIXELS = np.array([(20, 30), (380, 25), (370, 280), (25, 270), (200, 150), (90, 200), (300, 90),
                   (150, 60), (260, 230)], float)  # fmt: skip
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
MOVE = Affine(2.5, 0.4, 8_660_000, 0.3, -2.4, 4_430_000)


def points_of(places, pixels=PIXELS):
    return pd.DataFrame(
        np.column_stack([pixels, places]), columns=["pixel_x", "pixel_y", "map_x", "map_y"]
    )


def affine(pixels=PIXELS):
    x, y = pixels.T
    m = MOVE
    return np.column_stack([m.a * x + m.b * y + m.c, m.d * x + m.e * y + m.f])


@pytest.mark.parametrize("model", list(Model))
def test_what_a_model_can_do_it_does_exactly(model):
    angle = np.radians(7)
    c, s = 2 * np.cos(angle), 2 * np.sin(angle)
    x, y = PIXELS.T
    turned = np.column_stack([c * x + s * y + 500_000, s * x - c * y + 4_400_000])
    done = fit(points_of(turned), model)
    assert done.points["residual"].max() < 1e-5
    assert done.loo_rmse < 1e-4
    assert not done.points["suspicious"].any()
    new = np.array([[111.0, 222.0]])
    assert done.place(new)[0] == pytest.approx(
        [c * 111 + s * 222 + 500_000, s * 111 - c * 222 + 4_400_000], abs=1e-3
    )


def test_s0_and_leave_one_out_by_hand():
    """An affine fit of the corners of a square, one 4 m off: residuals of 1 m, fits of three 4."""
    square = np.array([(0.0, 0), (100, 0), (100, 100), (0, 100)])
    places = np.column_stack([square[:, 0], -square[:, 1]])
    places[0, 0] += 4
    done = fit(points_of(places, square), "affine")
    assert done.points["residual"].to_numpy() == pytest.approx([1, 1, 1, 1])
    assert done.s0 == pytest.approx(np.sqrt(4 / (8 - 6)))
    assert done.points["left_out"].to_numpy() == pytest.approx([4, 4, 4, 4])
    assert done.loo_rmse == pytest.approx(4)
    # √(4² + (0.3 mm × 50,000)² + 5²) = √(16 + 225 + 25)
    assert done.total_error_m(scale=50_000, datum_m=5) == pytest.approx(np.sqrt(266))
    least = fit(points_of(places[:3], square[:3]), "affine")
    assert least.s0 is None
    assert least.loo_rmse is None
    assert least.total_error_m() is None


def test_a_point_typed_wrongly_looks_wrong():
    places = affine()
    places[4] += [60, -45]
    done = fit(points_of(places), "affine")
    assert done.points["suspicious"].tolist() == [at == 4 for at in range(9)]
    assert "#D55E00" in residuals_svg(done)


@pytest.mark.parametrize(
    ("model", "tps", "apart"), [("second_order", False, 1e-3), ("thin_plate", True, 1)]
)
def test_as_gdal_places_pixels(model, tps, apart):
    """Between points, GDAL's thin plate is its own by decimetres where points are 8 m off."""
    rng = np.random.default_rng(0)
    places = affine() + rng.normal(0, 8, (9, 2))
    done = fit(points_of(places), model)
    pairs = zip(PIXELS, places, strict=True)
    gcps = [GroundControlPoint(row=r, col=c, x=x, y=y) for (c, r), (x, y) in pairs]
    new = rng.uniform([30, 30], [370, 270], (50, 2))
    with GCPTransformer(gcps, tps=tps) as gdal:
        x, y = gdal.xy(new[:, 1], new[:, 0], offset="ul")
    assert np.hypot(*(done.place(new) - np.column_stack([x, y])).T).max() < apart


@needs_program("gdaltransform", "gdal-bin")
@pytest.mark.parametrize(
    ("model", "how"),
    [("affine", ["-order", "1"]), ("second_order", ["-order", "2"]), ("thin_plate", ["-tps"])],
)
def test_as_gdaltransform_places_pixels(model, how):
    """GDAL's program, given the same points, by less than a hundredth of a pixel."""
    rng = np.random.default_rng(4)
    places = affine() + rng.normal(0, 8, (9, 2))
    tied = np.column_stack([PIXELS, places]).tolist()
    gcps = [part for row in tied for part in ("-gcp", *map(repr, row))]
    new = rng.uniform([25, 25], [375, 275], (60, 2))
    told = subprocess.run(
        ["gdaltransform", *how, *gcps], text=True, capture_output=True, check=True,
        input="\n".join(f"{x!r} {y!r}" for x, y in new.tolist()),
    )  # fmt: skip
    gdal = np.array([line.split()[:2] for line in told.stdout.splitlines()], float)
    assert len(gdal) == 60
    apart = np.hypot(*(fit(points_of(places), model).place(new) - gdal).T)
    assert apart.max() / np.sqrt(abs(MOVE.determinant)) < 0.01


def test_a_thin_plate_as_in_the_textbook():
    """Duchon (1977): r² log r of every point and a plane, solved as one system."""
    places = affine() + np.random.default_rng(0).normal(0, 8, (9, 2))

    def bends(one, other):
        r2 = ((one[:, None] - other) ** 2).sum(axis=2)
        return np.where(r2 > 0, r2 * np.log(np.where(r2 > 0, r2, 1)), 0)

    plane = np.column_stack([np.ones(9), PIXELS])
    system = np.block([[bends(PIXELS, PIXELS), plane], [plane.T, np.zeros((3, 3))]])
    middle = places.mean(axis=0)
    weights = np.linalg.solve(system, np.vstack([places - middle, np.zeros((3, 2))]))
    new = np.array([[111.0, 222.0], [300, 50]])
    by_hand = bends(new, PIXELS) @ weights[:9] + np.column_stack([np.ones(2), new]) @ weights[9:]
    assert fit(points_of(places), "thin_plate").place(new) == pytest.approx(
        by_hand + middle, abs=1e-4
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p.iloc[:2], "2 points; affine needs 3"),
        (lambda p: p.assign(pixel_y=p["pixel_x"] * 0.5), "one line on the scan"),
        (lambda p: p.assign(map_y=p["map_x"] * 2), "one line on the map"),
        (lambda p: pd.concat([p, p.iloc[:1]]), "points 1, 10 have the same pixel"),
        (lambda p: p.rename(columns={"map_x": "map_y", "map_y": "map_x"}), "mirrored"),
        (lambda p: p.assign(map_x=[np.nan, *p["map_x"][1:]]), "point 1: a coordinate is missing"),
    ],
)
def test_points_that_cannot_be_are_refused(change, told):
    with pytest.raises(TableInvalid, match=told):
        fit(change(points_of(affine())), "affine")


def scanned(path, width=400, height=300):
    y, x = np.mgrid[0:height, 0:width]
    image = (127 + 60 * np.sin(x / 19) + 60 * np.cos(y / 23)).astype("uint8")
    with rasterio.open(
        path, "w", driver="PNG", width=width, height=height, count=1, dtype="uint8"
    ) as out:
        out.write(image, 1)
    return image


@pytest.mark.parametrize("model", list(Model))
def test_the_warped_map_is_gdals(tmp_path, model):
    """Colours come out where GDAL's own warp puts them, by the fit's own places."""
    image = scanned(tmp_path / "scan.png")
    done = fit(points_of(affine()), model)
    georeference(tmp_path / "scan.png", done, "EPSG:28408", tmp_path / "map.tif")
    with rasterio.open(tmp_path / "map.tif") as warped:
        assert warped.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert warped.crs.to_epsg() == 28408
        assert warped.transform.b == warped.transform.d == 0
        grey, alpha = warped.read(1).astype(int), warped.read(2)
        plain = np.zeros((warped.height, warped.width), "uint8")
        move = Affine(*affine_of(done.place)) if model is Model.SIMILARITY else MOVE
        reproject(image, plain, src_transform=move, src_crs="EPSG:28408", dst_crs="EPSG:28408",
                  dst_transform=warped.transform, resampling=Resampling.bilinear)  # fmt: skip
    inside = (alpha == 255) & (plain > 0)
    assert inside.mean() > 0.7
    assert np.abs(grey - plain)[inside].max() <= 2


def test_the_command(tmp_path):
    scanned(tmp_path / "scan.png")
    qgis = pd.DataFrame(
        {"mapX": affine()[:, 0], "mapY": affine()[:, 1], "sourceX": PIXELS[:, 0],
         "sourceY": -PIXELS[:, 1], "enable": 1, "dX": 0, "dY": 0, "residual": 0}
    )  # fmt: skip
    (tmp_path / "scan.points").write_text("#CRS: EPSG:28408\n" + qgis.to_csv(index=False), "utf-8")
    told = CliRunner().invoke(
        main,
        ["records", "georeference", str(tmp_path / "scan.png"), str(tmp_path / "scan.points"),
         "-o", str(tmp_path / "m.tif"), "--scale", "50000", "--format", "json"],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    result = json.loads(told.stdout)
    assert result["datum_m"] == 4.5
    assert "Pulkovo 1942 to WGS 84 (16)" in result["to_wgs84"]
    # 0.3 mm on 1:50,000 are 15 m.
    assert result["total_error_m"] == pytest.approx(np.hypot(15, 4.5), abs=0.01)
    assert (tmp_path / "m.residuals.svg").read_text("utf-8").startswith("<svg")
    bad = CliRunner().invoke(
        main,
        ["records", "georeference", str(tmp_path / "no.png"), str(tmp_path / "scan.points"),
         "-o", str(tmp_path / "n.tif")],
    )  # fmt: skip
    assert bad.exit_code == 3
    assert not (tmp_path / "n.tif").exists()


def test_a_page_of_a_pdf(tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument.new()
    document.new_page(200, 150)
    document.save(tmp_path / "scan.pdf")
    document.close()
    done = fit(points_of(affine()), "affine")
    georeference(tmp_path / "scan.pdf", done, "EPSG:28408", tmp_path / "map.tif")
    with rasterio.open(tmp_path / "map.tif") as warped:
        assert warped.count == 4


def test_names_of_columns():
    given = pd.DataFrame({"Column": [1.0], "Row": [2.0], "Easting": [3.0], "Northing": [4.0]})
    assert read_points(given).iloc[0].tolist() == [3.0, 4.0, 1.0, 2.0]
    with pytest.raises(TableInvalid, match="no column pixel_y"):
        read_points(given.drop(columns="Row"))
