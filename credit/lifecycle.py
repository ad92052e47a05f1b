"""What may become of a record and of a rulebook, and when.

A record's state follows from its steps: it `stands`; the company objected (`objected`) and was answered (`upheld`);
it was `repaired`, perhaps with the objection still open (`repaired_objected`); it was `withdrawn`.
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table

ENDED = _("Record %(number)s was withdrawn or repaired already.")


def state_of_record(steps: Collection[str]) -> str:
    """The state of a record with these steps, in whatever order they were taken."""
    if "withdraw" in steps:
        return "withdrawn"
    objected = "object" in steps and "uphold" not in steps
    if "repair" in steps:
        return "repaired_objected" if objected else "repaired"
    if objected:
        return "objected"
    return "upheld" if "object" in steps else "stands"


RECORD = table(
    Move(
        "object", _("Receive an objection"), "evidence.decide", frozenset({"stands"}),
        _("Record %(number)s takes no objection: one was received already, or it was withdrawn or repaired."),
    ),
    Move(
        "uphold", _("Answer: the record stands"), "evidence.decide", frozenset({"objected", "repaired_objected"}),
        _("There is no open objection to record %(number)s."),
    ),
    Move("repair", _("Repaired"), "evidence.decide", frozenset({"stands", "objected", "upheld"}), ENDED),
    Move("withdraw", _("Withdraw"), "evidence.decide", frozenset({"stands", "objected", "upheld"}), ENDED),
)  # fmt: skip

ONLY_A_DRAFT = _("A published rulebook is never changed; copy it to make a new version.")
DRAFT = frozenset({"draft"})

RULEBOOK = table(
    Move(
        "copy", _("Copy to a new draft"), "rulebooks.edit", frozenset({"draft", "published"}),
        _("There is nothing to copy."),
    ),
    Move("add_item", _("New item"), "rulebooks.edit", DRAFT, ONLY_A_DRAFT),
    Move("try", _("Try on the last night"), "rulebooks.edit", DRAFT, _("Only a draft is tried; this one judges.")),
    Move(
        "publish", _("Publish"), "rulebooks.publish", DRAFT,
        _("This rulebook is published already; copy it to make a new version."),
    ),
)  # fmt: skip

ITEM = table(
    Move("amend", _("Amend"), "rulebooks.edit", DRAFT, ONLY_A_DRAFT),
    Move("remove", _("Remove"), "rulebooks.edit", DRAFT, ONLY_A_DRAFT),
)
"""Open as long as the item's rulebook is in this state."""
