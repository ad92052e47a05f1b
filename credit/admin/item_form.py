"""The form of one rulebook item: points as people write them, lists as words, examples as lines."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from credit.admin import item_examples
from credit.models import Item, PointsMode, Repeat, Subject, Validity
from credit.models.rulebooks import CountsFrom
from credit.rules import RuleFault, as_points, to_centipoints

SAME = "same"
SEPARATORS = "、,，;；\n"


class Segments(forms.RadioSelect):
    """A row of choices of which one is pressed. Without a style sheet it is a list of radio buttons."""

    def render(self, name, value, attrs=None, renderer=None) -> str:
        """With the project's templates, which the forms' own renderer does not know."""
        return render_to_string("desk/segments.html", self.get_context(name, value, attrs))


class Points(forms.DecimalField):
    """Points as written, kept in whole hundredths."""

    def __init__(self, **kwargs):
        super().__init__(
            max_digits=7, decimal_places=2, required=False, localize=False,
            widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "size": 6}), **kwargs,
        )  # fmt: skip

    def clean(self, value) -> int | None:
        given = super().clean(str(value or "").replace("−", "-").strip())
        return None if given is None else int(given * 100)

    def prepare_value(self, value):
        return as_points(value) if isinstance(value, int) else value


class Words(forms.CharField):
    """Several words, parted by 、 or a comma."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=UnfoldAdminTextInputWidget(), **kwargs)

    def clean(self, value) -> list[str]:
        text = super().clean(value)
        for mark in SEPARATORS:
            text = text.replace(mark, "\n")
        return [word.strip() for word in text.split("\n") if word.strip()]

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value


class Pairs(forms.CharField):
    """Names with points, `国家=5 省=4`, kept as hundredths by name."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=UnfoldAdminTextInputWidget(), **kwargs)

    def clean(self, value) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for pair in super().clean(value).replace("、", " ").replace("，", " ").split():
            name, sign, given = pair.replace("＝", "=").partition("=")
            if not sign:
                raise ValidationError(_("“%(pair)s” is not of the form name=points.") % {"pair": pair})
            found[self.name_of(name)] = self.value_of(given)
        return found

    def name_of(self, word: str) -> str:
        return word

    def value_of(self, word: str) -> int | str:
        try:
            return to_centipoints(word.replace("−", "-"))
        except RuleFault as fault:
            raise ValidationError(str(fault)) from None

    def prepare_value(self, value):
        return " ".join(self.shown(*pair) for pair in value.items()) if isinstance(value, dict) else value

    def shown(self, name: str, given: int | str) -> str:
        return f"{name}={as_points(int(given))}"


class Subjects(Pairs):
    """Further subjects, in the reader's words, with points of their own or the same: `项目经理=同分`."""

    def name_of(self, word: str) -> str:
        for value, label in Subject.choices:
            if word in (value, str(label)):
                return value
        known = "、".join(str(label) for label in Subject.labels)
        raise ValidationError(_("“%(word)s” is none of %(known)s.") % {"word": word, "known": known})

    def value_of(self, word: str) -> int | str:
        return SAME if word in (SAME, _("the same points")) else super().value_of(word)

    def shown(self, name: str, given: int | str) -> str:
        points = _("the same points") if given == SAME else as_points(int(given))
        return f"{Subject(name).label}={points}"


def line(label, help_text="", **options) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=UnfoldAdminTextInputWidget(), **options)


def area(label, help_text="", rows=3, **options) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}), **options
    )


def choice(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices.choices, widget=Segments())


class ItemForm(forms.ModelForm):
    """An item of a draft. What each way of counting needs is asked for here, with a sentence of its own."""

    code = line(gettext_lazy("Code"), max_length=20)
    title = line(
        gettext_lazy("Public saying"),
        gettext_lazy("The few words that residents read under “why this grade”; 12 characters or fewer read best."),
        max_length=40,
    )
    wording = line(gettext_lazy("Wording"), gettext_lazy("As the city's document says it."), max_length=300)
    article = line(gettext_lazy("Article"), max_length=300)
    subject = choice(gettext_lazy("For whom"), Subject)
    points_mode = choice(gettext_lazy("Points"), PointsMode)
    fixed_centipoints = Points(label=gettext_lazy("points"), help_text=gettext_lazy("Taken points are negative."))
    levels = Pairs(label=gettext_lazy("points by level"), help_text=gettext_lazy("Best first: 国家=5 省=4 市=3"))
    least_centipoints = Points(label=gettext_lazy("least"))
    most_centipoints = Points(label=gettext_lazy("most"))
    also = Subjects(
        label=gettext_lazy("The same event also counts for"),
        help_text=gettext_lazy("Such as: project manager=the same points, or enterprise=-1"),
    )
    repeat = choice(gettext_lazy("Repeats"), Repeat)
    cap_centipoints = Points(label=gettext_lazy("at most"))
    validity = choice(gettext_lazy("Validity"), Validity)
    validity_months = forms.IntegerField(
        label=gettext_lazy("months"), required=False, min_value=1, max_value=240,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "size": 4}),
    )  # fmt: skip
    counts_from = choice(gettext_lazy("Counted from"), CountsFrom)
    exclusions = Words(label=gettext_lazy("Does not count when"), help_text=gettext_lazy("Several are parted by 、"))
    recorded_by = Words(label=gettext_lazy("Who may record"), help_text=gettext_lazy("Several are parted by 、"))
    examples = area(
        gettext_lazy("Worked examples"),
        gettext_lazy("One a line: what it shows | number of records | points. They are run whenever you save."),
        rows=4, required=False,
    )  # fmt: skip
    note = line(gettext_lazy("Note"), required=False, max_length=300)
    why = area(
        gettext_lazy("Why this change"), gettext_lazy("Required; it is kept in the history of the item."), rows=2
    )

    class Meta:
        model = Item
        fields = [
            "code", "category", "subject", "title", "wording", "article", "points_mode", "fixed_centipoints", "levels",
            "least_centipoints", "most_centipoints", "also", "repeat", "cap_centipoints", "validity", "validity_months",
            "counts_from", "exclusions", "recorded_by", "examples", "note",
        ]  # fmt: skip
        widgets = {"category": Segments()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = self.instance.rulebook.categories.all()
        self.fields["category"].empty_label = None
        self.initial["examples"] = item_examples.as_text(self.instance.examples)

    def clean_examples(self) -> list[dict]:
        return item_examples.from_text(self.cleaned_data["examples"])

    def clean_cap_centipoints(self) -> int | None:
        given = self.cleaned_data["cap_centipoints"]
        return None if given is None else abs(given)

    def clean(self) -> dict:
        given = super().clean()
        mode = given.get("points_mode")
        if mode == PointsMode.FIXED and given.get("fixed_centipoints") is None:
            self.add_error("fixed_centipoints", _("Say how many points, such as -3."))
        if mode == PointsMode.BY_LEVEL and not given.get("levels"):
            self.add_error("levels", _("Say the points of each level, such as 国家=5 省=4."))
        if mode == PointsMode.RANGE:
            self.check_range(given)
        if given.get("validity") == Validity.MONTHS and not given.get("validity_months"):
            self.add_error("validity_months", _("Say for how many months it counts."))
        return given

    def check_range(self, given: dict) -> None:
        ends = [given.get("least_centipoints"), given.get("most_centipoints")]
        if None in ends:
            self.add_error("least_centipoints", _("A range has two ends, such as -5 and -1."))
        elif Decimal(ends[0]) > Decimal(ends[1]):
            self.add_error("least_centipoints", _("The least is more than the most; taken points are negative."))
