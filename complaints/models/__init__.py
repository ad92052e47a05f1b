from complaints.models.complaints import Channel, Complaint, Extension, Flood, Kind, Outcome, Stage, State
from complaints.models.consents import ConsentText
from complaints.models.contacts import Contact
from complaints.models.days import DayOff
from complaints.models.drafts import Draft
from complaints.models.photos import Photo, PhotoKind, PhotoState
from complaints.models.ratings import Rating
from complaints.models.steps import Actor, Step
from complaints.models.templates import AnswerTemplate, TemplateUse
from complaints.models.topics import Body, Handler, RefusalReason, Topic

__all__ = [
    "Actor",
    "AnswerTemplate",
    "Body",
    "Channel",
    "Complaint",
    "ConsentText",
    "Contact",
    "DayOff",
    "Draft",
    "Extension",
    "Flood",
    "Handler",
    "Kind",
    "Outcome",
    "Photo",
    "PhotoKind",
    "PhotoState",
    "Rating",
    "RefusalReason",
    "Stage",
    "State",
    "Step",
    "TemplateUse",
    "Topic",
]
