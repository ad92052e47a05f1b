"""What the API has promised to those who build on it, one line each, and whether it still keeps it.

    python -m config.promises check    fail where `docs/openapi.yaml` breaks a promise that no decision record names
    python -m config.promises keep     promise what the API does now (with a release)

`docs/promises.txt` holds the promises of the last release. Two kinds: what is *offered* (an operation, a parameter, a
property, a value of an enumeration) may not go away; what is *demanded* (a required parameter or property of something
that was there) may not be added. A record in `docs/decisions/` allows breaks in its front matter, `*` for anything:

    ---
    breaks:
      - "Estate.former_names: *"
    ---
"""

import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCHEMA, KEPT, DECISIONS = DOCS / "openapi.yaml", DOCS / "promises.txt", DOCS / "decisions"
DEMAND = " is required"
METHODS = ("get", "post", "put", "patch", "delete")


def lines(schema: dict) -> Iterator[str]:
    """All that a client may rely on, or must do."""
    for place, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                yield from lines_of_operation(f"{method.upper()} {place}", item[method], schema)
    for name, shape in schema["components"]["schemas"].items():
        yield from lines_of_shape(name, shape)


def lines_of_operation(name: str, operation: dict, schema: dict) -> Iterator[str]:
    yield name
    yield f"{name} is {operation['operationId']}"
    for told in operation.get("parameters", []):
        parameter = looked_up(told, schema)
        yield from lines_of_value(f"{name} ?{parameter['name']}", parameter.get("schema", {}))
        if parameter.get("required") and parameter["in"] != "path":
            yield f"{name} ?{parameter['name']}{DEMAND}"
    for media, body in operation.get("requestBody", {}).get("content", {}).items():
        yield f"{name} takes {media}: {type_of(body.get('schema', {}))}"
    for status, told in operation["responses"].items():
        for media, body in looked_up(told, schema).get("content", {}).items():
            yield f"{name} answers {status} {media}: {type_of(body.get('schema', {}))}"


def looked_up(told: dict, schema: dict) -> dict:
    """The part itself, where `told` refers to one."""
    for name in told.get("$ref", "").split("/")[1:]:
        schema = schema[name]
    return schema if "$ref" in told else told


def lines_of_shape(name: str, shape: dict) -> Iterator[str]:
    yield from lines_of_value(name, {} if "properties" in shape else shape)
    for inner, value in shape.get("properties", {}).items():
        yield from lines_of_value(f"{name}.{inner}", value)
    if name.endswith("Request"):
        yield from (f"{name}.{inner}{DEMAND}" for inner in shape.get("required", []))


def lines_of_value(name: str, value: dict) -> Iterator[str]:
    yield f"{name}: {type_of(value)}"
    for one in (value, value.get("items", {})):
        yield from (f"{name} = {each}" for each in one.get("enum", []))


def type_of(value: dict) -> str:
    """`string`, `[integer]`, `string|null`, `Estate`."""
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2]
    if choices := value.get("oneOf") or value.get("anyOf") or value.get("allOf"):
        return "|".join(sorted(map(type_of, choices)))
    if value.get("type") == "array":
        return f"[{type_of(value.get('items', {}))}]"
    kinds = value.get("type", "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return "|".join([*kinds, *(["null"] if value.get("nullable") else [])])


def broken(before: set[str], now: set[str]) -> list[str]:
    """The promises of `before` that are kept no longer, and the demands that are new on what was there."""
    gone = {line for line in before - now if not line.endswith(DEMAND)}
    demanded = {line for line in now - before if line.endswith(DEMAND) and was_there(line, before)}
    return sorted(gone | demanded)


def was_there(demand: str, before: set[str]) -> bool:
    """Whether the operation or the shape that now demands something was promised before."""
    owner = demand.rpartition(" ?")[0] or demand.rpartition(".")[0]
    return owner in before or any(line.startswith(f"{owner}.") for line in before)


def decided() -> list[str]:
    """The breaks that decision records allow."""
    found = []
    for record in sorted(DECISIONS.glob("*.md")):
        if heading := re.match(r"---\n(.*?)\n---\n", record.read_text(encoding="utf-8"), re.DOTALL):
            found += yaml.safe_load(heading[1]).get("breaks", [])
    return found


def document(text: str) -> dict:
    """The API's description, read by libyaml where there is one: ten times as fast."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader either way


def promised_now() -> set[str]:
    return set(lines(document(SCHEMA.read_text(encoding="utf-8"))))


def check() -> int:
    allowed = decided()
    kept = set(KEPT.read_text(encoding="utf-8").splitlines())
    faults = [line for line in broken(kept, promised_now()) if not any(fnmatchcase(line, each) for each in allowed)]
    for line in faults:
        sys.stdout.write(f"{line}: {'newly demanded' if line.endswith(DEMAND) else 'promised, and gone'}\n")
    if faults:
        sys.stdout.write(
            "Others build on this. Keep it, or say why not in a record in docs/decisions/ that names it.\n"
        )
    return 1 if faults else 0


def main(verb: str) -> int:
    if verb == "keep":
        KEPT.write_text("".join(f"{line}\n" for line in sorted(promised_now())), encoding="utf-8")
        return 0
    return check()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
