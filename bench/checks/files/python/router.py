import litellm

ROUTES = [
    "openai/gpt-4-turbo",
    "anthropic/claude-3-5-sonnet-20241022",
    "gemini/gemini-2.0-flash",
    "groq/llama3-70b-8192",
    "mistral/open-mixtral-8x7b",
    "openai/gpt-6-luna",
]


def complete(prompt: str):
    for route in ROUTES:
        try:
            return litellm.completion(model=route, messages=[{"role": "user", "content": prompt}])
        except Exception:
            continue
