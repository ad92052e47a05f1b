"""Signing secrets at rest. `manage.py reseal_webhooks` seals them anew after a new key was put in front."""

from accounts.sealing import NotOpened, Ring

WEBHOOKS = Ring("WEBHOOK_KEYS")
seal, unseal, reseal = WEBHOOKS.seal, WEBHOOKS.unseal, WEBHOOKS.reseal

__all__ = ["NotOpened", "reseal", "seal", "unseal"]
