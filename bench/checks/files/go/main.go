package main

import (
	"context"
	"fmt"

	openai "github.com/sashabaranov/go-openai"
)

// defaultModel replaced gpt-4-32k.
const defaultModel = "gpt-4-0613"

func main() {
	client := openai.NewClient("")
	resp, err := client.CreateChatCompletion(context.Background(), openai.ChatCompletionRequest{
		Model:    defaultModel,
		Messages: []openai.ChatCompletionMessage{{Role: "user", Content: "hi"}},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(resp.Choices[0].Message.Content)
}
