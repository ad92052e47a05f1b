from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("Owners")

    def ready(self) -> None:
        from accounts.models import Role
        from committees.queries import charged_to, own_estates
        from estates.belonging import CHARGES, WAYS

        WAYS[Role.COMMITTEE] = own_estates
        CHARGES[Role.COMMITTEE] = charged_to
