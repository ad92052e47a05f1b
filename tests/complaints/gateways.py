"""A gateway for text messages that carries nothing and can be told to fail."""

from accounts.ports import Message


class Gateway:
    def __init__(self) -> None:
        self.carried: list[Message] = []
        self.fault: Exception | None = None
        self.refused: set[str] = set()

    def carry(self, message: Message) -> None:
        if self.fault is not None:
            raise self.fault
        if message.address in self.refused:
            raise ConnectionError
        self.carried.append(message)
