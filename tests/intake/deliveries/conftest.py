"""An empty dataset to import into."""

import pytest

from tests.intake.deliveries.made import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("init", "office", "--title", 'An "office"')
    return tmp_path / "layers" / "office"
