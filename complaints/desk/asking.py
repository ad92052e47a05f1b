"""Templates of words beside a form: those that fit the verb and the topic, and what one of them says of this case."""

from django.db.models import Q, QuerySet

from complaints.desk.forms import filled
from complaints.desk.moves import Ask
from complaints.models import AnswerTemplate, Complaint


def offered(ask: Ask, complaint: Complaint) -> QuerySet[AnswerTemplate]:
    """The templates for this verb and for the complaint's topic, its class, or any."""
    fits = Q(topic__isnull=True) | Q(topic=complaint.topic_id) | Q(topic=complaint.topic.parent_id)
    return AnswerTemplate.objects.filter(fits, use=ask.form.template_use, is_active=True)


def template_words(key: str, ask: Ask, complaint: Complaint) -> dict[str, str]:
    """The words of one template by the field that they go into; nothing where there is no such template."""
    found = offered(ask, complaint).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if found is None:
        return {}
    return {"note" if ask.form.template_use == "return_answer" else "text": filled(found.words, complaint)}
