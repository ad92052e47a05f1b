"""Webhooks: the portal tells a subscriber's own server what has changed, as far as the subscriber's person sees it.

- `actions.py`: what people do (subscribe, amend, pause, resume, rotate the secret, ping, redeliver, remove), audited.
- `courier.py`: one subscription's turn: `batches.py` takes its next changes from the feed, `outbound.py` sends them,
  `outcomes.py` writes down what came of it, by the rules of `backoff.py`.
- `addresses.py`: where a webhook may lead; asked at every sending, so that a name that moves is caught.
- `signing.py`: the headers of the Standard Webhooks specification; `sealing.py`: secrets at rest.

Each subscription has its own lock and its own turn in threads that do nothing else, so a slow receiver holds up only
itself. Start with `courier.py`.
"""
