from vllm import LLM, SamplingParams

llm = LLM(model="mistralai/Mistral-7B-Instruct-v0.3", max_model_len=8192)
draft = LLM(model="meta-llama/Meta-Llama-3-8B-Instruct")
params = SamplingParams(temperature=0.2)


def run(prompts: list[str]) -> list[str]:
    return [out.outputs[0].text for out in llm.generate(prompts, params)]
