"""What stands in the menu of the web admin, and which lists share a line as tabs.

It shows a person what `authority.csv` opens to them.
"""

from collections.abc import Callable
from functools import cache

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

address = cache(reverse)
"""Each page asks for every address of the menu and its tabs."""
later = lazy(address, str)


@cache
def overdue_ones() -> str:
    """The worklist's tab of what is late."""
    return f"{address('admin:complaints_complaint_changelist')}?tab=overdue"


def allowed(verb: str) -> Callable:
    """Whether the person of a request may use `verb`."""

    def check(request) -> bool:
        from accounts.authority import may

        return may(request.user, verb)

    return check


def for_officers(verb: str) -> Callable:
    """The same without staff of companies, who have a desk of their own for it."""
    may_use = allowed(verb)

    def check(request) -> bool:
        return may_use(request) and request.user.role != "company"

    return check


def for_reporters(verb: str) -> Callable:
    """The same for those alone who report from an estate: its company and its committee."""
    may_use = allowed(verb)

    def check(request) -> bool:
        return may_use(request) and request.user.role in ("company", "committee")

    return check


def under(*names: str) -> Callable:
    """Whether a request is for one of these models' pages, such as `estates_estate`."""

    def check(request) -> bool:
        return any(request.path.startswith(address(f"admin:{name}_changelist")) for name in names)

    return check


def on_overdue(request) -> bool:
    return under("complaints_complaint")(request) and request.GET.get("tab") == "overdue"


def entry(title, icon: str, verb: str, model: str, *also: str) -> dict:
    """A line of the menu that leads to a model's list and stays lit on its tabs and on the lists of `also`."""
    return {
        "title": title,
        "icon": icon,
        "link": later(f"admin:{model}_changelist"),
        "permission": allowed(verb),
        "active": under(model, *also),
    }


def tab(title, verb: str, model: str) -> dict:
    return {"title": title, "link": later(f"admin:{model}_changelist"), "permission": allowed(verb)}


def tabs(*items: tuple) -> dict:
    """Lists that belong together, side by side above each of them."""
    return {"models": [model.replace("_", ".", 1) for *_rest, model in items], "items": [tab(*item) for item in items]}


MENU = [
    {
        "title": _("Work"),
        "items": [
            {
                "title": _("City overview"),
                "icon": "space_dashboard",
                "link": later("admin:index"),
                "permission": allowed("figures.view"),
            },
            {
                **entry(_("Complaints in hand"), "inbox", "complaints.view", "complaints_complaint"),
                "active": lambda request: under("complaints_complaint")(request) and not on_overdue(request),
                "permission": for_officers("complaints.view"),
                "badge": "complaints.desk.badges.mine",
                "badge_variant": "primary",
            },
            {
                "title": _("Overdue ones"),
                "icon": "alarm",
                "link": lazy(overdue_ones, str)(),
                "active": on_overdue,
                "permission": for_officers("complaints.view"),
                "badge": "complaints.desk.badges.overdue",
                "badge_variant": "danger",
            },
            {
                "title": _("Our cases"),
                "icon": "inbox",
                "link": later("complaints:desk"),
                "permission": allowed("complaints.appeal"),
            },
            {
                "title": _("What we owe"),
                "icon": "pending_actions",
                "link": later("fees:owed"),
                "active": lambda request: False,
                "permission": for_reporters("revenue.report"),
            },
            entry(_("Appeals of companies"), "balance", "complaints.decide_appeal", "complaints_appeal"),
            entry(_("12345 hotline"), "support_agent", "complaints.hotline", "complaints_hotlineitem"),
            entry(_("Mediation"), "handshake", "mediation.manage", "complaints_mediation"),
            entry(_("Posters"), "qr_code_2", "posters.manage", "complaints_postercode"),
        ],
    },
    {
        "title": _("Owners"),
        "items": [
            {
                "title": _("Our committee's desk"),
                "icon": "meeting_room",
                "link": later("committees:desk-home"),
                "active": lambda request: False,
                "permission": allowed("committees.run"),
            },
            entry(_("Forming committees"), "stairs", "committees.view", "committees_formation"),
            entry(_("Committees"), "diversity_3", "committees.view", "committees_committee"),
            entry(_("Votes of owners"), "how_to_vote", "votes.view", "committees_vote"),
            entry(_("Papers"), "description", "committees.view", "committees_paper"),
            entry(_("Joint meetings and training"), "groups", "joint_meetings.manage", "committees_jointmeeting"),
            entry(
                _("Warnings of committees"), "notification_important", "committees.view",
                "committees_committeewarning",
            ),
            entry(_("Duties to the owners"), "rule", "duties.report", "committees_dutyreport"),
        ],
    },
    {
        "title": _("Fees and funds"),
        "items": [
            entry(_("Fee filings"), "request_quote", "fees.view", "fees_feefiling"),
            entry(_("Service levels and guide prices"), "sell", "fees.view", "fees_estatelevel"),
            entry(_("Findings about money"), "troubleshoot", "findings.view", "fees_finding"),
            entry(_("Collection of fees"), "payments", "fees.view", "fees_collection"),
            entry(_("Referrals of arrears"), "gavel", "arrears.view", "fees_arrearsreferral"),
            entry(_("Public revenue"), "storefront", "revenue.view", "fees_revenuereport"),
            entry(_("Audits of public revenue"), "policy", "revenue.view", "fees_revenueaudit"),
            entry(_("Maintenance fund"), "savings", "funds.view", "fees_fundblock"),
            entry(_("Fund accounts of homes"), "home_work", "funds.accounts", "fees_fundaccount"),
            entry(_("Fund vouchers"), "receipt_long", "funds.accounts", "fees_fundvoucher"),
            entry(_("Calls to top up"), "campaign", "funds.accounts", "fees_fundcall"),
            entry(_("Bank statements"), "account_balance", "funds.accounts", "fees_bankstatement"),
            entry(_("Lines of bank statements"), "list_alt", "funds.accounts", "fees_bankline"),
            entry(_("Uses of the maintenance fund"), "construction", "fund_uses.view", "fees_funduse"),
        ],
    },
    {
        "title": _("Credit"),
        "items": [
            entry(_("Grades and publication"), "award_star", "grades.view", "credit_grade"),
            entry(_("Credit records"), "receipt_long", "evidence.view", "credit_evidence"),
            entry(_("Rules of grading"), "gavel", "rulebooks.view", "credit_rulebook", "credit_item"),
            entry(_("Nightly grading"), "bedtime", "nights.view", "credit_night"),
        ],
    },
    {
        "title": _("Registers"),
        "items": [
            entry(_("Estates and buildings"), "home_work", "registers.view", "estates_estate"),
            entry(_("Disclosure boards"), "assignment", "board.view", "estates_boardentry"),
            {
                "title": _("Boards on a phone"),
                "icon": "photo_camera",
                "link": later("estates:boards"),
                "active": lambda request: False,
                "permission": allowed("board.report"),
            },
            {
                "title": _("Inspections and hazards"),
                "icon": "event_upcoming",
                "link": later("estates:upkeep"),
                "active": lambda request: False,
                "permission": allowed("equipment.report"),
            },
            entry(_("Equipment and its inspections"), "elevator", "life.view", "estates_equipment"),
            entry(_("Safety and hazards"), "health_and_safety", "life.view", "estates_hazard"),
            entry(_("Renovation and basic service"), "construction", "life.view", "estates_renovationplan"),
            entry(_("Handing over"), "key", "life.view", "enterprises_takeover"),
            entry(_("Homes and owners"), "door_front", "homes.view", "estates_home"),
            entry(_("Companies and managers"), "domain", "registers.view", "enterprises_enterprise"),
        ],
    },
    {
        "title": _("System"),
        "items": [
            entry(_("Data quality"), "fact_check", "quality.view", "oversight_qualitygap"),
            entry(_("Import desk"), "upload_file", "registers.import", "intake_importbatch"),
            entry(_("People and tokens"), "badge", "people.view", "accounts_user"),
            entry(_("City and rule values"), "tune", "city.view", "accounts_cityprofile"),
            entry(_("Lists of complaints"), "checklist", "complaints.lists", "complaints_topic"),
            {
                **entry(_("Notices"), "outgoing_mail", "complaints.handle", "complaints_notice"),
                "badge": "complaints.notices.badges.old",
                "badge_variant": "danger",
            },
            entry(_("Webhooks"), "webhook", "webhooks.manage", "exchange_subscription"),
            entry(_("Audit log"), "history", "audit.view", "accounts_auditentry"),
        ],
    },
]  # fmt: skip

TABS = [
    tabs((_("Fee filings"), "fees.view", "fees_feefiling"), (_("Fee items"), "fees.view", "fees_feeitem")),
    tabs(
        (_("Levels of estates"), "fees.view", "fees_estatelevel"),
        (_("Service standards"), "fees.view", "fees_standard"),
        (_("Guide prices"), "fees.view", "fees_guideprice"),
        (_("Price indices"), "fees.view", "fees_priceindex"),
        (_("Price proposals"), "fees.view", "fees_priceproposal"),
    ),
    tabs(
        (_("Reports of public revenue"), "revenue.view", "fees_revenuereport"),
        (_("Contracts on shared parts"), "revenue.view", "fees_revenuecontract"),
    ),
    tabs(
        (_("Sample audits"), "revenue.view", "fees_revenueaudit"),
        (_("Owners' demands"), "revenue.view", "fees_revenuedemand"),
        (_("Draws of samples"), "revenue.view", "fees_revenuedraw"),
    ),
    tabs(
        (_("Formations"), "committees.view", "committees_formation"),
        (_("Candidates"), "committees.guide", "committees_candidate"),
        (_("Filings"), "committees.view", "committees_filing"),
    ),
    tabs(
        (_("Committees"), "committees.view", "committees_committee"),
        (_("Members"), "committees.view", "committees_member"),
        (_("Meetings"), "committees.view", "committees_meeting"),
        (_("Seal uses"), "committees.view", "committees_sealuse"),
        (_("Disclosures"), "committees.view", "committees_disclosure"),
        (_("Audits"), "committees.view", "committees_audit"),
        (_("Postings"), "committees.view", "committees_posting"),
    ),
    tabs(
        (_("Hazards"), "life.view", "estates_hazard"),
        (_("Safety campaigns"), "life.view", "estates_safetycampaign"),
    ),
    tabs(
        (_("Renovations"), "life.view", "estates_renovationplan"),
        (_("Basic services"), "life.view", "estates_basicservice"),
    ),
    tabs(
        (_("Inspections at hand-over"), "life.view", "enterprises_takeover"),
        (_("Delivery verifications"), "life.view", "enterprises_delivery"),
    ),
    tabs(
        (_("homes"), "homes.view", "estates_home"),
        (_("owners of homes"), "homes.view", "committees_owner"),
    ),
    tabs(
        (_("What hangs"), "board.view", "estates_boardentry"),
        (_("Faults"), "board.view", "estates_boardfault"),
        (_("Objections"), "board.view", "estates_boardobjection"),
        (_("The city's list"), "board.view", "estates_boarditem"),
    ),
    tabs(
        (_("Enterprises"), "registers.view", "enterprises_enterprise"),
        (_("Project managers"), "registers.view", "enterprises_projectmanager"),
        (_("Service contracts"), "registers.view", "enterprises_servicecontract"),
    ),
    tabs(
        (_("People"), "people.view", "accounts_user"),
        (_("API tokens"), "people.view", "accounts_apitoken"),
        (_("API clients"), "people.view", "accounts_apiclient"),
    ),
    tabs(
        (_("Webhooks"), "webhooks.manage", "exchange_subscription"),
        (_("Deliveries"), "webhooks.manage", "exchange_delivery"),
    ),
    tabs(
        (_("Topics"), "complaints.lists", "complaints_topic"),
        (_("Other bodies"), "complaints.lists", "complaints_body"),
        (_("Reasons for not accepting"), "complaints.lists", "complaints_refusalreason"),
        (_("Answer templates"), "complaints.lists", "complaints_answertemplate"),
        (_("Days off"), "complaints.lists", "accounts_dayoff"),
        (_("Notice templates"), "complaints.lists", "complaints_noticetemplate"),
        (_("Addresses for notices"), "complaints.lists", "complaints_noticeaddress"),
        (_("Notices on personal data"), "complaints.lists", "complaints_consenttext"),
    ),
    tabs(
        (_("Mediations"), "mediation.manage", "complaints_mediation"),
        (_("Mediation committees"), "mediation.manage", "committees_mediationcommittee"),
    ),
    tabs(
        (_("Votes of owners"), "votes.view", "committees_vote"),
        (_("Objections to results"), "votes.view", "committees_voteobjection"),
    ),
    tabs(
        (_("Papers"), "committees.view", "committees_paper"),
        (_("Templates of papers"), "papers.templates", "committees_papertemplate"),
    ),
    tabs(
        (_("Joint meetings"), "joint_meetings.manage", "committees_jointmeeting"),
        (_("Training"), "training.manage", "committees_training"),
        (_("Party organisations"), "party.manage", "committees_partyorganisation"),
    ),
    tabs(
        (_("Codes of estates"), "posters.manage", "complaints_postercode"),
        (_("Print orders"), "posters.manage", "complaints_posterorder"),
        (_("Telephones on posters"), "posters.manage", "complaints_phoneline"),
    ),
    tabs(
        (_("City profile"), "city.view", "accounts_cityprofile"),
        (_("Rule values"), "city.view", "accounts_rulevalue"),
        (_("Regions"), "city.view", "accounts_region"),
    ),
]


def tabs_here(request) -> list[dict]:
    """The tabs that a page is among: the theme compares each that it is given with every line of the menu."""
    return [each for each in TABS if under(*(model.replace(".", "_") for model in each["models"]))(request)]
