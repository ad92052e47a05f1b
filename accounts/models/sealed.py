from django.db import models

from accounts.sealing import seal, unseal


class SealedPerson(models.Model):
    """A name and a phone, encrypted at rest. Lists show the masked ones; a look at the rest is recorded."""

    sealed_name = models.TextField(blank=True, editable=False)
    sealed_phone = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return unseal(self.sealed_name) if self.sealed_name else ""

    @property
    def phone(self) -> str:
        return unseal(self.sealed_phone) if self.sealed_phone else ""

    @property
    def masked_name(self) -> str:
        """The family name and stars."""
        name = self.name
        return name[:1] + "*" * (len(name) - 1)

    @property
    def masked_phone(self) -> str:
        """The first three and last four digits."""
        phone = self.phone
        return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)

    def put_down(self, *, name: str, phone: str = "") -> None:
        self.sealed_name = seal(name) if name else ""
        self.sealed_phone = seal(phone) if phone else ""
