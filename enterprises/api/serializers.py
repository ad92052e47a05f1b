from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.moves import OpenMove
from accounts.api.reading import Worked
from accounts.api.serializers import KnownFields, Seen, SeenById, Shape, regions_for
from accounts.codes import credit_code_fault
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from enterprises.queries import estates_for, resolutions_for

CREDIT_CODE = gettext_lazy("Unified social credit code of the company, 18 characters.")
OWN_FIELDS = [
    "uscc", "name", "initials", "region", "region_name", "legal_representative", "contact_name", "contact_phone",
    "founded_on", "joined_on", "status", "code_warning",
]  # fmt: skip


def any_enterprise(user):
    """Every company: a contract may bring in one that has nothing here yet. It is named by its code, never searched."""
    return Enterprise.objects.all()


class EnterpriseShape(Shape):
    """The register's own columns."""

    region = Seen(
        "code", among=regions_for, help_text=gettext_lazy("Code of the division where it is registered, 12 digits.")
    )
    region_name = serializers.CharField(source="region.name", read_only=True, help_text=gettext_lazy("Its name."))
    code_warning = Worked(
        serializers.ChoiceField(choices=["length", "letters", "checksum"], allow_null=True),
        by=credit_code_fault,
        of=["uscc"],
        help_text=gettext_lazy("What is odd about the credit code; null if nothing is. A warning, never a bar."),
    )

    class Meta:
        model = Enterprise
        fields = OWN_FIELDS
        read_only_fields = ["initials"]
        extra_kwargs = {
            "uscc": {"help_text": gettext_lazy("Unified social credit code (GB 32100), 18 characters.")},
            "initials": {"help_text": gettext_lazy("Pinyin initials of the name, made by the portal.")},
            "joined_on": {"help_text": gettext_lazy("The day it entered the credit system; null if it never did.")},
        }


class ManagerShape(Shape):
    """A project manager; `enterprise` is named by its credit code."""

    enterprise = Seen("uscc", among=lambda user: Enterprise.objects.visible_to(user), help_text=CREDIT_CODE)
    enterprise_name = serializers.CharField(
        source="enterprise.name", read_only=True, help_text=gettext_lazy("Name of the company.")
    )

    class Meta:
        model = ProjectManager
        fields = ["id", "number", "name", "enterprise", "enterprise_name", "registered_on", "left_on"]


class ContractShape(Shape):
    """A service contract; estate, company and manager are named by their official codes."""

    estate = Seen("code", among=estates_for, help_text=gettext_lazy("Code of the estate, 13 digits."))
    estate_name = serializers.CharField(
        source="estate.name", read_only=True, help_text=gettext_lazy("Name of the estate.")
    )
    enterprise = Seen("uscc", among=any_enterprise, help_text=CREDIT_CODE)
    enterprise_name = serializers.CharField(
        source="enterprise.name", read_only=True, help_text=gettext_lazy("Name of the company.")
    )
    manager = Seen(
        "number", among=lambda user: ProjectManager.objects.all(), required=False, allow_null=True,
        help_text=gettext_lazy("Number of the project manager, who belongs to that company."),
    )  # fmt: skip
    manager_name = serializers.CharField(
        source="manager.name",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=gettext_lazy("Name of the project manager."),
    )

    resolution = SeenById(
        among=resolutions_for, required=False, allow_null=True,
        help_text=gettext_lazy("Id of the matter by which the owners hired the company; null if there is none."),
    )  # fmt: skip

    class Meta:
        model = ServiceContract
        fields = [
            "id", "number", "estate", "estate_name", "enterprise", "enterprise_name", "manager", "manager_name",
            "stage", "service_level", "fee_fen_per_m2_month", "begins_on", "ends_on", "signed_on", "filed_on",
            "resolution",
        ]  # fmt: skip
        extra_kwargs = {
            "fee_fen_per_m2_month": {"help_text": gettext_lazy("Fee in fen (1/100 yuan) per square metre and month.")},
            "begins_on": {"help_text": gettext_lazy("First day in force.")},
            "ends_on": {"help_text": gettext_lazy("First day no longer in force; null while it has no end.")},
        }

    def validate(self, values):
        """A manager of another company is as unknown here as one who does not exist, so the answer tells of neither."""
        manager = values.get("manager")
        enterprise = values.get("enterprise") or self.instance.enterprise
        if manager is not None and manager.enterprise_id != enterprise.pk:
            raise serializers.ValidationError(
                {"manager": _("“{value}” is not known here.").format(value=manager.number)}
            )
        return values


class ContractInFull(ContractShape):
    moves = OpenMove(many=True, read_only=True, help_text=gettext_lazy("What the caller may do with it now."))

    class Meta(ContractShape.Meta):
        fields = [*ContractShape.Meta.fields, "moves"]


class Ending(KnownFields):
    last_day = serializers.DateField(help_text=gettext_lazy("The last day on which the contract is in force."))
    why = serializers.CharField(max_length=300, help_text=gettext_lazy("Reason; it is kept in the log."))
