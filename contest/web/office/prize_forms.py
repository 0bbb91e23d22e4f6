"""Forms of how prizes are given: amounts of money, how many may win, how ties are decided."""

import re
from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectChoice, SelectField, StringField

from contest.editions.rules import extra_prizes as extra
from contest.editions.rules import prizes, ties
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.prizes import Caps
from contest.web.forms import LineField
from contest.web.office.fields import NumberField, Row
from contest.web.office.settings_forms import SettingsForm
from contest.web.prize_words import AMONG, KINDS, SHORT_TIES, tie_rule

LONGEST, SPARE = 24, 2
# 5.000 is five thousand, and 5.5 is no amount: between signs stand three digits.
_WRITTEN = re.compile(
    r"([0-9]{1,3}(?:([ .,\u00a0])[0-9]{3}(?:\2[0-9]{3})*)?|[0-9]+)\s*(?:đồng|vnđ|vnd|đ|₫)?", re.IGNORECASE
)


class MoneyField(StringField):
    """A whole amount of đồng; 5.000.000 đ and 5,000,000 and 5000000 are the same. `data` is an int or None."""

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}".replace(",", ".")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        written = _WRITTEN.fullmatch(typed)
        if written is None or len(typed) > LONGEST:
            raise ValueError(gettext("Write a whole amount, like 5.000.000."))
        self.data = int(re.sub("[^0-9]", "", written[1]))


class TieRow(Row):
    """One rule of the list."""

    MAIN = "rule"
    rule = SelectField(lazy_gettext("Rule"), validate_choice=False)


class LimitsForm(SettingsForm):
    """How many may win, and what decides where works are equal."""

    PART = ("caps", "ties")
    share = NumberField(lazy_gettext("At most so many percent win a prize"))
    share_of = SelectField(
        lazy_gettext("Percent of what"),
        choices=[
            SelectChoice(prizes.WORKS, lazy_gettext("of the works that are judged")),
            SelectChoice(prizes.AUTHORS, lazy_gettext("of the authors whose works are judged")),
        ],
        validate_choice=False,
    )
    share_in = SelectField(
        lazy_gettext("Counted"),
        choices=[
            SelectChoice(prizes.CATEGORY, lazy_gettext("in each category")),
            SelectChoice(prizes.EDITION, lazy_gettext("in all categories together")),
        ],
        validate_choice=False,
    )
    per_author = NumberField(lazy_gettext("Prizes of one author, at most"))
    ties = FieldList(FormField(TieRow), max_entries=ties.MOST)

    def offer(self, criteria: Iterable[str]) -> None:
        """Let each rule be chosen: those there always are, and one for each of the criteria."""
        chosen = (ties.named(entry.form.rule.data or "") for entry in self.ties)
        names = dict.fromkeys([*criteria, *chosen])
        choices = [
            SelectChoice("", gettext("nothing more")),
            *(SelectChoice(rule, label) for rule, label in SHORT_TIES.items()),
            *(SelectChoice(f"{ties.ONE}{name}", tie_rule(f"{ties.ONE}{name}")) for name in names if name),
        ]
        for entry in self.ties:
            entry.form.rule.choices = choices

    def show(self, spec: EditionSpec) -> None:
        self.share.data, self.per_author.data = spec.caps.share, spec.caps.per_author
        self.share_of.data, self.share_in.data = spec.caps.share_of, spec.caps.share_in
        for rule in (*spec.ties, *([""] * SPARE))[: ties.MOST]:
            self.ties.append_entry().form.rule.data = rule
        self.offer(())

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            caps=Caps(
                share=self.share.data,
                share_of=self.share_of.data or prizes.WORKS,
                share_in=self.share_in.data or prizes.CATEGORY,
                per_author=self.per_author.data,
            ),
            ties=tuple(row.rule.data or "" for row in self.kept("ties")),
        )


class ExtraRow(Row):
    """A prize beside the tables."""

    name = LineField(lazy_gettext("Prize"))
    kind = SelectField(
        lazy_gettext("Who wins it"),
        choices=[SelectChoice(*kind) for kind in KINDS.items()],
        validate_choice=False,
    )
    count = NumberField(lazy_gettext("How many"))
    amount = MoneyField(lazy_gettext("Money for each (đồng)"))
    among = SelectField(
        lazy_gettext("Among the authors"),
        choices=[SelectChoice(*those) for those in AMONG.items()],
        validate_choice=False,
    )
    born_from = NumberField(lazy_gettext("Young: born in this year or later"))
    only_without = BooleanField(lazy_gettext("Only works without another prize"))

    def typed(self) -> tuple[str, ...]:
        return ("name", "count")


class ExtraPrizesForm(SettingsForm):
    """The prizes beside the tables."""

    PART = ("extra_prizes",)
    NAMES = ("name", "kind", "count", "amount", "among", "born_from", "only_without")
    extra_prizes = FieldList(FormField(ExtraRow), max_entries=extra.MOST + SPARE)

    def show(self, spec: EditionSpec) -> None:
        for prize in spec.extra_prizes:
            row = self.extra_prizes.append_entry().form
            for name in self.NAMES:
                row[name].data = getattr(prize, name)
        self.extra_prizes.append_entry()

    def add_row(self) -> None:
        if len(self.extra_prizes) < extra.MOST:
            self.extra_prizes.append_entry()

    def spec(self, before: EditionSpec) -> EditionSpec:
        return replace(
            before,
            extra_prizes=tuple(
                ExtraPrize(
                    name=row.name.data or "",
                    kind=row.kind.data or "",
                    count=row.count.data or 0,
                    amount=row.amount.data,
                    among=row.among.data or "",
                    born_from=row.born_from.data,
                    only_without=row.only_without.data,
                )
                for row in self.kept("extra_prizes")
            ),
        )
