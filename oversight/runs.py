"""The verbs of the nightly runs: ask for one, compute a past one again. The runs themselves are `credit.night`'s."""

from datetime import datetime

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts import audit
from accounts.authority import require
from accounts.models import User
from credit import night as nights
from credit.models import Night, NightState
from credit.night import Recomputed
from oversight.lifecycle import JOB, RUN, state_of_run
from oversight.tasks import run_by_button


class NotReachable(Exception):
    """The queue of jobs does not answer, so nothing was started."""


def state_of_job() -> str:
    """Whether a run is going on: `running` or `idle`."""
    return "running" if Night.objects.filter(state=NightState.RUNNING).exists() else "idle"


def start_run(*, full: bool, by: User, at: datetime) -> None:
    """Hand a further run of today to a worker. Raises NotNow while one is going on, NotReachable."""
    move = JOB["run"]
    require(by, move.right)
    move.insist(state_of_job())
    try:
        run_by_button.delay(by.username, full=full)
    except OperationalError as fault:
        raise NotReachable from fault


def recompute_run(night: Night, *, by: User, at: datetime) -> Recomputed:
    """Judge everybody again as a night knew them and compare with what it published. Raises NotNow."""
    move = RUN["recompute"]
    require(by, move.right)
    move.insist(state_of_run(night.state, night.enterprise_count))
    found = nights.recompute(night)
    told = {"rows": found.rows, "same": found.same, "digest": found.digest}
    with transaction.atomic():
        audit.record(by=by, at=at, verb="recompute_run", thing=night, after=told)
    return found
