"""Photos sent with a form: taken at once, kept under the form's own draft until the act takes them over.

A form that comes back with a fault elsewhere still has its photos: its hidden field `draft` names them.
"""

import uuid
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from complaints.models import Photo
from complaints.photos.actions import MOST_AT_ONCE, take


def photos_help() -> str:
    return _("At most %(most)d, from the camera or the album.") % {"most": MOST_AT_ONCE}


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "class": "file"})


class PhotosField(forms.Field):
    """Any number of files; `kind` says of all of them whether they show it before or after."""

    widget = SeveralFilesInput

    def __init__(self, *, kind: str = "", **kwargs) -> None:
        super().__init__(required=False, **{"help_text": lazy(photos_help, str)(), **kwargs})
        self.kind = kind

    def clean(self, value):
        return [file for file in (value or []) if file]


class FormWithPhotos(forms.Form):
    """A form with fields for photos. `take_photos` stores them; `photo_keys` are all that it holds by now.

    `draft_key` is the name under which they wait: random, so that nobody meets another's.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.draft_key = sound_draft_key(self.data.get("draft", "")) or uuid.uuid4().hex

    def take_photos(self, *, at: datetime) -> None:
        """Store what was sent. A file that is none is a fault at its field; the others stay."""
        for name, field in self.fields.items():
            if isinstance(field, PhotosField):
                for file in self.cleaned_data.get(name) or []:
                    try:
                        take(file, draft_key=self.draft_key, kind=field.kind, at=at)
                    except ValidationError as fault:
                        self.add_error(name, fault.messages)

    @property
    def kept(self) -> list[Photo]:
        return list(Photo.objects.filter(draft_key=self.draft_key).counted()) if self.is_bound else []

    @property
    def photo_keys(self) -> list[uuid.UUID]:
        return [photo.key for photo in self.kept]


def sound_draft_key(text: str) -> str:
    """The key that a form came back with; "" for what is none."""
    try:
        return uuid.UUID(text).hex
    except ValueError:
        return ""
