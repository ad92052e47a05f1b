"""Whether a file may be a template: a Word document, of a sane size, without macros or links that load by themselves,
in which only known fields stand, and which comes out whole with examples in their place.

What stands between braces is read as a tree, never run, until nothing is in it but fields, lists and conditions.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from lxml.etree import XMLSyntaxError

from committees.papers.fields import FIELDS, Field, samples
from committees.papers.rendering import Template, environment, rendered

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_FAULTS = 12
DEEPEST = 2
"""How many lists may stand within each other."""
DECLARATION = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C|E\x00?N\x00?T)")
EXTERNAL = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
DAMAGED = (
    zipfile.BadZipFile, zlib.error, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, OSError, EOFError,
    RuntimeError, AttributeError,
)  # fmt: skip
"""What a damaged document raises, in whichever of its layers the damage is met."""
PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Compare,
    nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr,
)  # fmt: skip
OF_LOOPS = ("index", "first", "last")
Scope = dict[str, Field | tuple[Field, ...]]


def check(content: bytes, kind: str) -> None:
    """Raises ValidationError on `file`, with everything that is wrong."""
    refuse_unsafe(content)
    try:
        sources = list(Template(BytesIO(content)).sources())
    except DAMAGED as fault:
        raise refusal(_("Word could not open this file. Save it anew as “Word document (.docx)”.")) from fault
    reading = Reading(FIELDS[kind])
    for source in sources:
        reading.read(source)
    faults = [*reading.faults, *missing(FIELDS[kind], reading.used)]
    if faults:
        raise ValidationError({"file": faults[:MOST_FAULTS]})
    try_out(content, kind)


def refusal(*sentences: str) -> ValidationError:
    return ValidationError({"file": list(sentences)})


def refuse_unsafe(content: bytes) -> None:
    """What can be told before anything opens the file."""
    if not content:
        raise refusal(_("The file is empty. Choose the file again."))
    if len(content) > MOST_BYTES:
        raise refusal(
            _("The file has %(size).1f MB; at most %(most)d MB are taken. Make its pictures smaller.")
            % {"size": len(content) / 2**20, "most": MOST_BYTES // 2**20}
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            refuse_odd_parts(archive)
    except DAMAGED as fault:
        raise refusal(
            _("This is not a Word document. Save it as “Word document (.docx)” and upload it again.")
        ) from fault


def refuse_odd_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise refusal(_("This is not a Word document. Save it as “Word document (.docx)” and upload it again."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refusal(
            _("Unpacked, the document is larger than %(most)d MB. Make it smaller.") % {"most": MOST_UNPACKED >> 20}
        )
    if any("vbaProject" in name or "/embeddings/" in name or "/activeX/" in name for name in names):
        raise refusal(_("The document holds macros or other files. Save it without them."))
    for name in names:
        if name.endswith((".xml", ".rels")):
            refuse_odd_words(archive.read(name))


def refuse_odd_words(part: bytes) -> None:
    if DECLARATION.search(part):
        raise refusal(_("The document holds declarations that Word does not write. Save it anew in Word."))
    if any(b"/hyperlink" not in link for link in EXTERNAL.findall(part)):
        raise refusal(
            _("The document loads something from another place. Put pictures into it instead of linking them.")
        )


class Reading:
    """What stands between the braces of a template. `used`: the fields met; `faults`: sentences."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.top: Scope = {field.name: field for field in fields}
        self.used: set[str] = set()
        self.faults: list[str] = []

    def read(self, source: str) -> None:
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as fault:
            self.say(_("Something between braces is not finished, near “%(near)s”.") % {"near": near(source, fault)})
            return
        self.walk(tree, self.top, 0)

    def say(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)

    def walk(self, node: nodes.Node, scope: Scope, depth: int) -> None:
        if not isinstance(node, PLAIN):
            self.say(_("Only fields, lists and conditions may stand between braces; something else does."))
        elif isinstance(node, nodes.For):
            self.walk_list(node, scope, depth)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            self.find(node, scope)
        elif isinstance(node, nodes.Output):
            self.walk_words(node, scope, depth)
        else:
            for child in node.iter_child_nodes():
                self.walk(child, scope, depth)

    def walk_words(self, node: nodes.Output, scope: Scope, depth: int) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.Name | nodes.Getattr):
                found = self.find(child, scope)
                if found is not None and found.parts:
                    self.say(_("“%(name)s” is a list: write {%% for item in %(name)s %%}.") % {"name": found.name})
            else:
                self.walk(child, scope, depth)

    def walk_list(self, node: nodes.For, scope: Scope, depth: int) -> None:
        listed = self.find(node.iter, scope)
        if depth >= DEEPEST or node.test or node.recursive or not isinstance(node.target, nodes.Name):
            self.say(_("A list is written as {% for item in list %}, at most two within each other."))
            return
        if listed is None or not listed.parts:
            self.say(_("“%(name)s” is no list.") % {"name": spelled(node.iter)})
            return
        outer = {name: each for name, each in scope.items() if each is not listed}
        inner = {**outer, node.target.name: listed.parts, "loop": tuple(Field(name, "") for name in OF_LOOPS)}
        for child in (*node.body, *node.else_):
            self.walk(child, inner, depth + 1)

    def find(self, node: nodes.Node, scope: Scope) -> Field | None:
        """The field that a word means; complains of one that is none."""
        found: Field | None = None
        if isinstance(node, nodes.Name):
            named = scope.get(node.name)
            found = named if isinstance(named, Field) else None
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            parts = scope.get(node.node.name)
            found = next((part for part in parts if part.name == node.attr), None) if isinstance(parts, tuple) else None
        if found is None:
            self.say(_("There is no field “%(name)s”.") % {"name": spelled(node)})
        else:
            self.used.add(found.name)
        return found


def spelled(node: nodes.Node) -> str:
    """A word of a template as somebody typed it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{spelled(node.node)}.{node.attr}"
    return "…"


def near(source: str, fault: TemplateSyntaxError) -> str:
    """The words of the document around a fault."""
    lines = source.splitlines() or [""]
    line = lines[min(max(fault.lineno - 1, 0), len(lines) - 1)]
    words = " ".join(re.sub(r"<[^>]+>", " ", line).split())
    brace = words.find("{")
    return words[max(brace, 0) : max(brace, 0) + 40]


def missing(fields: tuple[Field, ...], used: set[str]) -> Iterator[str]:
    for field in fields:
        if field.is_needed and field.name not in used:
            yield _("The field “%(name)s” has to stand in it: by it a paper can be checked.") % {"name": field.name}


def try_out(content: bytes, kind: str) -> None:
    """Make a paper of examples and open it. Raises ValidationError."""
    try:
        made = rendered(content, samples(FIELDS[kind]), address="https://example.gov.cn/", title="")
        Document(BytesIO(made))
    except (TemplateError, *DAMAGED) as fault:
        raise refusal(
            _("With examples in the place of its fields the document could not be made.")
            + _("Close each list and condition in the same table, or in paragraphs of its own.")
        ) from fault
