import uuid
from pathlib import PurePath
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Committee
from committees.models.filings import Filing
from committees.models.votes import Vote
from committees.papers.queries import PaperQuerySet
from estates.models import Estate

OFFICER: dict[str, Any] = {"null": True, "blank": True, "related_name": "+"}


class PaperForm(models.TextChoices):
    """What kind of document a paper is."""

    FILING_FORM = "filing_form", _("filing form")
    ANNOUNCEMENT = "announcement", _("public announcement")
    RESULT = "result", _("result of a vote")
    INVITATIONS = "invitations", _("letters of invitation")
    DELIVERY = "delivery", _("confirmation that homes may be handed over")


def private_files():
    return storages["private"]


def place_of_template(template: "PaperTemplate", name: str) -> str:
    return f"paper-templates/{template.kind}/{uuid.uuid4().hex}.docx"


class PaperTemplate(models.Model):
    """A Word file of the bureau's own, from which papers of a kind are made. The last one not withdrawn is in use;
    without one it is the form that the portal came with."""

    kind = models.CharField(_("kind"), max_length=12, choices=PaperForm)
    place = models.PositiveSmallIntegerField(_("edition"))
    name = models.CharField(_("name of the file"), max_length=100)
    file = models.FileField(_("file"), storage=private_files, upload_to=place_of_template, max_length=200)
    digest = models.CharField(_("SHA-256"), max_length=64)
    kept_at = models.DateTimeField(_("uploaded at"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), **OFFICER)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    masks = {"file": str}

    class Meta:
        verbose_name = _("template of papers")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind", "-place"]
        constraints = [models.UniqueConstraint(fields=["kind", "place"], name="paper_templates_are_numbered")]
        triggers = [pgtrigger.Protect(name="paper_templates_are_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Paper(models.Model):
    """One Word document that was made: its number and digest stay for ever, its file until `erase_on`.

    `sealed_place` is where the file lies, encrypted; "" for letters with codes, which are handed out once and kept
    nowhere, and for what has been erased.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PaperForm)
    title = models.CharField(_("title"), max_length=200)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="papers", verbose_name=_("estate"))
    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name=_("committee"), **OFFICER)
    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name=_("filing"), **OFFICER)
    vote = models.ForeignKey(Vote, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("vote"))
    template = models.ForeignKey(PaperTemplate, models.PROTECT, verbose_name=_("template"), **OFFICER)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("made by whom"), **OFFICER)
    digest = models.CharField(_("SHA-256"), max_length=64)
    byte_count = models.PositiveIntegerField(_("bytes"))
    sealed_place = models.CharField(max_length=200, blank=True, editable=False)
    erase_on = models.DateField(_("to be erased on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["digest"], name="papers_by_digest"),
            models.Index(fields=["erase_on"], condition=~Q(sealed_place=""), name="papers_to_erase"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="paper_has_a_digest"),
            models.CheckConstraint(
                condition=Q(sealed_place="") | Q(erase_on__isnull=False), name="kept_paper_has_a_day_to_be_erased"
            ),
            models.CheckConstraint(
                condition=~Q(kind="invitations") | Q(sealed_place=""), name="letters_with_codes_are_not_kept"
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="papers_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_made_paper_stays_as_it_is",
                fields=["number", "kind", "title", "estate", "committee", "filing", "vote", "template", "made_at",
                        "made_by", "digest", "byte_count"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_kept(self) -> bool:
        """Whether the file can be handed out."""
        return bool(self.sealed_place)

    @property
    def file_name(self) -> str:
        return str(PurePath(f"{self.estate.name} {self.get_kind_display()} {self.number}.docx").name)
