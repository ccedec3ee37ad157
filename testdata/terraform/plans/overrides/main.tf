terraform {
  required_version = ">= 1.0"
}

variable "size" {
  type    = number
  default = 1
}

locals {
  a = "base"
  b = "base"
}

resource "terraform_data" "this" {
  input            = "base"
  triggers_replace = "base"

  lifecycle {
    prevent_destroy       = false
    create_before_destroy = true
  }
}

module "child" {
  source = "./child"
  text   = "base"
}

output "all" {
  value = [local.a, local.b, var.size, terraform_data.this.input, module.child.text]
}
