"""Tables in HTML as rows of cells."""

from __future__ import annotations

from html.parser import HTMLParser

# A wider span is a mistake of the page, and would fill the memory.
_MAX_SPAN = 100


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell."""
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), _MAX_SPAN) if span.isdecimal() else 1
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text counts inside of cells alone."""
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is not None:
            text = "".join(self._text).strip()
            if not self.rows:
                self.rows.append([])
            # What spans columns is said in each of them: Markdown has no spans.
            self.rows[-1] += [text] * self._span
            self._text = None


def html_rows(text: str) -> list[list[str]]:
    """The cells of a table, row by row; a cell that spans columns stands in each."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    return [row for row in parser.rows if row]
