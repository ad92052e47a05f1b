from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from complaints.models.contacts import Contact
from complaints.models.topics import spoken


class ConsentText(Kept):
    """What residents are told before they leave a name or phone, and agree to. A new wording is a new version.

    `{bureau}` and `{months}` in the words are filled in when they are shown.
    """

    version = models.SlugField(_("version"), max_length=20, unique=True)
    from_on = models.DateField(_("first day"), default=timezone.localdate)
    words = models.TextField(_("words"), max_length=4000)
    words_en = models.TextField(_("words in English"), max_length=6000, blank=True)

    class Meta:
        verbose_name = _("notice on personal data")
        verbose_name_plural = _("notices on personal data")
        ordering = ["-from_on", "-version"]

    def __str__(self) -> str:
        return self.version

    @property
    def is_agreed_to(self) -> bool:
        """Whether somebody has left name or phone under it."""
        return Contact.objects.filter(consent_version=self.version).exists()

    @property
    def says(self) -> str:
        return spoken(self.words, self.words_en)
