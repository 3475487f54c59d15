using Azure.AI.OpenAI;
using Azure;

var endpoint = new Uri("https://acme.openai.azure.com/");
var client = new AzureOpenAIClient(endpoint, new AzureKeyCredential(Environment.GetEnvironmentVariable("AZURE_OPENAI_API_KEY")!));
var chat = client.GetChatClient("gpt-4.1"); // lives there until April 2027
var old = client.GetChatClient("o1-deployment");
Console.WriteLine((await chat.CompleteChatAsync("hello")).Value.Content[0].Text);
