"""Small things that an attack found on its way."""

import pytest

from geo.intake.readers.postgis import is_postgis, without_password, without_secret
from geo.model.dates import pinned_moment
from geo.store.geopackage import timestamp


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
