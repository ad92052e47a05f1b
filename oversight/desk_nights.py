"""The desk of the nightly runs: the list, a page that tells one run, the buttons that start and check one."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldBooleanWidget

from accounts.authority import NotAllowed, may
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_export import as_csv
from accounts.lifecycle import NotNow
from credit import night as nights
from credit.models import Night, NightState
from oversight import night_page, runs
from oversight.figures import moves_within
from oversight.lifecycle import JOB, RUN, state_of_run


class RunForm(forms.Form):
    full = forms.BooleanField(
        label=gettext_lazy("Judge all companies again, not only those that something touched"),
        required=False, widget=UnfoldBooleanWidget(),
    )  # fmt: skip


def start(_nothing, *, full: bool, by, at) -> HttpResponse:
    """Hand a run to the worker. Raises ValidationError when it cannot be reached."""
    last = Night.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        runs.start_run(full=full, by=by, at=at)
    except runs.NotReachable:
        raise ValidationError(
            _("The work queue does not answer, so nothing was started. Tell the system administrator.")
        ) from None
    return HttpResponseRedirect(f"../wait/?after={last}&since={at.timestamp():.0f}")


def recompute(night: Night, *, by, at) -> str:
    found = runs.recompute_run(night, by=by, at=at)
    if found.same:
        return _("Computed again: %(rows)d rows, the same to the byte (%(digest)s).") % {
            "rows": found.rows, "digest": found.digest,
        }  # fmt: skip
    raise ValidationError(
        _("Computed again, but %(count)d companies come out differently. Tell the people who look after the portal.")
        % {"count": len(found.differences)}
    )


def before_running(_nothing) -> str:
    return _(
        "A further run for today starts in the background. What it finds is published at once; the grades of past days "
        "stay as they were."
    )


def before_checking(night: Night) -> str:
    return _(
        "Every company is judged again from what the night of %(night)s knew, and the result is compared with what was "
        "published. Nothing that was published changes."
    ) % {"night": night}


def may_start(_nothing) -> bool:
    return runs.state_of_job() in JOB["run"].open_in


def may_check(night: Night) -> bool:
    return state_of_run(night.state, night.enterprise_count) in RUN["recompute"].open_in


@admin.register(Night)
class NightDesk(Desk):
    view_verb = "nights.view"
    refusals = (ValidationError, NotAllowed, NotNow, nights.NightBusy)
    list_display = ["of_day", "state_shown", "kind_shown", "moved", "judged_count", "seconds", "checked"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("on", RangeDateFilter),
    ]
    ordering = ["-id"]
    fields = ["on"]
    export_columns = (
        "on", "state", "kind", "by", "started_at", "ended_at", "record_count", "new_record_count", "enterprise_count",
        "judged_count", "up_count", "down_count", "first_count", "score_only_count", "same_count", "digest",
        "checked_at", "checked_same",
    )  # fmt: skip
    buttons = (
        Button(
            "run", JOB["run"].label, JOB["run"].right, start,
            question=before_running,
            form=RunForm, icon="play_arrow", variant="primary", when=may_start, on_list=True,
        ),
        Button(
            "recompute", RUN["recompute"].label, RUN["recompute"].right, recompute,
            question=before_checking,
            icon="replay", when=may_check,
        ),
    )  # fmt: skip

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("wait/", wrap(self.wait), name="credit_night_wait"),
            path("<int:object_id>/moves.csv", wrap(self.export_moves), name="credit_night_moves"),
            *super().get_urls(),
        ]

    @display(description=gettext_lazy("night of"), ordering="on")
    def of_day(self, night: Night) -> str:
        return f"{night.on:%Y-%m-%d}"

    @display(description=gettext_lazy("state"), label={"running": "info", "published": "success", "stuck": "danger"})
    def state_shown(self, night: Night) -> tuple[str, str]:
        if night.state == NightState.RUNNING and night.error:
            return "stuck", _("interrupted")
        return night.state, night.get_state_display()

    @display(description=gettext_lazy("started"), ordering="kind")
    def kind_shown(self, night: Night) -> str:
        return f"{night.get_kind_display()} · {night.by}" if night.by else night.get_kind_display()

    @display(description=gettext_lazy("grades moved"))
    def moved(self, night: Night) -> str:
        return _("%(up)d up, %(down)d down") % {"up": night.up_count, "down": night.down_count}

    @display(description=gettext_lazy("seconds"))
    def seconds(self, night: Night) -> str:
        return f"{(night.ended_at - night.started_at).total_seconds():.1f}" if night.ended_at else "–"

    @display(description=gettext_lazy("recomputed"), label={True: "success", False: "danger"})
    def checked(self, night: Night):
        if night.checked_same is None:
            return None
        return night.checked_same, _("the same") if night.checked_same else _("different")

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """The page of one run. It is only read; a POST has nothing to do here."""
        if not object_id or not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        night = self.get_object(request, object_id)
        if night is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        facts = night_page.facts_of(night, request.user, asked=request.GET)
        title = _("Nightly grading of %(day)s") % {"day": f"{night.on:%Y-%m-%d}"}
        run_links = self.button_links(request, None)
        return self.page(
            request, "desk/night.html", night, title, **facts, page_links=run_links, crumbs=self.crumbs(title),
            may_check=may(request.user, "nights.run") and may_check(night),
        )  # fmt: skip

    def crumbs(self, title: str) -> list[dict]:
        return [{"label": _("Nightly grading"), "url": self.url("changelist")}, {"label": title}]

    def wait(self, request: HttpRequest) -> HttpResponse:
        """After the button: the page of the new run as soon as there is one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        after = request.GET.get("after", "0")
        fresh = Night.objects.filter(pk__gt=int(after) if after.isdecimal() else 0).order_by("pk").first()
        if fresh is not None:
            return HttpResponseRedirect(self.url("change", fresh.pk))
        since = request.GET.get("since", "0")
        waited = timezone.now().timestamp() - (int(since) if since.isdecimal() else 0)
        return self.page(request, "desk/wait.html", None, _("Grade now"), waited=waited, is_long=waited > 60)

    def export_moves(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Whose grade the night moved and why, within scope, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        night = self.get_object(request, str(object_id))
        if night is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not request.user.region_id and not moves_within(night, request.user):
            messages.info(request, _("No grade moved that night."))
        return as_csv(night_page.move_lines(night, request.user), f"moves-{night.on:%Y%m%d}")
