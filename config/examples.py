"""The examples of `docs/api/*.md`: what is asked with `curl`, and what is answered.

A block of `sh` that begins with `curl` is a call; the block behind it is the answer: `json` is the body of a 2xx,
`http` has status, headers and body. “…” stands for anything, `"…": "…"` for any further fields, and `$NAME` keeps what
stands there for the calls that follow. The suite makes every call and compares (`tests/api/test_examples.py`); the
description of the API shows them with its operations.
"""

import json
import re
import shlex
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "api"
ANYTHING = "…"
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Example:
    """One call and its answer; texts may hold `$NAME`. `target` is what follows the portal's address."""

    method: str = "GET"
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: Any = None


def examples(name: str) -> list[Example]:
    """Those of one file, in order. Raises ValueError for a call without an answer."""
    found = []
    blocks = BLOCKS.findall((FOLDER / name).read_text(encoding="utf-8"))
    for (kind, text), (kind_behind, behind) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind != "sh" or not text.startswith("curl"):
            continue
        if kind_behind not in ("json", "http"):
            raise ValueError(f"{name}: this call has no answer: {text}")
        found.append(answered(called(text), kind_behind, behind))
    return found


def called(command: str) -> Example:
    """What a `curl` asks. Raises ValueError for an option that is not known here."""
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    made, method = Example(), None
    for word in words:
        match word:
            case "-i":
                pass
            case "-X":
                method = next(words)
            case "-H":
                name, _colon, value = next(words).partition(": ")
                made.headers[name] = value
            case "-u":
                made.headers["Authorization"] = f"Basic {next(words)}"
            case "-d":
                made.body = next(words)
                made.headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
            case _ if word.startswith("$PORTAL"):
                made.target = word.removeprefix("$PORTAL")
            case _:
                raise ValueError(f"not known in examples: {word}")
    made.method = method or ("GET" if made.body is None else "POST")
    return made


def answered(example: Example, kind: str, text: str) -> Example:
    head, body = ("", text) if kind == "json" else (text.partition("\n\n")[0], text.partition("\n\n")[2])
    lines = head.splitlines()
    if lines:
        example.status = int(lines[0].split()[1])
        example.answer_headers = dict(line.split(": ", 1) for line in lines[1:])
    example.answer = json.loads(body) if body.strip() else None
    return example


def filled(text: str, known: dict[str, str]) -> str:
    """`text` with the values of its `$NAME`s. Raises KeyError for one that nothing has told."""
    text = re.sub(r"\$([A-Z_]+)", lambda name: known[name[1]], text)
    if text.startswith("Basic "):
        return f"Basic {b64encode(text.removeprefix('Basic ').encode()).decode()}"
    return text


def shown(value: Any) -> Any:
    """An answer without what stands for something else: as the API's description can show it."""
    if isinstance(value, dict):
        return {name: shown(inner) for name, inner in value.items() if name != ANYTHING and not stands_in(inner)}
    return [shown(inner) for inner in value] if isinstance(value, list) else value


def stands_in(value: Any) -> bool:
    return isinstance(value, str) and (value == ANYTHING or value.startswith("$"))
