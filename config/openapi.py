"""The API's description as a whole: its title, its chapters in order, and the last touches.

What single operations say stands in `accounts/api/schema.py`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.examples import Example, examples, shown
from config.openapi_fields import describe

WORDS = _(
    "Supervision of property management in a city's housing estates. Dates are days (YYYY-MM-DD) by the city's clock, "
    "moments have their offset from UTC, money is in fen (1/100 yuan), areas are in square metres, names end in their "
    "unit. Whoever calls sees what lies within the own region; the rest is answered as if it were not there."
)
TAGS = [
    ("regions", _("The city, its county-level districts, streets and communities. From the statistical codes.")),
    ("estates", _("Housing estates, with who manages them, under which contract, and that company's grade.")),
    ("buildings", _("The buildings of estates. From the bureau's register.")),
    ("enterprises", _("Property service enterprises, with their grade. From the bureau's register and the nights.")),
    ("managers", _("Project managers of the companies. From the bureau's register.")),
    ("contracts", _("Who serves which estate from when to when, at which fee. From filed contracts.")),
    ("homes", _("Homes, with their area and owner. From the real-estate register, surveys and contracts.")),
    ("owners", _("Owners, one for each head, masked. A look at names is a call of its own and is written down.")),
    ("votes", _("Votes of the owners: what is asked, the roll, the result and its posted list. Never who chose what.")),
    ("committees", _("Owners' and management committees, term by term. Filed with the street.")),
    ("committee-members", _("The seats of committees, without names.")),
    ("formations", _("Committees that are being formed, step by step. Guided by the street.")),
    ("filings", _("What committees file with the street, and its answers.")),
    ("meetings", _("Meetings of committees, from the call to the posted minutes.")),
    ("seal-uses", _("The seal registers of committees. Lines are added, never changed.")),
    ("disclosures", _("What committees told the owners about their duty, half-year by half-year.")),
    ("committee-audits", _("Audits of the accounts of committees.")),
    ("postings", _("What hangs on the boards and pages of estates, and for how long.")),
    ("duty-reports", _("Duties to the owners that companies failed: reported, checked, decided.")),
    ("joint-meetings", _("Joint meetings of streets and communities: who is asked, what is resolved, what is done.")),
    ("trainings", _("Training of committee members: who is asked, who came, who passed.")),
    ("party-organisations", _("Party organisations of estates, without names.")),
    ("mediation-committees", _("Mediation committees of communities, streets, districts and the city, without names.")),
    ("equipment", _("Lifts, fire protection and other shared equipment, its inspections and when the next is due.")),
    ("renovations", _("Renovation of old estates: plans, works, what they cost, how far they are.")),
    ("safety-campaigns", _("Rounds of safety and flood checks in a division, and the estates checked.")),
    ("hazards", _("Hazards found at estates, by when they are to be removed, and whether they are.")),
    ("board-items", _("What has to hang on disclosure boards, how often and by when. Kept by the bureau.")),
    ("board-entries", _("What hangs on the boards of estates, since when, and what is left out.")),
    ("board-faults", _("Faults of disclosure boards: found by night or by officers, checked, decided.")),
    ("board-objections", _("What residents object to on disclosure boards, and the answers. Never who objected.")),
    ("basic-services", _("Basic service of estates without a company: mode, grade and price set on site.")),
    ("deliveries", _("Whether new homes may be handed over: eight conditions, and the confirmation.")),
    ("takeovers", _("Inspections at hand-over: witnesses, papers, defects and their days.")),
    ("complaints", _("What residents say, and what became of it. The same verbs as at the desks.")),
    ("topics", _("What complaints may be about. Kept by the bureau.")),
    ("bodies", _("Other bodies to which a matter may belong. Kept by the bureau.")),
    ("refusal-reasons", _("Published reasons not to accept a complaint. Kept by the bureau.")),
    ("mediations", _("How far mediations are; who is at odds stays in their sealed files. Conducted at the desks.")),
    ("hotline", _("Orders of the 12345 hotline that come in, and what it is told of them, with receipts.")),
    ("service-standards", _("What each level of service promises, edition by edition. Laid down by the bureau.")),
    ("estate-levels", _("Which level each estate was found to have on site, by whom and when.")),
    ("guide-prices", _("Government guide prices: base, float, document. By the price authority with the bureau.")),
    ("price-indices", _("Indices of wages, consumer prices and energy. From the statistical office.")),
    ("price-proposals", _("What a price would be by the indices of a year. It binds nobody.")),
    ("fee-filings", _("What companies file to charge, from the draft to the district's answer.")),
    ("findings", _("What is odd about fees and money: found by night or by officers, heard, checked, decided.")),
    ("fee-collections", _("How much of the fees is paid, as counts and sums. Reported by companies.")),
    ("arrears-referrals", _("Referrals of malicious arrears in due process, without who they are about.")),
    ("fund-blocks", _("The maintenance fund by building: first deposit, balance, bank. Sums of its entries.")),
    ("fund-accounts", _("The maintenance fund by home, without names.")),
    ("fund-entries", _("The ledger of the maintenance fund. Entries are added, never changed.")),
    ("fund-periods", _("Closed periods of the maintenance fund: each opens where the one before closed.")),
    ("fund-calls", _("Calls to top up the maintenance fund, where less than the city's part is left.")),
    ("bank-statements", _("Bank statements of the maintenance fund, reconciled with the ledger line by line.")),
    ("fund-uses", _("Uses of the maintenance fund: proposal, quotes, vote, approval, bill, shares, payment.")),
    ("revenue-contracts", _("What is paid for the use of shared parts. Registered by whoever manages the estate.")),
    (
        "revenue-reports",
        _("Public revenue by period: owed, posted, corrected. Reported by whoever manages the estate."),
    ),
    ("revenue-audits", _("Audits of public revenue, drawn at random or asked for, and what they found.")),
    ("revenue-demands", _("Owners who want an account audited, counted by heads and area until they are enough.")),
    ("revenue-draws", _("How sample audits were drawn: seed, list and share, so that anybody can draw again.")),
    ("evidence", _("The ledger of records that make the grades. Records are added, never changed; verbs end them.")),
    ("rulebooks", _("By which rules grades are made: items, points, bands, articles.")),
    ("rulebook-items", _("The items of rulebooks, with their points, validity and caps; drafts are worked on here.")),
    ("grades", _("The grades of companies, each with the lines that add up to its score. Made by the nights.")),
    ("quality-gaps", _("What the data of estates lack, and until when it is to be put right. Found every morning.")),
    ("runs", _("The nightly runs that make the grades, what each did and whom it moved.")),
    ("figures", _("What the dashboards show, by division and as of any day, with the address of the rows behind it.")),
    ("changes", _("Everything that was created, changed, deleted, or came into or left one's region, in order.")),
    ("webhooks", _("Addresses that the portal calls when something changes, and what became of each call.")),
    ("imports", _("Files that fill the registers: dry run, faults row by row, then the import itself.")),
    ("tokens", _("Keys of programs: issued, rotated, revoked.")),
    ("limits", _("What the portal takes at most: calls, rows, bytes.")),
    ("oauth", _("OAuth 2.0 client credentials, for systems that want the standard.")),
]
SETTINGS = {
    "TITLE": "Anju API",
    "DESCRIPTION": WORDS,
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "SERVERS": [{"url": "/", "description": _("This portal")}],
    "EXTERNAL_DOCS": {"url": "/api/v1/docs/guide/", "description": _("The API in ten minutes")},
    "TAGS": [{"name": name, "description": words} for name, words in TAGS],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["config.openapi.finished"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}


def finished(result: dict[str, Any], **how) -> dict[str, Any]:
    """The whole document, after its operations and shapes are described."""
    from exchange.recording import RECORDED

    for value in values(result):
        admit_null(value)
        if value.get("x-resource", "") not in RECORDED:
            value.pop("x-own-fields", None)
    describe(result["components"]["schemas"])
    for number, example in enumerate(examples("guide.md"), start=1):
        show(example, f"guide-{number}", result["paths"])
    used = {tag for item in result["paths"].values() for each in item.values() for tag in each["tags"]}
    result["tags"] = [tag for tag in result["tags"] if tag["name"] in used]
    return result


def values(told: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(told, dict):
        yield told
    for inner in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from values(inner)


def admit_null(value: dict[str, Any]) -> None:
    """An enumeration of something that may be null has null among its values; the same mark stands nowhere else."""
    value.pop("x-spec-enum-id", None)
    if value.pop("nullable", False) is True:
        value["type"] = [value["type"], "null"]
    if "enum" in value and "null" in value.get("type", ()) and None not in value["enum"]:
        value["enum"] = [*value["enum"], None]


def show(example: Example, name: str, paths: dict[str, Any]) -> None:
    """Puts an example of the guide with the operation that it calls, as far as its answer is one of success."""
    place = example.target.partition("?")[0]
    fitting = (told for path, told in paths.items() if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), place))
    operation = next(told[example.method.lower()] for told in fitting if example.method.lower() in told)
    if example.body and example.headers["Content-Type"] == "application/json":
        add(operation["requestBody"], name, json.loads(example.body))
    answers = [told for status, told in operation["responses"].items() if status.startswith("2")]
    if example.status < 300 and answers:
        add(answers[0], name, shown(example.answer))


def add(told: dict[str, Any], name: str, value: Any) -> None:
    told["content"]["application/json"].setdefault("examples", {})[name] = {"value": value}
