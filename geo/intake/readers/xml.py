"""XML from strangers: no document type, no entities, nothing fetched."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from geo.errors import InputUnreadable
from geo.intake.readers.raw import check_size


def parse_xml(path: Path, *roots: str) -> Element:
    """Parse an XML file.

    Parameters
    ----------
    path : Path
        The file.
    *roots : str
        Names the root element may have, without namespace; any, if none is given.

    Returns
    -------
    Element
        The root.

    Raises
    ------
    InputUnreadable
        If it is not well formed (truncated, for one), declares entities or a document type, or
        has another root.
    """
    check_size(path)
    try:
        root = parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise InputUnreadable(
            f"{path}: declares a document type or entities ({type(error).__name__})",
            "They can read other files or fill the memory, so they are not read. Remove them.",
        ) from None
    except (ParseError, LookupError, ValueError) as error:
        raise InputUnreadable(f"{path}: not well-formed XML: {error}", "Is it complete?") from None
    assert root is not None  # what is well formed has a root
    if roots and local_name(root) not in roots:
        raise InputUnreadable(
            f"{path}: root element {local_name(root)!r}, expected {' or '.join(roots)}",
            "Does the name say what the file is?",
        )
    return root


def local_name(element: Element) -> str:
    """Name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
