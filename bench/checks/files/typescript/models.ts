export const MODELS = {
  chat: { id: "gpt-5", label: "GPT-5" },
  small: { id: "gpt-5.6-luna", label: "Luna" },
  vision: { id: `gemini-2.5-pro`, label: "Gemini" },
  reasoning: { model: "o1", label: "o1" },
  next: { id: "gpt-5.1", label: "until April" },
} as const;

/* Older ones: claude-2.1, claude-instant-1.2 */
export const isOpenAI = (id: string) => id.startsWith("gpt-") || /^o[134](-|$)/.test(id);
