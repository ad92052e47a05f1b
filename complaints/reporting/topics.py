"""The classes and leaves that may be chosen, and the dangers among them."""

from dataclasses import dataclass, field

from complaints.models import Handler, Topic


@dataclass
class Group:
    """One of the twelve classes with its leaves."""

    topic: Topic
    leaves: list[Topic] = field(default_factory=list)

    @property
    def dangers(self) -> list[Topic]:
        """What must be said before the questions: urgent leaves with what to do first."""
        return [leaf for leaf in self.leaves if leaf.is_urgent and leaf.danger]

    @property
    def elsewhere(self) -> list[Topic]:
        """Leaves that are another body's matter."""
        return [leaf for leaf in self.leaves if leaf.handler == Handler.BODY and leaf.body_id]


def groups() -> dict[str, Group]:
    """By code of the class; classes without a leaf are left out. One query."""
    found: dict[str, Group] = {}
    rows = list(Topic.objects.filter(is_active=True).select_related("body").order_by("place", "code"))
    for topic in rows:
        if topic.parent_id is None:
            found[topic.code] = Group(topic)
    for topic in rows:
        if topic.parent_id is not None and topic.code[:2] in found:
            found[topic.code[:2]].leaves.append(topic)
    return {code: group for code, group in found.items() if group.leaves}
