"""Forms that were made for the phone, dressed in the theme of the web admin."""

from typing import TypeVar

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk_buttons import DateInput

Asked = TypeVar("Asked", bound=forms.Form)

DRESSED: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.TextInput: UnfoldAdminTextInputWidget,
    forms.Textarea: UnfoldAdminTextareaWidget,
    forms.Select: UnfoldAdminSelectWidget,
    forms.NumberInput: UnfoldAdminDecimalFieldWidget,
    forms.CheckboxSelectMultiple: UnfoldAdminCheckboxSelectMultipleWidget,
    forms.ClearableFileInput: UnfoldAdminFileFieldWidget,
    forms.DateInput: DateInput,
    forms.DateTimeInput: UnfoldAdminTextInputWidget,
}


def dressed(form: type[Asked]) -> type[Asked]:
    """The same form, each widget changed for the theme's own."""

    class Dressed(form):  # type: ignore[valid-type,misc]
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            for field in self.fields.values():
                dress(field)

    Dressed.__name__ = form.__name__
    return Dressed


def day_form(name: str, label) -> type[forms.Form]:
    """Only the question which day."""
    return dressed(type("DayForm", (forms.Form,), {name: forms.DateField(label=label)}))


def dress(field: forms.Field) -> None:
    made = DRESSED.get(type(field.widget))
    if made is None:
        return
    was = field.widget
    kept = {name: value for name, value in was.attrs.items() if name in ("rows", "maxlength")}
    if type(was) is forms.DateTimeInput:
        kept["type"] = "datetime-local"
    field.widget = made(attrs=kept)
    field.widget.is_required = was.is_required
    if isinstance(field, forms.ChoiceField):
        field.widget.choices = field.choices  # type: ignore[attr-defined]
