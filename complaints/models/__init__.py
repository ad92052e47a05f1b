from complaints.models.appeals import Appeal
from complaints.models.complaints import Channel, Complaint, Extension, Flood, Kind, Outcome, Stage, State
from complaints.models.consents import ConsentText
from complaints.models.contacts import Contact
from complaints.models.drafts import Draft
from complaints.models.figures import Figure, FiguresTaken, Of
from complaints.models.hotline import HotlineItem, HotlineState, HotlineWay
from complaints.models.mediation import (
    Mediation,
    MediationState,
    Party,
    Side,
    Sitting,
)
from complaints.models.notices import Audience, DueMark, Notice, NoticeAddress, NoticeState, NoticeTemplate, Way
from complaints.models.open311 import ReceivedUpdate
from complaints.models.photos import Photo, PhotoKind, PhotoState
from complaints.models.posters import OrderState, PaperSize, PhoneLevel, PhoneLine, PosterCode, PosterOrder, Scan
from complaints.models.ratings import Rating
from complaints.models.receipts import Receipt
from complaints.models.steps import Actor, Step
from complaints.models.templates import AnswerTemplate, TemplateUse
from complaints.models.topics import Body, Handler, RefusalReason, Topic

__all__ = [
    "Actor",
    "AnswerTemplate",
    "Appeal",
    "Audience",
    "Body",
    "Channel",
    "Complaint",
    "ConsentText",
    "Contact",
    "Draft",
    "DueMark",
    "Extension",
    "Figure",
    "FiguresTaken",
    "Flood",
    "Handler",
    "HotlineItem",
    "HotlineState",
    "HotlineWay",
    "Kind",
    "Mediation",
    "MediationState",
    "Notice",
    "NoticeAddress",
    "NoticeState",
    "NoticeTemplate",
    "Of",
    "OrderState",
    "Outcome",
    "PaperSize",
    "Party",
    "PhoneLevel",
    "PhoneLine",
    "Photo",
    "PhotoKind",
    "PhotoState",
    "PosterCode",
    "PosterOrder",
    "Rating",
    "Receipt",
    "ReceivedUpdate",
    "RefusalReason",
    "Scan",
    "Side",
    "Sitting",
    "Stage",
    "State",
    "Step",
    "TemplateUse",
    "Topic",
    "Way",
]
