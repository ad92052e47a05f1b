from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User

MOST_CALLS_PER_MINUTE = 1_000_000


class TokenState(models.TextChoices):
    GOOD = "good", _("in force")
    EXPIRED = "expired", _("run out")
    REVOKED = "revoked", _("revoked")


class Terms(models.Model):
    """What holds for a program's key: what it may, from where, how often, until when it was withdrawn."""

    name = models.CharField(_("what it is for"), max_length=60)
    read_only = models.BooleanField(_("read only"), default=False)
    networks = ArrayField(
        models.CharField(max_length=43),
        verbose_name=_("allowed networks"),
        default=list,
        blank=True,
        help_text=_("IPv4 or IPv6 networks from which it may be used; none: from everywhere."),
    )
    calls_per_minute = models.PositiveIntegerField(
        _("calls per minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CALLS_PER_MINUTE)],
        help_text=_("Empty: as many as the portal lets every token make."),
    )
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(calls_per_minute__isnull=True) | Q(calls_per_minute__gte=1),
                name="%(class)s_makes_at_least_one_call_a_minute",
            ),
        ]

    def terms(self) -> dict:
        """What a successor takes over."""
        return {
            "name": self.name,
            "read_only": self.read_only,
            "networks": self.networks,
            "calls_per_minute": self.calls_per_minute,
        }


class ApiClient(Terms):
    """A program that fetches its own tokens by OAuth 2 client credentials. It sees what its person sees.

    Of its secret only a peppered digest is kept. After a rotation the one before is good until `old_secret_until`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_clients", verbose_name=_("person"))
    client_id = models.CharField(_("client id"), max_length=32, unique=True, editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    old_digest = models.CharField(_("digest before"), max_length=64, blank=True, editable=False)
    old_secret_until = models.DateTimeField(_("old secret is good until"), null=True, blank=True, editable=False)

    class Meta(Terms.Meta):
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.name} · {self.client_id}"


class ApiToken(Terms):
    """A key to the API. Only a peppered digest is kept; the key itself is shown once, when it is issued.

    Its person, terms and digest never change. It is rotated: a successor takes over its terms, and it ends a while
    later. Tokens with a `client` were fetched by that program and last an hour.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("person"))
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=8, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    predecessor = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="successor", editable=False,
        verbose_name=_("takes over from"),
    )  # fmt: skip
    client = models.ForeignKey(
        ApiClient, models.CASCADE, null=True, blank=True, related_name="tokens", editable=False,
        verbose_name=_("API client"),
    )  # fmt: skip

    class Meta(Terms.Meta):
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.name} · {self.hint}…"

    def is_good(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    def state(self, at: datetime) -> TokenState:
        if self.revoked_at is not None:
            return TokenState.REVOKED
        return TokenState.GOOD if at < self.expires_at else TokenState.EXPIRED
