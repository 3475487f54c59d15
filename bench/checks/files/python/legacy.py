import openai

ENGINE = "text-davinci-003"


def complete(prompt):
    return openai.Completion.create(engine=ENGINE, prompt=prompt, max_tokens=200)


def moderate(text):
    return openai.ChatCompletion.create(model="gpt-3.5-turbo-0613", messages=[{"role": "user", "content": text}])
