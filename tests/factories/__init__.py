"""Things that tests are about, made straight into the tables, each with sound values unless told otherwise.

Plain functions: `an_estate("130102001000", name="青禾苑")`. Codes and numbers count up by themselves.
"""

from tests.factories.companies import a_company_login, a_contract, a_manager, an_enterprise
from tests.factories.judgement import a_grade, a_night, a_record, a_rulebook, counted, covered
from tests.factories.places import a_building, an_estate
from tests.factories.world import World, a_world, one_more

__all__ = [
    "World",
    "a_building",
    "a_company_login",
    "a_contract",
    "a_grade",
    "a_manager",
    "a_night",
    "a_record",
    "a_rulebook",
    "a_world",
    "an_enterprise",
    "an_estate",
    "counted",
    "covered",
    "one_more",
]
