from click.testing import CliRunner

from geo.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_a_factsheet_is_written_once(small, tmp_path):
    path = tmp_path / "west.pdf"
    asked = ("factsheet", small(), "--district", "West", "-o", path)
    assert run(*asked).exit_code == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert run(*asked).exit_code == 3
    assert run(*asked, "--overwrite").exit_code == 0


def test_usage_and_names(karabakh_gpkg, tmp_path):
    assert run("factsheet", karabakh_gpkg, "-o", tmp_path / "a.pdf").exit_code == 2
    found = run("factsheet", karabakh_gpkg, "--district", "Agdamm", "-o", tmp_path / "a.pdf")
    assert found.exit_code == 3
    assert "Did you mean" in found.output
    found = run("extract", karabakh_gpkg, "39.99N 46.93E", "-o", tmp_path / "e.pdf")
    assert found.exit_code == 0, found.output


def test_treaty_tables_by_their_ending(karabakh_gpkg, tmp_path):
    path = tmp_path / "t.xlsx"
    found = run("treaty", karabakh_gpkg, "--year", "2023", "-o", path)
    assert found.exit_code == 0, found.output
    assert path.read_bytes().startswith(b"PK")
    assert run("completeness", karabakh_gpkg, "-o", tmp_path / "c.csv").exit_code == 0
    assert run("treaty", karabakh_gpkg, "--year", "2023", "-o", tmp_path / "t.odt").exit_code == 3
