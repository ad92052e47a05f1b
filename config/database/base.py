"""Django's PostgreSQL backend, with a cheaper look at whether a connection that was kept still stands."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the server has hung up. It says nothing unasked, so anything to read means that it did.

        Django asks for a row before every request, which costs as much as the token's own query.
        """
        if self.connection is None or self.connection.closed:
            return False
        watch = select.poll()
        watch.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not watch.poll(0)
