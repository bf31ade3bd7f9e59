"""Tables of a real PostGIS server, and what is written there, asked back by SQL."""

import json

import psycopg
import pytest
import shapely
from pyproj import CRS

from geo.errors import CrsError, InputUnreadable, WriteFailed
from geo.export.postgis import TableExists, export_postgis
from geo.intake.readers.postgis import is_postgis, read_postgis, without_password
from tests.intake.deliveries.made import deliver, run

# Figures of the one and the same place near Aghdam: on Pulkovo 1942, and by PROJ's cs2cs with
# operation (16); in its zone 8 of Gauss and Krüger, with x to the east as PostGIS has it.
PULKOVO, THERE = (46.93, 39.99, 4284), (46.9288040, 39.9899132)
GRID = (8_664_842.433, 4_430_281.603, 28408)
MGI = (6_533_000, 4_857_000, 31276)  # Balkans zone 6: PROJ knows a ballpark offset only
SYSTEMS = {
    "pulkovo": [PULKOVO],
    "grid": [GRID],
    "mgi": [MGI],
    "office": [(*GRID[:2], 990001)],
    "undescribed": [(46.93, 39.99, 990002)],
    "none": [(46.93, 39.99, 0)],
    "half": [(46.93, 39.99, 4326), (46.93, 39.99, 0)],
    "several": [PULKOVO, (46.93, 39.99, 4326), GRID],
    "several-office": [PULKOVO, (*GRID[:2], 990001)],
    "several-mgi": [(46.93, 39.99, 4326), MGI],
}


@pytest.fixture(scope="module")
def table(new_database):
    postgis = new_database()
    with psycopg.connect(postgis, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute('CREATE SCHEMA "mine action"')
        connection.execute(
            'CREATE TABLE "mine action"."Hazards" '
            '("ID" text, n integer, day date, "odd "" name" text, geom geometry(Polygon, 32638))'
        )
        connection.execute(
            'INSERT INTO "mine action"."Hazards" VALUES '
            "('MF-1', 1, '2023-04-05', 'é; DROP TABLE', "
            "ST_MakeEnvelope(578000, 4428000, 578100, 4428100, 32638)), "
            "('MF-2', NULL, NULL, '', NULL)"
        )
        connection.execute("CREATE TABLE plain (a text)")
        connection.execute("CREATE TABLE mixed (geom geometry)")
        connection.execute(
            "INSERT INTO mixed VALUES (ST_SetSRID(ST_Point(1, 1), 4326)), "
            "(ST_SetSRID(ST_Point(1, 1), 32638))"
        )
        connection.execute(
            "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext) VALUES "
            "(990001, 'The office', 1, %s)",
            (CRS.from_epsg(28408).to_wkt("WKT1_GDAL"),),
        )
        for name, points in SYSTEMS.items():
            connection.execute(
                f'CREATE TABLE "{name}" (id text, kind text, geom geometry)'.encode()
            )
            for at, (x, y, srid) in enumerate(points):
                connection.execute(
                    f'INSERT INTO "{name}" '
                    "VALUES (%s, %s, ST_SetSRID(ST_Point(%s, %s), %s))".encode(),
                    (f"E{at}", "suspicion", x, y, srid),
                )
    return postgis


def test_rows_geometry_and_crs(table):
    got = read_postgis(table, layer="mine action.Hazards")
    assert got.frame.to_dict("list") == {
        "ID": ["MF-1", "MF-2"],
        "n": ["1", None],
        "day": ["2023-04-05", None],
        'odd " name': ["é; DROP TABLE", ""],
    }
    assert got.crs == "EPSG:32638"
    assert got.geometry[0].equals(shapely.box(578000, 4428000, 578100, 4428100))
    assert got.geometry[1] is None


def test_a_plain_or_missing_table(table):
    assert read_postgis(table, layer="plain").geometry is None
    with pytest.raises(InputUnreadable, match="no such table"):
        read_postgis(table, layer="mixed; DROP TABLE plain")
    with pytest.raises(InputUnreadable, match="no table named"):
        read_postgis(table)


def test_a_password_is_never_shown(tmp_path):
    address = f"postgresql://me:secret@/none?host={tmp_path}"
    assert "secret" not in without_password(address)
    assert is_postgis(address)
    assert not is_postgis("hazards.csv")
    with pytest.raises(InputUnreadable) as error:
        read_postgis(address, layer="a")
    assert "secret" not in str(error.value)


def test_a_dataset_goes_out_and_comes_back(karabakh, postgis):
    assert "karabakh.claims" in export_postgis(karabakh, postgis)
    with psycopg.connect(postgis) as connection:

        def ask(text):
            return connection.execute(text).fetchone()[0]

        assert ask("SELECT count(*) FROM karabakh.claims") == len(karabakh["claims"])
        total = karabakh["claims"]["quantity"].sum()
        assert ask("SELECT sum(quantity) FROM karabakh.claims") == pytest.approx(total)
        unmapped = int(shapely.is_missing(karabakh["places"]["geometry"].to_numpy()).sum())
        assert ask("SELECT count(*) FROM karabakh.places WHERE geom IS NULL") == unmapped
        assert ask("SELECT bool_and(ST_IsValid(geom)) FROM karabakh.districts")
        assert ask("SELECT DISTINCT ST_SRID(geom) FROM karabakh.districts") in (4326, None)
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("UPDATE karabakh.places SET support = 'somewhere'")
    back = read_postgis(postgis, layer="karabakh.districts")
    assert set(back.frame["district"]) == set(karabakh["districts"]["district"])
    expected = karabakh["districts"].set_index("district")["geometry"]
    for name, shape in zip(back.frame["district"], back.geometry, strict=True):
        assert (shape is None and expected[name] is None) or shape.equals(expected[name])


def test_tables_are_replaced_only_if_asked_and_all_or_nothing(karabakh, postgis):
    export_postgis(karabakh, postgis, layers=["sources"])
    export_postgis(karabakh, postgis, layers=["sources"], overwrite=True)
    with pytest.raises(TableExists):
        export_postgis(karabakh, postgis, layers=["claim_places", "sources"])
    with psycopg.connect(postgis) as blocker:
        blocker.execute("BEGIN; LOCK TABLE karabakh.sources")
        with pytest.raises(WriteFailed, match="timeout"):
            export_postgis(
                karabakh,
                postgis + "&options=-c%20lock_timeout%3D200",
                layers=["sources"],
                overwrite=True,
            )
        rows = blocker.execute("SELECT count(*) FROM karabakh.sources").fetchone()[0]
        assert rows == len(karabakh["sources"])


def brought(work, address, name, **options):
    run("init", f"d-{name}", "--in", work)
    folder = work / f"d-{name}"
    deliver(folder, address, layer="events", given={"from_layer": f"public.{name}", **options})
    features = json.loads((folder / "events.geojson").read_text())["features"]
    return {f["properties"]["event_id"]: f for f in features}


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("pulkovo", {"E0": True}),
        ("grid", {"E0": True}),
        ("office", {"E0": True}),
        ("several", {"E0": True, "E1": False, "E2": True}),
    ],
)
def test_each_row_comes_by_its_own_system_and_keeps_how(tmp_path, table, name, moved):
    features = brought(tmp_path, table, name)
    for key, shifted in moved.items():
        place = THERE if shifted else (46.93, 39.99)
        assert features[key]["geometry"]["coordinates"] == pytest.approx(place, abs=2e-6)
        words = features[key]["properties"].get("coordinate_operation", "")
        assert ("Pulkovo 1942 to WGS 84 (16) (EPSG:15865), ± 4.5 m" in words) is shifted
        accuracy = features[key]["properties"].get("horizontal_accuracy_m")
        assert accuracy is None if not shifted else 4 < accuracy < 7


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mgi", "no operation from MGI / Balkans zone 6"),
        ("several-mgi", "no operation from MGI / Balkans zone 6"),
        ("undescribed", "SRID 990002, which the server does not describe"),
        ("none", "no coordinate reference system"),
        ("half", "no coordinate reference system of 1 row"),
    ],
)
def test_a_system_without_a_known_way_is_refused(tmp_path, table, name, said):
    with pytest.raises(CrsError, match=said):
        brought(tmp_path, table, name)
    assert not list(tmp_path.rglob("events.geojson"))


def test_what_is_stated_takes_the_rows_that_name_none(tmp_path, table):
    for name in ("none", "undescribed", "half"):
        features = brought(tmp_path, table, name, crs="EPSG:4284")
        assert features[max(features)]["geometry"]["coordinates"] == pytest.approx(THERE, abs=2e-7)
    assert features["E0"]["geometry"]["coordinates"] == [46.93, 39.99]
    there = brought(tmp_path, table, "mgi", operation="EPSG:8823")
    assert "EPSG:8823" in there["E0"]["properties"]["coordinate_operation"]


def test_systems_of_one_server_are_not_mixed_and_one_shape_is_asked_for(table):
    with pytest.raises(InputUnreadable, match="of this server only: SRID 990001"):
        read_postgis(table, layer="several-office")
    with psycopg.connect(table, autocommit=True) as connection:
        connection.execute("CREATE TABLE two (a text, centre geometry, outline geometry)")
        connection.execute("CREATE MATERIALIZED VIEW held AS SELECT * FROM pulkovo")
    with pytest.raises(InputUnreadable, match="several columns of geometry: centre, outline"):
        read_postgis(table, layer="two")
    assert read_postgis(table, layer="held").crs == "EPSG:4284"
