"""The dialects that can be spoken, by name."""

from __future__ import annotations

from llmpick.trying import anthropic_messages, gemini, openai_chat

DIALECTS = {
    one.name: one for one in (openai_chat.DIALECT, anthropic_messages.DIALECT, gemini.DIALECT)
}
