import os

from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
    api_version="2025-03-01-preview",
)
DEPLOYMENT = "gpt-4o"  # at Azure until April 2027
REASONING = "o3"


def ask(text: str) -> str:
    return client.chat.completions.create(model=DEPLOYMENT, messages=[{"role": "user", "content": text}]).choices[0].message.content
