"""The verbs of papers: make one, look at one; keep a template, withdraw one; erase what has been kept long enough."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from jinja2 import TemplateError

from accounts import audit
from accounts.authority import require
from accounts.city import whole
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from committees.models import Paper, PaperForm, PaperTemplate
from committees.papers import store
from committees.papers.checking import DAMAGED, check
from committees.papers.contents import Contents, contents_of
from committees.papers.fields import FIELDS, NUMBER
from committees.papers.kinds import KINDS
from committees.papers.rendering import rendered
from committees.papers.shipped import form_of

RIGHT = "papers.templates"
ERASED_AT_ONCE = 500


@dataclass(frozen=True)
class Made:
    """A paper, and the file itself: of letters with codes it is the only copy."""

    paper: Paper
    content: bytes


def make(kind: str, thing: Any, *, by: User | None, at: datetime) -> Paper:
    """Make a paper about a filing, a vote or a posting, and keep it. Raises as `hand_out`."""
    return hand_out(kind, thing, by=by, at=at).paper


@transaction.atomic
def hand_out(kind: str, thing: Any, *, by: User | None, at: datetime, **choice) -> Made:
    """Make a paper and return it with its file. `choice` as for `contents_of`.

    Raises NotAllowed, DoesNotExist outside of one's scope, ValidationError (the thing is not ready for such a paper),
    NoRuleValue.
    """
    rights = KINDS[PaperForm(kind)]
    require(by, rights.make)
    rows = type(thing)._default_manager
    held = (rows if by is None else rows.visible_to(by)).get(pk=thing.pk)
    on = timezone.localdate(at)
    with translation.override(settings.LANGUAGE_CODE):
        contents = contents_of(kind, held, on=on, **choice)
        paper = begun(kind, contents, by=by, at=at)
        content = drawn(paper, contents)
    paper.digest, paper.byte_count = store.digest_of(content), len(content)
    if rights.is_kept:
        paper.sealed_place, paper.erase_on = (
            store.put(content),
            on + relativedelta(years=whole("made_papers_kept_years", on=on)),
        )
    paper.full_clean(validate_unique=False)
    paper.save(force_insert=True)
    told = {"kind": kind, "of": f"{held._meta.label_lower} {held.pk}", "digest": paper.digest}
    audit.record(by=by, at=at, verb="make_paper", thing=paper, after=told)
    return Made(paper, content)


def begun(kind: str, contents: Contents, *, by: User | None, at: datetime) -> Paper:
    """A paper with its number and template; not saved."""
    return Paper(
        **numbered(Paper, "WS", timezone.localdate(at)), kind=kind, title=contents.title,
        estate=contents.estate, template=template_in_use(kind), made_at=at, made_by=by, **contents.links,
    )  # fmt: skip


def drawn(paper: Paper, contents: Contents) -> bytes:
    """The file. Raises ValidationError when the template in use does not take these contents."""
    address = check_address(paper)
    values = {**contents.values, NUMBER: paper.number, "查验网址": address}
    assert values.keys() >= {field.name for field in FIELDS[paper.kind]} - {"查验码"}
    try:
        return rendered(source_of(paper.kind, paper.template), values, address=address, title=paper.title)
    except (TemplateError, *DAMAGED) as fault:
        raise ValidationError(
            _("The template “%(name)s” does not take this paper. Withdraw it, or upload a corrected one.")
            % {"name": paper.template or paper.get_kind_display()}
        ) from fault


def check_address(paper: Paper) -> str:
    return settings.PUBLIC_URL + reverse("committees:paper", args=[paper.number])


@transaction.atomic
def look_at(paper: Paper, *, by: User, at: datetime) -> bytes:
    """The file of a paper; each look stands in the audit log. Raises NotAllowed, DoesNotExist, NotNow."""
    require(by, KINDS[paper.kind].view)
    seen = Paper.objects.visible_to(by).get(pk=paper.pk)
    if not seen.is_kept:
        raise NotNow(_("The file of %(number)s is not kept. Its number and digest stay.") % {"number": seen.number})
    try:
        found = store.content(seen)
    except (FileNotFoundError, store.NotOpened, store.NotAsItWas) as fault:
        raise NotNow(
            _("The file of %(number)s cannot be handed out: it is not the one that was made. Tell the administrator.")
            % {"number": seen.number}
        ) from fault
    audit.record(by=by, at=at, verb="look_at_paper", thing=seen)
    return found


# Templates.


def template_in_use(kind: str) -> PaperTemplate | None:
    """The bureau's last one that is not withdrawn; None for the form that the portal came with."""
    return PaperTemplate.objects.filter(kind=kind, withdrawn_at__isnull=True).order_by("-place").first()


def source_of(kind: str, template: PaperTemplate | None) -> bytes:
    if template is None:
        return form_of(kind)
    with template.file.open("rb") as file:
        return file.read()


@transaction.atomic
def keep_template(kind: str, *, content: bytes, name: str, by: User | None, at: datetime) -> PaperTemplate:
    """From now on papers of a kind are made from this file. Raises NotAllowed, ValidationError on `file`."""
    require(by, RIGHT)
    check(content, kind)
    last = PaperTemplate.objects.select_for_update().filter(kind=kind).order_by("-place").first()
    kept = PaperTemplate(
        kind=PaperForm(kind), place=last.place + 1 if last else 1, name=name[-100:], digest=store.digest_of(content),
        kept_at=at, kept_by=by,
    )  # fmt: skip
    kept.file.save(name, ContentFile(content), save=False)
    return audit.keep(kept, by=by, at=at, verb="keep_paper_template")


@transaction.atomic
def withdraw_template(template: PaperTemplate, *, by: User | None, at: datetime) -> PaperTemplate:
    """The one before it is in use again, or the portal's own form. Raises NotAllowed, NotNow."""
    require(by, RIGHT)
    held = PaperTemplate.objects.select_for_update().get(pk=template.pk)
    if held.is_withdrawn:
        raise NotNow(_("This template was withdrawn before."))
    held.withdrawn_at = at
    return audit.keep(held, by=by, at=at, verb="withdraw_paper_template")


# What is kept no longer than it is needed.


def erase_old(*, at: datetime) -> int:
    """The files whose day has come; numbers and digests stay, so that old prints can still be checked. How many."""
    erased = 0
    while count := erase_some(at=at):
        erased += count
    return erased


@transaction.atomic
def erase_some(*, at: datetime) -> int:
    due = Paper.objects.due_for_erasing(on=timezone.localdate(at)).select_for_update(skip_locked=True)
    papers = list(due.order_by("erase_on")[:ERASED_AT_ONCE])
    for paper in papers:
        transaction.on_commit(partial(store.strike, paper.sealed_place))
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(sealed_place="", erased_at=at)
    if papers:
        audit.record(by=None, at=at, verb="erase_papers", thing=papers[0], after={"papers": len(papers)})
    return len(papers)
