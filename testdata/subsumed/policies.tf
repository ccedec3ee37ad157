# Wildcards that grant what other checks look for.

data "aws_iam_policy_document" "wildcards" {
  statement {
    actions   = ["iam:Add*"]
    resources = ["*"]
  }
  statement {
    actions   = ["iam:Attach*"]
    resources = ["*"]
  }
  statement {
    actions   = ["iam:Create*"]
    resources = ["*"]
  }
  statement {
    actions   = ["iam:P*"]
    resources = ["*"]
  }
  statement {
    actions   = ["iam:Set*"]
    resources = ["*"]
  }
  statement {
    actions   = ["iam:Update*"]
    resources = ["*"]
  }
  statement {
    actions   = ["glue:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["glue:Update*"]
    resources = ["*"]
  }
  statement {
    actions   = ["lambda:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["lambda:Update*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:Put*"]
    resources = ["*"]
  }
  statement {
    actions   = ["sts:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "wildcards" {
  name   = "wildcards"
  policy = data.aws_iam_policy_document.wildcards.json
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
