"""What the clock does, and when, by the clock of `TIME_ZONE`.

Each message expires (seconds), so that none pile up while no worker runs; what it asked for is taken up later.
"""

from datetime import timedelta

from celery.schedules import crontab

NIGHT_HOUR = 2
"""When tonight's grades are made."""
SCHEDULE = {
    "the night's grades": {
        "task": "oversight.tasks.night",
        "schedule": crontab(hour=NIGHT_HOUR, minute=0),
        "options": {"expires": 6 * 3600},
    },
    "look for what is odd about fees and money": {
        "task": "fees.findings.tasks.look",
        "schedule": crontab(hour=1, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "end referrals of arrears, and forget whose they were": {
        "task": "fees.collection.tasks.end_and_erase",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "forget answers kept for repeated calls": {
        "task": "accounts.tasks.forget_answers",
        "schedule": crontab(minute=20),
        "options": {"expires": 1800},
    },
    "forget old changes": {
        "task": "exchange.tasks.forget_old_changes",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "take up imports that were cut off": {
        "task": "intake.tasks.take_up",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "erase files of persons that nobody imported": {
        "task": "intake.tasks.forget",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "erase owners who left long ago": {
        "task": "committees.owners.tasks.erase",
        "schedule": crontab(hour=4, minute=35),
        "options": {"expires": 6 * 3600},
    },
    "find what the data lack": {
        "task": "oversight.quality.tasks.take_quality",
        "schedule": crontab(hour=5, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "count money and upkeep": {
        "task": "oversight.money.tasks.take_money",
        "schedule": crontab(hour=5, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "public revenue of the period that ended is owed": {
        "task": "fees.revenue.tasks.open_owed",
        "schedule": crontab(hour=1, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "demands for audits that nobody joins any more end": {
        "task": "fees.revenue.tasks.drop_stale",
        "schedule": crontab(hour=1, minute=25),
        "options": {"expires": 6 * 3600},
    },
    "take up what was cut off": {
        "task": "oversight.tasks.take_up",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "keep today's figures in step": {
        "task": "oversight.tasks.follow",
        "schedule": crontab(minute="*/1"),
        "options": {"expires": 50},
    },
    "look for news of estates and tell those who follow them": {
        "task": "oversight.followers.tasks.look_for_news",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 840},
    },
    "erase numbers that follow no estate any more": {
        "task": "oversight.followers.tasks.erase",
        "schedule": crontab(hour=4, minute=25),
        "options": {"expires": 6 * 3600},
    },
    "look through new complaints": {
        "task": "complaints.tasks.screen",
        "schedule": crontab(minute="*/1"),
        "options": {"expires": 50},
    },
    "look at the clocks of complaints": {
        "task": "complaints.tasks.sweep",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "send notices that wait": {
        "task": "complaints.notices.tasks.send_waiting",
        "schedule": crontab(minute="*/1"),
        "options": {"expires": 50},
    },
    "erase who filed complaints of long ago": {
        "task": "complaints.tasks.erase",
        "schedule": crontab(hour=4, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "take the public figures of complaints": {
        "task": "complaints.tasks.take_figures",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    "open, close and count votes of owners on time": {
        "task": "committees.votes.tasks.sweep",
        "schedule": crontab(minute="*/1"),
        "options": {"expires": 50},
    },
    "forget who was sent to vote or objected long ago": {
        "task": "committees.votes.tasks.forget_persons",
        "schedule": crontab(hour=4, minute=15),
        "options": {"expires": 6 * 3600},
    },
    "formations of committees follow their votes": {
        "task": "committees.forming.tasks.follow",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "warn of terms that run out": {
        "task": "committees.forming.tasks.warn",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "erase who stood for committees long ago": {
        "task": "committees.forming.tasks.erase",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "take the figures of committees": {
        "task": "committees.coverage.tasks.take_figures",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    "draw posters that wait": {
        "task": "complaints.posters.tasks.take_up",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "throw away old print files": {
        "task": "complaints.posters.tasks.discard_old",
        "schedule": crontab(hour=4, minute=50),
        "options": {"expires": 6 * 3600},
    },
    "tell subscribers what has changed": {
        "task": "exchange.tasks.tell_subscribers",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 4},
    },
    "make photos clean that were left lying": {
        "task": "complaints.photos.tasks.clean_waiting",
        "schedule": crontab(minute="*/1"),
        "options": {"expires": 50},
    },
    "forget photos that are no longer kept": {
        "task": "complaints.photos.tasks.erase_old",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "watch for what the hotline has not receipted": {
        "task": "complaints.hotline.tasks.watch",
        "schedule": crontab(minute=15),
        "options": {"expires": 1800},
    },
    "erase papers that were kept long enough": {
        "task": "committees.papers.tasks.erase_old",
        "schedule": crontab(hour=4, minute=35),
        "options": {"expires": 6 * 3600},
    },
    "purge the log of deliveries": {
        "task": "exchange.tasks.purge_deliveries",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "call owners whose fund is low, and close its books": {
        "task": "fees.funds.tasks.night",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "open and look over disclosure boards": {
        "task": "estates.board.tasks.night",
        "schedule": crontab(hour=1, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "erase who objected to boards, and old photos": {
        "task": "estates.board.tasks.erase",
        "schedule": crontab(hour=4, minute=45),
        "options": {"expires": 6 * 3600},
    },
}
