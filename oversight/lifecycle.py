"""When a run may be started and a past one computed again."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table

LARGEST_CHECK = 50_000
"""Companies. A bigger night is recomputed by command: it would keep the caller waiting for minutes."""


def state_of_run(state: str, enterprise_count: int) -> str:
    """`running`, `published`, or `large`: published, of more companies than are judged while somebody waits."""
    return "large" if state == "published" and enterprise_count > LARGEST_CHECK else state


RUN = table(
    Move(
        "recompute", _("Compute again and compare"), "nights.run", frozenset({"published"}),
        _("Only a published run of at most 50,000 companies is computed again here; a bigger one by command."),
    ),
)  # fmt: skip

JOB = table(
    Move(
        "run", _("Grade now"), "nights.run", frozenset({"idle"}),
        _("A run is going on. Wait until it has ended, then ask again."),
    ),
)  # fmt: skip
"""The nightly job itself, which is `idle` or `running`."""
