import json

from click.testing import CliRunner

from geo.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, ["series", *map(str, arguments)])


def test_a_series_is_printed_with_its_claims(karabakh_gpkg):
    found = run(karabakh_gpkg, "area_cleared", "--place", "Tartar", "--scope", "ha")
    assert found.exit_code == 0
    assert "1,286.9 ha  (trend-2024-03-05-cabinet-d-tartar)" in found.output
    assert "other ground: 2023-12: Aghdara formed" in found.output


def test_json_csv_and_curves(karabakh_gpkg, tmp_path):
    asked = (karabakh_gpkg, "area_cleared", "--place", "Tartar")
    told = json.loads(run(*asked, "--format", "json").output)
    assert {row["low"] for row in told["figures"]} >= {1286.9, 12.8}
    for name in ("t.csv", "t.svg", "t.png"):
        assert run(*asked, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").startswith("line,kind,subject")
    assert run(*asked, "-o", tmp_path / "t.csv").exit_code == 3  # is there already
    assert run(*asked, "-o", tmp_path / "t.doc").exit_code == 3


def test_unknown_places_are_asked_back(karabakh_gpkg):
    found = run(karabakh_gpkg, "area_cleared", "--place", "Tartr")
    assert found.exit_code == 3
    assert "Did you mean Tartar" in found.output
