from openai import OpenAI

client = OpenAI()


def draw(prompt: str) -> str:
    return client.images.generate(model="dall-e-3", prompt=prompt, size="1024x1024").data[0].url


def speak(text: str) -> bytes:
    return client.audio.speech.create(model="tts-1", voice="alloy", input=text).content


def embed(text: str) -> list[float]:
    return client.embeddings.create(model="text-embedding-3-small", input=text).data[0].embedding
