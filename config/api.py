"""The JSON door: every address under `/api/v1/`; `Unknown` answers for the rest of `/api/`."""

from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, include, path, re_path, resolve
from django.utils.translation import gettext as _
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from accounts.api.oauth import TokenEndpoint
from accounts.api.tokens import Tokens
from accounts.api.views import Regions
from committees.api.bodies import Committees, Members
from committees.api.bodies_beside import MediationCommittees, PartyOrganisations
from committees.api.duties import DutyReports
from committees.api.formations import Filings, Formations
from committees.api.joint_meetings import JointMeetings
from committees.api.meetings import Meetings
from committees.api.office import Audits, Disclosures, Postings, SealUses
from committees.api.owners import Homes, Owners
from committees.api.training import Trainings
from committees.api.votes import Votes
from complaints.api.complaints import Complaints
from complaints.api.hotline import HotlineItems, HotlineOrders
from complaints.api.lists import Bodies, RefusalReasons, Topics
from complaints.mediation.api import Mediations
from config.limits import Limits
from credit.api.enterprises import Enterprises
from credit.api.evidence import Ledger
from credit.api.grades import Grades
from credit.api.items import Items
from credit.api.rulebooks import Rulebooks
from enterprises.api.views import Contracts, Managers
from enterprises.takeovers.api import HomeDeliveries, Takeovers
from estates.api.basic_services import BasicServices
from estates.api.boards import BoardEntries, BoardFaults, BoardItems, BoardObjections
from estates.api.equipment import EquipmentRegister
from estates.api.renovations import Renovations
from estates.api.safety import Hazards, SafetyCampaigns
from exchange.api.changes import Changes
from exchange.api.webhooks import Deliveries, Webhooks
from fees.api.collections import Collections, Referrals
from fees.api.filings import FeeFilings
from fees.api.findings import Findings
from fees.api.fund_uses import FundUses
from fees.api.funds import BankStatements, FundAccounts, FundBlocks, FundCalls, FundEntries, FundPeriods
from fees.api.prices import GuidePrices, PriceIndices, PriceProposals
from fees.api.revenue import RevenueAudits, RevenueContracts, RevenueDraws, RevenueReports
from fees.api.revenue_demands import RevenueDemands
from fees.api.standards import EstateLevels, Standards
from intake.api.imports import Imports
from intake.api.templates import Templates
from oversight.api import figures, public_figures
from oversight.api.estates import Buildings, Estates
from oversight.api.money import Money
from oversight.api.quality import Quality, QualityGaps
from oversight.api.runs import Runs


class Router(SimpleRouter):
    """Asks for the resource before its routes, so that an address is not held against every route of every resource."""

    def get_urls(self):
        return [re_path(f"^{prefix}/", include(self.of_one(view, name))) for prefix, view, name in self.registry]

    def of_one(self, view, name):
        routes = SimpleRouter()
        routes.register("", view, name)
        return routes.urls


router = Router()
router.register("regions", Regions, "region")
router.register("estates", Estates, "estate")
router.register("buildings", Buildings, "building")
router.register("board-items", BoardItems, "board-item")
router.register("board-entries", BoardEntries, "board-entry")
router.register("board-faults", BoardFaults, "board-fault")
router.register("board-objections", BoardObjections, "board-objection")
router.register("enterprises", Enterprises, "enterprise")
router.register("managers", Managers, "manager")
router.register("contracts", Contracts, "contract")
router.register("committees", Committees, "committee")
router.register("committee-members", Members, "committee-member")
router.register("formations", Formations, "formation")
router.register("filings", Filings, "filing")
router.register("meetings", Meetings, "meeting")
router.register("seal-uses", SealUses, "seal-use")
router.register("disclosures", Disclosures, "disclosure")
router.register("committee-audits", Audits, "committee-audit")
router.register("postings", Postings, "posting")
router.register("homes", Homes, "home")
router.register("owners", Owners, "owner")
router.register("votes", Votes, "vote")
router.register("duty-reports", DutyReports, "duty-report")
router.register("joint-meetings", JointMeetings, "joint-meeting")
router.register("trainings", Trainings, "training")
router.register("party-organisations", PartyOrganisations, "party-organisation")
router.register("mediation-committees", MediationCommittees, "mediation-committee")
router.register("equipment", EquipmentRegister, "equipment")
router.register("renovations", Renovations, "renovation")
router.register("safety-campaigns", SafetyCampaigns, "safety-campaign")
router.register("hazards", Hazards, "hazard")
router.register("basic-services", BasicServices, "basic-service")
router.register("deliveries", HomeDeliveries, "home-delivery")
router.register("takeovers", Takeovers, "takeover")
router.register("complaints", Complaints, "complaint")
router.register("topics", Topics, "topic")
router.register("bodies", Bodies, "body")
router.register("refusal-reasons", RefusalReasons, "refusal-reason")
router.register("mediations", Mediations, "mediation")
router.register("hotline/orders", HotlineOrders, "hotline-order")
router.register("hotline/items", HotlineItems, "hotline-item")
router.register("service-standards", Standards, "service-standard")
router.register("estate-levels", EstateLevels, "estate-level")
router.register("guide-prices", GuidePrices, "guide-price")
router.register("price-indices", PriceIndices, "price-index")
router.register("price-proposals", PriceProposals, "price-proposal")
router.register("fund-uses", FundUses, "fund-use")
router.register("fee-filings", FeeFilings, "fee-filing")
router.register("findings", Findings, "finding")
router.register("fee-collections", Collections, "fee-collection")
router.register("arrears-referrals", Referrals, "arrears-referral")
router.register("revenue-contracts", RevenueContracts, "revenue-contract")
router.register("revenue-reports", RevenueReports, "revenue-report")
router.register("revenue-audits", RevenueAudits, "revenue-audit")
router.register("revenue-demands", RevenueDemands, "revenue-demand")
router.register("revenue-draws", RevenueDraws, "revenue-draw")
router.register("evidence", Ledger, "evidence")
router.register("rulebooks", Rulebooks, "rulebook")
router.register("rulebook-items", Items, "rulebook-item")
router.register("grades", Grades, "grade")
router.register("quality-gaps", QualityGaps, "quality-gap")
router.register("fund-blocks", FundBlocks, "fund-block")
router.register("fund-accounts", FundAccounts, "fund-account")
router.register("fund-entries", FundEntries, "fund-entry")
router.register("fund-periods", FundPeriods, "fund-period")
router.register("fund-calls", FundCalls, "fund-call")
router.register("bank-statements", BankStatements, "bank-statement")
router.register("runs", Runs, "run")
router.register("tokens", Tokens, "token")
router.register("imports/templates", Templates, "template")
router.register("imports", Imports, "import")
router.register("webhooks", Webhooks, "webhook")

of_one_webhook = SimpleRouter()
of_one_webhook.register("deliveries", Deliveries, "delivery")

figure_pages = [
    path("overview/", figures.Overview.as_view(), name="figures-overview"),
    path("grades/", figures.Grades.as_view(), name="figures-grades"),
    path("coverage/", figures.Coverage.as_view(), name="figures-coverage"),
    path("committees/", figures.Committees.as_view(), name="figures-committees"),
    path("money/", Money.as_view(), name="figures-money"),
    path("quality/", Quality.as_view(), name="figures-quality"),
    path("ranking/", figures.Ranking.as_view(), name="figures-ranking"),
    path("trend/", figures.Trend.as_view(), name="figures-trend"),
    path("coverage-trend/", figures.CoverageTrend.as_view(), name="figures-coverage-trend"),
    path("moves/", figures.Moves.as_view(), name="figures-moves"),
    path("windows/", figures.Windows.as_view(), name="figures-windows"),
    path("public/overview/", public_figures.Overview.as_view(), name="public-overview"),
    path("public/grades/", public_figures.Grades.as_view(), name="public-grades"),
    path("public/complaints/", public_figures.Complaints.as_view(), name="public-complaints"),
    path("public/coverage/", public_figures.Coverage.as_view(), name="public-coverage"),
    path("public/committees/", public_figures.Committees.as_view(), name="public-committees"),
    path("last-run/", figures.LastRun.as_view(), name="figures-last-run"),
    path("freshness/", figures.Freshness.as_view(), name="figures-freshness"),
]


class Root(APIView):
    """What there is: the address of every resource, of the limits, of the schema and its pages."""

    permission_classes = [AllowAny]
    schema = None

    def get(self, request):
        lists = {prefix: reverse(f"api:{name}-list", request=request) for prefix, _viewset, name in router.registry}
        figures = {page.name: reverse(f"api:{page.name}", request=request) for page in figure_pages}
        pages = {name: reverse(f"api:{name}", request=request) for name in ("changes", "limits", "schema", "docs")}
        return Response(lists | figures | pages)


class Unknown(APIView):
    """Any other address: a problem document, or the way to the same address with its closing slash."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request, *args, **kwargs):
        raise NotFound(_("The API has no such address. /api/v1/ lists those there are."))

    def dispatch(self, request, *args, **kwargs):
        if not request.path.endswith("/") and leads_somewhere(request.path + "/"):
            place = request.get_full_path(force_append_slash=True)
            return HttpResponsePermanentRedirect(place, preserve_request=True)
        return super().dispatch(request, *args, **kwargs)


def leads_somewhere(address: str) -> bool:
    try:
        return getattr(resolve(address).func, "cls", None) is not Unknown
    except Resolver404:
        return False


app_name = "api"
urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("", include(router.urls)),
    re_path(r"^webhooks/(?P<webhook>[0-9]{1,18})/", include(of_one_webhook.urls)),
    path("figures/", include(figure_pages)),
    path("oauth/token/", TokenEndpoint.as_view(), name="oauth-token"),
    path("changes/", Changes.as_view(), name="changes"),
    path("limits/", Limits.as_view(), name="limits"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
]
