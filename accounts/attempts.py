"""What a form asks an action to do: all of it, or nothing; what was refused is said beside the field it is about."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.lifecycle import NotNow

REFUSALS = (NotNow, NotAllowed, NoRuleValue)
"""What actions raise with one sentence for the person."""
AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})


def attempt(form: forms.BaseForm, do: Callable[[], Any], *, names: Mapping[str, str] = AS_THEY_ARE) -> Any:
    """What `do` gives; None where the form is not sound or the action refused, which the form then says.

    `names`: fields of the form that the action calls otherwise.
    """
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return do()
    except REFUSALS as fault:
        form.add_error(None, str(fault))
    except ValidationError as fault:
        for given, lines in lines_by_field(fault).items():
            name = names.get(given, given)
            form.add_error(name if name in form.fields else None, lines)
    return None


def lines_by_field(fault: ValidationError) -> dict[str, list[str]]:
    return fault.message_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.messages}
