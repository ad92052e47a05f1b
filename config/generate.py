"""Documents that would go stale if they were written by hand.

python -m config.generate write    write them all
python -m config.generate check    fail where one differs from what would be written
"""

import csv
import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import django
from celery.schedules import crontab

from config import catalogue
from config.client import client

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- Made by `make docs` from {source}; change that, not this. -->\n\n"


def roles() -> str:
    """What each role may do, from `accounts/authority.csv`."""
    from accounts.authority import table
    from accounts.models import Role

    lines = [
        "# Who may do what\n",
        MADE.format(source="accounts/authority.csv").rstrip("\n"),
        "",
        "What a person *sees* is their region and all within it, or what they belong to: their company, or their",
        "committee and its estate (`accounts/scope.py`).",
        "What they may *do* there is this table.\n",
        "| verb | meaning | " + " | ".join(f"{in_chinese(role.label)}<br>`{role.value}`" for role in Role) + " |",
        "|---|---|" + ":-:|" * len(Role),
    ]
    for row in table():
        marks = " | ".join("●" if row[role.value] == "x" else "" for role in Role)
        lines.append(f"| `{row['verb']}` | {row['meaning_zh']}<br>{row['meaning_en']} | {marks} |")
    return "\n".join(lines) + "\n"


def schedule() -> str:
    """What the clock does, from the settings' beat schedule and the tasks' own words."""
    from django.conf import settings

    from config.celery import app

    app.loader.import_default_modules()
    lines = [
        "# What the clock does\n",
        MADE.format(source="SCHEDULE in config/schedule.py").rstrip("\n"),
        "",
        f"By the clock of {settings.TIME_ZONE}.\n",
        "| when | what | task |",
        "|---|---|---|",
    ]
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        task = app.tasks[entry["task"]]
        told = " ".join((task.__doc__ or "").split("\n\n")[0].split())
        lines.append(f"| {when(entry['schedule'])} | {name}: {told} | `{entry['task']}` |")
    return "\n".join(lines) + "\n"


def when(moment: crontab | timedelta) -> str:
    if isinstance(moment, timedelta):
        return f"every {moment.seconds} seconds"
    hour, minute = str(moment._orig_hour), str(moment._orig_minute)
    if minute.startswith("*/"):
        return f"every {minute[2:]} minutes"
    if hour == "*":
        return f"{int(minute)} minutes past every hour"
    return f"{int(hour):02d}:{int(minute):02d} every day"


def glossary() -> str:
    """The words of the field: each identifier of `docs/glossary.csv`, its term in the catalogue, its article."""
    lines = [
        "# Glossary\n",
        MADE.format(source="docs/glossary.csv and the Chinese catalogue").rstrip("\n"),
        "",
        "One thing has one name: the identifier in code, the word in English, the official term in Chinese.\n",
        "| identifier | English | 中文 | article or source |",
        "|---|---|---|---|",
    ]
    for row in glossary_rows():
        label = label_of(row["identifier"])
        lines.append(f"| `{row['identifier']}` | {in_english(label)} | {in_chinese(label)} | {row['article']} |")
    return "\n".join(lines) + "\n"


def glossary_rows() -> list[dict[str, str]]:
    with (DOCS / "glossary.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def label_of(identifier: str):
    """The translatable label of `app.Model`, `app.Model.field` or `app.Choices.MEMBER`. Raises LookupError."""
    from importlib import import_module

    app, name, *inner = identifier.split(".")
    thing = next(
        (
            getattr(module, name)
            for module in (import_module(f"{app}.models"), *submodules(f"{app}.models"))
            if hasattr(module, name)
        ),
        None,
    )
    if thing is None:
        raise LookupError(f"docs/glossary.csv names {identifier}, which is not in the code")
    if not inner:
        return thing._meta.verbose_name
    if hasattr(thing, "_meta"):
        return thing._meta.get_field(inner[0]).verbose_name
    return thing[inner[0]].label


def submodules(package: str) -> list:
    return [module for name, module in sys.modules.items() if name.startswith(f"{package}.")]


def in_chinese(label) -> str:
    from django.utils import translation

    with translation.override("zh-hans"):
        return str(label)


def in_english(label) -> str:
    from django.utils import translation

    with translation.override("en"):
        return str(label)


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The API's own description. Warnings of the generator are errors."""
    from django.utils import translation
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    check_form(schema)
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise SystemExit("the API's description has warnings")
    return schema


def check_form(schema: dict[str, Any]) -> None:
    """That it is a description in the form of OpenAPI. Raises jsonschema_rs.ValidationError, in a moment."""
    import jsonschema_rs
    from drf_spectacular import validation
    from drf_spectacular.renderers import OpenApiJsonRenderer

    form = Path(validation.__file__).with_name(f"openapi_{schema['openapi'][:3].replace('.', '_')}_schema.json")
    jsonschema_rs.validate(json.loads(form.read_text("utf-8")), json.loads(OpenApiJsonRenderer().render(schema)))


def openapi() -> str:
    from drf_spectacular.renderers import OpenApiYamlRenderer

    return OpenApiYamlRenderer().render(described(), renderer_context={}).decode()


DOCUMENTS: dict[str, Callable[[], str]] = {
    "roles.md": roles,
    "schedule.md": schedule,
    "glossary.md": glossary,
    "openapi.yaml": openapi,
    "client/anju_client.py": lambda: client(described()),
}


def stale() -> list[str]:
    """The names of documents that differ from what would be written."""
    return [
        name
        for name, make in DOCUMENTS.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != make()
    ]


def main(verb: str) -> int:
    catalogue.compile_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if verb == "check":
        names = stale()
        sys.stdout.write("".join(f"docs/{name} is not current: make docs\n" for name in names))
        return 1 if names else 0
    for name, make in DOCUMENTS.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
