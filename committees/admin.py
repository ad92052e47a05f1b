"""The desks of owners and committees, room by room."""

from committees.owners.admin import HomeDesk, OwnerDesk
from committees.papers.admin import PaperDesk, TemplateDesk
from committees.vote_desk.admin import VoteDesk
from committees.vote_desk.objections import ObjectionDesk

__all__ = ["HomeDesk", "ObjectionDesk", "OwnerDesk", "PaperDesk", "TemplateDesk", "VoteDesk"]
