from committees.models.audits import Audit, AuditKind
from committees.models.ballots import Ballot, Invitation, PaperEntry, PostedList, Refusal, RollLine, Way
from committees.models.bodies import (
    Assembly,
    Committee,
    CommitteeKind,
    CommitteeLogin,
    CommitteeState,
    From,
    Member,
    Seat,
)
from committees.models.disclosures import Disclosure, MemberDuty
from committees.models.duties import DutyKind, DutyReport, DutyState
from committees.models.figures import CommitteeCount
from committees.models.filings import Filing, FilingKind, FilingPaper, FilingState, PaperKind
from committees.models.formations import (
    Candidate,
    CandidateState,
    Condition,
    Formation,
    FormationKind,
    FormationState,
    GroupMember,
)
from committees.models.joint_meetings import JointMeeting, JointState, JointTopic, Participant, Partner, Resolution
from committees.models.mediation import MediationCommittee, MediationLevel
from committees.models.mediators import Mediator
from committees.models.meetings import Decision, Meeting, MeetingKind, MeetingState
from committees.models.owners import Holder, Owner, OwnerKind, Ownership
from committees.models.papers import Paper, PaperForm, PaperTemplate
from committees.models.party import PartyKind, PartyOrganisation
from committees.models.postings import Posting, PostingKind
from committees.models.seals import Seal, SealUse
from committees.models.training import Attendance, Audience, Training, TrainingResult, TrainingState
from committees.models.votes import (
    Matter,
    MatterKind,
    Option,
    Organiser,
    Proxy,
    Stance,
    Vote,
    VoteObjection,
    VoteState,
)
from committees.models.warnings import CommitteeWarning, WarningKind

__all__ = [
    "Assembly",
    "Attendance",
    "Audience",
    "Audit",
    "AuditKind",
    "Ballot",
    "Candidate",
    "CandidateState",
    "Committee",
    "CommitteeCount",
    "CommitteeKind",
    "CommitteeLogin",
    "CommitteeState",
    "CommitteeWarning",
    "Condition",
    "Decision",
    "Disclosure",
    "DutyKind",
    "DutyReport",
    "DutyState",
    "Filing",
    "FilingKind",
    "FilingPaper",
    "FilingState",
    "Formation",
    "FormationKind",
    "FormationState",
    "From",
    "GroupMember",
    "Holder",
    "Invitation",
    "JointMeeting",
    "JointState",
    "JointTopic",
    "Matter",
    "MatterKind",
    "MediationCommittee",
    "MediationLevel",
    "Mediator",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Member",
    "MemberDuty",
    "Option",
    "Organiser",
    "Owner",
    "OwnerKind",
    "Ownership",
    "Paper",
    "PaperEntry",
    "PaperForm",
    "PaperKind",
    "PaperTemplate",
    "Participant",
    "Partner",
    "PartyKind",
    "PartyOrganisation",
    "PostedList",
    "Posting",
    "PostingKind",
    "Proxy",
    "Refusal",
    "Resolution",
    "RollLine",
    "Seal",
    "SealUse",
    "Seat",
    "Stance",
    "Training",
    "TrainingResult",
    "TrainingState",
    "Vote",
    "VoteObjection",
    "VoteState",
    "WarningKind",
    "Way",
]
