"""Small things that an attack found on its way."""

import json
import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.cli.printing import shown
from geo.intake.readers.postgis import is_postgis, without_password, without_secret
from geo.model.dates import pinned_moment
from geo.model.formulas import escape_formula
from geo.store.geopackage import timestamp
from tests.conftest import CLAIMS, ROOT, SOURCES


@pytest.mark.parametrize("secret", ["s3cr[t", "s3c@r3t", "s3cr/t0p", "a]b@c/d?e#f", "s3cr3t"])
def test_a_password_is_never_shown(secret):
    address = f"postgresql://office:{secret}@db.example/mines?password={secret}"
    assert is_postgis(address)
    assert without_password(address) == "postgresql://db.example/mines"
    said = without_secret(f'no host "{secret}", nor {secret.split("@")[-1]} in {address}', address)
    assert secret not in said
    assert secret.split("@")[-1] not in said


@pytest.mark.parametrize("odd", ["", "-1", "²", "9" * 20, "253402300800", " 5", "soon"])
def test_an_odd_clock_is_no_clock(monkeypatch, odd):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", odd)
    assert pinned_moment() is None
    assert timestamp() == "2000-01-01T00:00:00.000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert timestamp() == "1970-01-01T00:00:00.000Z"


# What moves, colours or empties a terminal, names a link in it, or turns text round.
CODES = ("\x1b[2K\x1b[1A", "\x1b]8;;http://x\x07here\x1b]8;;\x07", "\x9b31m", "\r", "\b\b",
         "\u202edlrow\u202c", "\u2066a\u2069", "\x7f", "\x00", "\x90q\x9c")  # fmt: skip
ANY_CODE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("code", CODES)
def test_no_text_commands_the_terminal(small, code):
    text = f"safe {code} ground"
    folder = small(
        sources=[row | {"title": text} for row in SOURCES],
        claims=[row | {"paraphrase": text, "claimant": text} for row in CLAIMS],
    )
    place = "40.05N 47.15E"
    for words in (
        ["check", folder], ["sources", "list", folder], ["sources", "show", folder, "s1"],
        ["sources", "cite", folder, "s1"], ["questions", folder], ["here", folder, place],
        ["series", folder, "area_cleared"], ["series", folder, text],
        ["sources", "show", folder, text], ["here", folder, text],
        ["here", folder, place, "--format", "csv"],
    ):  # fmt: skip
        done = CliRunner().invoke(main, [str(w) for w in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        said = done.stdout + done.stderr
        assert ANY_CODE.search(said) is None, (words, said)
    done = CliRunner().invoke(main, ["sources", "list", str(folder), "--format", "json"])
    titles = {row["title"] for row in json.loads(done.stdout)}
    assert titles <= {text, " ".join(text.split()), text.replace("\0", "")}


def test_only_one_place_prints():
    """Or what it prints is not cleaned."""
    said = [p for p in (ROOT / "geo" / "cli").rglob("*.py")
            if re.search(r"click\.echo|click\.secho|\bprint\(", p.read_text())]  # fmt: skip
    assert [p.name for p in said] == ["printing.py"]


def test_what_is_shown_is_the_same_value_in_json():
    text = "".join(map(chr, (*range(0x20, 0x300), *range(0x2000, 0x2070))))
    assert json.loads(shown(json.dumps(text, ensure_ascii=False))) == text


def test_a_name_in_brackets_is_no_markup(small, tmp_path):
    folder = tmp_path / "[" / "bold]"
    folder.parent.mkdir()
    small().rename(folder)
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli.main", "build", folder],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={"FORCE_COLOR": "1", **os.environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[/bold]" in done.stderr


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "＋"])
@pytest.mark.parametrize("separator", [";", "\t", "|", "\n", "\r\n", "; "])
def test_no_cell_begins_a_formula_wherever_lines_are_split(start, separator):
    text = escape_formula(f"a{separator}{start}cmd|' /C calc'!A0")
    cells = re.split(r"[;\t|\r\n]", text)
    assert not any(cell.lstrip(" ").startswith(tuple("=+-@＝＋－＠")) for cell in cells), cells
    assert text.replace("'", "").endswith("cmd| /C calc!A0")
    assert escape_formula("1; 2 - 3, a=b @ c") == "1; 2 - 3, a=b @ c"
