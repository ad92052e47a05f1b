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
    "set_password": gettext_noop("set a password"),
    "close_login": gettext_noop("closed the login after wrong passwords"),
    "employ": gettext_noop("assigned a person to a company"),
    "issue_token": gettext_noop("issued a token"),
    "rotate_token": gettext_noop("rotated a token"),
    "revoke_token": gettext_noop("revoked a token"),
    "make_client": gettext_noop("registered an API client"),
    "rotate_client": gettext_noop("gave an API client a new secret"),
    "revoke_client": gettext_noop("revoked an API client"),
    "receive_import": gettext_noop("uploaded a file"),
    "import": gettext_noop("imported a file"),
    "undo_import": gettext_noop("undid an import"),
    "discard_import": gettext_noop("discarded a file"),
    "register_estate": gettext_noop("registered an estate"),
    "amend_estate": gettext_noop("amended an estate"),
    "remove_estate": gettext_noop("struck an estate off the register"),
    "register_building": gettext_noop("registered a building"),
    "amend_building": gettext_noop("amended a building"),
    "remove_building": gettext_noop("struck a building off the register"),
    "register_enterprise": gettext_noop("registered a company"),
    "amend_enterprise": gettext_noop("amended a company"),
    "remove_enterprise": gettext_noop("struck a company off the register"),
    "appoint_manager": gettext_noop("registered a project manager"),
    "amend_manager": gettext_noop("amended a project manager"),
    "remove_manager": gettext_noop("struck a project manager off the register"),
    "file_contract": gettext_noop("filed a contract"),
    "amend_contract": gettext_noop("amended a contract"),
    "end_contract": gettext_noop("ended a contract"),
    "remove_contract": gettext_noop("struck a contract off the register"),
    "draft_rulebook": gettext_noop("drafted a rulebook"),
    "amend_item": gettext_noop("amended an item of a draft"),
    "remove_item": gettext_noop("removed an item of a draft"),
    "publish_rulebook": gettext_noop("published a rulebook"),
    "record_evidence": gettext_noop("recorded evidence"),
    "object_evidence": gettext_noop("noted an objection"),
    "uphold_evidence": gettext_noop("upheld a record"),
    "repair_evidence": gettext_noop("noted a repair"),
    "withdraw_evidence": gettext_noop("withdrew a record"),
    "recompute_run": gettext_noop("computed a run again"),
    "export": gettext_noop("took out a list as a file"),
    "withdraw_batch": gettext_noop("withdrew the records of an import"),
}


def word_of(verb: str) -> str:
    """The verb in the reader's language; a verb without a word is shown as it was written down."""
    return _(WORDS[verb]) if verb in WORDS else verb.replace("_", " ")
