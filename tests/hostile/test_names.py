"""Names that mean something to a program on the way."""

from dataclasses import replace

import geopandas as gpd
import pytest
from click.testing import CliRunner
from shapely.geometry import Point

from geo.cli.main import main
from geo.export.answer import answer_text
from geo.places.recorded import recorded
from tests.conftest import CLAIMS, DISTRICTS, PLACES, SOURCES


@pytest.mark.parametrize(
    "name", ["{", "{0.__class__}", "West {}", "%s", "%", "$x", "}", "[/b]", "a\nNo record"]
)
def test_a_district_may_be_called_anything(name, exercise):
    tables = dict(exercise.tables)
    place = tables["districts"].loc[0, "geometry"].representative_point()
    tables |= {layer: tables[layer].copy() for layer in ("districts", "claims")}
    tables["districts"].loc[0, "district"] = name
    claims = tables["claims"]
    claims.loc[claims.index[0], ["footprint_id", "retired"]] = [f"district:{name}", None]
    changed = replace(exercise, tables=tables)
    places = gpd.GeoDataFrame({"name": ["{here}"]}, geometry=[Point(place)], crs=4326)
    found = recorded(changed, places, within_m=100)
    said = answer_text(changed, places, found, within_m=100)
    assert f"about {' '.join(name.split())} as a whole: nobody says where in it" in said
    assert "{here}: in " in said


ODD = (
    "{",
    "{0.__class__}",
    "{{ 7 * 7 }}",
    "%",
    "%s %(a)s",
    "$x",
    "}",
    "[/b]",
    "</script>",
    "`a`",
    "\\",
)


def test_no_name_means_anything_to_any_command(small, tmp_path):
    """Every text of a dataset, and its files, hold what some program on the way would read."""
    names = " ".join(ODD)
    place = "40.05N 47.15E"
    folder = small(
        sources=[row | {"title": names, "publisher": names} for row in SOURCES],
        claims=[
            row | {"claimant": names, "place": names, "paraphrase": names, "operator": names}
            | ({"districts": names} if row["districts"] == "West" else {})
            for row in CLAIMS
        ],
        districts=[{"district": names, "code": "W"}, DISTRICTS[1]],
        places=[row | {"name": names, "canonical_name": names} for row in PLACES],
        claim_places=[{"place": names, "place_id": "mill"}],
        title=names,
    )  # fmt: skip
    built = tmp_path / "small.gpkg"
    out = tmp_path / "out"
    for words in (
        ["build", folder, "-o", built], ["check", built], ["check", built, "--format", "sarif"],
        ["here", built, place], ["here", built, place, "--format", "geojson"],
        ["series", built, "area_cleared"], ["series", built, "area_cleared", "--place", names],
        ["series", built, "area_cleared", "-o", f"{out}.svg"], ["questions", built],
        ["questions", built, "--search", names], ["sources", "list", built],
        ["map", built, "-o", f"{out}.html"], ["compare", folder, built, "-o", f"{out}2.html"],
        ["report", "factsheet", built, "--district", names, "-o", f"{out}.pdf"],
        ["report", "summary", built, "-o", f"{out}2.pdf"],
        ["report", "extract", built, place, "-o", f"{out}3.pdf"],
        ["report", "treaty", built, "--year", "2023", "-o", f"{out}.docx"],
        ["release", built, "-o", out], ["export", "kml", built, "-o", out],
        ["export", "maxml", built, "-o", out], ["export", "csv", built, "-o", out],
        ["export", "xlsx", built, "-o", out], ["sources", "show", built, names],
        ["report", "dossier", built, names, "-o", f"{out}4.pdf"], ["series", built, names],
    ):  # fmt: skip
        done = CliRunner().invoke(main, [str(w) for w in words])
        assert isinstance(done.exception, SystemExit | None), (words, done.exception)
        unknown = words[:2] in (["sources", "show"], ["report", "dossier"]) or words[2:3] == [names]
        assert (done.exit_code == 3) is unknown, (words, done.output)
