"""Criteria of an order of work: which way each counts, how much, and how differences do.

They are kept in a file that people can read, argue about and sign::

    [people_near]
    title = "People within 500 m"
    weight = 3
    first = "more"           # more of it goes first; or "less"
    preference = "linear"    # how a difference between two sites counts (PROMETHEE)
    indifference = 10        # up to here not at all
    strict = 500             # from here fully
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.errors import InputMissing, OutOfRange, TableInvalid

Preference = Literal["usual", "u-shape", "v-shape", "level", "linear", "gaussian"]


class Criterion(BaseModel):
    """One criterion.

    Attributes
    ----------
    name : str
        Of its column.
    title : str
    weight : float
        Any scale; only ratios count.
    first : {'more', 'less'}
        Which sites go first.
    preference : str
        Form of preference of Brans, Vincke & Mareschal (1986): 'usual' (any difference counts
        fully), 'u-shape' (from `indifference`), 'v-shape' (in proportion up to `strict`), 'level'
        (half between them), 'linear' (in proportion between them), 'gaussian' (`strict` is its
        inflection).
    indifference, strict : float
        In the units of the criterion.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str = ""
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    first: Literal["more", "less"] = "more"
    preference: Preference = "usual"
    indifference: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    strict: float = Field(default=0.0, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _thresholds(self) -> Criterion:
        if self.preference in ("v-shape", "gaussian") and not self.strict > 0:
            raise ValueError(f"{self.preference} needs strict, more than 0")
        if self.preference in ("level", "linear") and not self.strict > self.indifference:
            raise ValueError(f"{self.preference} needs strict, more than indifference")
        return self


def expect_weights(criteria: Sequence[Criterion]) -> None:
    """Raise unless some criterion weighs anything.

    Raises
    ------
    OutOfRange
    """
    if not any(one.weight > 0 for one in criteria):
        raise OutOfRange("no criterion has a weight above 0", "Give at least one a weight.")


def read_criteria(path: Path) -> list[Criterion]:
    """Read criteria and weights from a file.

    Raises
    ------
    InputMissing
    TableInvalid
        With all faults.
    """
    if not path.is_file():
        raise InputMissing(path, "atlas priorities … --write-weights FILE makes one to edit.")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise TableInvalid(path.name, [str(error)], "Expected TOML.") from None
    found, faults = [], []
    for name, given in said.items():
        try:
            found.append(Criterion.model_validate({"name": name, **given}))
        except (ValidationError, TypeError) as error:
            told = error.errors() if isinstance(error, ValidationError) else []
            faults += [f"{name}: {e['msg']}" for e in told] or [f"{name}: expected a table"]
    if faults:
        raise TableInvalid(path.name, faults, "See geo.ranking.criteria for what it may hold.")
    expect_weights(found)
    return found


def write_criteria(criteria: Sequence[Criterion]) -> str:
    """Return criteria as the text of a file to edit."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Weights of an order of work; only their ratios count."))
    for one in criteria:
        table = tomlkit.table()
        table.update(one.model_dump(exclude={"name"}))
        document.add(one.name, table)
    return tomlkit.dumps(document)
