"""The page of one rulebook item: the form, the rule read back, a trial on last night, the worked examples."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, PageLink, reason_field, show_faults
from accounts.templatetags.site import points
from credit import actions, law, sayings, story, worked
from credit.actions import NotNow
from credit.admin.item_form import ItemForm, Subjects
from credit.admin.item_sentence import sentence_of
from credit.marks import marks_of
from credit.models import Item, Night, Rulebook
from credit.rules import RuleFault

MOVES_SHOWN = 6


class Reason(forms.Form):
    why = reason_field(gettext_lazy("Why this change"))


def remove(item: Item, *, by, at, why: str) -> HttpResponse:
    rulebook = item.rulebook_id
    actions.remove_item(item, by=by, at=at, why=why)
    return HttpResponseRedirect(reverse("admin:credit_rulebook_change", args=[rulebook]))


def before_removing(item: Item) -> str:
    return _("%(item)s leaves this draft. Records made under it before keep their points.") % {"item": item}


@admin.register(Item)
class ItemDesk(Desk):
    """An item has no list of its own: it is reached from its rulebook."""

    view_verb = "rulebooks.view"
    add_verb = change_verb = "rulebooks.edit"
    refusals = (ValidationError, NotAllowed, NotNow, RuleFault)
    search_fields = ["code", "title"]
    buttons = (
        Button(
            "remove", gettext_lazy("Remove this item"), "rulebooks.edit", remove,
            question=before_removing,
            form=Reason, icon="delete", variant="danger", when=lambda item: item.rulebook.is_draft,
        ),
    )  # fmt: skip

    def seen_by(self, user):
        books = self.admin_site._registry[Rulebook].seen_by(user)
        return Item.objects.filter(rulebook__in=books.values("pk")).select_related("rulebook", "category")

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.rulebook.is_draft)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:credit_rulebook_changelist"))

    def add_view(self, request: HttpRequest, form_url="", extra_context=None) -> HttpResponse:
        """A new item of the draft that `?rulebook=` names."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        books = self.admin_site._registry[Rulebook].seen_by(request.user)
        given = request.GET.get("rulebook", "")
        rulebook = books.filter(pk=given).first() if given.isdecimal() else None
        if rulebook is None:
            raise Http404
        if not rulebook.is_draft:
            raise PermissionDenied
        return self.item_page(request, Item(rulebook=rulebook, subject="enterprise", points_mode="fixed"))

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = self.get_object(request, object_id)
        if item is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self.item_page(request, item)

    def item_page(self, request: HttpRequest, item: Item) -> HttpResponse:
        """With fields in a draft for those who may; the same page without fields otherwise."""
        editable = self.has_change_permission(request, item)
        if request.method == "POST" and not editable:
            raise PermissionDenied
        form = ItemForm(request.POST or None, instance=item) if editable else None
        if form is not None and request.method == "POST" and form.is_valid() and self.saved(request, form):
            return HttpResponseRedirect(f"{self.url('change', item.pk)}?try=1")
        shown = item if not item.pk or form is None or not form.errors else self.get_object(request, str(item.pk))
        title = str(shown) if item.pk else _("New item")
        facts = self.facts(request, shown, form)
        return self.page(request, "desk/item.html", item if item.pk else None, title, **facts)

    def facts(self, request: HttpRequest, item: Item, form: ItemForm | None) -> dict:
        """What the page shows beside the form."""
        book, draft = item.rulebook, item.rulebook.is_draft
        now = in_force_like(item) if draft else None
        trial_wanted = draft and item.pk and request.GET.get("try")
        return {
            "item": item,
            "form": form,
            "crumbs": self.crumbs(book, item),
            "page_state": {
                "word": book.get_state_display(),
                "kind": "warm" if draft else "ok",
                "icon": "edit_note" if draft else "gavel",
            },
            "page_note": _("Once published it cannot be changed, only followed by a new version.") if draft else "",
            "page_links": self.links(request, item, now),
            "sentence": sentence_of(item) if item.pk else [],
            "was": differences(item, now) if now else {},
            "facts": facts_of(item) if form is None else [],
            "examples": tried(item) if item.pk else [],
            "may_try": draft and item.pk and Night.objects.published().exists(),
            "trial": trial_of(book) if trial_wanted else None,
            "refused": form is not None and bool(form.errors),
        }

    def crumbs(self, book: Rulebook, item: Item) -> list[dict]:
        return [
            {"label": _("Rules of grading"), "url": reverse("admin:credit_rulebook_changelist")},
            {"label": str(book), "url": reverse("admin:credit_rulebook_change", args=[book.pk])},
            {"label": item.code or _("New item")},
        ]

    def links(self, request: HttpRequest, item: Item, now: Item | None) -> list[PageLink]:
        if not item.pk:
            return []
        links = [*self.history_links(request, item), *self.button_links(request, item)]
        if now is not None:
            links.insert(0, PageLink(_("The version in force"), self.url("change", now.pk), "compare_arrows"))
        return links

    def saved(self, request: HttpRequest, form: ItemForm) -> bool:
        """Keep the item; what the action refuses goes into the form."""
        try:
            actions.amend_item(form.instance, by=request.user, at=timezone.now(), why=form.cleaned_data["why"])
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return False
        return True


def in_force_like(item: Item) -> Item | None:
    """The item of the same code in the rulebook in force today."""
    try:
        book = law.in_force(timezone.localdate())
    except law.NoRulebook:
        return None
    return book.items.filter(code=item.code).select_related("category").first()


def facts_of(item: Item) -> list[tuple[str, str, str]]:
    """What an item says, in the order of the form: key, label, words."""
    return [
        ("category", _("Category"), item.category.name if item.category_id else ""),
        ("subject", _("For whom"), item.get_subject_display()),
        ("title", _("Public saying"), item.title),
        ("wording", _("Wording"), item.wording),
        ("article", _("Article"), item.article),
        ("points", _("Points"), sayings.price_words(item)),
        ("also", _("The same event also counts for"), also_words(item)),
        ("repeat", _("Repeats"), item.get_repeat_display()),
        ("cap", _("At most"), cap_words(item)),
        ("validity", _("Validity"), sayings.validity_words(item)),
        ("counts_from", _("Counted from"), item.get_counts_from_display()),
        ("exclusions", _("Does not count when"), "、".join(item.exclusions)),
        ("recorded_by", _("Who may record"), "、".join(item.recorded_by)),
        ("note", _("Note"), item.note),
    ]


def cap_words(item: Item) -> str:
    return (
        _("no cap")
        if item.cap_centipoints is None
        else _("%(points)s points") % {"points": points(item.cap_centipoints)}
    )


def also_words(item: Item) -> str:
    return Subjects().prepare_value(item.also)


def differences(item: Item, now: Item) -> dict[str, str]:
    """By key, what the version in force says where the draft says something else."""
    mine = {key: words for key, _label, words in facts_of(item)} if item.pk else {}
    return {key: words or _("nothing") for key, _label, words in facts_of(now) if mine.get(key, words) != words}


def tried(item: Item) -> list[dict]:
    """The worked examples as they come out; one that cannot be read says so."""
    try:
        return worked.tried(item)
    except RuleFault as fault:
        return [{"title": str(fault), "holds": False}]


def trial_of(book: Rulebook) -> dict | None:
    """What the draft would have made of last night, with marks for the first few moves."""
    night = Night.objects.last()
    if night is None:
        return None
    try:
        trial = story.try_rules(book, night)
    except RuleFault as fault:
        return {"fault": str(fault)}
    old, new = marks_of(night.rulebook_id), marks_of(book.pk)
    moves = [
        {"move": move, "old": old.of(move.old_grade), "new": new.of(move.new_grade)}
        for move in trial.moved[:MOVES_SHOWN]
    ]
    return {"trial": trial, "moves": moves, "rest": len(trial.moved) - len(moves)}
