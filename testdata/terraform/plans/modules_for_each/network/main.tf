variable "name" {
  type = string
}

variable "cidr" {
  type = string
}

variable "public" {
  type = bool
}

resource "terraform_data" "this" {
  input = { cidr = var.cidr, public = var.public }
}

output "name" {
  value = var.name
}

output "cidr" {
  value = terraform_data.this.input.cidr
}

output "public" {
  value = var.public
}

output "label" {
  value = "${path.module}:${var.name}"
}

output "id" {
  value = terraform_data.this.id
}
