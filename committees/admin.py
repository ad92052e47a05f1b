"""The desks of owners and committees, room by room."""

from committees.owners.admin import HomeDesk, OwnerDesk
from committees.papers.admin import PaperDesk, TemplateDesk

__all__ = ["HomeDesk", "OwnerDesk", "PaperDesk", "TemplateDesk"]
