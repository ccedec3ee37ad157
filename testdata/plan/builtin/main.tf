variable "exposed" {
  type = map(bool)
}

variable "token" {
  type      = string
  sensitive = true
}

resource "terraform_data" "first" {
  input = {
    public = false
    token  = var.token
  }
}

resource "terraform_data" "each" {
  for_each = var.exposed
  input = {
    public = each.value
    parent = terraform_data.first.id
  }
}

module "net" {
  source = "./net"
  count  = 2
  open   = var.exposed["b"]
}
