"""The desks of owners and committees, room by room."""

from committees.committee_desk.admin import CommitteeDesk
from committees.committee_desk.members import MemberDesk
from committees.duties.admin import DutyDesk
from committees.guide_desk.admin import FormationDesk
from committees.guide_desk.candidates import CandidateDesk
from committees.guide_desk.filings import FilingDesk
from committees.joint_meetings.admin import JointMeetingDesk
from committees.mediators.admin import MediationCommitteeDesk
from committees.office_desk.admin import AuditDesk, DisclosureDesk, MeetingDesk, PostingDesk, SealUseDesk
from committees.owners.admin import HomeDesk, OwnerDesk
from committees.papers.admin import PaperDesk, TemplateDesk
from committees.party.admin import PartyDesk
from committees.seats.admin import WarningDesk
from committees.training.admin import TrainingDesk
from committees.vote_desk.admin import VoteDesk
from committees.vote_desk.objections import ObjectionDesk

__all__ = [
    "AuditDesk",
    "CandidateDesk",
    "CommitteeDesk",
    "DisclosureDesk",
    "DutyDesk",
    "FilingDesk",
    "FormationDesk",
    "HomeDesk",
    "JointMeetingDesk",
    "MediationCommitteeDesk",
    "MeetingDesk",
    "MemberDesk",
    "ObjectionDesk",
    "OwnerDesk",
    "PaperDesk",
    "PartyDesk",
    "PostingDesk",
    "SealUseDesk",
    "TemplateDesk",
    "TrainingDesk",
    "VoteDesk",
    "WarningDesk",
]
