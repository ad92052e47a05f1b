"""The way out for text messages while voting is measured: each phone is a file, which its owner reads."""

import os
from pathlib import Path

from accounts.ports import Message

FOLDER = "BENCH_PHONES"


class Files:
    def carry(self, message: Message) -> None:
        (Path(os.environ[FOLDER]) / message.address).write_text(message.words)
