from collections.abc import Sequence
from typing import Any

from django.db import models


class Kept(models.Model):
    """A row that remembers what it was loaded as, so that amending it writes what its caller changed and no more.

    See `accounts.audit.keep`. Values that are changed in place (lists, dicts) would not be noticed.
    """

    loaded: tuple[Sequence[str], Sequence[Any]] = ((), ())

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        made = super().from_db(db, field_names, values)
        made.loaded = (field_names, values)
        return made

    def refresh_from_db(self, *args, **kwargs) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.note_loaded()

    def note_loaded(self) -> None:
        """From now on, what the columns hold at this moment counts as loaded."""
        names = [column.attname for column in self._meta.concrete_fields if column.attname in self.__dict__]
        self.loaded = (names, [getattr(self, name) for name in names])

    def left_alone(self) -> list[str]:
        """The columns that still hold what they held when they were loaded."""
        return [name for name, value in zip(*self.loaded, strict=True) if self.__dict__.get(name) == value]
