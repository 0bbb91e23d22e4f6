"""Forms of the author's pages."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import (
    FileField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from contest.editions.queries import CategoryView
from contest.web.author.statement_forms import StatementForm
from contest.web.forms import Form, LineField, TextField
from contest.web.length_words import span


def choices(categories: Sequence[CategoryView]) -> list[tuple[int, str]]:
    """Return the categories with their limits, as a field of choices takes them."""
    return [(category.id, f"{category.name} ({span(category)})") for category in categories]


class StartForm(Form):
    """Which category a new entry is for."""

    category_id = RadioField(lazy_gettext("Category"), coerce=int, validate_choice=False)

    def validate_category_id(self, field: RadioField) -> None:
        """Say in words of ours that nothing was chosen."""
        if field.data not in {value for value, _ in field.choices}:
            raise ValidationError(gettext("Choose a category from the list."))

    @classmethod
    def of(cls, categories: Sequence[CategoryView]) -> "StartForm":
        form = cls(category_id=categories[0].id if len(categories) == 1 else None)
        form.category_id.choices = choices(categories)
        return form


class WritingForm(StatementForm):
    """The draft. Nothing is required: a draft may be saved at any time."""

    title = LineField(lazy_gettext("Title"))
    category_id = SelectField(lazy_gettext("Category"), coerce=int)
    text = TextField(lazy_gettext("Text"))
    file = FileField(lazy_gettext("File"))
    pictures = MultipleFileField(lazy_gettext("Pictures of handwritten pages"))

    def offer(self, categories: Sequence[CategoryView]) -> None:
        """Fill the list of categories."""
        self.category_id.choices = [(0, gettext("Choose a category")), *choices(categories)]


class DeclarationsForm(Form):
    """What the author declares; nothing is ticked beforehand."""

    declarations = SelectMultipleField(
        lazy_gettext("Declarations"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,  # the service compares the sentences word for word
    )

    @classmethod
    def of(cls, sentences: Sequence[str]) -> "DeclarationsForm":
        form = cls()
        form.declarations.choices = [(sentence, sentence) for sentence in sentences]
        return form
