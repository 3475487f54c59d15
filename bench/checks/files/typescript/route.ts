import { openai } from "@ai-sdk/openai";
import { anthropic } from "@ai-sdk/anthropic";
import { streamText } from "ai";

export async function POST(req: Request) {
  const { messages, plan } = await req.json();
  // gpt-4 was here before
  const model = plan === "pro" ? anthropic("claude-3-7-sonnet-20250219") : openai("gpt-4o-mini");
  return streamText({ model, messages }).toDataStreamResponse();
}
