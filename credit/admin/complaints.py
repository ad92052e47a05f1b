"""The desk of complaints, with the grade of the company that an estate has today."""

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from complaints.desk.page import ComplaintDesk
from complaints.models import Complaint
from credit.admin.showing import marks_now
from credit.models import Grade


@admin.register(Complaint)
class GradedComplaintDesk(ComplaintDesk):
    def case_page(self, request: HttpRequest, complaint: Complaint, **facts) -> TemplateResponse:
        page = super().case_page(request, complaint, **facts)
        contract = page.context_data["case"].contract
        held = Grade.objects.current().filter(enterprise=contract.enterprise_id).first() if contract else None
        page.context_data["mark"] = marks_now().of(held.grade) if held else None
        return page
