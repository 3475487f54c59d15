import json

import boto3

runtime = boto3.client("bedrock-runtime", region_name="us-east-1")
MODEL_ID = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"
FALLBACK = "anthropic.claude-3-5-sonnet-20240620-v1:0"
LATER = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def invoke(prompt: str) -> dict:
    body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 500, "messages": [{"role": "user", "content": prompt}]})
    return json.loads(runtime.invoke_model(modelId=MODEL_ID, body=body)["body"].read())
