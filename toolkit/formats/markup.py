"""XML from strangers: no entities, no network, no document type, bounded in size and depth."""

from __future__ import annotations

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits

_AGAIN = "save it again in its own program"
_CROWDED = etree.XPath(f"boolean(//*[@*[{limits.MOST_ATTRIBUTES + 1}]])")


def parsed(file: str, part: str, data: bytes, largest: int = limits.LARGEST_XML) -> etree._Element:
    """Parse one XML document of a file.

    Parameters
    ----------
    file, part
        The file's name and the document's within it, for messages.
    data
        The document's bytes.
    largest
        How many there may be.

    Raises
    ------
    ToolkitError
        If it is too large, not well-formed, nested too deeply, crowded with attributes, or declares a
        document type.
    """
    if len(data) > largest:
        raise ToolkitError(file, f"holds over {largest // limits.MEGABYTE} MB in {part}", _AGAIN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ToolkitError(file, f"is damaged at {part}: {_reason(error)}", _AGAIN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ToolkitError(file, f"declares a document type in {part}, which may hide entities", _AGAIN)
    if _CROWDED(root):
        what = f"has an element with more than {limits.MOST_ATTRIBUTES} attributes in {part}"
        raise ToolkitError(file, what, _AGAIN)
    return root


def _reason(error: Exception) -> str:
    """Return the parser's words on one line, without the text it quotes."""
    position = getattr(error, "position", None)
    return f"the XML breaks at line {position[0]}, column {position[1]}" if position else "the XML breaks"
