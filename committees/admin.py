"""The desks of owners and committees, room by room."""

from committees.papers.admin import PaperDesk, TemplateDesk

__all__ = ["PaperDesk", "TemplateDesk"]
