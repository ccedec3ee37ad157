variable "password" {
  type      = string
  default   = "hunter2"
  sensitive = true
}

resource "terraform_data" "this" {
  input = "user:${var.password}"
}

output "password" {
  value     = var.password
  sensitive = true
}

output "length" {
  value = nonsensitive(length(var.password))
}
