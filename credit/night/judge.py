"""The middle of a night: facts of each company in, drafts of what changed out.

A big night is shared by several processes, each taking every n-th range of companies (`manage.py judge_part`). They
need no common snapshot: what tonight knows was stamped before they start.
"""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from credit.models import Night, NightState
from credit.night.gather import CompanyFacts, Reading, each_company, ranges
from credit.rules import Rules
from credit.scoring import Facts, Verdict, assess

DRAFT_COLUMNS = (
    "night_id", "enterprise_id", "county_code", "grade", "score_centipoints", "is_vetoed", "base_centipoints",
    "line_items", "line_centipoints", "line_counts", "digest",
)  # fmt: skip


class PartFailed(RuntimeError):
    """One of the processes that share a night ended badly; the night stays open and is taken up again."""


def verdict_on(rules: Rules, company: CompanyFacts, on) -> Verdict:
    """Judge one company as gathered."""
    facts = Facts(company.items, company.counts, company.points, company.areas)
    return assess(rules, facts, on=on, joined_on=company.joined_on, total_area=company.total_area)


def row_of(company: CompanyFacts, verdict: Verdict) -> str:
    """The result as COPY's text, without night and digest: what the digest is made of."""
    items, points, counts = (",".join(map(str, column)) for column in (verdict.items, verdict.points, verdict.counts))
    return (
        f"{company.enterprise_id}\t{company.county_code}\t{verdict.grade}\t{verdict.score}"
        f"\t{'t' if verdict.is_vetoed else 'f'}\t{verdict.base}\t{{{items}}}\t{{{points}}}\t{{{counts}}}"
    )


def digest_of(row: str, rulebook_id: int) -> int:
    """64 bits, signed, of one result under one rulebook."""
    told = hashlib.blake2b(f"{rulebook_id}\t{row}".encode(), digest_size=8).digest()
    return int.from_bytes(told, "big", signed=True)


def judge(night: Night, rules: Rules, *, touched_only: bool, progress: Callable[[int], None] | None = None) -> None:
    """Judge everybody whom tonight touches and draft what differs from what holds.

    Each time is an attempt with a number: a process left over from an earlier one can add nothing to this one's drafts.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        Night.objects.filter(pk=night.pk).update(attempt=F("attempt") + 1, judged_count=0)
        cursor.execute("TRUNCATE credit_draft")
    night.refresh_from_db(fields=["attempt"])
    parts = settings.NIGHT_PROCESSES if night.touched_count > settings.NIGHT_ONE_PROCESS_UP_TO else 1
    with other_parts(night, touched_only=touched_only, parts=parts):
        judge_part(night, rules, touched_only=touched_only, of=parts, progress=progress)
    night.refresh_from_db(fields=["judged_count"])


@contextmanager
def other_parts(night: Night, *, touched_only: bool, parts: int) -> Iterator[None]:
    """Every part but the first, in processes of their own, while this one does the first. Raises PartFailed."""
    command = [sys.executable, str(settings.ROOT / "manage.py"), "judge_part", str(night.pk), "--of", str(parts)]
    command += ["--attempt", str(night.attempt), *(["--touched-only"] if touched_only else [])]
    environment = {**os.environ, "DATABASE_URL": database_address(os.environ["DATABASE_URL"])} if parts > 1 else {}
    running = [subprocess.Popen([*command, "--part", str(part)], env=environment) for part in range(1, parts)]
    try:
        yield
        failed = [process.args for process in running if process.wait()]
    finally:
        for process in running:
            process.kill()
            process.wait()
    if failed:
        raise PartFailed(f"{len(failed)} of {parts} processes of night {night} ended badly")


def database_address(known: str) -> str:
    """The address of the database that this process talks to: the known one with the name that is in use."""
    return urlsplit(known)._replace(path="/" + quote(connection.settings_dict["NAME"])).geturl()


def judge_part(
    night: Night,
    rules: Rules,
    *,
    touched_only: bool,
    part: int = 0,
    of: int = 1,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Judge every `of`-th range of companies, beginning with number `part`."""
    reading = Reading(night.on, night.pk, touched_only=touched_only)
    for low, high in list(ranges(reading, settings.NIGHT_COMPANIES_AT_ONCE))[part::of]:
        judged = judge_range(night, rules, reading, low, high)
        if progress:
            progress(judged)


def keep_drafts(cursor, drafts: list[str]) -> None:
    """COPY drafts, each a row in COPY's own form, into their table."""
    with connection.wrap_database_errors:
        cursor.cursor.copy_expert(
            f"COPY credit_draft ({', '.join(DRAFT_COLUMNS)}) FROM STDIN", io.StringIO("\n".join([*drafts, ""]))
        )


def judge_range(night: Night, rules: Rules, reading: Reading, low: int, high: int) -> int:
    """Judge the companies of an id range; returns how many."""
    drafts: list[str] = []
    judged = 0

    def visit(company: CompanyFacts) -> None:
        nonlocal judged
        judged += 1
        row = row_of(company, verdict_on(rules, company, night.on))
        digest = digest_of(row, night.rulebook_id)
        if digest != company.digest:
            drafts.append(f"{night.pk}\t{row}\t{digest}")

    each_company(reading, rules, low, high, visit)
    with transaction.atomic(), connection.cursor() as cursor:
        mine = Night.objects.filter(pk=night.pk, attempt=night.attempt, state=NightState.RUNNING)
        if not mine.update(judged_count=F("judged_count") + judged):
            raise PartFailed(f"night {night} was taken up by another process")
        keep_drafts(cursor, drafts)
    return judged
