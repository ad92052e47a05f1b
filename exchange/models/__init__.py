from exchange.models.feed import Change, Commit, FeedMark, Kind

__all__ = ["Change", "Commit", "FeedMark", "Kind"]
