"""Every notebook runs from top to bottom, and the map shows."""

import json
from functools import cache

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

# A kernel talks to its client over the loopback interface.
pytestmark = pytest.mark.enable_socket

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@cache
def outputs(name):
    """Run a notebook, once for all tests, and return what its cells give."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": FOLDER}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def texts(name):
    """Run a notebook and return what it prints and the values that it shows."""
    return "".join(
        one["data"].get("text/plain", "") if "data" in one else one.get("text", "")
        for one in outputs(name)
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path):
    assert path.stat().st_size < 100_000, "commit it with light output: tables, no pictures"
    assert any("text/html" in output.get("data", ()) for output in outputs(path.stem))


def test_the_first_look_says_what_is_known():
    text = texts("01-first-look")
    assert "53,081.8" in text  # the total the Cabinet printed for 2023
    assert "69,205.7" in text
    assert "National Security Service of Armenia" in text


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        (
            "08-the-25-percent",
            ["Campaign to Ban Landmines", "Usefulness of the map data", "excluding"],
        ),
        ("04-clearance-over-time", ["479.2 ha", "1,286.9 ha", "Aghdara formed", "not defined"]),
        ("10-treaty-tables-and-a-factsheet", ["2023.xlsx", "aldmoor.pdf", "Aldmoor"]),
    ],
)
def test_the_committed_output_answers_the_question(name, answers):
    """Readers of the repository see the answer without running anything."""
    text = (FOLDER / f"{name}.ipynb").read_text("utf-8")
    assert [one for one in answers if one not in text] == []


def test_the_ledger_notebook_gives_the_true_answer():
    """The closing figure of the exercise is a count of cells, made without the ledger."""
    text = texts("02-ledger")
    truth = json.loads((ROOT / "layers" / "exercise" / "truth.json").read_text("utf-8"))
    (year,) = (entry for entry in truth["ledgers"] if entry["closing"] == "2023-12-31")
    closing = f"{year['zones']['total']['closing_m2']:,.1f} m²"
    assert f"as geometry {closing}" in text
    assert f"as ledger   {closing}" in text


def test_the_raster_notebook_counts_people_and_orders_work():
    text = texts("03-rasters")
    assert "people within 500 m of remaining hazard:" in text
    assert "(SYNTHETIC)" in text
