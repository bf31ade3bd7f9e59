"""Tables of a real PostGIS server, and what is written there, asked back by SQL."""

import psycopg
import pytest
import shapely

from geo.errors import InputUnreadable, WriteFailed
from geo.export.postgis import TableExists, export_postgis
from geo.intake.readers.postgis import is_postgis, read_postgis, without_password


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


def test_a_plain_or_missing_table_and_mixed_systems(table):
    assert read_postgis(table, layer="plain").geometry is None
    with pytest.raises(InputUnreadable, match="several reference systems"):
        read_postgis(table, layer="mixed")
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
