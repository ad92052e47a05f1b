"""A whole small world in one district, one of everything, for tests that walk over all routes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from accounts.models import ApiToken, Role, User
from accounts.tokens import issue_token
from credit.models import Evidence, Grade, GradeCount, Night, Posting, Rulebook
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.models import Building, Estate
from oversight.actions import take_figures
from tests.factories.companies import a_contract, a_manager, an_enterprise
from tests.factories.judgement import a_grade, a_night, a_record, a_rulebook
from tests.factories.places import a_building, an_estate


@dataclass
class World:
    """Everything of one street; `hidden` are the texts that nobody from elsewhere may ever read."""

    rulebook: Rulebook
    night: Night
    estate: Estate
    building: Building
    enterprise: Enterprise
    manager: ProjectManager
    contract: ServiceContract
    record: Evidence
    grade: Grade
    token: ApiToken
    hidden: list[str] = field(default_factory=list)

    def keys(self) -> dict[str, str]:
        """The key of one detail page of each resource, by the name of its route."""
        return {
            "region": self.estate.region_id,
            "estate": self.estate.code,
            "building": str(self.building.pk),
            "enterprise": self.enterprise.uscc,
            "manager": str(self.manager.pk),
            "contract": str(self.contract.pk),
            "evidence": str(self.record.pk),
            "rulebook": str(self.rulebook.pk),
            "rulebook-item": str(self.record.item_id),
            "grade": str(self.grade.pk),
            "run": str(self.night.pk),
            "token": str(self.token.pk),
        }


def one_more(rulebook: Rulebook, night: Night, street: str = "130102001000") -> World:
    """A further estate with its company, contract, manager, record and grade."""
    county = street[:6] + "000000"
    company = an_enterprise(county)
    estate = an_estate(street)
    building = a_building(estate)
    manager = a_manager(company)
    contract = a_contract(estate, company, manager=manager)
    item = rulebook.items.get(code="B1")
    record = a_record(item, enterprise=company, estate=estate, manager=manager)
    Posting.objects.create(
        evidence=record, item=item, subject="enterprise", enterprise=company, estate=estate, reaches_enterprise=True,
        centipoints=-500, matter=record.pk, counts_from=record.effective_on, counts_until=record.expires_on,
        known_from=night.pk,
    )  # fmt: skip
    grade = a_grade(company, night)
    token = a_colleagues_token(estate)
    hidden = [estate.code, estate.name, company.uscc, company.name, manager.number, contract.number, record.number]
    return World(rulebook, night, estate, building, company, manager, contract, record, grade, token, hidden)


def a_colleagues_token(estate: Estate) -> ApiToken:
    """Of another officer of the estate's district. Its name tells of the estate, which strangers must not read."""
    officer = User.objects.create_user(
        f"officer-{estate.code}", role=Role.DISTRICT, region_id=f"{estate.region_id[:6]}000000"
    )
    return issue_token(officer, name=f"{estate.name} {estate.code}", by=None, at=datetime.now(UTC))[0]


def a_world(street: str = "130102001000") -> World:
    """One of everything in a street, after two nights, the second of which moved the company from A to B."""
    rulebook = a_rulebook()
    first, night = a_night(rulebook, date(2026, 11, 19)), a_night(rulebook, date(2026, 11, 20), down_count=1)
    made = one_more(rulebook, night, street)
    a_grade(
        made.enterprise, first, "A", 11500, until_on=night.on, until_night=night.pk, line_items=[], line_centipoints=[],
        line_counts=[], base_centipoints=11500,
    )  # fmt: skip
    county = street[:6] + "000000"
    for each, grade in ((first, "A"), (night, "B")):
        GradeCount.objects.create(night=each, county_code=county, grade=grade, count=1)
        take_figures(each)
    return made
