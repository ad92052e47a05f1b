"""The middle of a night: facts of each company in, drafts of what changed out.

A big night is shared by several processes, each taking every n-th range of companies (`manage.py judge_part`). They
need no common snapshot: what tonight knows was stamped before they start.
"""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from credit.models import Night
from credit.night.gather import CompanyFacts, Reading, each_company, ranges
from credit.rules import Rules
from credit.scoring import Verdict, assess

ONE_PROCESS_UP_TO = 20_000
"""Companies. Below this a second process costs more than it brings."""

COMPANIES_AT_ONCE = 10_000
DRAFT_COLUMNS = (
    "night_id", "enterprise_id", "county_code", "grade", "score_centipoints", "is_vetoed", "base_centipoints",
    "line_items", "line_centipoints", "line_counts", "digest",
)  # fmt: skip


class PartFailed(RuntimeError):
    """One of the processes that share a night ended badly; the night stays open and is taken up again."""


def verdict_on(rules: Rules, company: CompanyFacts, on) -> Verdict:
    """Judge one company as gathered."""
    facts: Iterable[Sequence]
    if company.areas is None:
        facts = zip(company.items, company.counts, company.points, strict=True)
    else:
        facts = zip(company.items, company.counts, company.points, company.areas, strict=True)
    return assess(rules, facts, on=on, joined_on=company.joined_on, total_area=company.total_area)


def row_of(company: CompanyFacts, verdict: Verdict) -> str:
    """The result as COPY's text, without night and digest: what the digest is made of."""
    lines = verdict.lines
    return (
        f"{company.enterprise_id}\t{company.county_code}\t{verdict.grade}\t{verdict.score}"
        f"\t{'t' if verdict.is_vetoed else 'f'}\t{verdict.base}"
        f"\t{{{','.join([str(line[0]) for line in lines])}}}"
        f"\t{{{','.join([str(line[1]) for line in lines])}}}"
        f"\t{{{','.join([str(line[2]) for line in lines])}}}"
    )


def digest_of(row: str, rulebook_id: int) -> int:
    """64 bits, signed, of one result under one rulebook."""
    told = hashlib.blake2b(f"{rulebook_id}\t{row}".encode(), digest_size=8).digest()
    return int.from_bytes(told, "big", signed=True)


def judge(night: Night, rules: Rules, *, touched_only: bool, progress: Callable[[int], None] | None = None) -> None:
    """Judge everybody whom tonight touches and draft what differs from what holds."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE credit_draft")
    Night.objects.filter(pk=night.pk).update(judged_count=0)
    if night.touched_count > ONE_PROCESS_UP_TO and settings.NIGHT_PROCESSES > 1:
        in_parts(night, touched_only=touched_only, parts=settings.NIGHT_PROCESSES)
    else:
        judge_part(night, rules, touched_only=touched_only, progress=progress)
    night.refresh_from_db(fields=["judged_count"])


def in_parts(night: Night, *, touched_only: bool, parts: int) -> None:
    command = [sys.executable, str(settings.ROOT / "manage.py"), "judge_part", str(night.pk), "--of", str(parts)]
    if touched_only:
        command.append("--touched-only")
    environment = {**os.environ, "DATABASE_URL": database_address()}
    running = [subprocess.Popen([*command, "--part", str(part)], env=environment) for part in range(parts)]
    try:
        failed = [process.args for process in running if process.wait()]
    finally:
        for process in running:
            process.kill()
            process.wait()
    if failed:
        raise PartFailed(f"{len(failed)} of {parts} processes of night {night} ended badly")


def database_address() -> str:
    """The address of the database that this process talks to, for a process of ours."""
    known = connection.settings_dict
    host = known["HOST"] or known.get("OPTIONS", {}).get("host", "")
    user = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    if host.startswith("/"):
        return f"postgres://{user}@/{known['NAME']}?host={host}"
    return f"postgres://{user}@{host}:{known['PORT'] or 5432}/{known['NAME']}"


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
    for low, high in list(ranges(reading, COMPANIES_AT_ONCE))[part::of]:
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
        keep_drafts(cursor, drafts)
        Night.objects.filter(pk=night.pk).update(judged_count=F("judged_count") + judged)
    return judged
