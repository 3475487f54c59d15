using Microsoft.SemanticKernel;

public static class Kernels
{
    private const string Model = "gpt-4-1106-preview";

    public static Kernel Build(string key) =>
        Kernel.CreateBuilder().AddOpenAIChatCompletion(modelId: Model, apiKey: key).Build();
}
