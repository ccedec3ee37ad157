variable "size" {
  default = 2
}

locals {
  b = "a_override"
}

resource "terraform_data" "this" {
  input = "a_override"

  lifecycle {
    create_before_destroy = false
  }
}
