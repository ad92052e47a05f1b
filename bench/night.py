"""Runs one night in a process of its own and prints how it went, as JSON: `python -m bench.night --on DAY [--full]`."""

import argparse
import gc
import json
import os
import resource
import sys
import time
from datetime import date

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    gc.freeze()
    from credit import night

    started = time.perf_counter()
    run = night.run(arguments.on, kind="command", full=arguments.full)
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    result = {
        "seconds": seconds,
        "peak_mb": peak / 1024,
        "judged": run.judged_count,
        "written": run.judged_count - run.same_count,
        "stages": run.stage_seconds,
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
