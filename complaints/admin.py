"""The desks of complaints' rooms. The officers' desk is put up upstairs, where the companies' grades are known."""

from complaints.desk.lists import BodyDesk, RefusalDesk, TemplateDesk, TopicDesk
from complaints.posters.admin import PhoneLineDesk, PosterCodeDesk, PosterOrderDesk

__all__ = [
    "BodyDesk",
    "PhoneLineDesk",
    "PosterCodeDesk",
    "PosterOrderDesk",
    "RefusalDesk",
    "TemplateDesk",
    "TopicDesk",
]
