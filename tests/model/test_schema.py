import pytest

from geo.errors import UnknownName, UnknownTerm
from geo.model import terms
from geo.model.layers import CLAIMS, LAYERS, find_layer
from geo.model.schema import Kind


def test_every_reference_points_to_a_layer_with_a_key():
    for layer in LAYERS.values():
        for column in layer.columns:
            if column.refers_to:
                assert LAYERS[column.refers_to].key, (layer.name, column.name)


def test_no_key_is_called_id_and_no_column_stands_twice():
    for layer in LAYERS.values():
        assert "id" not in layer.names
        assert len(set(layer.names)) == len(layer.names)
        assert sum(c.kind is Kind.KEY for c in layer.columns) <= 1


def test_every_column_and_layer_is_titled():
    for layer in LAYERS.values():
        assert layer.title
        assert layer.description
        assert all(c.title for c in layer.columns)


def test_an_unknown_layer_or_column_names_near_ones():
    with pytest.raises(UnknownName, match="claims"):
        find_layer("clams")
    with pytest.raises(UnknownName, match="claimant"):
        CLAIMS.column("claiment")


def test_an_unknown_term_lists_the_members():
    with pytest.raises(UnknownTerm, match="suspected, confirmed"):
        terms.Classification.parse("probable")
    assert terms.Classification.parse("confirmed").label == "Confirmed hazardous area"


def test_only_surveyed_and_reconstructed_outlines_are_areas():
    assert [s for s in terms.Support if s.is_area] == ["surveyed_polygon", "reconstructed_polygon"]
