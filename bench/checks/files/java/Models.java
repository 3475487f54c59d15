package com.acme.chat;

public enum Models {
    HAIKU("claude-haiku-4-5"),
    SONNET("claude-sonnet-4-20250514"),
    GROK("grok-4.7"),
    DEEPSEEK("deepseek-reasoner");

    private final String id;

    Models(String id) {
        this.id = id;
    }
}
