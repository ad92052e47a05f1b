"""What imports and their registers look like in JSON."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.reading import Worked
from accounts.api.serializers import KnownFields, Shape
from intake.models import ImportBatch, OnExisting
from intake.sheets import all_sheets, sheets_for, title_of


class ImportShape(Shape):
    register = serializers.CharField(source="sheet", help_text=gettext_lazy("Key of the register that it is for."))
    register_title = Worked(
        serializers.CharField(), by=title_of, of=["sheet"], help_text=gettext_lazy("The register in words.")
    )
    by = serializers.CharField(
        source="by.username", allow_null=True, help_text=gettext_lazy("Who uploaded it; null for the portal itself.")
    )
    applied_by = serializers.CharField(
        source="applied_by.username", allow_null=True, help_text=gettext_lazy("Who had it imported.")
    )
    undone_by = serializers.CharField(
        source="undone_by.username", allow_null=True, help_text=gettext_lazy("Who had it undone.")
    )
    has_marked_copy = Worked(
        serializers.BooleanField(),
        by=bool,
        of=["marked_file"],
        help_text=gettext_lazy("Whether there is a copy with the faults beside the cells: see marked/."),
    )

    class Meta:
        model = ImportBatch
        fields = [
            "id", "register", "register_title", "file_name", "on_existing", "state", "row_count", "fault_count",
            "warning_count", "has_marked_copy", "message", "by", "received_at", "applied_by", "applied_at",
            "undone_by", "undone_at", "undo_reason",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "message": {"help_text": gettext_lazy("What the portal has to say about the file as a whole.")},
            "row_count": {"help_text": gettext_lazy("Rows of data in the file.")},
            "fault_count": {"help_text": gettext_lazy("Faults; a file with one is not imported.")},
            "warning_count": {"help_text": gettext_lazy("Oddities that bar nothing.")},
        }


class ProgressShape(serializers.Serializer):
    done = serializers.IntegerField(help_text=gettext_lazy("Rows done."))
    total = serializers.IntegerField(help_text=gettext_lazy("Rows in all, about; 0 before that is known."))


class FaultShape(serializers.Serializer):
    row = serializers.IntegerField(help_text=gettext_lazy("Row as Excel counts: headings are row 1; 0 is the file."))
    column = serializers.CharField(source="heading", help_text=gettext_lazy("Heading of the column; may be empty."))
    what = serializers.CharField(help_text=gettext_lazy("What is wrong."))
    todo = serializers.CharField(help_text=gettext_lazy("What to do about it; may be empty."))
    is_warning = serializers.BooleanField(help_text=gettext_lazy("An oddity that bars nothing."))


class NewImport(KnownFields):
    """A form (multipart/form-data) with the file."""

    register = serializers.CharField(max_length=40, help_text=gettext_lazy("Key of the register: see templates/."))
    file = serializers.FileField(help_text=gettext_lazy("The workbook (.xlsx, .xlsm) or .csv file."))
    on_existing = serializers.ChoiceField(
        choices=OnExisting.choices,
        default=OnExisting.REFUSE,
        help_text=gettext_lazy("What happens to rows that are on the register already."),
    )

    def validate_register(self, key: str) -> str:
        open_to_caller = sheets_for(self.context["request"].user)
        if key not in open_to_caller:
            sentence = _("You may import into these registers: %(known)s.")
            raise serializers.ValidationError(sentence % {"known": ", ".join(open_to_caller)})
        return key

    def validate(self, sent):
        if sent["on_existing"] == OnExisting.UPDATE and not all_sheets()[sent["register"]].can_update:
            raise serializers.ValidationError(
                {"on_existing": _("This register is only ever added to; it cannot be updated from a file.")}
            )
        return sent


class Undoing(KnownFields):
    reason = serializers.CharField(
        max_length=300, help_text=gettext_lazy("Why it is undone; it is kept with the import.")
    )


class ColumnShape(serializers.Serializer):
    field = serializers.CharField(help_text=gettext_lazy("What the column is called in the API."))
    heading = serializers.CharField(help_text=gettext_lazy("What stands in the first row of the file."))
    required = serializers.BooleanField(help_text=gettext_lazy("Whether every row must have it."))
    help = serializers.CharField(help_text=gettext_lazy("What to write."))
    choices = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("The words that may be written; empty: any.")
    )
    example = serializers.CharField(help_text=gettext_lazy("An example."))


class RegisterShape(serializers.Serializer):
    """A register that takes files."""

    register = serializers.CharField(help_text=gettext_lazy("Its key."))
    title = serializers.CharField(help_text=gettext_lazy("Its name."))
    about = serializers.CharField(help_text=gettext_lazy("What its rows are."))
    tab = serializers.CharField(help_text=gettext_lazy("Name of its worksheet in a workbook."))
    can_update = serializers.BooleanField(help_text=gettext_lazy("Whether a file may change rows that are there."))
    may_import = serializers.BooleanField(help_text=gettext_lazy("Whether the caller may import into it."))
    template = serializers.CharField(help_text=gettext_lazy("Address of the empty workbook."))
    columns = ColumnShape(many=True, help_text=gettext_lazy("Its columns."))
