variable "tags" {
  type = map(string)
}

resource "terraform_data" "this" {
  input = merge({ managed = "yes" }, var.tags)
}

output "tags" {
  value = terraform_data.this.input
}

output "with_unknown" {
  value = merge(var.tags, { id = terraform_data.this.id })
}
