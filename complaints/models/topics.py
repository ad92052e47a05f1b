from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept


class Handler(models.TextChoices):
    """Who answers a complaint."""

    COMPANY = "company", _("property company")
    COMMUNITY = "community", _("community committee")
    STREET = "street", _("street office")
    DISTRICT = "district", _("district housing bureau")
    BODY = "body", _("another body")


class Body(Kept):
    """Another body to which a matter belongs that is not the property company's: city management, 110, 12345."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)
    phone = models.CharField(_("phone"), max_length=30)
    note = models.CharField(_("what it deals with"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other body")
        verbose_name_plural = _("other bodies")
        ordering = ["code"]

    def __str__(self) -> str:
        return spoken(self.name, self.name_en)


class Topic(Kept):
    """What a complaint is about: one of twelve classes (two digits), or a leaf of one (four digits).

    A leaf says who handles it, whether it is a danger and whom to ring first, and to whom it belongs if it is none of
    property management's business. `answer_workdays` replaces the city's rule.
    """

    code = models.CharField(
        _("code"), max_length=4, unique=True, validators=[RegexValidator(r"^\d{2}(\d{2})?$", _("Two or four digits."))]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="leaves", verbose_name=_("class")
    )
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80)
    question = models.CharField(_("question above its leaves"), max_length=60, blank=True)
    question_en = models.CharField(_("the same in English"), max_length=100, blank=True)
    handler = models.CharField(_("handled by"), max_length=10, choices=Handler, default=Handler.COMPANY)
    is_urgent = models.BooleanField(_("danger"), default=False)
    danger = models.CharField(_("what to do first"), max_length=120, blank=True)
    danger_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    danger_phone = models.CharField(_("whom to ring first"), max_length=30, blank=True)
    answer_workdays = models.PositiveSmallIntegerField(
        _("working days for the answer"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Empty: the city's rule."),
    )  # fmt: skip
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("belongs to this body instead")
    )
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{2}$", parent__isnull=True)
                | Q(code__regex=r"^\d{4}$", parent__isnull=False),
                name="topic_is_a_class_or_a_leaf_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(handler=Handler.BODY) | Q(body__isnull=False) | Q(parent__isnull=True),
                name="topic_for_another_body_names_it",
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.name, self.name_en)

    @property
    def asks(self) -> str:
        return spoken(self.question, self.question_en)

    @property
    def warning(self) -> str:
        return spoken(self.danger, self.danger_en)


class RefusalReason(Kept):
    """A published reason not to accept a complaint, with the way to go instead."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("reason"), max_length=80)
    name_en = models.CharField(_("the same in English"), max_length=120)
    advice = models.CharField(_("where to go"), max_length=200)
    advice_en = models.CharField(_("where to go, in English"), max_length=300)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other body")
    )
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        verbose_name = _("reason for not accepting")
        verbose_name_plural = _("reasons for not accepting")
        ordering = ["code"]

    def __str__(self) -> str:
        return spoken(self.name, self.name_en)

    @property
    def way(self) -> str:
        return spoken(self.advice, self.advice_en)


def spoken(chinese: str, english: str) -> str:
    """The words in the reader's language; the Chinese ones where there are no others."""
    return chinese if (get_language() or "zh").startswith("zh") else english or chinese
