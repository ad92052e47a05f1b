"""The part of `docs/client/anju_client.py` that follows from the API's description: its resources and their verbs."""

import re
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path
from textwrap import wrap
from typing import Any

CLIENT = Path(__file__).resolve().parent.parent / "docs" / "client" / "anju_client.py"
MARK = "# What follows is made from docs/openapi.yaml by `make docs`.\n# fmt: off\n"
PREFIX = "/api/v1/"
PROPERTY = """
    @property
    def {name}(self) -> {kind}:
{doc}        return {kind}(
            self,
{given}        )
"""
KINDS = """
    def by_kind(self) -> dict[str, Resource]:
        \"\"\"Each kind of thing that the change feed tells of, and its resource.\"\"\"
        return {{
{pairs}
        }}
"""


def client(schema: dict[str, Any]) -> str:
    """The whole file: what is written by hand up to the mark, and behind it what follows from the schema."""
    by_hand = CLIENT.read_text(encoding="utf-8").partition(MARK)[0]
    told = {tag["name"]: tag["description"] for tag in schema["tags"]}
    names = [name for name in told if f"{PREFIX}{name}/" in schema["paths"] and is_list(schema, f"{PREFIX}{name}/")]
    parts = [by_hand + MARK]
    for name in names:
        if methods := list(methods_of(schema, name)):
            parts.append(f"\n\nclass {class_of(name)}(Resource):\n{doc(told[name], 4)}{''.join(methods)}")
    parts.append('\n\nclass Portal(Connection):\n    """The portal with its resources by name."""\n')
    parts += [attribute(schema, name, told[name]) for name in names]
    parts.append(kinds(schema, names))
    return "".join(parts)


def is_list(schema: dict[str, Any], path: str) -> bool:
    return schema["paths"][path].get("get", {}).get("operationId", "").endswith("_list")


def methods_of(schema: dict[str, Any], name: str) -> Iterator[str]:
    """The verbs of a resource's things, and the lists that hang on them."""
    for path, item in schema["paths"].items():
        if not (found := re.fullmatch(rf"{PREFIX}{name}/{{\w+}}/([\w-]+)/", path)):
            continue
        verb = found[1].replace("-", "_") + ("_" if iskeyword(found[1]) else "")
        if "post" in item:
            yield method(verb, "**values: Any) -> Any", item["post"], f'self.do("{found[1]}", key, values)')
        elif "page_size" in str(item["get"].get("parameters")):
            yield method(verb, "**asked: Any) -> Iterator[Row]", item["get"], f'self.below(key, "{found[1]}", **asked)')


def method(name: str, signature: str, operation: dict[str, Any], call: str) -> str:
    return f"\n    def {name}(self, key: Any, {signature}:\n{doc(operation['description'], 8)}        return {call}\n"


def attribute(schema: dict[str, Any], name: str, told: str) -> str:
    listed = schema["paths"][f"{PREFIX}{name}/"]["get"]
    kind = class_of(name) if list(methods_of(schema, name)) else "Resource"
    own = ", ".join(f'"{field}"' for field in listed.get("x-own-fields", []))
    given = f'            "{name}/",\n            key="{listed["x-key"]}",\n'
    if own:
        given += f"            own=(\n{wrapped(f'{own},', 16)}\n            ),\n"
    return PROPERTY.format(name=name.replace("-", "_"), kind=kind, doc=doc(told, 8), given=given)


def kinds(schema: dict[str, Any], names: list[str]) -> str:
    """Which resource keeps which kind of thing, as the change feed calls it."""
    lists = ((name, schema["paths"][f"{PREFIX}{name}/"]["get"]) for name in names)
    pairs = [
        f'{" " * 12}"{told["x-resource"]}": self.{name.replace("-", "_")},'
        for name, told in lists
        if told.get("x-own-fields")
    ]
    return KINDS.format(pairs="\n".join(pairs))


def class_of(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def doc(text: str, indent: int) -> str:
    """A docstring of the first paragraph."""
    first = " ".join(text.split("\n\n")[0].split())
    return wrapped(f'"""{first}"""', indent) + "\n"


def wrapped(text: str, indent: int) -> str:
    return "\n".join(wrap(text, 110, initial_indent=" " * indent, subsequent_indent=" " * indent))
