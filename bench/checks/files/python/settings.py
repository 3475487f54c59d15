from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    chat_model: str = "gpt-4.1"
    summary_model: str = "google-gla:gemini-2.5-flash"
    reasoning_model: str = "o4-mini"
    code_model: str = "mistral:codestral-2405"
    embedding_model: str = "text-embedding-3-large"
    family_prefix: str = "gpt-4o-"
