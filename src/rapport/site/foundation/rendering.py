"""How Django's forms are drawn: the same question page manners for every form of the site."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws forms with `forms/form.html` and each field with `forms/field.html`.

    A form may name the field whose label is the heading of the page: `page_heading = "state"`.
    A field may say why it is asked: `field.why = _("…")`.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
