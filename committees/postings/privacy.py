"""What must not hang on a board: see `accounts.privacy`."""

from accounts.privacy import refuse_persons_numbers

__all__ = ["refuse_persons_numbers"]
