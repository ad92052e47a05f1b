"""The steps of a report. A page reads the draft, takes what was told, keeps it, and leads on."""

from complaints.reporting.pages.check import check
from complaints.reporting.pages.contact import contact
from complaints.reporting.pages.estate import report
from complaints.reporting.pages.filed import filed
from complaints.reporting.pages.in_between import alike, discard, drop_photo, take_photo
from complaints.reporting.pages.what import what

__all__ = ["alike", "check", "contact", "discard", "drop_photo", "filed", "report", "take_photo", "what"]
