"""Says messages in another language, out of its compiled catalog (gettext's .mo)."""

from __future__ import annotations

import os
from typing import NamedTuple

from llmpick.lang import japanese
from llmpick.lang.said import Amount, Counted, Joined, Said

FOLDER = os.path.dirname(os.path.abspath(__file__))


class YenRate(NamedTuple):
    """Yen for a dollar, and the ISO day of it."""

    yen: float
    day: str


class Speaker:
    """
    Says texts in Japanese; what has no translation stays English.

    Args:
        rate: Of the catalog, if there is one.
    """

    def __init__(self, rate: YenRate | None = None) -> None:
        from gettext import GNUTranslations

        path = os.path.join(FOLDER, "ja", "LC_MESSAGES", "llmpick.mo")
        with open(path, "rb") as file:
            self._messages = GNUTranslations(file)
        self.rate = rate
        self.missed: list[str] = []
        self.converted = False

    def word(self, context: str, text: str) -> str:
        """The *text* as it is called in a *context*; itself where it has no name of ours."""
        found = self._messages.pgettext(context, text) if context else self._messages.gettext(text)
        if found == text:
            self.missed.append(text)
        return found

    def text(self, value: str) -> str:
        """A message, or messages side by side; a text without a template stays as it is."""
        if isinstance(value, Said):
            return self._said(value)
        if isinstance(value, Joined):
            between = japanese.SEPARATORS.get(value.separator, value.separator)
            return between.join(map(self.text, value.parts))
        if isinstance(value, Counted):
            return self.word("count", value.noun).format(count=japanese.count(value.number))
        if isinstance(value, Amount):
            return str(self._amount(value))
        return value

    def _said(self, value: Said) -> str:
        template = self.word(value.context, value.template)
        if not value.fields:
            return template
        return template.format_map({name: self._field(one) for name, one in value.fields.items()})

    def _field(self, value: object) -> object:
        if isinstance(value, Amount):
            return self._amount(value)
        return self.text(value) if isinstance(value, str) else value

    def _amount(self, value: Amount) -> str:
        if value.kind == "count":
            return japanese.count(value.value)
        if value.kind == "share":
            return value.replace(".", "0.", 1) if value.lstrip("<").startswith(".") else str(value)
        dollars = japanese.dollars(str(value), self.rate.yen if self.rate else None)
        return _Noting(self, dollars)


class _Noting(japanese.Dollars):
    """Dollars that tell the speaker when they were shown with yen beside them."""

    speaker: Speaker

    def __new__(cls, speaker: Speaker, dollars: japanese.Dollars) -> _Noting:
        found = super().__new__(cls, dollars)
        found.beside, found.speaker = dollars.beside, speaker
        return found

    def __format__(self, spec: str) -> str:
        if spec == "yen" and self.beside:
            self.speaker.converted = True
        return super().__format__(spec)
