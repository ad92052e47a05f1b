from tests.complaints.conftest import enterprise, estate, rules

__all__ = ["enterprise", "estate", "rules"]
