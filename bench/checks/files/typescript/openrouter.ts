import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://openrouter.ai/api/v1",
  apiKey: process.env.OPENROUTER_API_KEY,
});

export const ask = (text: string) =>
  client.chat.completions.create({
    model: "openai/gpt-4o",
    messages: [{ role: "user", content: text }],
  });
