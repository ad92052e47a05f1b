import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from complaints.models.topics import Topic

STANDS_FOR = ("estate", "number", "topic", "filed")
"""What may stand in braces."""


class TemplateUse(models.TextChoices):
    """For which words a template is offered."""

    ANSWER = "answer", _("answer to the resident")
    ASK = "ask", _("question to the resident")
    RETURN = "return_answer", _("why an answer goes back")


class AnswerTemplate(Kept):
    """Words that officers write often. `{estate}`, `{number}`, `{topic}`, `{filed}` stand for the complaint's own."""

    use = models.CharField(_("used for"), max_length=15, choices=TemplateUse, default=TemplateUse.ANSWER)
    name = models.CharField(_("name"), max_length=40)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only for this topic"),
        help_text=_("A class stands for all its leaves. Empty: for all topics."),
    )  # fmt: skip
    words = models.TextField(
        _("words"), max_length=1000,
        help_text=_("{estate}, {number}, {topic} and {filed} are filled in from the complaint."),
    )  # fmt: skip
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["use", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["use", "name"], name="one_answer_template_per_name_and_use"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for words in braces that stand for nothing."""
        unknown = sorted(set(re.findall(r"\{(.*?)\}", self.words)) - set(STANDS_FOR))
        if unknown:
            raise ValidationError(
                {
                    "words": _("“{%(word)s}” stands for nothing. Use %(known)s.")
                    % {"word": unknown[0], "known": ", ".join(f"{{{name}}}" for name in STANDS_FOR)}
                }
            )
