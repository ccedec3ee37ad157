variable "text" {}

resource "terraform_data" "leaf" {
  input            = var.text
  triggers_replace = [var.text, length(var.text)]
}

output "text" {
  value = upper(terraform_data.leaf.input)
}
