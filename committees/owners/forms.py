"""What the desk asks about homes and owners. Cells are read as those of a workbook are."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.desk_buttons import DateInput, reason_field
from committees.models import OwnerKind
from committees.owners.cells import at_odds, documents, names, party_of, phones, plain_building, without
from committees.owners.people import Party
from estates.models import Building, Estate, Home
from intake.parsing import Wrong

LINE = UnfoldAdminTextInputWidget


class Cell(forms.CharField):
    """A line read by a parser of `cells.py`; `empty` stands for nothing."""

    widget = LINE

    def __init__(self, *, parse, empty=(), **options) -> None:
        self.parse, self.empty = parse, empty
        super().__init__(max_length=600, **options)

    def to_python(self, value):
        """Raises ValidationError."""
        said = super().to_python(value)
        if not said:
            return self.empty
        try:
            return self.parse(said)
        except Wrong as wrong:
            raise forms.ValidationError(f"{wrong.what} {wrong.todo}") from wrong


class PeopleForm(forms.Form):
    """Who holds a home together."""

    names = Cell(
        parse=names, label=_("names"), help_text=_("All who hold it, separated by 、; the first votes for all.")
    )
    phones = Cell(
        parse=phones, label=_("phones"), required=False, help_text=_("In the order of the names. Kept sealed.")
    )
    documents = Cell(
        parse=documents, label=_("document numbers"), required=False,
        help_text=_("Of everybody, in the order of the names. Not kept: it only tells two people apart."),
    )  # fmt: skip

    def clean(self) -> dict:
        """The answers with a `party` in place of its parts."""
        given = super().clean() or self.cleaned_data
        people, numbers, papers = (given.pop(name, ()) for name in ("names", "phones", "documents"))
        kind = given.pop("owner_kind", OwnerKind.PERSON)
        if not self.errors:
            for name, told in at_odds(people, numbers, papers, kind).items():
                self.add_error(name, " ".join(told))
        if not self.errors:
            given["party"] = party_of(people, numbers, papers, kind)
        return given


class OwnerForm(PeopleForm):
    owner_kind = forms.ChoiceField(
        label=_("kind of owner"), choices=OwnerKind.choices, widget=UnfoldAdminSelectWidget,
        help_text=_("What is not sold, or not handed over, is the developer's."),
    )  # fmt: skip
    field_order = ["owner_kind"]


class TransferForm(OwnerForm):
    on = forms.DateField(label=_("theirs from"), widget=DateInput, initial=timezone.localdate)


class CorrectForm(PeopleForm):
    reason = reason_field(_("Why"))


class FindForm(forms.Form):
    number = forms.CharField(label=_("the whole number"), max_length=40, widget=LINE(attrs={"autocomplete": "off"}))


class StrikeForm(forms.Form):
    reason = reason_field(_("Why"))


class NewHomeForm(OwnerForm, forms.ModelForm):
    """A home with its owner. The building is named as on the register."""

    estate = forms.ModelChoiceField(
        label=_("estate"), queryset=Estate.objects.all(),
        widget=AutocompleteSelect(Building._meta.get_field("estate"), admin.site),
    )  # fmt: skip
    house = forms.CharField(label=_("building"), max_length=30, widget=LINE, help_text=_("As on the register: 3号楼."))
    unit = Cell(parse=without("单元"), empty="", label=_("unit of a building"), required=False)
    room = Cell(parse=without("室"), empty="", label=_("room"))
    since = forms.DateField(label=_("theirs from"), widget=DateInput, initial=timezone.localdate)

    class Meta:
        model = Home
        fields = ["unit", "room", "area_m2", "area_basis", "use", "delivered_on"]

    def clean(self) -> dict:
        given = super().clean()
        estate, said = given.get("estate"), given.get("house")
        if estate is not None and said:
            found = [each for each in estate.buildings.all() if plain_building(each.name) == plain_building(said)]
            if found:
                self.instance.building = found[0]
            else:
                self.add_error("house", _("This estate has no such building. Register it with the estate first."))
        return given

    def party(self) -> Party:
        return self.cleaned_data["party"]
