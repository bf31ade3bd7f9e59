"""Fixtures: the real dataset, and small made-up ones; what is costly is made once a run."""

from __future__ import annotations

import csv
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from geo.intake.folder import read_dataset
from geo.maps import drawing, render_map
from geo.model.dataset import Dataset
from geo.model.version import version
from geo.store import write_dataset
from tests.postgis_server import create_database, server

# No test depends on how fast or how busy the machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

os.environ["OPENPYXL_LXML"] = "False"  # as the exports set it, before any test imports it

# Fuzzing, every size, every language: `make test` leaves these to `make test-all`.
SLOW = (
    "tests/browser/test_access.py::test_axe",
    "tests/browser/test_access.py::test_each_stop_of_the_tab_key_can_be_seen_and_has_a_name[karabakh",
    "tests/browser/test_age.py::test_areas_are_counted_by_age_on_the_day_of_the_slider[canvas",
    "tests/browser/test_canvas.py::test_damaged_data_is_reported[393216",
    "tests/browser/test_canvas.py::test_hazard_is_drawn_over_released_land_at_any_scale[order1",
    "tests/browser/test_canvas.py::test_hazard_is_drawn_over_released_land_at_any_scale[order2",
    "tests/browser/test_canvas.py::test_nothing_of_a_hazard",
    "tests/browser/test_claims.py::test_all_claims_about_the_25_percent_are_found_by_typing[25%",
    "tests/browser/test_claims.py::test_all_claims_about_the_25_percent_are_found_by_typing[25]",
    "tests/browser/test_compare.py",
    "tests/browser/test_counts.py::test_a_district_has_one_date_and_one_number_of_claims[exercise",
    "tests/browser/test_counts.py::test_numbers_of_the_overview_are_those_of_the_geopackage[exercise",
    "tests/browser/test_counts.py::test_one_is_singular[ru",
    "tests/browser/test_curves.py::test_the_curve_of_a_district_is_the_series[Tartar",
    "tests/browser/test_damaged.py::test_a_page_cut_short_says_so[0.1",
    "tests/browser/test_damaged.py::test_a_page_cut_short_says_so[0.3",
    "tests/browser/test_damaged.py::test_a_page_cut_short_says_so[0.999",
    "tests/browser/test_disputes.py::test_the_page_shows_the_number_that_the_command_counts[karabakh",
    "tests/browser/test_filter.py::test_choices_by_keyboard_alone[size1",
    "tests/browser/test_hostile.py::test_hostile_text_is_shown_and_does_not_run[text1",
    "tests/browser/test_hostile.py::test_hostile_text_is_shown_and_does_not_run[text3",
    "tests/browser/test_hostile.py::test_hostile_text_is_shown_and_does_not_run[text4",
    "tests/browser/test_hostile.py::test_hostile_text_is_shown_and_does_not_run[{% raw",
    "tests/browser/test_languages.py",
    "tests/browser/test_large.py",
    "tests/browser/test_look.py::test_no_switch_hides_the_cautions[None",
    "tests/browser/test_over.py::test_nothing_released_covers_a_hazard[(1024",
    "tests/browser/test_over.py::test_nothing_released_covers_a_hazard[(390",
    "tests/browser/test_over.py::test_nothing_released_covers_a_hazard[(768",
    "tests/browser/test_pictures.py",
    "tests/browser/test_positions_only.py::test_it_is_found_on_canvas_tiles[1366",
    "tests/browser/test_print.py::test_a_legend_is_folded_on_the_screen_after_printing_as_it_was_before[False",
    "tests/browser/test_print.py::test_the_first_sheet_holds_map_legend_cautions_scale_and_dates[narrow-exercise",
    "tests/browser/test_print.py::test_the_first_sheet_holds_map_legend_cautions_scale_and_dates[wide-karabakh",
    "tests/browser/test_rough.py",
    "tests/browser/test_save.py::test_an_svg_of_the_map_says_what_it_is[size1",
    "tests/browser/test_sizes.py",
    "tests/browser/test_surface.py::test_a_checkerboard_lies_where_it_should[60.0",
    "tests/browser/test_swipe.py::test_a_switch_of_the_legend_acts_on_both_sides[small",
    "tests/browser/test_swipe.py::test_each_side_draws_its_own_dataset[large",
    "tests/browser/test_swipe.py::test_the_marks",
    "tests/browser/test_swipe.py::test_what_both_have_is_stored_once[small",
    "tests/browser/test_table.py::test_rows_follow_the_day[canvas",
    "tests/browser/test_table.py::test_the_table_follows_the_map[karabakh",
    "tests/browser/test_time.py::test_a_class_that_is_switched_off_is_counted_all_the_same[small",
    "tests/browser/test_time.py::test_an_earlier_day_to_the_left_of_a_line[large",
    "tests/browser/test_time.py::test_areas_and_totals_of_a_day[small",
    "tests/browser/test_time.py::test_claims_of_a_day_are_those_that_pandas_finds[known",
    "tests/browser/test_time.py::test_claims_of_a_day_are_those_that_pandas_finds[on]",
    "tests/browser/test_time.py::test_the_marks",
    "tests/browser/test_time_bar.py::test_all_of_the_bar_is_in_reach_on_a_small_screen[laptop",
    "tests/browser/test_time_bar.py::test_it_is_a_strip_with_years_and_a_histogram[(1",
    "tests/browser/test_time_bar.py::test_it_is_a_strip_with_years_and_a_histogram[(768",
    "tests/claims/test_contradictions.py::test_the_order_of_rows",
    "tests/claims/test_grades.py::test_grades_do_not_depend",
    "tests/claims/test_over_time.py::test_a_curve_is_drawn_of_whatever_there_is[asked1",
    "tests/claims/test_over_time.py::test_a_curve_is_drawn_of_whatever_there_is[asked2",
    "tests/claims/test_over_time.py::test_a_curve_is_drawn_of_whatever_there_is[asked3",
    "tests/claims/test_rules.py::test_any_claims",
    "tests/cli/test_cli.py::test_check_writes_files",
    "tests/export/test_pmtiles.py::test_ground_on_both_sides",
    "tests/files/test_full_disk.py::test_every_command_that_writes",
    "tests/hostile/test_damage.py::test_any_changed_byte",
    "tests/hostile/test_damage.py::test_rows_and_outlines",
    "tests/hostile/test_limits.py::test_a_small_file",
    "tests/hostile/test_limits.py::test_every_command",
    "tests/hostile/test_names.py::test_no_name",
    "tests/hostile/test_network.py::test_no_reader",
    "tests/hostile/test_network.py::test_the_guard",
    r"tests/hostile/test_small.py::test_no_text_commands_the_terminal[\u",
    r"tests/hostile/test_small.py::test_no_text_commands_the_terminal[\x",
    "tests/intake/deliveries/test_better_outlines.py::test_fuzuli",
    "tests/intake/readers/test_fuzz.py",
    "tests/intake/test_pictures.py::test_what_cannot_be_shown",
    "tests/land/overlay/test_cover_fuzz.py",
    "tests/land/overlay/test_trace.py::test_counted_cells",
    "tests/land/test_ledger.py::test_remaining_is_the_closing",
    "tests/land/test_ledger.py::test_what_was_released",
    "tests/maps/test_inline.py::test_pages_of_datasets[karabakh",
    "tests/maps/test_page.py::test_hostile_text",
    "tests/maps/test_page.py::test_same_input",
    "tests/maps/test_page.py::test_shuffled",
    "tests/maps/test_surfaces.py::test_the_option",
    "tests/raster/test_within.py",
    "tests/store/test_store.py::test_shuffled",
    "tests/test_docs.py::test_python_that_is_shown_runs[gis-analyst",
    "tests/test_docs.py::test_the_site",
    "tests/test_docs.py::test_the_tutorial",
    "tests/test_notebooks.py::test_notebook_runs[02",
    "tests/test_notebooks.py::test_notebook_runs[03",
    "tests/test_notebooks.py::test_notebook_runs[04",
    "tests/test_notebooks.py::test_notebook_runs[05",
    "tests/test_notebooks.py::test_notebook_runs[06",
    "tests/test_notebooks.py::test_notebook_runs[07",
    "tests/test_notebooks.py::test_notebook_runs[08",
    "tests/test_notebooks.py::test_notebook_runs[09",
    "tests/test_notebooks.py::test_notebook_runs[10",
    "tests/test_notebooks.py::test_the_ledger",
    "tests/test_notebooks.py::test_the_raster",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, which are listed once, above."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker("slow")


ROOT = Path(__file__).parent.parent


def needs_program(name: str, package: str) -> pytest.MarkDecorator:
    """Skip a test where a program is missing; in CI, which installs it, the test fails."""
    missing = shutil.which(name) is None and "CI" not in os.environ
    return pytest.mark.skipif(missing, reason=f"{name} is not installed (Debian: {package})")


LAYERS = ROOT / "layers"
KARABAKH = LAYERS / "karabakh"

MANIFEST = """
[dataset]
name = "{name}"
title = {title}
description = "A made-up dataset for tests"
licence = "CC0-1.0"
boundaries_note = "Made-up boundaries."
synthetic = true

[layers.sources]
file = "sources.csv"
[layers.claims]
file = "claims.csv"
[layers.districts]
file = "districts.csv"
[[layers.districts.join]]
file = "districts.geojson"
on = {{ code = "code" }}
geometry = true
[layers.places]
file = "places.csv"
[layers.claim_places]
file = "claim_places.csv"
"""

SOURCES = [
    {"source_id": "s1", "title": "Weekly report", "publisher": "Agency A", "published": "2024-01"},
    {"source_id": "s2", "title": "Other view", "publisher": "Agency B", "published": "2024-02-03"},
]
CLAIMS = [
    {
        "claim_id": "c1",
        "source_id": "s1",
        "claimant": "Agency A",
        "subject": "area_cleared",
        "place": "West district",
        "place_level": "district",
        "districts": "West",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "as_of": "2023-12-31",
        "quantity": "10",
        "unit": "ha",
        "stance": "asserts",
        "paraphrase": "10 ha cleared",
    },
    {
        "claim_id": "c2",
        "source_id": "s2",
        "claimant": "Agency B",
        "subject": "area_cleared",
        "place": "West district",
        "place_level": "district",
        "districts": "West",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "as_of": "2023-12-31",
        "quantity": "4",
        "unit": "ha",
        "stance": "disputes",
        "counterclaim_of": "c1",
        "paraphrase": "only 4 ha cleared",
    },
    {
        "claim_id": "c3",
        "source_id": "s1",
        "claimant": "Agency A",
        "subject": "casualties",
        "place": "Mill village",
        "place_level": "settlement",
        "districts": "East",
        "period_start": "2023-05-06",
        "period_end": "2023-05-06",
        "as_of": "2023-05-06",
        "quantity": "1",
        "unit": "persons",
        "stance": "asserts",
        "outcome": "injured",
        "victims": "civilian",
        "event_id": "mill",
        "paraphrase": "one person injured",
    },
]
DISTRICTS = [{"district": "West", "code": "W"}, {"district": "East", "code": "E"}]
PLACES = [
    {
        "place_id": "mill",
        "name": "Mill village",
        "canonical_name": "Mill",
        "district": "East",
        "latitude": "40.05",
        "longitude": "47.15",
        "support": "settlement",
        "horizontal_accuracy_m": "1000",
    }
]
CLAIM_PLACES = [{"place": "Mill village", "place_id": "mill"}]


def square(west: float, south: float, size: float = 0.1) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


BOUNDARIES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": square(west, 40.0)},
        }
        for code, west in (("W", 47.0), ("E", 47.1))
    ],
}


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_small(folder: Path, title: str = "Small", **tables: Any) -> Path:
    """Write a small dataset folder; tables given by name replace the default rows."""
    folder.mkdir(exist_ok=True)
    rows = {
        "sources": SOURCES,
        "claims": CLAIMS,
        "districts": DISTRICTS,
        "places": PLACES,
        "claim_places": CLAIM_PLACES,
    }
    for table, default in rows.items():
        write_rows(folder / f"{table}.csv", tables.get(table, default))
    boundaries = tables.get("boundaries", BOUNDARIES)
    (folder / "districts.geojson").write_text(json.dumps(boundaries), encoding="utf-8")
    manifest = MANIFEST.format(name=folder.name, title=json.dumps(title))
    (folder / "dataset.toml").write_text(manifest, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """Write a small dataset folder, see `write_small`."""
    return lambda name="small", **rest: write_small(tmp_path / name, **rest)


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[str]:
    """Address of a real PostGIS server, to make databases on.

    Not below pytest's own folder, which every new run of pytest closes to other users.
    """
    with TemporaryDirectory(prefix="pg-") as folder, server(Path(folder)) as address:
        yield address


@pytest.fixture(scope="module")
def new_database(postgis_server) -> Callable[[], str]:
    """Make a database and return its address, so that no test finds another's tables."""
    return partial(create_database, postgis_server)


@pytest.fixture
def postgis(new_database) -> str:
    """Address of an empty database on a real PostGIS server."""
    return new_database()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a file once a run, whichever of the processes that share the tests needs it first."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def make(name: str, write: Callable[[Path], Any]) -> Path:
        path = folder / "once" / name
        path.parent.mkdir(exist_ok=True)
        with FileLock(f"{path}.lock"):
            if not path.exists():
                write(path)
        return path

    return make


def read_once(name: str, made_once: Callable[..., Path]) -> Iterator[Dataset]:
    """Read a dataset of this repository from its text files, once a run; no test may change it."""
    path = made_once(
        f"{name}.pickle", lambda path: path.write_bytes(pickle.dumps(read_dataset(LAYERS / name)))
    )
    dataset: Dataset = pickle.loads(path.read_bytes())
    before = version(dataset)
    yield dataset
    assert version(dataset) == before, f"a test has changed the shared dataset {name}"


def write_page(path: Path, dataset: Dataset) -> None:
    path.write_text(render_map(dataset), encoding="utf-8")


@pytest.fixture(scope="session")
def karabakh(made_once: Callable[..., Path]) -> Iterator[Dataset]:
    """The real dataset, read from its text files."""
    yield from read_once("karabakh", made_once)


@pytest.fixture(scope="session")
def exercise(made_once: Callable[..., Path]) -> Iterator[Dataset]:
    """The invented scenario, read from its text files."""
    yield from read_once("exercise", made_once)


@pytest.fixture(scope="session")
def karabakh_page(karabakh: Dataset, made_once: Callable[..., Path]) -> Path:
    """The page of the real dataset."""
    return made_once("karabakh.html", lambda path: write_page(path, karabakh))


@pytest.fixture(scope="session")
def exercise_page(exercise: Dataset, made_once: Callable[..., Path]) -> Path:
    """The page of the invented scenario."""
    return made_once("exercise.html", lambda path: write_page(path, exercise))


@pytest.fixture(scope="session")
def exercise_on_canvas(exercise: Dataset, made_once: Callable[..., Path]) -> Path:
    """The page of the invented scenario, drawn as layers of thousands of features are."""

    def write(path: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drawing, "LARGE", 2)
            write_page(path, exercise)

    return made_once("exercise-on-canvas.html", write)


@pytest.fixture(scope="session")
def karabakh_gpkg(karabakh: Dataset, made_once: Callable[..., Path]) -> Path:
    """The real dataset as a GeoPackage, built for this run."""
    return made_once("karabakh.gpkg", lambda path: write_dataset(karabakh, path))
