"""The rules of the house that no linter knows."""

import re
import subprocess
import tomllib
from importlib.resources import files

import pytest
from click import Group

import geo
from geo.cli.main import main
from geo.model.findings import RULES
from geo.model.schema import LAYERS
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "geo").rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def users_of(pattern):
    return {
        str(path.relative_to(ROOT / "geo"))
        for path in SOURCES
        if re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_folium_is_imported_only_by_the_maps():
    assert all(path.startswith("maps/") for path in users_of(r"^\s*(import|from) (folium|branca)"))


def test_geodesics_are_computed_only_in_measure():
    assert users_of(r"\bGeod\(") == {"geodesy/geodesic.py"}


def test_geopackages_are_written_only_by_the_store():
    # The reader of others' files asks whether another program has locked one.
    reading = {"store/opening.py", "intake/readers/vector.py"}
    assert users_of(r"sqlite3\.connect") == {"store/geopackage.py", *reading}
    assert users_of(r"sqlite3\.connect\((?!.*mode=ro)") == {"store/geopackage.py"}


def test_a_type_checker_of_users_reads_our_types():
    assert (files("geo") / "py.typed").is_file()  # PEP 561


def test_the_names_of_the_package_are_there():
    assert dir(geo) == geo.__all__ == sorted(geo.__all__)
    assert all(callable(getattr(geo, name)) for name in geo.__all__)


def test_no_grab_bag_modules():
    assert not [p for p in SOURCES if re.search(r"util|helper|common|misc", p.stem)]


def commands(group, path=("atlas",)):
    for name, command in group.commands.items():
        if isinstance(command, Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_every_command_has_help_and_stands_in_the_readme(name, command):
    assert command.help
    assert name in README, f"`{name}` is not in README.md"


def test_every_layer_stands_in_the_readme():
    assert [name for name in LAYERS if f"`{name}`" not in README] == []


def test_every_finding_says_what_to_do():
    assert all(rule.meaning and rule.hint for rule in RULES.values())


def test_no_machine_path_and_no_index_address_is_committed():
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    for name in names:
        path = ROOT / name
        if path.suffix in (".py", ".toml", ".txt", ".md", ".cfg", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert "--index-url" not in text.replace('"--index-url"', ""), name
            assert not re.search(r"(?<![\w.])/(work|root|home)/\w", text), name


def test_dependencies_are_bounded_and_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    assert "://" not in pins
    for group in (project["dependencies"], *project["optional-dependencies"].values()):
        for line in group:
            name = re.match(r"[\w.-]+", line)[0]
            assert ">=" in line, line
            assert "<" in line, line
            assert f"\n{name.lower().replace('_', '-')}==" in f"\n{pins}", name
