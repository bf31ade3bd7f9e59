"""The types of the payload hold for what pages are given, and TypeScript says the same."""

import pytest
from pydantic import TypeAdapter, ValidationError

from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.maps.contract import Payload
from geo.maps.page import render_comparison
from geo.maps.typescript import TARGET, declarations
from tests.conftest import KARABAKH
from tests.maps.unpack import payload_of

ADAPTER = TypeAdapter(Payload)


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_a_page_holds_what_its_types_say(name):
    payload = payload_of(render_map(read_dataset(KARABAKH.parent / name)))
    ADAPTER.validate_json(TypeAdapter(dict).dump_json(payload), strict=True)
    payload["claims"][0].pop("claimant")
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(payload)


def test_so_does_the_page_of_a_comparison():
    dataset = read_dataset(KARABAKH.parent / "exercise")
    html, _ = render_comparison(dataset, dataset, first="2023-01-01", second="2024-06-30")
    payload = payload_of(html)
    assert payload["changes"]["layers"]
    ADAPTER.validate_json(TypeAdapter(dict).dump_json(payload), strict=True)


def test_the_scripts_read_the_same_types():
    assert TARGET.read_text(encoding="utf-8") == declarations(), "run: make bundle"
