"""The addresses of the API, read from its own table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, reverse

from accounts.api.resources import Resource
from config import api

PUBLIC = {"root", "schema", "docs", "limits", "oauth-token"}
"""Open to everybody: they tell what the API is, nothing of the city."""
FOR_EVERYBODY = ("docs-", "public-")
"""How further ones are called: pages of the documentation, and figures of which small ones are left out."""
UNSAFE = ("post", "patch", "put", "delete")


@dataclass(frozen=True)
class Route:
    """One address of the API. `kind` is the resource's name; `extra` is list, detail or the name of an action."""

    name: str
    pattern: str
    view: type
    actions: dict[str, str]

    @property
    def kind(self) -> str:
        if issubclass(self.view, Resource):
            return self.view.kind
        return self.name.rpartition("-")[0] if self.actions else self.name

    @property
    def extra(self) -> str:
        return self.name.removeprefix(self.kind).lstrip("-")

    @property
    def is_figure(self) -> bool:
        return self.name.startswith("figures-")

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one thing, whose key stands in the address."""
        return "(?P<" in self.pattern

    @property
    def methods(self) -> list[str]:
        known = ("get", *UNSAFE)
        return [name for name in known if (name in self.actions if self.actions else hasattr(self.view, name))]

    def verb(self, method: str) -> str:
        """The verb of `authority.csv` behind a call."""
        from accounts.api.permissions import verb_of

        view = self.view()
        view.action = self.actions.get(method)
        return verb_of(view, reading=method == "get")

    def address(self, keys: dict[str, tuple[str, ...]]) -> str:
        """Where to call it, about the thing in `keys`."""
        if not self.is_of_one:
            return reverse(f"api:{self.name}")
        assert self.kind in keys, f"Worlds.keys has no {self.kind}: say which thing to walk over"
        return reverse(f"api:{self.name}", args=keys[self.kind][: self.pattern.count("(?P<")])


def routes(patterns=api.urlpatterns, before: str = "") -> Iterator[Route]:
    for entry in patterns:
        place = before + str(entry.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, place)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "cls", None) or entry.callback.view_class
            yield Route(entry.name or place, place, view, getattr(entry.callback, "actions", None) or {})


def is_public(route: Route) -> bool:
    return route.name in PUBLIC or route.name.startswith(FOR_EVERYBODY)


ALL = list(routes())
ROUTES = [route for route in ALL if not is_public(route)]
LISTS = [route for route in ROUTES if route.extra == "list" and "get" in route.methods and not route.is_of_one]
