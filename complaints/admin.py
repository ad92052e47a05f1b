"""The desks of complaints' rooms. The officers' desk is put up upstairs, where the companies' grades are known."""

from complaints.desk.lists import BodyDesk, RefusalDesk, TemplateDesk, TopicDesk
from complaints.hotline.desk import HotlineDesk
from complaints.posters.admin import PhoneLineDesk, PosterCodeDesk, PosterOrderDesk

__all__ = [
    "BodyDesk",
    "HotlineDesk",
    "PhoneLineDesk",
    "PosterCodeDesk",
    "PosterOrderDesk",
    "RefusalDesk",
    "TemplateDesk",
    "TopicDesk",
]
