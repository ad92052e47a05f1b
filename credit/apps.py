from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditConfig(AppConfig):
    name = "credit"
    verbose_name = _("Credit")

    def ready(self) -> None:
        from credit.money import uncounted
        from fees.evidence import UNCOUNTED

        UNCOUNTED.append(uncounted)
