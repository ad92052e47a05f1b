"""The bureau's desks of the judgement: grades, the ledger, rulebooks and their items.

What other floors show together with a grade is put up here as well: companies, complaints.

The nightly runs have their desk on the top floor (`oversight.desk_nights`), which may start them.
"""

from credit.admin.complaints import GradedComplaintDesk
from credit.admin.enterprises import GradedEnterpriseDesk
from credit.admin.evidence import EvidenceDesk
from credit.admin.grades import GradeDesk
from credit.admin.items import ItemDesk
from credit.admin.rulebooks import RulebookDesk

__all__ = [
    "EvidenceDesk",
    "GradeDesk",
    "GradedComplaintDesk",
    "GradedEnterpriseDesk",
    "ItemDesk",
    "RulebookDesk",
]
