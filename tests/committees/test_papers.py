"""Papers: made from a vote, a filing or a posting; numbered, kept sealed, each look noted, checked by anybody."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import Filing, FilingState, Paper, PaperTemplate, Posting, PostingKind, Vote
from committees.papers import actions, store
from committees.papers.shipped import form_of
from tests.committees.test_papers_templates import a_template, words_of
from tests.factories.owners import a_committee, owners_of, some_homes, the_developer
from tests.factories.votes import a_posted_vote, an_open_vote, announced, votes_for

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def owners(estate):
    return owners_of(estate, [100, 80, 60, 60])


@pytest.fixture
def vote(estate, owners) -> Vote:
    return a_posted_vote(estate)


@pytest.fixture
def result(estate, owners) -> Vote:
    vote = an_open_vote(estate)
    votes_for(vote, owners[:3], "yes")
    return announced(vote)


@pytest.fixture
def filing(estate, owners) -> Filing:
    return Filing.objects.create(
        number="BA-20261101-000001", committee=a_committee(estate), kind="first", state=FilingState.SUBMITTED,
        happened_on=date(2026, 10, 1), due_on=date(2026, 10, 31), submitted_on=date(2026, 10, 20),
    )  # fmt: skip


class TestMaking:
    def test_a_result_says_what_was_counted(self, result, people):
        made = actions.hand_out("result", result, by=people["street"], at=AT)
        text = words_of(made.content)
        assert result.list_digest in text
        assert "240.00" in text
        assert "300.00" in text
        assert "80.00%" in text
        assert made.paper.number in text

    def test_an_announcement_says_what_is_asked_and_by_which_law(self, vote, people):
        text = words_of(actions.hand_out("announcement", vote, by=people["street"], at=AT).content)
        assert "是否聘请青松物业服务有限公司" in text
        assert "民法典" in text

    def test_a_posting_is_announced_too(self, estate, people):
        posting = Posting.objects.create(
            estate=estate, kind=PostingKind.NOTICE, title="停水通知", text="明日停水。\n请储水。",
            posted_on=date(2026, 11, 1), until_on=date(2026, 11, 16),
        )  # fmt: skip
        text = words_of(actions.hand_out("announcement", posting, by=people["street"], at=AT).content)
        assert "停水通知" in text
        assert "请储水。" in text
        assert "2026年11月15日" in text

    def test_a_filing_form_names_the_members(self, filing, people):
        text = words_of(actions.hand_out("filing_form", filing, by=people["street"], at=AT).content)
        for member in filing.committee.members.all():
            assert member.name in text
        assert "300.00" in text

    def test_letters_carry_one_code_for_each_head(self, estate, people):
        owners_of(estate, [100, 80])
        the_developer(*some_homes(estate, [50, 50], building="9号楼"))
        vote = a_posted_vote(estate)
        text = words_of(actions.hand_out("invitations", vote, by=people["street"], at=AT).content)
        for invitation in vote.invitations.all():
            code = invitation.code
            assert text.count(f"{code[:4]}-{code[4:8]}-{code[8:]}") == 1
        assert "9号楼1单元101、9号楼1单元102" in text
        assert "王**" in text
        assert "王秀兰" not in text

    def test_the_letter_of_one_owner_is_made_alone(self, estate, people):
        one, other = owners_of(estate, [100, 80])
        vote = a_posted_vote(estate)
        text = words_of(actions.hand_out("invitations", vote, owner=one, by=people["street"], at=AT).content)
        codes = {each.owner_id: each.code for each in vote.invitations.all()}
        assert codes[one.pk][:4] in text
        assert codes[other.pk][:4] not in text
        assert "1号楼1单元102" not in text

    def test_each_has_a_number_and_digest_of_its_own(self, result, people):
        one, other = (actions.make("result", result, by=people["street"], at=AT) for _again in range(2))
        assert one.number != other.number
        assert one.digest != other.digest

    def test_is_kept_until_a_day_and_noted(self, result, people):
        paper = actions.make("result", result, by=people["street"], at=AT)
        assert paper.erase_on == date(2036, 11, 20)
        assert AuditEntry.objects.filter(verb="make_paper", thing_id=str(paper.pk)).exists()

    def test_letters_are_kept_nowhere(self, vote, people, tmp_path):
        made = actions.hand_out("invitations", vote, by=people["street"], at=AT)
        assert made.paper.sealed_place == ""
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    @pytest.mark.parametrize("kind", ["announcement", "result", "invitations"])
    def test_waits_until_the_vote_is_so_far(self, kind, vote, people):
        vote.state = "draft" if kind != "result" else "counted"
        Vote.objects.filter(pk=vote.pk).update(state=vote.state)
        with pytest.raises(ValidationError):
            actions.make(kind, vote, by=people["street"], at=AT)

    @pytest.mark.parametrize("role", ["auditor", "inspector", "company", "system"])
    def test_is_for_those_who_hold_votes(self, role, vote, people):
        with pytest.raises(NotAllowed):
            actions.make("announcement", vote, by=people[role], at=AT)

    def test_is_not_for_the_next_district(self, vote, people):
        with pytest.raises(Vote.DoesNotExist):
            actions.make("announcement", vote, by=people["neighbour"], at=AT)


class TestKeeping:
    def test_the_file_lies_sealed(self, result, people):
        made = actions.hand_out("result", result, by=people["street"], at=AT)
        with store.storage().open(made.paper.sealed_place) as file:
            assert made.content[:2] == b"PK"
            assert b"PK\x03\x04" not in file.read()
        assert store.content(made.paper) == made.content

    def test_a_look_is_recorded(self, result, people):
        made = actions.hand_out("result", result, by=people["street"], at=AT)
        assert actions.look_at(made.paper, by=people["district"], at=AT) == made.content
        assert AuditEntry.objects.filter(verb="look_at_paper", who="district").count() == 1

    def test_a_file_that_somebody_put_in_its_place_is_not_handed_out(self, result, people):
        paper = actions.make("result", result, by=people["street"], at=AT)
        store.storage().delete(paper.sealed_place)
        Paper.objects.filter(pk=paper.pk).update(sealed_place=store.put(b"PK another"))
        with pytest.raises(NotNow):
            actions.look_at(paper, by=people["street"], at=AT)

    @pytest.mark.parametrize("column", ["number", "digest", "kind", "title"])
    def test_what_was_made_never_changes(self, column, result, people):
        paper = actions.make("result", result, by=people["street"], at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**{column: "0" * 12})

    def test_a_paper_is_never_deleted(self, result, people):
        paper = actions.make("result", result, by=people["street"], at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).delete()

    def test_the_file_goes_on_its_day_and_number_and_digest_stay(
        self, result, people, django_capture_on_commit_callbacks
    ):
        paper = actions.make("result", result, by=people["street"], at=AT)
        assert actions.erase_old(at=AT.replace(year=2036, day=19)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.erase_old(at=AT.replace(year=2036)) == 1
        assert not store.storage().exists(paper.sealed_place)
        held = Paper.objects.get(pk=paper.pk)
        assert (held.digest, held.sealed_place) == (paper.digest, "")


class TestTheBureausTemplate:
    def test_is_used_from_then_on(self, vote, people):
        content = a_template("{{ 标题 }}：本局新版")
        actions.keep_template("announcement", content=content, name="公告.docx", by=people["bureau"], at=AT)
        assert "本局新版" in words_of(actions.hand_out("announcement", vote, by=people["street"], at=AT).content)

    def test_withdrawn_gives_way_to_the_one_before(self, people):
        for words in ("一", "二"):
            actions.keep_template(
                "result",
                content=a_template(f"{words}{{{{ 表决名称 }}}}"),
                name=f"{words}.docx",
                by=people["bureau"],
                at=AT,
            )
        last = actions.template_in_use("result")
        actions.withdraw_template(last, by=people["bureau"], at=AT)
        assert actions.template_in_use("result").name == "一.docx"
        with pytest.raises(NotNow):
            actions.withdraw_template(last, by=people["bureau"], at=AT)

    def test_without_any_the_portals_own_is_used(self, db):
        assert actions.source_of("result", actions.template_in_use("result")) == form_of("result")

    @pytest.mark.parametrize("role", ["district", "street", "system"])
    def test_is_the_bureaus_to_change(self, role, people):
        with pytest.raises(NotAllowed):
            actions.keep_template("result", content=form_of("result"), name="x.docx", by=people[role], at=AT)

    def test_with_a_fault_is_not_kept(self, people):
        with pytest.raises(ValidationError):
            actions.keep_template("result", content=a_template("{{ 错 }}"), name="x.docx", by=people["bureau"], at=AT)
        assert not PaperTemplate.objects.exists()


class TestTheCheckPage:
    def page(self, client, paper, **sent):
        address = reverse("committees:paper", args=[paper.number])
        return client.post(address, sent) if sent else client.get(address)

    def test_shows_what_is_on_record_and_nobodys_name(self, client, filing, people):
        paper = actions.make("filing_form", filing, by=people["street"], at=AT)
        answer = self.page(client, paper)
        text = answer.content.decode()
        for words in (paper.number, "青禾苑", paper.digest):
            assert words in text
        assert [member.name for member in filing.committee.members.all() if member.name in text] == []
        assert "no-store" in answer["Cache-Control"]

    def test_is_found_however_the_number_was_typed(self, client, filing, people):
        paper = actions.make("filing_form", filing, by=people["street"], at=AT)
        typed = paper.number.lower().replace("-", " - ")
        answer = client.get(reverse("committees:papers"), {"number": typed})
        assert answer["Location"] == reverse("committees:paper", args=[paper.number])

    def test_knows_the_same_file_and_another(self, client, filing, people):
        made = actions.hand_out("filing_form", filing, by=people["street"], at=AT)
        same = SimpleUploadedFile("备案表.docx", made.content)
        assert 'class="notice"' in self.page(client, made.paper, file=same).content.decode()
        other = SimpleUploadedFile("备案表.docx", made.content + b" ")
        assert 'class="notice urgent"' in self.page(client, made.paper, file=other).content.decode()

    def test_asks_for_the_file_when_none_came(self, client, filing, people):
        paper = actions.make("filing_form", filing, by=people["street"], at=AT)
        assert "file-fault" in self.page(client, paper, file="").content.decode()

    @pytest.mark.parametrize("number", ["WS-20260101-999999", "nonsense", "%00", "公文"])
    def test_knows_no_other_number(self, client, city, number):
        answer = client.get(f"/papers/{number}/")
        assert answer.status_code == 404
        assert 'name="number"' in answer.content.decode()


def test_the_code_leads_to_the_check_page(result, people, settings):
    settings.PUBLIC_URL = "https://anju.example.gov.cn"
    made = actions.hand_out("result", result, by=people["street"], at=AT)
    assert f"https://anju.example.gov.cn/papers/{made.paper.number}/" in words_of(made.content)
    assert Document(BytesIO(made.content)).core_properties.title == made.paper.title
