"""A finding's life: opened by night, heard, checked, decided by somebody else; only then there is a fact."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, RuleValue, User
from enterprises.models import ServiceContract
from fees import evidence
from fees.findings import actions, telling
from fees.findings.lifecycle import FINDING
from fees.findings.wording import SENTENCES, rule_key, sentence
from fees.models import Finding, FindingKind, FindingState
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.prices import an_accepted_filing
from tests.factories.rules import the_rules
from tests.fees.looked import AT, ON, OTHERS, found, look, peers

DAY = timedelta(days=1)
HEARD, OVER = AT + 6 * DAY, AT + 30 * DAY
OPEN = {
    "found": {"ask", "find_unfounded"},
    "asked": {"explain", "find_so", "find_unfounded"},
    "ordered": {"note_put_right", "decide"},
    "unfounded": set(),
    "put_right": set(),
    "decided": {"revoke"},
    "revoked": set(),
    "gone": set(),
}
"""Written by hand: what may be done in each state."""


def test_moves_are_open_where_the_table_says():
    assert {state: {verb for verb, move in FINDING.items() if state in move.open_in} for state in FindingState} == OPEN


def test_every_kind_has_words_an_article_and_an_item_of_its_own_or_none(city):
    the_rules(city)
    keys = set(RuleValue.objects.filter(key__startswith="finding_").values_list("key", flat=True))
    assert {rule_key(kind) for kind in FindingKind} <= keys
    assert set(SENTENCES) == set(FindingKind)
    assert {evidence.item_key(kind) for kind in evidence.COUNTED} <= keys
    assert {str(kind) for kind in set(FindingKind) - evidence.COUNTED} == {
        "price_outlier", "fund_uneven", "fund_unmatched",
    }  # fmt: skip


@pytest.mark.parametrize("facts", [{}, {"price_fen": "much"}, {"price_fen": 1, "peers": 2}])
def test_facts_that_a_sentence_misses_leave_the_kind(facts):
    assert sentence("price_outlier", facts)[:-1] == FindingKind.PRICE_OUTLIER.label


@pytest.mark.parametrize(
    ("kind", "ends_on", "day"),
    [
        ("rise_undecided", None, date(2026, 11, 26)),
        ("rise_undecided", date(2026, 11, 24), date(2026, 11, 23)),
        ("revenue_missing", None, date(2022, 1, 1)),
        ("term_over", date(2022, 1, 1), date(2021, 12, 31)),
    ],
)
def test_what_goes_on_counts_for_the_day_of_its_order_and_never_after_the_contract(kind, ends_on, day):
    contract = ServiceContract(ends_on=ends_on)
    row = Finding(kind=kind, happened_on=date(2022, 1, 1), checked_at=HEARD, contract=contract)
    assert evidence.counts_for(row) == day


@pytest.mark.parametrize(("followed_by", "is_allowed"), [("", True), ("HT-2", False)])
def test_who_goes_on_where_nobody_followed_may_charge(followed_by, is_allowed):
    finding = Finding(kind="term_over", enterprise_id=1, facts={"followed_by": followed_by})
    assert evidence.is_allowed(finding) is is_allowed


@pytest.fixture
def rules(city):
    the_rules(city)


@pytest.fixture
def filing(rules):
    """Fees taken thirteen months ahead: what the machine finds at one estate."""
    return an_accepted_filing(a_contract(an_estate(), an_enterprise()), prepay_months_most=13)


@pytest.fixture
def finding(filing) -> Finding:
    look()
    return Finding.objects.get()


@pytest.fixture
def staff(people, filing) -> User:
    a_company_login(people["company"], filing.contract.enterprise)
    return people["company"]


@pytest.fixture
def other(people) -> User:
    return User.objects.create_user("district2", "x", role=Role.DISTRICT, region_id="130102000000")


def ordered(finding, by) -> Finding:
    actions.ask(finding, by=by, at=AT)
    return actions.find_so(finding, result="核对缴费记录，确有预收十三个月。", by=by, at=HEARD)


def decided(finding, by, at=OVER) -> Finding:
    return actions.decide(finding, decision="逾期未退还。", by=by, at=at)


@pytest.mark.django_db
class TestTheNight:
    def test_opens_a_finding_once(self, filing):
        assert look().opened == 1
        assert (look().opened, look(ON + DAY).opened) == (0, 0)
        finding = Finding.objects.get()
        assert (finding.state, finding.enterprise_id) == ("found", filing.contract.enterprise_id)
        assert finding.number == f"WT-20261120-{finding.pk:06d}"
        assert AuditEntry.objects.filter(verb="open_finding").count() == 1

    def test_closes_what_is_gone_and_opens_it_anew_when_it_is_back(self, filing, finding):
        type(filing).objects.update(prepay_months_most=12)
        assert look(ON + DAY).gone == 1
        finding.refresh_from_db()
        assert (finding.state, finding.gone_on) == ("gone", ON + DAY)
        type(filing).objects.update(prepay_months_most=13)
        assert look(ON + 2 * DAY).opened == 1

    def test_does_not_ask_again_what_was_not_so(self, finding, people):
        actions.find_unfounded(finding, result="备案系笔误，实际按季收取。", by=people["district"], at=AT)
        assert look(ON + DAY).opened == 0

    def test_leaves_what_was_ordered_to_the_officer(self, filing, finding, people):
        ordered(finding, people["district"])
        type(filing).objects.update(prepay_months_most=12)
        assert look(ON + DAY).gone == 0
        finding.refresh_from_db()
        assert (finding.state, finding.gone_on) == ("ordered", ON + DAY)
        type(filing).objects.update(prepay_months_most=13)
        look(ON + 2 * DAY)
        finding.refresh_from_db()
        assert finding.gone_on is None

    @pytest.mark.parametrize("key", ["revenue_transfer_days", "fund_reconcile_days", "peers_least"])
    def test_goes_on_without_a_rule_of_another_kind(self, filing, key):
        RuleValue.objects.filter(key=key).delete()
        assert look().opened == 1

    def test_leaves_what_it_cannot_look_for(self, rules):
        peers(40, *OTHERS)
        assert look().opened == 1
        RuleValue.objects.filter(key="peers_least").delete()
        assert look(ON + DAY).gone == 0
        assert Finding.objects.get().state == "found"

    def test_looks_for_nothing_that_the_city_turned_off(self, filing):
        RuleValue.objects.filter(key="finding_prepaid_long").update(value="0")
        look()
        assert found("prepaid_long") == []


@pytest.mark.django_db
class TestWorkingThrough:
    def test_hears_the_company_and_gives_it_time(self, finding, people, staff, other):
        actions.ask(finding, by=people["district"], at=AT)
        held = actions.explain(finding, statement="系预存优惠活动，业主自愿。", by=staff, at=AT)
        assert (held.answer_due_on, held.statement) == (date(2026, 11, 25), "系预存优惠活动，业主自愿。")
        held = actions.find_so(finding, result="超过十二个月。", by=people["district"], at=AT)
        assert held.put_right_by == date(2026, 12, 5)
        with pytest.raises(NotNow):
            decided(finding, other, at=datetime(2026, 12, 5, 4, 0, tzinfo=UTC))
        assert decided(finding, other, at=datetime(2026, 12, 6, 4, 0, tzinfo=UTC)).state == "decided"

    def test_waits_for_the_company_until_its_day(self, finding, people):
        actions.ask(finding, by=people["district"], at=AT)
        with pytest.raises(NotNow):
            actions.find_so(finding, result="确有。", by=people["district"], at=AT + 5 * DAY)
        assert actions.find_so(finding, result="确有。", by=people["district"], at=AT + 6 * DAY).state == "ordered"

    def test_is_decided_by_somebody_else(self, finding, people):
        ordered(finding, people["district"])
        with pytest.raises(NotAllowed):
            decided(finding, people["district"])

    def test_is_answered_once(self, finding, people, staff):
        actions.ask(finding, by=people["district"], at=AT)
        actions.explain(finding, statement="说明。", by=staff, at=AT)
        with pytest.raises(NotNow):
            actions.explain(finding, statement="另行说明。", by=staff, at=AT)

    @pytest.mark.parametrize(("verb", "given"), [("find_unfounded", {"result": " "}), ("explain", {"statement": ""})])
    def test_asks_for_words(self, finding, people, staff, verb, given):
        by = staff if verb == "explain" else people["district"]
        actions.ask(finding, by=people["district"], at=AT)
        with pytest.raises(ValidationError) as silent:
            getattr(actions, verb)(finding, **given, by=by, at=AT)
        assert set(silent.value.message_dict) == set(given)

    def test_says_nothing_of_what_was_said_in_the_audit_log(self, finding, people, staff):
        actions.ask(finding, by=people["district"], at=AT)
        actions.explain(finding, statement="说明一句。", by=staff, at=AT)
        assert not AuditEntry.objects.filter(after__icontains="说明一句").exists()

    def test_is_for_those_who_see_it(self, finding, people):
        with pytest.raises(Finding.DoesNotExist):
            actions.ask(finding, by=people["neighbour"], at=AT)
        with pytest.raises(NotAllowed):
            actions.ask(finding, by=people["inspector"], at=AT)


@pytest.mark.django_db
class TestByHand:
    def raised(self, contract, by, **told) -> Finding:
        told = {"kind": "overcharged", "happened_on": ON, "words": "装修押金之外另收清运费。"} | told
        return actions.raise_by_hand(estate=contract.estate, **told, by=by, at=AT)

    def test_names_the_company_of_that_day(self, filing, people):
        finding = self.raised(filing.contract, people["street"])
        assert (finding.enterprise_id, finding.is_by_machine) == (filing.contract.enterprise_id, False)
        look()
        finding.refresh_from_db()
        assert finding.state == "found"

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"words": "经办人 13900000003 另收清运费。"}, "words"),
            ({"happened_on": ON + DAY}, "happened_on"), ({"happened_on": date(2020, 1, 1)}, "happened_on"),
            ({"kind": "above_cap"}, "kind"), ({"words": " "}, "words"),
        ],
    )  # fmt: skip
    def test_is_told_what_is_wrong_at_its_field(self, filing, people, told, field):
        with pytest.raises(ValidationError) as wrong:
            self.raised(filing.contract, people["district"], **told)
        assert set(wrong.value.message_dict) == {field}

    def test_only_the_bureau_says_that_money_was_misused(self, filing, people, other):
        with pytest.raises(NotAllowed):
            self.raised(filing.contract, people["district"], kind="money_misused")
        finding = self.raised(filing.contract, people["bureau"], kind="money_misused")
        ordered(finding, people["district"])
        with pytest.raises(NotAllowed):
            decided(finding, other)
        with pytest.raises(NotAllowed):
            decided(finding, people["bureau"])
        assert decided(finding, User.objects.create_user("bureau2", "x", role=Role.BUREAU)).state == "decided"
        with pytest.raises(IntegrityError, match="finding_is_not_decided_by_who_raised_it"), transaction.atomic():
            Finding.objects.update(decided_by=people["bureau"])

    def test_is_not_decided_by_who_raised_it(self, filing, people, other):
        finding = self.raised(filing.contract, people["district"])
        ordered(finding, other)
        with pytest.raises(NotAllowed):
            decided(finding, people["district"])

    def test_is_for_ones_own_estates(self, filing, people):
        with pytest.raises(NotAllowed):
            self.raised(filing.contract, people["neighbour"])


@pytest.mark.django_db
class TestTheFacts:
    def facts(self):
        return evidence.facts(since=AT, until=OVER + DAY)

    def test_are_there_from_the_decision_to_its_end(self, finding, people, other):
        ordered(finding, people["district"])
        assert self.facts() == []
        decided(finding, other)
        (fact,) = self.facts()
        assert (fact.kind, fact.key, fact.number) == ("prepaid_long", f"{finding.number}-D", finding.number)
        assert (fact.enterprise_id, fact.on) == (finding.enterprise_id, HEARD.date())
        assert "13" in fact.told
        actions.revoke(finding, reason="复核撤销。", by=people["bureau"], at=OVER)
        assert self.facts() == []

    def test_are_not_made_where_no_company_is_to_answer(self, finding, people, other):
        decided(ordered(finding, people["district"]), other)
        Finding.objects.update(enterprise=None)
        assert self.facts() == []

    @pytest.mark.parametrize("price", [40, 900])
    def test_are_not_made_of_a_price_that_is_out_of_line(self, rules, people, other, price):
        odd, *_rest = peers(price, *OTHERS)
        look()
        finding = decided(ordered(Finding.objects.get(estate=odd), people["district"]), other)
        assert self.facts() == []
        assert evidence.uncounted(finding, on=ON)

    def test_are_not_there_when_it_was_put_right(self, finding, people):
        ordered(finding, people["district"])
        actions.note_put_right(finding, decision="已退还。", by=people["district"], at=OVER)
        assert self.facts() == []

    def test_are_public_once_decided(self, finding, people, other):
        assert telling.decided_of(finding.estate, on=ON) == []
        ordered(finding, people["district"])
        decided(finding, other)
        assert [told.number for told in telling.decided_of(finding.estate, on=ON)] == [finding.number]


@pytest.mark.django_db
class TestScope:
    def test_of_a_company_is_its_own_findings(self, finding, staff, people):
        """A company that came after sees the estate, and not what its predecessor is asked."""
        later = User.objects.create_user("later", "x", role=Role.COMPANY)
        successor = an_enterprise()
        a_company_login(later, successor)
        finding.contract.ends_on = date(2026, 6, 1)
        finding.contract.save()
        a_contract(finding.estate, successor, begins_on=date(2026, 6, 1))
        assert list(Finding.objects.visible_to(staff)) == [finding]
        assert list(Finding.objects.visible_to(later)) == []
        assert list(Finding.objects.visible_to(people["neighbour"])) == []
        assert list(Finding.objects.visible_to(people["street"])) == [finding]


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"state": "asked"}, "asked_company_has_a_day_to_answer"),
            ({"state": "unfounded"}, "checked_finding_says_what_was_found"),
            (
                {"state": "ordered", "checked_at": AT, "result": "x"},
                "ordered_finding_heard_the_company",
            ),
            (
                {"state": "decided", "checked_at": AT, "result": "x", "asked_at": AT, "put_right_by": ON},
                "decided_finding_has_its_decision",
            ),
            (
                {
                    "state": "revoked", "checked_at": AT, "result": "x", "asked_at": AT, "put_right_by": ON,
                    "decided_at": AT, "decision": "x",
                },
                "revoked_finding_says_why",
            ),
            ({"state": "gone"}, "gone_finding_has_its_day"),
        ],
    )  # fmt: skip
    def test_refuses_a_finding_without_its_papers(self, finding, values, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**values)

    def test_refuses_a_decision_of_who_checked_it(self, finding, people, other):
        ordered(finding, people["district"])
        decided(finding, other)
        with pytest.raises(IntegrityError, match="finding_is_decided_by_somebody_else"), transaction.atomic():
            Finding.objects.update(decided_by=people["district"])

    def test_refuses_a_second_finding_of_the_same(self, finding):
        with pytest.raises(IntegrityError, match="one_finding_for_the_same_oddity"), transaction.atomic():
            Finding.objects.create(
                number="WT-2", key=finding.key, estate=finding.estate, kind=finding.kind, happened_on=ON, found_on=ON
            )
