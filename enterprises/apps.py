from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from accounts.models import Role
        from committees.models import PaperForm
        from committees.papers.contents import GATHERED
        from enterprises.queries import charged_to, estates_for
        from enterprises.takeovers.papers import confirmation
        from estates.belonging import CHARGES, WAYS

        WAYS[Role.COMPANY] = estates_for
        CHARGES[Role.COMPANY] = charged_to
        GATHERED[PaperForm.DELIVERY] = confirmation
