"""Of two officers who save, the second one is refused: both versions are shown, and what was typed stays."""

from dataclasses import dataclass

from django.http import HttpRequest

from complaints.desk.forms import MoveForm, last_step
from complaints.desk.history import Event, history, photos_of
from complaints.desk.moves import Ask
from complaints.models import Complaint


@dataclass(frozen=True)
class Clash:
    """`changes` are the acts of others since the page was read. `form` holds what was typed, now on the last version.

    `is_open`: whether the verb can still be used.
    """

    changes: list[Event]
    form: MoveForm
    typed: list[tuple[str, str]]
    is_open: bool


def clash_of(request: HttpRequest, ask: Ask, form: MoveForm, now: Complaint, *, is_open: bool) -> Clash:
    """The second version against the first; `now` is the complaint as the other left it."""
    since = form.cleaned_data.get("step") or 0
    steps = now.steps.filter(pk__gt=since).select_related("by")
    typed = form.typed()
    data = form.data.copy()
    data["version"], data["step"] = now.version, last_step(now) or ""
    return Clash(history(steps, photos_of(now)), ask.form(now, data), typed, is_open)
