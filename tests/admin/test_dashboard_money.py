"""Money and upkeep on the first page of the web admin: numbers that lead to their rows, of the own place only."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from fees.models import Finding
from oversight.money import counting as money
from oversight.quality import taking as quality
from tests.factories.rules import the_rules

INDEX = "admin:index"


@pytest.fixture
def counted(world, city):
    """A finding in the world's estate and one that went, and the morning's counts."""
    the_rules(city)
    on = timezone.localdate()
    for number, state in (("WT-1", "found"), ("WT-2", "gone")):
        Finding.objects.create(
            number=number, key=number, estate=world.estate, kind="overcharged", state=state, happened_on=on,
            found_on=on, gone_on=on if state == "gone" else None,
        )  # fmt: skip
    money.take(on=on, at=timezone.now())
    quality.take(on=on, at=timezone.now())


class TestTheFirstPage:
    @pytest.mark.parametrize(("who", "findings"), [("bureau", 1), ("district", 1), ("street", 1)])
    def test_tells_what_is_being_worked_through_and_leads_there(self, desk, counted, who, findings):
        answer = desk(who).get(reverse(INDEX))
        told = answer.context["money"]
        assert (told["findings"], told["managed"]) == (findings, 1)
        assert escape(told["urls"]["findings"]) in answer.content.decode()
        rows = desk(who).get(told["urls"]["findings"]).context["cl"].result_list
        assert [row.number for row in rows] == ["WT-1"]
        assert answer.context["quality"]["gaps"] > 0

    def test_leads_only_where_the_reader_may_go(self, desk, counted):
        told = desk("inspector").get(reverse(INDEX)).context["money"]
        assert set(told["urls"]) == {"findings", "board", "equipment"}

    def test_has_no_block_before_the_first_count(self, desk, world):
        assert "money" not in desk("bureau").get(reverse(INDEX)).context
