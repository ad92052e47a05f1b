"""The desks of complaints' rooms. The officers' desk is put up upstairs, where the companies' grades are known."""

from complaints.company_desk.admin import AppealDesk
from complaints.desk.days import DayOffDesk
from complaints.desk.lists import BodyDesk, RefusalDesk, TemplateDesk, TopicDesk
from complaints.hotline.desk import HotlineDesk
from complaints.mediation.admin import MediationDesk
from complaints.notices.admin import NoticeAddressDesk, NoticeDesk, NoticeTemplateDesk
from complaints.posters.admin import PhoneLineDesk, PosterCodeDesk, PosterOrderDesk
from complaints.reporting.admin import ConsentTextDesk

__all__ = [
    "AppealDesk",
    "BodyDesk",
    "ConsentTextDesk",
    "DayOffDesk",
    "HotlineDesk",
    "MediationDesk",
    "NoticeAddressDesk",
    "NoticeDesk",
    "NoticeTemplateDesk",
    "PhoneLineDesk",
    "PosterCodeDesk",
    "PosterOrderDesk",
    "RefusalDesk",
    "TemplateDesk",
    "TopicDesk",
]
