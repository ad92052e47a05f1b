"""A page taken apart: its visible words, links, headings and weight."""

import re
from html.parser import HTMLParser
from pathlib import Path

from django.contrib.staticfiles import finders

SILENT = {"style", "script", "title", "head"}


class Reader(HTMLParser):
    """Collects the words between tags, and every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._silent += tag in SILENT

    def handle_endtag(self, tag):
        self._silent -= tag in SILENT

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


class Page:
    """What a passer-by gets."""

    def __init__(self, response) -> None:
        self.response = response
        self.html = response.content.decode()
        self._reader = Reader()
        self._reader.feed(self.html)

    @property
    def text(self) -> str:
        """The words, as one line."""
        return " ".join(" ".join(self._reader.words).split())

    @property
    def close_text(self) -> str:
        """The words without any space, for Chinese sentences that run through tags."""
        return "".join("".join(self._reader.words).split())

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _attrs in self._reader.tags if re.fullmatch(r"h[1-6]", tag)]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self._reader.tags if tag == "a" and "href" in attrs]

    @property
    def loads(self) -> list[str]:
        """Every address from which the page loads something, or to which it sends."""
        return [
            attrs[name]
            for tag, attrs in self._reader.tags
            for name in ("src", "href", "action", "xlink:href", "srcset", "data")
            if name in attrs and tag != "a"
        ]

    def tags(self, name: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self._reader.tags if tag == name]

    @property
    def printed_alone(self) -> list[str]:
        """What stands on paper and not on the screen, each paragraph without any space."""
        found = re.findall(r'<p class="print-only[^"]*">(.*?)</p>', self.html, re.DOTALL)
        return ["".join(re.sub("<[^>]+>", "", words).split()) for words in found]

    @property
    def weight(self) -> int:
        """Bytes with every style, script and picture that the page loads."""
        loaded = {load.removeprefix("/static/") for load in self.loads if load.startswith("/static/")}
        return len(self.response.content) + sum(Path(finders.find(each)).stat().st_size for each in loaded)
