require "ruby_llm"

# Used "gpt-4-0314" in the first year.
MODEL = ENV.fetch("LLM_MODEL", "gemini-2.0-flash-001")
FALLBACK = 'gpt-4o-2024-05-13'.freeze

def ask(text)
  chat = RubyLLM.chat(model: MODEL)
  "#{MODEL}: #{chat.ask(text).content}"
end
