from anthropic import Anthropic

MODELS = {
    "fast": "claude-haiku-4-5",
    "smart": "claude-sonnet-4-5-20250929",
    "deep": "claude-opus-4-1-20250805",
}


def run(task: str, level: str = "fast") -> str:
    client = Anthropic()
    message = client.messages.create(model=MODELS[level], max_tokens=1024, messages=[{"role": "user", "content": task}])
    if MODELS[level].startswith("claude-opus-4-"):
        print("dear")
    return message.content[0].text
