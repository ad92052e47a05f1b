"""Words of the web admin: what kind of thing a line of the audit log is about, and what was done to it."""

from typing import Any

from django import template
from django.apps import apps
from django.utils.translation import gettext as _

from accounts.audit_words import word_of

register = template.Library()


def model_of(label: str):
    """The model that `estates.estate` names, or None where there is none any more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


@register.filter
def thing_word(label: str) -> str:
    """`estates.estate` in the reader's language."""
    model = model_of(label)
    return str(model._meta.verbose_name) if model else label


@register.filter
def verb_word(verb: str) -> str:
    return word_of(verb)


@register.filter
def changed(line) -> list[dict[str, Any]]:
    """What a line of the audit log changed: field, value before, value after; only `after` for something added."""
    before, after = line.before or {}, line.after or {}
    model = model_of(line.thing)
    names = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields} if model else {}
    return [
        {"name": names.get(key, key), "before": shown(before.get(key)), "after": shown(after.get(key))}
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key) or key not in before
    ]


def shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    return str(value)


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """The present query string with some parameters changed; an empty value takes one away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"
