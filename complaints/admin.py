"""The desks of complaints' rooms. The officers' desk is put up upstairs, where the companies' grades are known."""

from complaints.posters.admin import PhoneLineDesk, PosterCodeDesk, PosterOrderDesk

__all__ = ["PhoneLineDesk", "PosterCodeDesk", "PosterOrderDesk"]
