package com.acme.chat;

import dev.langchain4j.model.openai.OpenAiChatModel;

public class ChatService {
    private static final String MODEL_NAME = "gpt-4.5-preview";

    /** Replaces text-davinci-002. */
    private final OpenAiChatModel model = OpenAiChatModel.builder()
            .apiKey(System.getenv("OPENAI_API_KEY"))
            .modelName(MODEL_NAME)
            .build();

    public String chat(String text) {
        return model.chat(text);
    }
}
