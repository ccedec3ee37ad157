variable "statements" {
  type = list(object({
    effect    = optional(string, "Allow")
    actions   = set(string)
    resources = list(string)
  }))
}

locals {
  document = {
    Version = "2012-10-17"
    Statement = [
      for statement in var.statements : {
        Effect   = statement.effect
        Action   = sort(statement.actions)
        Resource = statement.resources
      }
    ]
  }
}

output "json" {
  value = jsonencode(local.document)
}
