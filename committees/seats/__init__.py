"""Who sits in a committee: leaving, moving up, the end of a term, handing over; and the logins of members."""
