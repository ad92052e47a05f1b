"""The desks of owners and committees, room by room."""

from committees.duties.admin import DutyDesk
from committees.joint_meetings.admin import JointMeetingDesk
from committees.mediators.admin import MediationCommitteeDesk
from committees.owners.admin import HomeDesk, OwnerDesk
from committees.papers.admin import PaperDesk, TemplateDesk
from committees.party.admin import PartyDesk
from committees.seats.admin import WarningDesk
from committees.training.admin import TrainingDesk
from committees.vote_desk.admin import VoteDesk
from committees.vote_desk.objections import ObjectionDesk

__all__ = [
    "DutyDesk",
    "HomeDesk",
    "JointMeetingDesk",
    "MediationCommitteeDesk",
    "ObjectionDesk",
    "OwnerDesk",
    "PaperDesk",
    "PartyDesk",
    "TemplateDesk",
    "TrainingDesk",
    "VoteDesk",
    "WarningDesk",
]
