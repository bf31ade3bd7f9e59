"""Every notebook runs from top to bottom, and the map shows."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

# A kernel talks to its client over the loopback interface.
pytestmark = pytest.mark.enable_socket

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path):
    notebook = nbformat.read(path, as_version=4)
    assert path.stat().st_size < 100_000, "commit it with light output: tables, no pictures"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    shown = [o for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o]
    assert any("text/html" in output["data"] for output in shown)


def test_the_first_look_says_what_is_known():
    notebook = nbformat.read(ROOT / "notebooks" / "01-first-look.ipynb", as_version=4)
    where = {"metadata": {"path": ROOT / "notebooks"}}
    NotebookClient(notebook, timeout=120, resources=where).execute()
    text = "".join(
        output["data"].get("text/plain", "") if "data" in output else output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    assert "53,081.8" in text  # the total the Cabinet printed for 2023
    assert "69,205.7" in text
    assert "National Security Service of Armenia" in text


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "08-the-25-percent",
            ["Campaign to Ban Landmines", "Usefulness of the map data", "excluding"],
        ),
        ("04-clearance-over-time", ["479.2 ha", "1,286.9 ha", "Aghdara formed", "not defined"]),
        ("10-treaty-tables-and-a-factsheet", ["2023.xlsx", "aldmoor.pdf", "Aldmoor"]),
    ],
)
def test_the_committed_output_answers_the_question(name, texts):
    """Readers of the repository see the answer without running anything."""
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    assert [t for t in texts if t not in text] == []


def test_the_ledger_notebook_gives_the_true_answer():
    """The closing figure of the exercise is a count of cells, made without the ledger."""
    notebook = nbformat.read(ROOT / "notebooks" / "02-ledger.ipynb", as_version=4)
    where = {"metadata": {"path": ROOT / "notebooks"}}
    NotebookClient(notebook, timeout=120, resources=where).execute()
    text = "".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", []))
    truth = json.loads((ROOT / "layers" / "exercise" / "truth.json").read_text("utf-8"))
    (year,) = (entry for entry in truth["ledgers"] if entry["closing"] == "2023-12-31")
    closing = f"{year['zones']['total']['closing_m2']:,.1f} m²"
    assert f"as geometry {closing}" in text
    assert f"as ledger   {closing}" in text


def test_the_raster_notebook_counts_people_and_orders_work():
    notebook = nbformat.read(ROOT / "notebooks" / "03-rasters.ipynb", as_version=4)
    where = {"metadata": {"path": ROOT / "notebooks"}}
    NotebookClient(notebook, timeout=120, resources=where).execute()
    text = "".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", []))
    assert "people within 500 m of remaining hazard:" in text
    assert "(SYNTHETIC)" in text
