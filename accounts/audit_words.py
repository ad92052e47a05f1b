"""What was done, in words: the verbs of the audit log as a reader of the log sees them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS = {
    "add": gettext_noop("added"),
    "amend": gettext_noop("amended"),
    "load_regions": gettext_noop("loaded the regions"),
    "start_city": gettext_noop("set up the city"),
    "set_rule_value": gettext_noop("set a rule value"),
    "keep_person": gettext_noop("added or amended a person"),
    "issue_token": gettext_noop("issued a token"),
    "revoke_token": gettext_noop("revoked a token"),
}


def word_of(verb: str) -> str:
    """The verb in the reader's language; a verb without a word is shown as it was written down."""
    return _(WORDS[verb]) if verb in WORDS else verb.replace("_", " ")
