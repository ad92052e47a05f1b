"""`docs/recount.py`, as anybody runs it on a downloaded list."""

import subprocess
import sys
from pathlib import Path

import pytest

from committees.models import Ballot, MatterKind
from committees.votes import reading
from committees.votes.actions import NewMatter
from tests.factories.owners import owners_of
from tests.factories.votes import HIRE, an_open_vote, announced, votes_for

SCRIPT = Path(__file__).parents[2] / "docs" / "recount.py"
COVENANT = NewMatter(MatterKind.COVENANT, "是否通过管理规约？")


@pytest.fixture
def vote(estate):
    owners = owners_of(estate, ["143.27", "89.50", "101.03"])
    vote = an_open_vote(estate, HIRE, COVENANT)
    votes_for(vote, owners[:2], "yes", "no")
    votes_for(vote, owners[2:], "no", "no")
    return announced(vote)


@pytest.fixture
def posted(vote, tmp_path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(reading.csv_of(vote), encoding="ascii")
    return file


def recount(*given) -> list[str]:
    done = subprocess.run([sys.executable, SCRIPT, *map(str, given)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_is_short_and_needs_nothing_but_python():
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


def test_gives_the_result_and_its_digest(vote, posted):
    digest, *sums = recount(posted)
    assert digest == f"digest {vote.list_digest}"
    assert [line.split() for line in sums] == [
        ["matter", "0", "option", "0", "heads", "3", "area", "333.80", "m2"],
        ["matter", "1", "option", "1", "heads", "2", "area", "232.77", "m2"],
        ["matter", "1", "option", "2", "heads", "1", "area", "101.03", "m2"],
        ["matter", "2", "option", "2", "heads", "3", "area", "333.80", "m2"],
    ]


def test_finds_the_own_lines_by_the_receipt(vote, posted):
    ballot = Ballot.objects.filter(vote=vote).order_by("pk").first()
    typed = f"{ballot.receipt[:8].lower()}-{ballot.receipt[8:]}"
    _digest, *mine = recount(posted, "--vote", vote.number, "--receipt", typed)
    assert [line.split()[1::2] for line in mine] == [
        ["0", "0", "1", "143.27"],
        ["1", "1", "1", "143.27"],
        ["2", "2", "1", "143.27"],
    ]


def test_finds_none_for_another_receipt(vote, posted):
    assert recount(posted, "--vote", vote.number, "--receipt", "0" * 16)[1:] == []


def test_notices_one_changed_line(vote, posted):
    text = posted.read_text(encoding="ascii")
    first = next(line for line in text.splitlines() if ",0,0,0," in line)
    posted.write_text(text.replace(first, f"{first[:-1]}{(int(first[-1]) + 1) % 10}"), encoding="ascii")
    digest, *sums = recount(posted)
    assert digest != f"digest {vote.list_digest}"
    assert "333.80" not in sums[0]
