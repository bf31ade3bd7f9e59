"""Rules of a style: which rows of a layer are drawn how, as QGIS and OGC write it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from geo.model.terms import Term


@dataclass(frozen=True)
class Symbol:
    """How one class is drawn."""

    color: str
    fill: str = ""  # '', 'solid', or a Qt brush style such as 'b_diagonal'
    line: str = "solid"  # a Qt pen style: 'solid', 'dash', 'dot'
    shape: str = "circle"
    size: float = 2.6  # mm, points only
    width: float = 0.4  # mm, outlines
    band: str = ""  # column with metres by which a dotted line goes round the outline
    term: Term | None = None


@dataclass(frozen=True)
class Condition:
    """That a column has one of some values, or none; or just not that."""

    column: str
    values: tuple[str, ...] = ()
    negated: bool = False

    def expression(self) -> str:
        """As QGIS writes it."""
        if not self.values:
            return f'"{self.column}" IS {"NOT " if self.negated else ""}NULL'
        if len(self.values) == 1:
            return f"\"{self.column}\" {'<>' if self.negated else '='} '{self.values[0]}'"
        values = ", ".join(f"'{value}'" for value in self.values)
        return f'"{self.column}" {"NOT " if self.negated else ""}IN ({values})'

    def filter_in(self, parent: Element) -> None:
        """As OGC Filter Encoding has it."""
        if self.negated:
            parent = SubElement(parent, "ogc:Not")
        if not self.values:
            null = SubElement(parent, "ogc:PropertyIsNull")
            SubElement(null, "ogc:PropertyName").text = self.column
            return
        if len(self.values) > 1:
            parent = SubElement(parent, "ogc:Or")
        for value in self.values:
            equal = SubElement(parent, "ogc:PropertyIsEqualTo")
            SubElement(equal, "ogc:PropertyName").text = self.column
            SubElement(equal, "ogc:Literal").text = value


@dataclass(frozen=True)
class Within:
    """That a column's number is at least one value, and below another."""

    column: str
    least: float
    below: float | None = None

    def expression(self) -> str:
        """As QGIS writes it."""
        upper = "" if self.below is None else f' AND "{self.column}" < {self.below:g}'
        return f'"{self.column}" >= {self.least:g}{upper}'

    def filter_in(self, parent: Element) -> None:
        """As OGC Filter Encoding has it."""
        ends = [("ogc:PropertyIsGreaterThanOrEqualTo", self.least)]
        if self.below is not None:
            parent = SubElement(parent, "ogc:And")
            ends.append(("ogc:PropertyIsLessThan", self.below))
        for name, value in ends:
            compared = SubElement(parent, name)
            SubElement(compared, "ogc:PropertyName").text = self.column
            SubElement(compared, "ogc:Literal").text = f"{value:g}"


@dataclass(frozen=True)
class Rule:
    """How those rows of a layer are drawn that meet all conditions."""

    label: str
    symbol: Symbol
    conditions: tuple[Condition | Within, ...] = ()
    point: bool = False
