"""The command as a user types it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from tests.conftest import CLAIMS, ROOT


def atlas(*words):
    return CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture
def built(small):
    folder = small()
    assert atlas("build", folder).exit_code == 0
    return folder.with_suffix(".gpkg")


def test_build_says_what_it_did_and_does_not_overwrite(small):
    folder = small()
    first = atlas("build", folder)
    assert first.exit_code == 0
    assert "3 claims, 2 sources, 2 districts" in first.output
    assert "0 errors and 0 warnings found in reading" in first.output
    again = atlas("build", folder)
    assert again.exit_code == 3
    assert "exists" in again.stderr
    assert "--overwrite" in again.stderr
    assert atlas("build", folder, "--overwrite").exit_code == 0


def test_a_missing_folder_is_an_error_with_a_hint_and_no_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "geo.cli.main", "build", str(tmp_path / "nothing")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == 3
    assert "nothing" in run.stderr
    assert "hint:" in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_usage_is_2():
    assert atlas("build").exit_code == 2
    assert atlas("sources", "list", "--format", "xml").exit_code == 2


def test_sources_list_show_cite(built):
    listed = atlas("sources", "list", built).output.splitlines()
    assert listed[0].startswith("[1] “Weekly report”, Agency A, 2024-01.")
    as_json = json.loads(atlas("sources", "list", built, "--format", "json").output)
    assert [s["number"] for s in as_json] == [1, 2]
    shown = atlas("sources", "show", built, "s2").output
    assert "only 4 ha cleared" in shown
    record = json.loads(atlas("sources", "show", built, "2", "--format", "json").output)
    assert [c["claim_id"] for c in record["claims"]] == ["c2"]
    assert atlas("sources", "cite", built, "s2").output == "“Other view”, Agency B, 2024-02-03.\n"
    unknown = atlas("sources", "cite", built, "s3")
    assert unknown.exit_code == 3
    assert "s2" in unknown.stderr


def test_layers_list_describe(built):
    rows = json.loads(atlas("layers", "list", built, "--format", "json").output)
    assert {r["layer"]: r["rows"] for r in rows}["claims"] == 3
    described = atlas("layers", "describe", "claims").output
    assert "paraphrase" in described
    assert "asserts, disputes" in described
    assert atlas("layers", "describe", "claim").exit_code == 3


def test_check_exits_with_1_only_on_errors(small):
    good = small()
    assert atlas("check", good).exit_code == 0
    bad = small("bad", claims=[*CLAIMS, {**CLAIMS[0], "claim_id": "x", "stance": "shouts"}])
    run = atlas("check", bad)
    assert run.exit_code == 1
    assert "claims.csv:5:stance: error: 'shouts': expected one of asserts" in run.output
    found = json.loads(atlas("check", bad, "--format", "json").stdout)
    assert found[0]["code"] == "unknown-value"


def test_check_counts_first_then_lists(small):
    claims = [{**CLAIMS[0], "claim_id": f"x{i}", "stance": "shouts"} for i in range(3)]
    lines = atlas("check", small("bad", claims=[*CLAIMS, *claims])).stdout.splitlines()
    blank = lines.index("")
    assert lines[0].split()[:3] == ["3", "error", "unknown-value"]
    found = lines[blank + 1 : -1]
    hints = [line for line in lines[:blank] if line.startswith("  " * 9 + "hint: ")]
    counts = [line for line in lines[:blank] if line not in hints]
    assert sum(int(line.split()[0].replace(",", "")) for line in counts) == len(found)
    assert hints.count(f"{'':>18}hint: Use one of the terms in the message.") == 1
    assert lines[-1].startswith("3 error")


def test_check_writes_files_for_programs_and_maps(small, tmp_path):
    bad = small("bad", claims=[*CLAIMS, {**CLAIMS[0], "claim_id": "x", "stance": "shouts"}])
    printed = atlas("check", bad, "--format", "sarif")
    assert printed.exit_code == 1
    for name in ("f.sarif", "f.json", "f.txt", "f.gpkg"):
        run = atlas("check", bad, "-o", tmp_path / name)
        assert run.exit_code == 1  # the exit code is that of what was found
        assert "1 error" in run.stdout
        assert atlas("check", bad, "-o", tmp_path / name).exit_code == 3
        assert atlas("check", bad, "-o", tmp_path / name, "--overwrite").exit_code == 1
    log = json.loads((tmp_path / "f.sarif").read_text(encoding="utf-8"))
    assert log == json.loads(printed.stdout)
    assert log["runs"][0]["results"][0]["ruleId"] == "unknown-value"
    assert json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))[0]["level"] == "error"
    assert atlas("check", bad, "-o", tmp_path / "f.pdf").exit_code == 3


def test_check_explains_a_code(built):
    told = atlas("check", built, "--explain", "swapped-coordinates")
    assert "exchanged" in told.output
    assert atlas("check", built, "--explain", "swaped").exit_code == 3
    assert atlas("check", "--explain", "swapped-coordinates").output == told.output
    assert "### `near-border`" in atlas("check", "--explain", "all").output
    assert atlas("check").exit_code == 2


def test_map_and_geojson_write_files(built, tmp_path):
    page = tmp_path / "map.html"
    assert atlas("map", built, "-o", page).exit_code == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    assert atlas("map", built, "-o", page).exit_code == 3
    run = atlas("export", "geojson", built, "-o", tmp_path / "gj", "--layer", "places")
    assert run.exit_code == 0
    assert [p.name for p in (tmp_path / "gj").iterdir()] == ["places.geojson"]


@pytest.mark.parametrize("day", ["31.12.2023", "2023"])
def test_a_bad_day_is_named(built, tmp_path, day):
    run = atlas("map", built, "-o", tmp_path / "m.html", "--as-on", day)
    assert run.exit_code == 3
    assert f"{day!r}" in run.stderr
