"""What the database itself refuses in a vote, whoever asks: late ballots, second thoughts, rolls that change later.

`FOR SHARE` makes closing a vote wait for the ballots that are being written, and those that come later see it closed.
"""

import pgtrigger

REFUSED = "USING ERRCODE = 'restrict_violation'"


def refusing(name: str, operation, func: str, *declare: tuple[str, str]) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=operation, declare=list(declare) or None, func=func
    )


BALLOT_IN_TIME = refusing(
    "ballot_in_time",
    pgtrigger.Insert,
    f"""
    SELECT state, opens_at, closes_at INTO vote FROM committees_vote WHERE id = NEW.vote_id FOR SHARE;
    IF NEW.cast_at < vote.opens_at THEN
        RAISE EXCEPTION 'the vote is not open yet' {REFUSED};
    END IF;
    IF NEW.way = 'phone' AND (vote.state <> 'open' OR NEW.cast_at >= vote.closes_at) THEN
        RAISE EXCEPTION 'the vote is not open' {REFUSED};
    END IF;
    IF vote.state NOT IN ('open', 'closed') THEN
        RAISE EXCEPTION 'the vote takes no ballots' {REFUSED};
    END IF;
    RETURN NEW;
    """,
    ("vote", "record"),
)
"""On a phone up to the last moment; a paper that was handed in before the end may be typed in until the count."""

BALLOT_OF_THE_ROLL = refusing(
    "ballot_of_the_roll",
    pgtrigger.Insert,
    f"""
    IF NOT EXISTS (SELECT FROM committees_rollline WHERE vote_id = NEW.vote_id AND owner_id = NEW.owner_id) THEN
        RAISE EXCEPTION 'the owner is not on the roll' {REFUSED};
    END IF;
    RETURN NEW;
    """,
)

MARKS_OF_THE_VOTE = refusing(
    "ballot_marks_of_the_vote",
    pgtrigger.Insert,
    f"""
    IF EXISTS (
        SELECT FROM unnest(NEW.marked) AS mark
        LEFT JOIN committees_option o ON o.id = mark
        LEFT JOIN committees_matter m ON m.id = o.matter_id
        GROUP BY m.id, m.vote_id, m.choose_most
        HAVING m.vote_id IS DISTINCT FROM NEW.vote_id OR count(*) > m.choose_most OR count(*) > count(DISTINCT mark)
    ) THEN
        RAISE EXCEPTION 'the ballot marks what it may not' {REFUSED};
    END IF;
    RETURN NEW;
    """,
)

ROLL_STANDS = refusing(
    "roll_stands_after_the_vote",
    pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    f"""
    held := CASE WHEN TG_OP = 'INSERT' THEN NEW.vote_id ELSE OLD.vote_id END;
    IF EXISTS (SELECT FROM committees_vote WHERE id = held AND state NOT IN ('draft', 'posted', 'open')) THEN
        RAISE EXCEPTION 'the roll of a vote that is over does not change' {REFUSED};
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
    ("held", "bigint"),
)


def stands_still(name: str, table: str, *results: str, names: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """What is asked changes in a draft only; the columns `results` once more, when a vote that is over is counted.

    Columns `names` may be emptied of people's names when a vote is long past.
    """
    vote = "SELECT v.state FROM committees_vote v" + (
        " WHERE v.id = was.vote_id"
        if table == "matter"
        else " JOIN committees_matter m ON m.vote_id = v.id WHERE m.id = was.matter_id"
    )
    counted, named = (" ".join(f"was.{each} := NEW.{each};" for each in columns) for columns in (results, names))
    return refusing(
        name,
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"""
        IF TG_OP = 'INSERT' THEN was := NEW; ELSE was := OLD; END IF;
        now := ({vote});
        IF TG_OP = 'UPDATE' AND now = 'closed' THEN
            {counted}
            IF was IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'UPDATE' AND now IN ('final', 'stopped') THEN
            {named}
            IF was IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
        END IF;
        IF now <> 'draft' AND (TG_OP <> 'UPDATE' OR OLD IS DISTINCT FROM NEW) THEN
            RAISE EXCEPTION 'what a vote asks and what it found do not change' {REFUSED};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,
        ("was", f"committees_{table}%ROWTYPE"),
        ("now", "text"),
    )
