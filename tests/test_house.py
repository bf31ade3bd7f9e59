"""The rules of the house that no linter knows."""

import ast
import configparser
import hashlib
import re
import subprocess
import tomllib
from importlib.resources import files

import pytest
from click import Group

import geo
from geo.cli.main import main
from geo.model.findings import RULES
from geo.model.layers import LAYERS
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "geo").rglob("*.py"))
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
OWN_DATA = (ROOT / "docs" / "own-data.md").read_text(encoding="utf-8")


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
    assert users_of(r"sqlite3\.connect") == {"store/geopackage.py", "intake/readers/sqlite.py"}
    assert users_of(r"sqlite3\.connect\((?!.*mode=ro)") == {"store/geopackage.py"}


def test_a_type_checker_of_users_reads_our_types():
    assert (files("geo") / "py.typed").is_file()  # PEP 561


def test_the_names_of_the_package_are_there():
    assert dir(geo) == sorted(geo.__all__)
    assert all(callable(getattr(geo, name)) for name in geo.__all__)


def test_the_package_tells_all_its_names():
    assert [name for name in geo.__all__ if f"`{name}`" not in geo.__doc__] == []


def test_the_bundle_of_the_page_is_made_of_its_modules():
    # As `geo/maps/web/bundle.mjs` works it out; `make bundle` makes the bundle anew.
    web = ROOT / "geo" / "maps" / "web"
    names = sorted(
        name
        for path in web.rglob("*")
        if path.suffix in (".js", ".css")
        and not (name := path.relative_to(web).as_posix()).startswith("bundle/")
    )
    found = hashlib.sha256()
    for name in names:
        found.update(f"{name}\n".encode() + (web / name).read_bytes())
    assert (web / "bundle" / "sources.sha256").read_text().strip() == found.hexdigest()


def test_the_page_lists_no_classes_of_its_own():
    # They come from the table of symbols (`geo.maps.style.CLASSES`).
    listed = r"\['(confirmed|suspected|cleared|reduced|cancelled|accident|ordnance_found)', '"
    scripts = (ROOT / "geo" / "maps" / "web").rglob("*.js")
    assert [p.name for p in scripts if re.search(listed, p.read_text(encoding="utf-8"))] == []


def floors():
    """Return the floors that import-linter holds, from the top, each a set of rooms."""
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    lines = rules["importlinter:contract:floors"]["layers"].split("\n")
    return [set(line.replace("geo.", "").split(" | ")) for line in lines if line]


def test_every_room_is_on_a_floor_and_says_what_it_is_for():
    rooms = {p.parent.name for p in (ROOT / "geo").glob("*/__init__.py")}
    assert set.union(*floors()) == rooms
    assert len(floors()) <= 9
    for room in rooms:
        module = ast.parse((ROOT / f"geo/{room}/__init__.py").read_text(encoding="utf-8"))
        assert len(ast.get_docstring(module)) > 60, room


def test_contributing_shows_the_floors_that_are_held():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d \| (.*?) \|", text, re.MULTILINE)
    shown = [set(re.findall(r"`(\w+)/`", row)) for row in rows]
    assert shown[::-1] == floors()


def test_the_top_of_the_package_is_its_rooms():
    loose = {p.name for p in (ROOT / "geo").glob("*.py")}
    assert loose == {"__init__.py", "errors.py", "files.py"}


def test_no_module_is_longer_than_400_lines():
    modules = [p for room in ("geo", "tests", "benchmarks") for p in (ROOT / room).rglob("*.py")]
    lines = {p.relative_to(ROOT): len(p.read_bytes().splitlines()) for p in modules}
    assert {p: n for p, n in lines.items() if n > 400} == {}, "part them by idea"


def test_docstrings_start_with_what_a_thing_does_or_holds():
    indirect = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                if re.match(r"(What|Whether|Which)\b", text):
                    indirect.append(f"{path.relative_to(ROOT)}: {text.splitlines()[0]}")
    assert indirect == []


def test_no_grab_bag_modules():
    assert not [p for p in SOURCES if re.search(r"util|helper|common|misc", p.stem)]


def commands(group, path=("atlas",)):
    for name, command in group.commands.items():
        if isinstance(command, Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_every_command_has_help_and_a_line_in_the_documentation(name, command):
    assert command.help
    assert name in COMMANDS, f"`{name}` is not in docs/commands.md"


def test_every_layer_has_a_line_in_the_documentation():
    assert [name for name in LAYERS if f"`{name}`" not in OWN_DATA] == []


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
