from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.kept import Kept
from accounts.models.regions import Region


class Role(models.TextChoices):
    """The columns of `authority.csv`."""

    SYSTEM = "system", _("system administrator")
    AUDITOR = "auditor", _("auditor")
    BUREAU = "bureau", _("bureau officer")
    DISTRICT = "district", _("district officer")
    STREET = "street", _("street officer")
    INSPECTOR = "inspector", _("inspector")
    COMPANY = "company", _("company staff")
    COMMITTEE = "committee", _("committee member")


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        return self.create_user(username, password, **{"role": Role.SYSTEM, **fields})


class User(Kept, AbstractBaseUser):
    """A person who logs in: a role says what they may do, a region what they see.

    Staff of a company and members of a committee have no region: `enterprises.Employment` says which company,
    `committees.CommitteeLogin` which committee.
    """

    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    is_active = models.BooleanField(_("may log in"), default=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=[Role.DISTRICT, Role.STREET]) | Q(region__isnull=False),
                name="officer_of_a_district_or_street_has_a_region",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_staff(self) -> bool:
        """Everybody with a login has a desk in the web admin; `authority.csv` says what stands on it."""
        return self.is_active

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj=None) -> bool:
        """Django's own permission names open nothing here; desks ask `authority.may`."""
        return False

    def has_perms(self, perms, obj=None) -> bool:
        return not list(perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active
