variable "model_id" {
  type    = string
  default = "anthropic.claude-3-5-sonnet-20240620-v1:0"
}

# arn of an older one: anthropic.claude-v2:1
resource "aws_iam_policy" "invoke" {
  policy = jsonencode({
    Statement = [{ Action = "bedrock:InvokeModel", Resource = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0" }]
  })
}
