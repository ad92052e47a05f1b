"""The bureau's desks of the judgement: grades, the ledger, rulebooks and their items; and companies with their grade.

The nightly runs have their desk on the top floor (`oversight.desk_nights`), which may start them.
"""

from credit.admin.enterprises import GradedEnterpriseDesk
from credit.admin.evidence import EvidenceDesk
from credit.admin.grades import GradeDesk
from credit.admin.items import ItemDesk
from credit.admin.rulebooks import RulebookDesk

__all__ = ["EvidenceDesk", "GradeDesk", "GradedEnterpriseDesk", "ItemDesk", "RulebookDesk"]
