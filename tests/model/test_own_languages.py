"""A language that a dataset brings: one file beside it, whole or not."""

import base64
import json
import zlib

import pytest

from geo.errors import ManifestError
from geo.intake.folder import read_dataset
from geo.maps.locale import spoken
from geo.model.languages import CODES, sentences
from geo.model.languages.own import own_languages

INVENTED = """
name = "Tlhan <b>"
direction = "rtl"
decimal = ","
group = "."
months = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3"]

[counts]
claim = { one = "ghu", other = "ghumey" }

[strings]
"Legend" = "<img src=x onerror=alert(1)>"
"Data to {date}." = "De' {date}."
"not translated" = "mughbe'"

[dataset]
title = "pu' </script><script>alert(2)</script>"

[districts]
West = "'etlh"
Nowhere = "pagh"
"""


def unpacked(meta, code):
    packed = spoken(meta)["languages"][code]["packed"]
    return json.loads(zlib.decompress(base64.b64decode(packed), wbits=-15))


def test_a_file_beside_the_dataset_is_a_language_of_its_page(small):
    folder = small()
    (folder / "language.tlh.toml").write_text(INVENTED, encoding="utf-8")
    dataset = read_dataset(folder)
    offered = spoken(dataset.meta)["languages"]
    assert set(offered) == {*CODES, "tlh"}
    assert offered["tlh"]["direction"] == "rtl"
    words = unpacked(dataset.meta, "tlh")
    assert words["strings"][sentences().index("Data to {date}.")] == "De' {date}."
    assert words["strings"].count(None) == len(sentences()) - 3
    said = dataset["findings"].query("code == 'untranslated'")
    assert len(said) == 2
    assert said["message"].str.contains("sentences are not translated").sum() == 1
    assert said["message"].str.contains("Nowhere").sum() == 1


def test_faults_of_all_files_are_told_together(tmp_path):
    wrong = """
name = "X"
months = ["a", "a"]
[counts]
clame = { other = "x" }
claim = { one = "x" }
[strings]
"Legende" = "x"
"Data to {date}." = "x"
"""
    (tmp_path / "language.km.toml").write_text(wrong, encoding="utf-8")
    (tmp_path / "language.en.toml").write_text('name = "E"', encoding="utf-8")
    (tmp_path / "language.UPPER.toml").write_text('name = "E"', encoding="utf-8")
    (tmp_path / "language.lo.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(ManifestError) as error:
        own_languages(tmp_path)
    for part in ("language.en.toml", "language.UPPER.toml", "language.lo.toml", "'other'"):
        assert part in str(error.value)
    right_noun = wrong.replace("claim = { one", "claim = { other")
    (tmp_path / "language.km.toml").write_text(right_noun, encoding="utf-8")
    with pytest.raises(ManifestError) as error:
        own_languages(tmp_path)
    for part in ("clame", "'Legend'?", "expected {date}", "twelve"):
        assert part in str(error.value)
