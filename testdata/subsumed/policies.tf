# Wildcards that grant what other checks look for.

resource "aws_iam_policy" "wildcards" {
  name = "wildcards"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "iam:Add*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:Attach*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:Create*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:P*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:Set*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:Update*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "glue:*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "glue:Update*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "lambda:*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "lambda:Update*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "s3:*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "s3:Put*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "sts:*"
        Resource = "*"
      }
    ]
  })
}

resource "azurerm_role_assignment" "root" {
  scope                = "/"
  role_definition_name = "Owner"
  principal_id         = "00000000-0000-0000-0000-000000000000"
}

resource "google_project_iam_member" "owner" {
  project = "example"
  role    = "roles/owner"
  member  = "group:team@example.com"
}
