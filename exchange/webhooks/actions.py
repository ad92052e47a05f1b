"""What people do with webhooks. Each is atomic and audited.

A subscription belongs to its person: only they amend it or see its secret. Who manages people may also pause, resume,
ping, redeliver and remove it, which sends nothing anywhere but where its person had it sent.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, may, require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.scope import covers
from exchange import feed
from exchange.lifecycle import RIGHT, WEBHOOK
from exchange.models import Delivery, DeliveryKind, DeliveryState, Ending, Subscription, SubscriptionState
from exchange.webhooks import addresses, batches, sealing
from exchange.webhooks.readers import known_resources, reader_of, scope_of
from exchange.webhooks.sealing import seal
from exchange.webhooks.signing import new_secret

VERBS_OF_CHANGE = ("create", "change", "delete", "enter", "leave")
MOST_PER_PERSON = 20
OVERLAP_HOURS = 24
LONGEST_OVERLAP_HOURS = 7 * 24
KEPT = timedelta(days=30)
"""How long ended deliveries stay in the log."""


def may_run(user: User, subscription: Subscription) -> bool:
    """Whether `user` may stop, start, try out and remove a subscription."""
    return may(user, "people.manage") or (may(user, RIGHT) and subscription.person_id == user.pk)


def require_run(by: User, subscription: Subscription) -> None:
    if not may_run(by, subscription):
        require(by, "people.manage")


def require_own(by: User, subscription: Subscription) -> None:
    require(by, RIGHT)
    if subscription.person_id != by.pk:
        raise NotAllowed(_("Only %(person)s may do this: it is their webhook.") % {"person": subscription.person})


@transaction.atomic
def subscribe(subscription: Subscription, *, by: User, at: datetime) -> tuple[Subscription, str]:
    """A new subscription of `by`, told of everything from now on, and its signing secret: show it now.

    It is judged before a row is locked: to look up an address may take seconds.
    """
    require(by, RIGHT)
    refuse_unsound(subscription, by, ["address", "resources", "verbs", "region"])
    subscription.person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Subscription.objects.filter(person=by).count() >= MOST_PER_PERSON:
        raise ValidationError(_("You have %(most)d webhooks, and no more are possible.") % {"most": MOST_PER_PERSON})
    secret = new_secret()
    subscription.sealed_secret, subscription.position = seal(secret), feed.start()
    subscription.made_at = subscription.state_since = at
    audit.keep(subscription, by=by, at=at, verb="subscribe_webhook")
    return subscription, secret


@transaction.atomic
def amend(subscription: Subscription, *, by: User, at: datetime) -> Subscription:
    require_own(by, subscription)
    alone = subscription.left_alone()
    columns = subscription._meta.concrete_fields
    refuse_unsound(subscription, by, [each.name for each in columns if each.attname not in alone])
    audit.catch_up(subscription)
    return audit.keep(subscription, by=by, at=at, verb="amend_webhook")


def refuse_unsound(subscription: Subscription, by: User, changed: list[str]) -> None:
    """Raises ValidationError by field for what was changed to something that cannot be."""
    checks = {"address": check_address, "resources": check_names, "verbs": check_names, "region": check_region}
    faults = {}
    for name in checks.keys() & set(changed):
        try:
            checks[name](subscription, name, by)
        except ValidationError as fault:
            faults[name] = fault.messages
    if faults:
        raise ValidationError(faults)


def check_address(subscription: Subscription, name: str, by: User) -> None:
    try:
        addresses.places_of(addresses.read(subscription.address))
    except addresses.Refused as fault:
        raise ValidationError(_("The address leads nowhere that the portal sends to.")) from fault


def check_names(subscription: Subscription, name: str, by: User) -> None:
    known = {"resources": known_resources(by), "verbs": VERBS_OF_CHANGE}[name]
    chosen = getattr(subscription, name)
    unknown = [each for each in chosen if each not in known]
    if unknown:
        raise ValidationError(
            _("“%(name)s” is not known here. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(sorted(known))}
        )
    setattr(subscription, name, sorted(set(chosen)))


def check_region(subscription: Subscription, name: str, by: User) -> None:
    if subscription.region is not None and not covers(by, subscription.region.code):
        raise ValidationError(_("The region lies outside of yours."))


@transaction.atomic
def remove(subscription: Subscription, *, by: User, at: datetime) -> None:
    """Forget a subscription and its log."""
    require_run(by, subscription)
    audit.record(by=by, at=at, verb="remove_webhook", thing=subscription, before=audit.facts(subscription))
    subscription.delete()


def locked(subscription: Subscription, verb: str) -> Subscription:
    """The subscription as it is now, held until the end of the transaction. Raises NotNow where `verb` is not open."""
    now = Subscription.objects.select_for_update(no_key=True, of=["self"]).get(pk=subscription.pk)
    WEBHOOK[verb].insist(now.state, now=now.get_state_display())
    return now


@transaction.atomic
def pause(subscription: Subscription, *, by: User, at: datetime, why: str = "") -> Subscription:
    """Send nothing until it is resumed. What changes meanwhile is told then."""
    require_run(by, subscription)
    paused = locked(subscription, "pause")
    paused.state, paused.state_since = SubscriptionState.PAUSED, at
    return audit.keep(paused, by=by, at=at, verb="pause_webhook", why=why)


@transaction.atomic
def resume(subscription: Subscription, *, by: User, at: datetime) -> Subscription:
    """Go on where it stopped. What was being tried is tried at once, and has three days again."""
    require_run(by, subscription)
    resumed = locked(subscription, "resume")
    if resumed.ending == Ending.BEHIND:
        resumed.position = feed.start()
    resumed.state, resumed.ending, resumed.state_since, resumed.failure_count = SubscriptionState.ACTIVE, "", at, 0
    resumed.deliveries.waiting().filter(once=False).update(next_try_at=at, trying_since=at, try_count=0)
    return audit.keep(resumed, by=by, at=at, verb="resume_webhook")


@transaction.atomic
def rotate_secret(
    subscription: Subscription, *, by: User, at: datetime, overlap_hours: int = OVERLAP_HOURS
) -> tuple[Subscription, str]:
    """A new secret, which is shown now; for `overlap_hours` the previous one signs beside it. 0: never again."""
    require_own(by, subscription)
    if not 0 <= overlap_hours <= LONGEST_OVERLAP_HOURS:
        raise ValidationError(
            {"overlap_hours": _("Give a whole number from 0 to %(most)d.") % {"most": LONGEST_OVERLAP_HOURS}}
        )
    rotated, secret = locked(subscription, "rotate-secret"), new_secret()
    rotated.sealed_old_secret = rotated.sealed_secret if overlap_hours else ""
    rotated.old_secret_until = at + timedelta(hours=overlap_hours) if overlap_hours else None
    rotated.sealed_secret = seal(secret)
    rotated.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_until"])
    audit.record(
        by=by, at=at, verb="rotate_webhook_secret", thing=rotated, after={"overlap_hours": overlap_hours}
    )  # fmt: skip
    return rotated, secret


@transaction.atomic
def ping(subscription: Subscription, *, by: User, at: datetime) -> Delivery:
    """Send a message without news, whatever the state, to see what the receiver answers."""
    require_run(by, subscription)
    subscription = locked(subscription, "test")
    refuse_unheard(subscription)
    if subscription.deliveries.waiting().filter(kind=DeliveryKind.PING).exists():
        raise NotNow(_("A ping is on its way already."))
    audit.record(by=by, at=at, verb="ping_webhook", thing=subscription)
    return batches.ping(subscription, at=at)


@transaction.atomic
def redeliver(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Send a delivery again, with the same id and body. One that waits for its next try is tried now."""
    subscription = locked(delivery.subscription, "test")
    require_run(by, subscription)
    reader = refuse_unheard(subscription)
    again = Delivery.objects.select_for_update(no_key=True, of=["self"]).get(pk=delivery.pk)
    if again.kind == DeliveryKind.CHANGES and again.scope != scope_of(reader):
        raise NotNow(_("It was made for another role or region than its person has today, and is not sent again."))
    if again.state == DeliveryState.WAITING and not again.once:
        refuse_stopped(subscription)
    else:
        again.once, again.state, again.ended_at = True, DeliveryState.WAITING, None
        again.try_count, again.trying_since = 0, at
    again.next_try_at = at
    again.save()
    audit.record(by=by, at=at, verb="redeliver_webhook", thing=subscription, after={"delivery": again.key})
    return again


def refuse_unheard(subscription: Subscription) -> User:
    """Whose eyes a subscription has today. Raises NotNow where nothing is sent for it at all."""
    reader = reader_of(subscription)
    if reader is None:
        raise NotNow(silence_of(subscription))
    return reader


def refuse_stopped(subscription: Subscription) -> None:
    if not subscription.is_active:
        raise NotNow(_("It waits for the webhook to be resumed, and is then tried at once."))


def silence_of(subscription: Subscription) -> str:
    """Why nothing is sent although the subscription may be active; empty when there is no such reason."""
    person = subscription.person
    if not person.is_active:
        return _("Nothing is sent: its person may no longer log in.")
    if not may(person, RIGHT):
        return _("Nothing is sent: the role of its person does not include webhooks.")
    if reader_of(subscription) is None:
        return _("Nothing is sent: its region lies outside of the region of its person.")
    return ""


@transaction.atomic
def reseal() -> tuple[int, list[str]]:
    """Seal every secret with the first key. Returns how many webhooks were, and the names of those no key opens."""
    done, lost = 0, []
    for subscription in Subscription.objects.select_for_update(no_key=True).order_by("pk"):
        try:
            for name in ("sealed_secret", "sealed_old_secret"):
                if sealed := getattr(subscription, name):
                    setattr(subscription, name, sealing.reseal(sealed))
        except sealing.NotOpened:
            lost.append(subscription.name)
            continue
        subscription.save(update_fields=["sealed_secret", "sealed_old_secret"])
        done += 1
    return done, lost


@transaction.atomic
def purge(*, at: datetime) -> int:
    """Strike old deliveries from the log; those that still wait stay. Returns how many went."""
    ended = Delivery.objects.filter(ended_at__lt=at - KEPT)
    return ended.delete()[1].get(Delivery._meta.label, 0)
