"""What the styles of an OpenDocument spreadsheet say about its tables and cells."""

_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINES = ("text-line-through-style", "text-line-through-type")


class Styles:
    """Styles by name, from the events of content.xml before its first table.

    Attributes
    ----------
    hidden : set of str
        Styles of tables that are not shown.
    """

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._struck: dict[str, bool] = {}
        self._parents: dict[str, str] = {}
        self._name = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element by its local name."""
        if element == "style":
            self._name = attributes.get(f"{_STYLE}name", "")
            self._parents[self._name] = attributes.get(f"{_STYLE}parent-style-name", "")
        elif element == "table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self.hidden.add(self._name)
        elif element == "text-properties":
            for line in _LINES:
                kind = attributes.get(f"{_STYLE}{line}")
                if kind is not None:
                    self._struck[self._name] = kind != "none"

    def is_struck(self, name: str) -> bool:
        """Tell whether a style strikes its text through; a style inherits from its parent."""
        seen: set[str] = set()
        while name and name not in seen:
            if name in self._struck:
                return self._struck[name]
            seen.add(name)
            name = self._parents.get(name, "")
        return False
