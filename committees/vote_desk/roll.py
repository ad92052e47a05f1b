"""The roll on the desk: which homes a vote affects, and one line that is to be corrected."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from accounts.desk_buttons import reason_field
from committees.models import Owner, Ownership, RollLine, Vote
from estates.homes import typed_homes
from estates.models import Home


class HomesForm(forms.Form):
    """The homes whose owners decide: whole stairwells by a tick, single ones by a line each."""

    stairwells = forms.MultipleChoiceField(
        label=gettext_lazy("Stairwells"), required=False, widget=forms.CheckboxSelectMultiple
    )
    homes = forms.CharField(
        label=gettext_lazy("Single homes"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy("One in a line, such as 3-2-501."),
    )  # fmt: skip

    def __init__(self, vote: Vote, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.all = {home.pk: home for home in Home.objects.of(vote.estate).select_related("building")}
        wells = sorted({(home.building.name, home.unit) for home in self.all.values()})
        self.fields["stairwells"].choices = [
            (f"{house}\t{unit}", f"{house} {unit}单元" if unit.isdigit() else f"{house} {unit}")
            for house, unit in wells
        ]

    def clean(self) -> dict:
        given = super().clean()
        chosen = set(given.get("stairwells") or ())
        found = {home.pk for home in self.all.values() if f"{home.building.name}\t{home.unit}" in chosen}
        single, unknown = typed_homes(given.get("homes", ""), self.all.values())
        if unknown:
            self.add_error(
                "homes", _("No one home of this estate is meant by: %(homes)s.") % {"homes": "、".join(unknown)}
            )
        found |= {home.pk for home in single}
        given["chosen"] = [self.all[key] for key in sorted(found)]
        return given


class CorrectForm(forms.Form):
    """One line of a roll: another area, or the owner whom the register has now."""

    area_m2 = forms.DecimalField(
        label=gettext_lazy("Exclusive area, m²"), max_digits=10, decimal_places=2, required=False,
        widget=UnfoldAdminDecimalFieldWidget,
    )  # fmt: skip
    takes_owner = forms.BooleanField(
        label=gettext_lazy("Take over the owner who is on the register now"), required=False,
        widget=UnfoldBooleanSwitchWidget,
    )  # fmt: skip
    reason = reason_field(gettext_lazy("Why"))


def owner_now(line: RollLine, on) -> Owner:
    """Whose the home is by the register. Raises ValidationError."""
    found = Ownership.objects.on(on).filter(home=line.home_id).select_related("owner").first()
    if found is None:
        raise ValidationError({"takes_owner": _("The register has no owner of this home now.")})
    return found.owner
