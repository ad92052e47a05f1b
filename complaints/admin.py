"""The bureau's desks of complaints. Each stands in its own room; the worklist is put up by `credit.admin`."""

from complaints.desk.lists import BodyDesk, RefusalDesk, TemplateDesk, TopicDesk

__all__ = ["BodyDesk", "RefusalDesk", "TemplateDesk", "TopicDesk"]
