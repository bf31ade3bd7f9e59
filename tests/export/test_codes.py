"""The page of all codes is made from the code and up to date."""

import re
import subprocess
import sys

from geo.export.codes import reference
from geo.model.findings import RULES
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "checks.md"


def test_the_page_is_up_to_date():
    # In a process of its own: what other tests import must not matter.
    code = "from geo.export.codes import reference; print(reference(), end='')"
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    ).stdout
    hint = "atlas check --explain all > docs/checks.md"
    assert PAGE.read_text(encoding="utf-8").strip() == made.strip(), hint


def test_every_table_of_findings_is_made_from_registered_rules():
    for path in (ROOT / "geo").rglob("*.py"):
        made = re.findall(r"""["']code["']: ["'][a-z-]+["']|\bcode=["']""", path.read_text("utf-8"))
        assert not made, f"{path}: use geo.model.findings.rule"


def test_every_code_stands_in_it_once():
    page = reference()
    assert sorted(re.findall(r"^### `([a-z0-9-]+)`$", page, re.MULTILINE)) == sorted(RULES)
    # Every rule() and finds() in the source is registered.
    told = set()
    for path in (ROOT / "geo").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        told |= set(re.findall(r"(?:= rule|@finds)\(\s*\"([a-z0-9-]+)\"", text))
    assert told == set(RULES)
