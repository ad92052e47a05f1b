"""Topics as services: each leaf that may be chosen is one, its class is the group."""

from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Kind, Topic
from complaints.open311.faults import Fault


def services() -> list[dict[str, Any]]:
    return [told(topic) for topic in leaves()]


def leaves():
    return Topic.objects.filter(parent__isnull=False, is_active=True).select_related("parent", "body").order_by("code")


def told(topic: Topic) -> dict[str, Any]:
    return {
        "service_code": topic.code,
        "service_name": str(topic),
        "description": f"{topic.parent} · {topic}",
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(filter(None, dict.fromkeys([topic.name, topic.name_en]))),
        "group": str(topic.parent),
    }


def topic_named(code: str) -> Topic | None:
    return leaves().filter(code=code).first() if code and "\x00" not in code else None


def definition(code: str) -> dict[str, Any]:
    """What else a request for a service may say, and what people should know first. Raises Fault 404."""
    topic = topic_named(code)
    if topic is None:
        raise Fault(404, _("There is no service_code “%(code)s” here.") % {"code": code[:40]})
    attributes = [*warnings_of(topic), spot(), kind()]
    for place, attribute in enumerate(attributes, start=1):
        attribute["order"] = place
    return {"service_code": topic.code, "attributes": attributes}


def attribute(code: str, datatype: str, description: str, help_text: str = "", **more: Any) -> dict[str, Any]:
    return {
        "variable": True, "code": code, "datatype": datatype, "required": False, "datatype_description": help_text,
        "order": 0, "description": description, "values": [], **more,
    }  # fmt: skip


def warnings_of(topic: Topic) -> list[dict[str, Any]]:
    """What people are told before they write: a danger and whom to ring, or whose business it is instead."""
    said = notice_of(topic)
    return [attribute("notice", "text", said, variable=False)] if said else []


def notice_of(topic: Topic) -> str:
    """The same as one text; "" when there is nothing to say."""
    lines = []
    if topic.warning:
        lines.append(" ".join(filter(None, [topic.warning, topic.danger_phone])))
    if topic.body:
        lines.append(_("This belongs to %(body)s: %(phone)s") % {"body": topic.body, "phone": topic.body.phone})
    return " ".join(lines)


def spot() -> dict[str, Any]:
    return attribute(
        "spot", "string", _("Where in the estate"),
        _("At most 60 characters, such as “Building 3, unit 2”. No flat: it is not published, and not needed."),
    )  # fmt: skip


def kind() -> dict[str, Any]:
    values = [{"key": value, "name": str(label)} for value, label in Kind.choices]
    return attribute("kind", "singlevaluelist", _("What you want"), _("Without it: a complaint."), values=values)
