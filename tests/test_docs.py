"""The documentation is built, its tutorial is gone through, and what it names is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Group

import geo
from geo.cli.main import main
from tests.conftest import ROOT

DOCS = ROOT / "docs"
WRITTEN = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("how-to/*.md"))]


def run(command, where, **more):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        command, cwd=where, env=environ, capture_output=True, text=True, check=False
    )


def test_the_site_is_built_without_a_warning(tmp_path):
    done = run(
        [
            *(sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"),
            *("-d", tmp_path / "trees", DOCS, tmp_path / "site"),
        ],
        ROOT,
    )
    assert done.returncode == 0, done.stderr
    loaded = r'(?:<script[^>]* src|<link[^>]* href|<img[^>]* src)="(?:https?:)?//'
    for page in (tmp_path / "site").rglob("*.html"):
        assert not re.search(loaded, page.read_text("utf-8")), f"{page.name} needs a network"
    python = (tmp_path / "site" / "generated" / "python.html").read_text("utf-8")
    assert [name for name in geo.__all__ if f'id="geo.{name}"' not in python] == []


def steps():
    """Return the commands of the tutorial, each with the exit code that the text names."""
    text = (DOCS / "tutorial.md").read_text("utf-8")
    for code, block in re.findall(r"^```sh(?: exit=(\d))?\n(.*?)^```", text, re.M | re.S):
        for command in re.sub(r"\\\n\s*", "", block).splitlines():
            yield command, int(code or 0)


def test_the_tutorial_leads_to_a_map(tmp_path):
    shutil.copytree(DOCS / "tutorial", tmp_path / "docs" / "tutorial")
    for command, code in steps():
        done = run(["bash", "-c", command], tmp_path)
        assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
    assert "synthetic" in (tmp_path / "mycountry.html").read_text("utf-8")
    done = run(["atlas", "here", "layers/mycountry.gpkg", "0.512 N 20.105 E"], tmp_path)
    assert "Confirmed hazardous area HA-1" in done.stdout
    done = run(["atlas", "questions", "layers/mycountry.gpkg"], tmp_path)
    assert "at least 12 ha" in done.stdout
    assert "1 dispute:" in done.stdout


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_files_and_commands_that_are_named_are_there(path):
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        if not target.startswith("generated/") and "/generated/" not in target:
            assert (path.parent / target).exists(), target
    for words in re.findall(r"(?:^|`)atlas ([a-z]+(?: [a-z]+)?)", text, re.M):
        first, _, second = words.partition(" ")
        command = main.commands.get(first) or main.get_command(None, first)
        assert command is not None, f"atlas {words}"
        if isinstance(command, Group) and second:
            assert second in command.commands, f"atlas {words}"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_python_that_is_shown_runs(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    for block in re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
        if "open_dataset" in block:
            exec(compile(block, path.name, "exec"), {"schools": "49.9 N 47 E"})
