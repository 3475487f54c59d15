"""Answers questions of customers. Was gpt-3.5-turbo until the spring."""

import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
DEFAULT_MODEL = os.getenv("CHAT_MODEL", "gpt-4o")


def answer(question: str, *, cheap: bool = False) -> str:
    # gpt-4-turbo was too slow here
    model = "gpt-4o-mini" if cheap else DEFAULT_MODEL
    done = client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}])
    return done.choices[0].message.content or ""
