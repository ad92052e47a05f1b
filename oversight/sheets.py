"""Every register that takes files, in the order in which an empty portal is filled."""

from committees.committee_desk.sheets import CommitteeSheet, MemberSheet
from committees.owners.sheets import HomeSheet
from committees.vote_desk.sheets import BallotSheet
from complaints.hotline.sheets import HotlineOrderSheet, HotlineReceiptSheet
from credit.sheets import EvidenceSheet
from enterprises.sheets import ContractSheet, EnterpriseSheet, ManagerSheet
from enterprises.takeovers.sheets import DeliverySheet, TakeoverSheet
from estates.basic_service.sheets import BasicServiceSheet
from estates.board.sheets import BoardEntrySheet, BoardItemSheet
from estates.life_sheets import EquipmentCheckSheet, EquipmentSheet, HazardSheet, RenovationProgressSheet
from estates.renovation.sheets import RenovationPlanSheet
from estates.sheets import BuildingSheet, EstateSheet
from fees.collection.sheets import CollectionSheet
from fees.filings.sheets import FeeFilingSheet, FeeItemSheet
from fees.funds.banks.sheets import BankLineSheet
from fees.funds.sheets import FundSheet
from fees.prices.sheets import GuidePriceSheet, PriceIndexSheet
from fees.revenue.line_sheets import RevenueLineSheet
from fees.revenue.sheets import RevenueContractSheet
from fees.standards.promises import StandardSheet
from fees.standards.sheets import EstateLevelSheet

SHEETS = (
    EstateSheet, BuildingSheet, HomeSheet, EnterpriseSheet, ManagerSheet, ContractSheet, EvidenceSheet,
    HotlineOrderSheet, HotlineReceiptSheet, CommitteeSheet, MemberSheet, BallotSheet, StandardSheet,
    EstateLevelSheet,
    GuidePriceSheet, PriceIndexSheet, FeeFilingSheet, FeeItemSheet, CollectionSheet,
    FundSheet, BankLineSheet, RevenueContractSheet, RevenueLineSheet,
    BoardItemSheet, BoardEntrySheet,
    EquipmentSheet, EquipmentCheckSheet, HazardSheet, RenovationPlanSheet, RenovationProgressSheet,
    BasicServiceSheet, DeliverySheet, TakeoverSheet,
)  # fmt: skip
