#!/usr/bin/env bash
set -euo pipefail
# MODEL=gpt-4-turbo-preview
MODEL="${MODEL:-chatgpt-4o-latest}"
curl -s https://api.openai.com/v1/chat/completions \
  -H "Authorization: Bearer $OPENAI_API_KEY" \
  -d "{\"model\": \"$MODEL\", \"messages\": []}"
curl -s https://api.anthropic.com/v1/messages -d '{"model": "claude-2.1", "max_tokens": 10}'
